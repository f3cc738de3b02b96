"""The house holds: who imports whom, what each room may know, how long and how named files are.

Every rule is a function from source to complaints; below it stand the test that it holds for the
project and the test that a breach is seen.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Left to right only: a module may import those before it. A package stands for all its files.
ENGINE_ORDER = [
    "persian",
    "verbs",
    "text",
    "layout",
    "matching",
    "cues",
    "departments",
    "hours",
    "naming",
    "conversation",
    "feelings",
    "mood",
    "register",
    "tone",
    "rules",
    "moment",
    "placing",
    "offers",
    "checks",
    "yaml_file",
    "rule_entries",
    "rule_file",
    "sources",
    "past",
    "renaming",
    "phrases",
    "team_file",
    "schema",
    "pack",
    "teams",
    "team_house",
    "compiling",
    "pack_loading",
    "inherited",
    "praise",
    "review",
    "nudging",
    "rehearsal",
    "specimens",
    "proof",
    "conflicts",
    "doubts",
    "trace",
    "offering",
]
# May use everything in the engine, and nothing in the engine but `coach` itself uses it.
ENGINE_LAST = "measure"

NO_WEB_NO_CLOCK = {
    *("app", "fastapi", "starlette", "uvicorn", "websockets", "httpx", "sqlalchemy"),
    *("asyncio", "threading", "socket", "http", "urllib", "time", "random", "logging"),
}
SESSION_KNOWS_NO = {"asyncio", "fastapi", "socket", "starlette", "time", "uvicorn", "websockets"}
SOCKET_CALLS = {"receive", "receive_text", "receive_json", "send_text", "send_json", "send_bytes"}
CLOCK_CALLS = {"now", "utcnow", "today"}

PERSIAN_LETTER = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "manager", "service", "base", "common", "misc"}
TEXT_AS_MARKUP = re.compile(
    r"\.\s*(innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|setHTMLUnsafe)\b"
    r"|[\"'`](innerHTML|outerHTML|insertAdjacentHTML)[\"'`]"
    r"|\bdocument\s*\.\s*write(ln)?\b|\beval\s*\(|\bnew\s+Function\b|\bsrcdoc\b|javascript:"
)
LOADED_FROM_ELSEWHERE = re.compile(
    r"(?:\b(?:src|href)\s*=\s*[\"']?|\bfrom\s+[\"']|\bimport\s*\(?\s*[\"']|\burl\(\s*[\"']?|@import\s+[\"'])"
    r"(?:https?:)?//"
)
LONGEST_FILE, LONGEST_FUNCTION = 300, 50
REASON_TO_BE_LONG = re.compile(r"\bLong because\b")


def python_files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def frontend_files(*suffixes: str) -> list[Path]:
    return sorted(
        path
        for path in (ROOT / "frontend").rglob("*")
        if path.suffix in suffixes and "node_modules" not in path.parts
    )


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def told(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def for_types_only(tree: ast.Module) -> set[int]:
    """The ids of the nodes under `if TYPE_CHECKING:`, which import nothing at run time."""
    return {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }


def imported(tree: ast.Module, package: str, at_run_time: bool = False) -> Iterator[str]:
    """The dotted names that a module of `package` imports, `from x import y` as `x.y`."""
    left_out = for_types_only(tree) if at_run_time else set[int]()
    for node in ast.walk(tree):
        if id(node) in left_out:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            start = [*above, node.module] if node.level else [node.module]
            yield from (f"{'.'.join(filter(None, start))}.{alias.name}" for alias in node.names)


def forbidden_imports(tree: ast.Module, package: str, forbidden: set[str]) -> list[str]:
    return [name for name in imported(tree, package) if name.split(".")[0] in forbidden]


def clock_reads(tree: ast.Module) -> list[str]:
    return [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in CLOCK_CALLS
        and ast.unparse(node.value).split(".")[-1] in {"datetime", "date"}
    ]


# ---- the engine ----


def engine_module(path: Path) -> str:
    return path.relative_to(ROOT / "coach").parts[0].removesuffix(".py")


def imports_against_the_order(module: str, tree: ast.Module, package: str) -> list[str]:
    """What `coach/<module>` imports from modules that stand after it."""
    if module == ENGINE_LAST:
        return []
    before = {*ENGINE_ORDER[: ENGINE_ORDER.index(module)]}
    before |= {module} if package != "coach" else set[str]()
    return [
        name
        for name in imported(tree, package, at_run_time=True)
        if name.split(".")[0] == "coach" and name.split(".")[1] not in before
    ]


@pytest.mark.parametrize("path", python_files("coach"), ids=told)
def test_the_engine_knows_no_web_no_clock_no_chance(path: Path) -> None:
    package = ".".join(path.relative_to(ROOT).parts[:-1])
    tree = parsed(path)
    assert forbidden_imports(tree, package, NO_WEB_NO_CLOCK) == []
    assert clock_reads(tree) == []


@pytest.mark.parametrize(
    "path",
    [path for path in python_files("coach") if path.parent / "__init__.py" != path],
    ids=told,
)
def test_the_engine_imports_left_to_right(path: Path) -> None:
    module = engine_module(path)
    package = ".".join(path.relative_to(ROOT).parts[:-1])
    assert module in {*ENGINE_ORDER, ENGINE_LAST}, (
        f"coach/{module} is new: give it its place in ENGINE_ORDER and in ARCHITECTURE.md"
    )
    assert imports_against_the_order(module, parsed(path), package) == []


def is_there(module: str) -> bool:
    coach = ROOT / "coach"
    return (coach / f"{module}.py").exists() or (coach / module / "__init__.py").exists()


def test_the_page_on_architecture_tells_the_same_order() -> None:
    """Whoever gives a module its place tells the readers too."""
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    written = re.search(r"^    persian <[^#]*?$\n\n", page, re.MULTILINE)
    assert written is not None
    there = [module for module in ENGINE_ORDER if is_there(module)]
    assert written[0].replace("<", " ").split() == there


def test_a_breach_in_the_engine_is_seen() -> None:
    assert forbidden_imports(ast.parse("from fastapi import FastAPI"), "coach", NO_WEB_NO_CLOCK)
    assert forbidden_imports(ast.parse("import asyncio.queues"), "coach", NO_WEB_NO_CLOCK)
    assert clock_reads(ast.parse("x = datetime.datetime.now(UTC)"))
    backwards = ast.parse(
        "from coach.review import review_draft\nfrom coach.persian import letters"
    )
    assert imports_against_the_order("text", backwards, "coach") == ["coach.review.review_draft"]
    assert imports_against_the_order("text", ast.parse("from . import tone"), "coach")
    assert imports_against_the_order("checks", ast.parse("from ..pack import Pack"), "coach.checks")
    sibling = ast.parse("from coach.checks.wording import matches")
    assert imports_against_the_order("checks", sibling, "coach.checks") == []


# ---- the server ----


def public_names() -> set[str]:
    """The names in `coach.__all__`, read off the source."""
    for node in parsed(ROOT / "coach" / "__init__.py").body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def imports_past_the_door(tree: ast.Module, public: set[str]) -> list[str]:
    """What a module of `app/` takes from the engine beside its public names."""
    allowed = {f"coach.{name}" for name in public}
    return [
        name
        for name in imported(tree, "app")
        if name.split(".")[0] == "coach" and name not in allowed
    ]


@pytest.mark.parametrize("path", python_files("app"), ids=told)
def test_the_server_takes_only_public_names_from_the_engine(path: Path) -> None:
    assert imports_past_the_door(parsed(path), public_names()) == []


@pytest.mark.parametrize("path", python_files("app"), ids=told)
def test_the_server_holds_no_persian(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if PERSIAN_LETTER.search(line)] == []


def test_the_session_knows_no_socket_and_no_clock() -> None:
    session = parsed(ROOT / "app" / "session.py")
    assert forbidden_imports(session, "app", SESSION_KNOWS_NO) == []
    assert clock_reads(session) == []


def awaits_the_socket(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.Await)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Attribute)
        and node.value.func.attr in SOCKET_CALLS
        for node in ast.walk(tree)
    )


def test_one_file_awaits_the_socket() -> None:
    waiting = [told(path) for path in python_files("app") if awaits_the_socket(parsed(path))]
    assert waiting == ["app/connection.py"]


def test_a_breach_in_the_server_is_seen() -> None:
    past = ast.parse("from coach.text import Text\nfrom coach import Review")
    assert imports_past_the_door(past, {"Review"}) == ["coach.text.Text"]
    assert imports_past_the_door(ast.parse("import coach"), {"Review"}) == ["coach"]
    assert forbidden_imports(ast.parse("import time"), "app", SESSION_KNOWS_NO) == ["time"]
    assert PERSIAN_LETTER.search("return 'سلام'")
    assert awaits_the_socket(ast.parse("async def f(s):\n    return await s.receive()"))


# ---- every file of code ----


def code_files() -> list[Path]:
    folders = ("app", "coach", "scripts", "examples")
    python = [path for folder in folders for path in python_files(folder)]
    return [*python, *frontend_files(".js", ".mjs", ".css")]


def is_too_long(source: str) -> bool:
    lines = source.splitlines()
    return len(lines) > LONGEST_FILE and not REASON_TO_BE_LONG.search("\n".join(lines[:12]))


def long_functions(tree: ast.Module) -> list[str]:
    return [
        f"{node.name}: {(node.end_lineno or 0) - node.lineno + 1} lines"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]


@pytest.mark.parametrize("path", code_files(), ids=told)
def test_a_file_stays_short_or_says_why_not(path: Path) -> None:
    assert not is_too_long(path.read_text(encoding="utf-8")), (
        "over 300 lines: split it, or give the reason in its first lines ('Long because …')"
    )


@pytest.mark.parametrize("path", [*python_files("app"), *python_files("coach")], ids=told)
def test_functions_stay_short(path: Path) -> None:
    assert long_functions(parsed(path)) == []


@pytest.mark.parametrize("path", code_files(), ids=told)
def test_a_file_is_named_for_what_it_holds(path: Path) -> None:
    parts = {word for part in (path.stem, path.parent.name) for word in re.split(r"[_.-]", part)}
    assert not parts & EMPTY_NAMES


def test_length_is_measured() -> None:
    assert is_too_long("x = 1\n" * 301)
    assert not is_too_long("# Long because it is one table.\n" + "x = 1\n" * 301)
    assert long_functions(ast.parse("def f():\n" + "    x = 1\n" * 51)) == ["f: 52 lines"]


# ---- the widget ----


@pytest.mark.parametrize("path", frontend_files(".js", ".mjs", ".html"), ids=told)
def test_text_is_never_markup(path: Path) -> None:
    assert TEXT_AS_MARKUP.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", frontend_files(".js", ".mjs", ".html", ".css"), ids=told)
def test_nothing_is_loaded_from_elsewhere(path: Path) -> None:
    assert LOADED_FROM_ELSEWHERE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "breach",
    [
        "card.innerHTML = advice",
        'card["outerHTML"] = x',
        "x.insertAdjacentHTML('beforeend', y)",
        "document.write(x)",
        "eval(x)",
        "new Function(x)",
    ],
)
def test_markup_would_be_seen(breach: str) -> None:
    assert TEXT_AS_MARKUP.search(breach)
    assert not TEXT_AS_MARKUP.search("card.textContent = advice; evaluate(x)")


def test_a_foreign_address_would_be_seen() -> None:
    assert LOADED_FROM_ELSEWHERE.search('<script src="https://elsewhere.example/x.js">')
    assert LOADED_FROM_ELSEWHERE.search("import x from 'https://elsewhere.example/x.js'")
    assert not LOADED_FROM_ELSEWHERE.search('createElementNS("http://www.w3.org/2000/svg", "g")')
