"""`coach rules table`: the catalogue as Markdown."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app.command_line import NOTHING, Failed
from app.rule_commands import say
from app.rule_commands.asked import add_lang, add_rules_and_team, pack_of
from app.rule_commands.catalogue import catalogue


def add(command: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    add_rules_and_team(command)
    add_lang(command, default="en")
    command.add_argument("--output", type=Path, metavar="FILE", help=say("output"))


def run(given: argparse.Namespace) -> int:
    """Write the page to standard output or to a file."""
    page = catalogue(pack_of(given), given.lang)
    if given.output is None:
        sys.stdout.write(page)
        return NOTHING
    try:
        given.output.write_text(page, "utf-8")
    except OSError as error:
        wrong = error.strerror or str(error)
        raise Failed(say("cannot_write", given.lang, file=given.output, wrong=wrong)) from None
    return NOTHING
