"""`coach rules table`: the catalogue as Markdown."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.command_line import NOTHING
from app.rule_commands import say
from app.rule_commands.asked import add_lang, add_rules_and_team, pack_of, write
from app.rule_commands.catalogue import catalogue


def add(command: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    add_rules_and_team(command)
    add_lang(command, default="en")
    command.add_argument("--output", type=Path, metavar="FILE", help=say("output"))


def run(given: argparse.Namespace) -> int:
    """Write the page to standard output or to a file."""
    write(catalogue(pack_of(given), given.lang), given.output, given.lang)
    return NOTHING
