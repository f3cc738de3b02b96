"""`coach rules check`: everything that is wrong or doubtful in a folder of rules."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

from app.command_line import FOUND, NOTHING
from app.loading import load
from app.problems import told
from app.rule_commands import say
from app.rule_commands.asked import add_lang
from coach import Pack, PackError, Problem, doubts, prove, shipped_rules


def add(command: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    command.add_argument("folder", nargs="?", type=Path, help=say("folder"))
    command.add_argument("--team", help=say("check_team"))
    command.add_argument("--json", action="store_true", help=say("json"))
    add_lang(command)


def run(given: argparse.Namespace) -> int:
    """Print every problem and the totals; 1 where there is any, 0 where all is well."""
    folder = given.folder or shipped_rules()
    problems: dict[Problem, None] = {}
    examples = 0
    packs, broken = _packs(folder, given.team)
    problems |= dict.fromkeys(broken)
    checked: set[str] = set()
    for pack in packs:
        problems |= dict.fromkeys(pack.problems)
        changed = _to_prove(pack, checked)
        for proof in prove(pack, changed):
            examples += 1
            if not proof.holds:
                problems[proof.problem] = None
        problems |= dict.fromkeys(doubts(pack, folder, changed=bool(checked)))
        checked |= pack.rules.keys()
    return _tell(given, list(problems), packs, examples)


def _packs(folder: Path, team: str | None) -> tuple[list[Pack], list[Problem]]:
    """The pack of one team, or of every team; and what keeps others from loading."""
    packs: list[Pack] = []
    broken: list[Problem] = []
    names = [team or "default"]
    for name in names:
        try:
            packs.append(load(folder, name, packs[0] if packs else None))
        except PackError as error:
            broken += error.problems
            continue
        if team is None and name == "default":
            names += sorted(packs[0].teams - {"default"})
    return packs, broken


def _to_prove(pack: Pack, checked: Iterable[str]) -> list[str]:
    """The rules whose examples are to be run: each once, and again where a team changed it."""
    known = set(checked)
    return [
        name
        for name in pack.rules
        if name not in known or any(v.place.startswith("teams/") for v in pack.values(name))
    ]


def _tell(
    given: argparse.Namespace, problems: list[Problem], packs: list[Pack], examples: int
) -> int:
    rules = len({name for pack in packs for name in pack.rules})
    if given.json:
        rows = [
            {"file": p.file, "line": p.line, "wrong": p.wrong, "remedy": p.remedy} for p in problems
        ]
        answer = {"problems": rows, "rules": rules, "examples": examples}
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            print(told(problem, given.lang))
        fields = {"rules": rules, "examples": examples, "teams": len(packs), "count": len(problems)}
        print(say("check_wrong" if problems else "check_fine", given.lang, **fields))
    return FOUND if problems else NOTHING
