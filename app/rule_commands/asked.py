"""What several commands ask for: a folder of rules, a team, a language; and their pack."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.command_line import Failed
from app.rule_commands import say
from coach import Pack, load_pack


def add_lang(command: argparse.ArgumentParser, default: str = "fa") -> None:
    """`--lang`."""
    command.add_argument("--lang", choices=("fa", "en"), default=default, help=say("lang"))


def add_rules_and_team(command: argparse.ArgumentParser) -> None:
    """`--rules` and `--team`."""
    command.add_argument("--rules", type=Path, metavar="FOLDER", help=say("rules"))
    command.add_argument("--team", default="default", help=say("team"))


def pack_of(given: argparse.Namespace) -> Pack:
    """The pack that was asked for; raises `coach.PackError`, and `Failed` for an unknown team."""
    pack = load_pack(given.rules)
    if given.team == "default":
        return pack
    if given.team not in pack.teams:
        teams = ", ".join(sorted(pack.teams))
        raise Failed(say("unknown_team", given.lang, team=given.team, teams=teams))
    return load_pack(given.rules, given.team)
