"""What several commands ask for: a folder of rules, a team, a language; and their pack."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app.command_line import Failed
from app.loading import load
from app.rule_commands import say
from app.texts import Lang
from coach import Pack


def add_lang(command: argparse.ArgumentParser, default: str = "fa") -> None:
    """`--lang`."""
    command.add_argument("--lang", choices=("fa", "en"), default=default, help=say("lang"))


def add_rules_and_team(command: argparse.ArgumentParser) -> None:
    """`--rules` and `--team`."""
    command.add_argument("--rules", type=Path, metavar="FOLDER", help=say("rules"))
    command.add_argument("--team", default="default", help=say("team"))


def pack_of(given: argparse.Namespace) -> Pack:
    """The pack that was asked for; raises `coach.PackError`, for an unknown team too."""
    return load(given.rules, given.team)


def readable(words: str) -> str:
    """An argument that is not UTF-8 arrives with lone surrogates: they become U+FFFD."""
    return words.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def write(text: str, output: Path | None, lang: Lang) -> None:
    """Write to a file, or to standard output where there is none; raises `Failed`."""
    if output is None:
        sys.stdout.write(text)
        return
    try:
        output.write_text(text, "utf-8")
    except OSError as error:
        wrong = error.strerror or str(error)
        raise Failed(say("cannot_write", lang, file=output, wrong=wrong)) from None
