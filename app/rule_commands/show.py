"""`coach rules show`: the effective rules of a team, each value with the place it comes from."""

from __future__ import annotations

import argparse
import difflib
import sys

from app.command_line import NOTHING, Failed
from app.drawing import printable
from app.problems import told_all
from app.rule_commands import say
from app.rule_commands.asked import add_lang, add_rules_and_team, pack_of
from coach import Pack


def add(command: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    command.add_argument("rule", nargs="?", help=say("show_rule"))
    add_rules_and_team(command)
    add_lang(command)


def run(given: argparse.Namespace) -> int:
    """Print a line for each rule, or every value of one rule."""
    pack = pack_of(given)
    lines = _one(pack, given) if given.rule else _all(pack)
    print(printable("\n".join(lines)))
    if pack.problems:
        print(told_all(pack.problems, given.lang), file=sys.stderr)
    return NOTHING


def _all(pack: Pack) -> list[str]:
    lines: list[str] = []
    for rule in pack.rules.values():
        values = {value.key: value for value in pack.values(rule.id)}
        changed = sum(v.place.startswith("teams/") for v in pack.values(rule.id))
        told = f"{rule.id}\t{rule.state}\t{rule.severity}\t{values['category'].place}"
        lines.append(told + (f"\t{say('show_changed', 'en', count=changed)}" if changed else ""))
    return lines


def _one(pack: Pack, given: argparse.Namespace) -> list[str]:
    rule: str = given.rule
    if rule not in pack.rules:
        near = difflib.get_close_matches(rule, pack.rules, 3, 0.5) or list(pack.rules)
        raise Failed(say("no_rule", given.lang, rule=rule, rules=", ".join(near)))
    return [
        f"{value.sign or ' '} {value.key}: {value.value}\t[{value.place}]"
        for value in pack.values(rule)
    ]
