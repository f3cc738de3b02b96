"""`coach rules new`: a rule file from a few questions, and the proof that it works."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from app.command_line import FOUND, NOTHING, Failed
from app.loading import load
from app.problems import told_all
from app.rule_commands import say
from app.rule_commands.asked import add_lang, add_rules_and_team, readable
from coach import PackError, Problem, prove, shipped_rules

SECTIONS = ("wording", "missing")
SEVERITIES = ("hint", "warning", "error")
CATEGORIES = ("greeting", "empathy", "tone", "solution", "closing", "personal", "compliance")
_ID = re.compile(r"[a-z][a-z0-9-]{1,47}$")


def add(command: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    command.add_argument("rule", nargs="?", help=say("new_rule"))
    add_rules_and_team(command)
    add_lang(command)


def run(given: argparse.Namespace) -> int:
    """Ask, write the file, load it and run its examples."""
    asks = _Questions(given)
    rule = given.rule or asks.one("new_ask_id")
    if not _ID.match(rule):
        raise Failed(say("new_bad_id", given.lang, rule=rule))
    section = asks.choice("new_ask_section", SECTIONS)
    folder: Path = given.rules or shipped_rules()
    home = folder if given.team == "default" else folder / "teams" / given.team
    path = home / section / f"{rule}.yaml"
    if path.exists():
        raise Failed(say("new_exists", given.lang, file=path))
    text = "\n".join([*_rule(asks, section), ""])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    except OSError as error:
        wrong = error.strerror or str(error)
        raise Failed(say("cannot_write", given.lang, file=path, wrong=wrong)) from None
    return _prove(given, folder, rule, path)


def _prove(given: argparse.Namespace, folder: Path, rule: str, path: Path) -> int:
    """Tell whether the rule holds. A file that cannot be loaded is set aside, to be mended."""
    problems = _problems(folder, given, rule, str(path.relative_to(folder)))
    if problems is None:
        aside = path.with_suffix(".yaml.draft")
        path.rename(aside)
        print(say("new_aside", given.lang, file=aside))
        return FOUND
    if problems:
        print(told_all(problems, given.lang))
    name = "new_wrong" if problems else "new_written"
    print(say(name, given.lang, file=path))
    return FOUND if problems else NOTHING


def _problems(
    folder: Path, given: argparse.Namespace, rule: str, file: str
) -> list[Problem] | None:
    try:
        pack = load(folder, given.team)
        wrong = [problem for problem in pack.problems if problem.file == file]
    except PackError as error:
        pack, wrong = None, list(error.problems)
    if wrong:
        print(told_all(wrong, given.lang), file=sys.stderr)
    if pack is None or rule not in pack.rules:
        return None
    return [*wrong, *(proof.problem for proof in prove(pack, [rule]) if not proof.holds)]


def _rule(asks: _Questions, section: str) -> Iterator[str]:
    """The lines of the file, one question after the other."""
    yield f"severity: {asks.choice('new_ask_severity', SEVERITIES)}"
    yield f"category: {asks.choice('new_ask_category', CATEGORIES)}"
    yield f"source: {_quoted(asks.one('new_ask_source'))}"
    key = "flags" if section == "wording" else "needs"
    yield from _list(key, asks.many(f"new_ask_{key}"))
    if section == "wording":
        allows = list(asks.many("new_ask_allows"))
        yield from _list("allows", allows) if allows else ()
    for key in ("advice", "why"):
        yield f"{key}:"
        for lang in ("fa", "en"):
            yield f"  {lang}: {_quoted(asks.one(f'new_ask_{key}_{lang}'))}"
    formal = asks.one("new_ask_formal", optional=True)
    if formal:
        spoken = asks.one("new_ask_spoken", optional=True) or formal
        yield f"replacements:\n  - {{formal: {_quoted(formal)}, spoken: {_quoted(spoken)}}}"
    yield "examples:"
    for key in ("flags", "allows"):
        yield f"  {key}:"
        yield from (f"    - {_quoted(one)}" for one in asks.many(f"new_ask_example_{key}"))


def _list(key: str, items: Iterator[str] | list[str]) -> Iterator[str]:
    yield f"{key}:"
    yield from (f"  - {_quoted(item)}" for item in items)


def _quoted(text: str) -> str:
    """Text as YAML that no trap catches: a JSON string is one."""
    return json.dumps(text, ensure_ascii=False)


class _Questions:
    """Asks on standard error and reads the answers, line by line, from standard input."""

    def __init__(self, given: argparse.Namespace) -> None:
        self.lang = given.lang

    def _ask(self, name: str, **fields: object) -> str:
        print(say(name, self.lang, **fields), file=sys.stderr)
        line = sys.stdin.readline()
        if not line:
            raise Failed(say("new_no_answer", self.lang))
        return readable(line).strip()

    def one(self, name: str, optional: bool = False) -> str:
        """One line; asked again while it is empty, unless it may be."""
        while not (answer := self._ask(name)) and not optional:
            pass
        return answer

    def many(self, name: str) -> Iterator[str]:
        """Lines up to an empty one."""
        while answer := self._ask(name):
            yield answer

    def choice(self, name: str, among: tuple[str, ...]) -> str:
        """One of a few words; asked again while it is none of them."""
        while (answer := self._ask(name, among=" / ".join(among))) not in among:
            pass
        return answer
