"""The documents say what is so: links lead somewhere, examples run, make targets exist.

A fenced example whose first line ends in the word `run` is run here:

- ```` ```python run ```` in a folder of its own;
- ```` ```console run ```` each `$ command` line by line. The lines under a command must appear in
  what it prints, in that order, and a `…` inside a line stands for any text; a command without such
  lines must succeed. Where an example speaks to 127.0.0.1:8000, it reaches a coach of these tests.

A document with ```` ```yaml save rules/x.yaml ```` is a guide: from its first step to its
last the files are saved and the commands run in one folder.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.serving import coach_serving, plain_environment

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = {".git", ".venv", "node_modules", ".make", "dist", "build", ".pytest_cache"}
SERVER_IN_DOCS = "127.0.0.1:8000"

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)|(?:src|href)=\"([^\"]+)\"")
FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```\s*$", re.MULTILINE | re.DOTALL)
MAKE_TARGET = re.compile(r"(?:`|^\$?\s*|&& |; )make ([a-z][a-z-]*)", re.MULTILINE)
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)

# Written in pieces, so that this file does not find itself.
REGISTRY_HOSTS = [
    *("py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com"),
    *("yarn" + "pkg.com", "deb.debian" + ".org", "nodesource" + ".com", "crates" + ".io"),
]
MACHINE_PATH = re.compile(r"(?<![\w./<$}-])/(?:work|root|tmp|opt)/[\w.-]+")
TEXT_SUFFIXES = {
    *(".css", ".html", ".js", ".json", ".jsonl", ".md", ".mjs", ".py", ".sh", ".toml", ".txt"),
    *(".yaml", ".yml", ".svg", ".cfg", ".ini", "", ".npmrc", ".dockerignore", ".gitignore"),
}


def tracked_files() -> list[Path]:
    """The files that git knows; without git, all files but what was made."""
    asked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    if asked.returncode == 0:
        files = [ROOT / name for name in asked.stdout.split("\0") if name]
        return [path for path in files if path.is_file()]
    return [path for path in ROOT.rglob("*") if path.is_file() and not LEFT_OUT & {*path.parts}]


def documents() -> list[Path]:
    return sorted(path for path in tracked_files() if path.suffix == ".md")


def told(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@dataclass(frozen=True)
class Example:
    """A fenced example that is marked to be run."""

    document: Path
    line: int
    language: str
    code: str

    def __str__(self) -> str:
        return f"{told(self.document)}:{self.line}"


def examples_to_run(document: Path, text: str) -> list[Example]:
    return [
        Example(document, text.count("\n", 0, fence.start()) + 1, fence[1], fence[3])
        for fence in FENCE.finditer(text)
        if fence[2].split() == ["run"]
    ]


def is_guide(document: Path) -> bool:
    return (
        re.search(r"^```\w+ save ", document.read_text(encoding="utf-8"), re.MULTILINE) is not None
    )


GUIDES = [document for document in documents() if is_guide(document)]
ALL_EXAMPLES = [
    example
    for document in documents()
    if document not in GUIDES
    for example in examples_to_run(document, document.read_text(encoding="utf-8"))
]


# ---- links ----


def anchors(text: str) -> set[str]:
    """The anchors of the headings, as GitHub makes them."""
    plain = (re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", title) for title in HEADING.findall(text))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in plain}


def broken_links(document: Path, text: str) -> list[str]:
    """The relative links of a document that lead to no file or no heading."""
    broken: list[str] = []
    for groups in LINK.findall(FENCE.sub("", text)):
        target = groups[0] or groups[1]
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = (document.parent / name).resolve() if name else document
        if not path.exists() or not path.is_relative_to(ROOT):
            broken.append(target)
        elif anchor and path.suffix == ".md":
            there = text if path == document else path.read_text(encoding="utf-8")
            broken += [] if anchor in anchors(there) else [target]
    return broken


@pytest.mark.parametrize("document", documents(), ids=told)
def test_links_lead_somewhere(document: Path) -> None:
    assert broken_links(document, document.read_text(encoding="utf-8")) == []


def test_a_broken_link_is_seen() -> None:
    readme = ROOT / "README.md"
    assert broken_links(readme, "[a](no-such-file.md) ![b](LICENSE)") == ["no-such-file.md"]
    assert broken_links(readme, "# One two\n[a](#one-two) [b](#three)") == ["#three"]


CODE_PATH = re.compile(r"`((?:app|coach|docs|examples|frontend|rules|tests)/[\w./-]+)`")


@pytest.mark.parametrize("document", documents(), ids=told)
def test_files_named_in_passing_are_there(document: Path) -> None:
    """`coach/review.py` in a sentence is as good as a link."""
    named = CODE_PATH.findall(document.read_text(encoding="utf-8"))
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_a_file_that_is_gone_would_be_seen() -> None:
    assert CODE_PATH.findall("see `coach/gone.py`, `rules/<id>.yaml`") == ["coach/gone.py"]


# ---- examples ----


def run_in(folder: Path, command: list[str]) -> subprocess.CompletedProcess[str]:
    """Runs an example with this environment's commands first on the PATH."""
    settings = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "XDG_DATA_HOME": str(folder),
        "PYTHONUTF8": "1",
        "NO_COLOR": "1",
        "COLUMNS": "100",
    }
    return subprocess.run(
        command,
        cwd=folder,
        env=plain_environment(**settings),
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


def commands_of(code: str) -> list[tuple[str, list[str]]]:
    """The commands of a console example, each with the lines said to follow."""
    commands: list[tuple[str, list[str]]] = []
    for line in code.splitlines():
        if line.startswith("$ "):
            commands.append((line[2:], []))
        elif commands and commands[-1][0].endswith("\\"):
            commands[-1] = (f"{commands[-1][0]}\n{line}", [])
        elif line.strip():
            commands[-1][1].append(line.strip())
    return commands


def said_in_order(expected: list[str], printed: str) -> str | None:
    """The first expected line that does not appear where it should, or None."""
    lines = iter(printed.splitlines())
    for line in expected:
        pattern = re.compile(".*".join(re.escape(piece) for piece in line.split("…")))
        if not any(pattern.search(there) for there in lines):
            return line
    return None


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A coach of the working tree that is ready, as host:port."""
    folder = tmp_path_factory.mktemp("served")
    own = plain_environment(PYTHONPATH=str(ROOT), XDG_DATA_HOME=str(folder))
    with coach_serving([sys.executable, "-m", "app.cli", "serve"], folder, own) as address:
        yield address.removeprefix("http://")


@pytest.mark.parametrize("example", ALL_EXAMPLES, ids=str)
def test_examples_run(example: Example, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    code = example.code
    if SERVER_IN_DOCS in code:
        code = code.replace(SERVER_IN_DOCS, request.getfixturevalue("served"))
    if example.language == "python":
        done = run_in(tmp_path, [sys.executable, "-c", code])
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip(), "an example that prints nothing teaches nothing"
        return
    assert example.language == "console"
    run_commands(code, tmp_path)


def run_commands(code: str, folder: Path) -> None:
    for command, expected in commands_of(code):
        done = run_in(folder, ["bash", "-euo", "pipefail", "-c", command])
        assert said_in_order(expected, done.stdout) is None, done.stdout + done.stderr
        assert expected or done.returncode == 0, done.stderr


@pytest.mark.timeout(600)
@pytest.mark.parametrize("document", GUIDES, ids=told)
def test_a_guide_leads_from_its_first_step_to_its_last(document: Path, tmp_path: Path) -> None:
    for fence in FENCE.finditer(document.read_text(encoding="utf-8")):
        match fence[2].split():
            case ["save", name]:
                (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / name).write_text(fence[3], encoding="utf-8")
            case ["run"]:
                run_commands(fence[3], tmp_path)
            case _:
                pass


def test_the_persian_guide_to_rules_is_one() -> None:
    assert ROOT / "docs" / "rules.fa.md" in GUIDES


def test_the_readme_shows_the_library_and_the_command_line() -> None:
    languages = {
        example.language for example in ALL_EXAMPLES if example.document == ROOT / "README.md"
    }
    assert languages >= {"python", "console"}


def test_an_example_that_says_something_else_is_seen() -> None:
    assert commands_of("$ coach review x\nfound\n") == [("coach review x", ["found"])]
    assert said_in_order(["one", "th…ee"], "one\ntwo\nthree\n") is None
    assert said_in_order(["two", "one"], "one\ntwo\n") == "one"


# ---- make ----


def make_targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))


@pytest.mark.parametrize("document", documents(), ids=told)
def test_make_targets_exist(document: Path) -> None:
    named = set(MAKE_TARGET.findall(document.read_text(encoding="utf-8")))
    assert named <= make_targets()


def test_the_two_commands_of_the_readme_are_there() -> None:
    named = MAKE_TARGET.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert {"run", "test"} <= {*named} <= make_targets()
    assert MAKE_TARGET.findall("say `make no-such-thing`") == ["no-such-thing"]


# ---- versions ----


def test_the_changelog_tells_of_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{project['version']}]" in changelog


# ---- what must not be told ----


def traces(text: str) -> list[str]:
    """The registries and the folders of one machine that a text names."""
    lowered = text.lower()
    return [host for host in REGISTRY_HOSTS if host in lowered] + MACHINE_PATH.findall(text)


def test_no_file_names_a_registry_or_a_folder_of_one_machine() -> None:
    found = {
        told(path): traces(path.read_text(encoding="utf-8", errors="replace"))
        for path in tracked_files()
        if path.suffix in TEXT_SUFFIXES
    }
    assert {name: traced for name, traced in found.items() if traced} == {}


def test_a_trace_would_be_seen() -> None:
    assert traces("https://" + REGISTRY_HOSTS[0] + "/simple") == [REGISTRY_HOSTS[0]]
    assert traces("see /" + "work/main") == ["/" + "work/main"]
    assert traces("a path such as rules/" + "work/x or app/" + "tmp/y") == []


def test_the_requirements_are_pinned_with_hashes() -> None:
    """Every line names one version and its hashes; none says where to get it."""
    for name in ("run.txt", "dev.txt", "build.txt"):
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        starts = re.findall(r"^([A-Za-z][^\s]*)", text, re.MULTILINE)
        assert starts and all(re.fullmatch(r"[\w.-]+==[\w.]+", start) for start in starts)
        assert text.count("--hash=sha256:") >= len(starts)
        assert "://" not in text and "--index" not in text and "--find-links" not in text
