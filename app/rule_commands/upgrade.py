"""`coach rules upgrade`: the shipped rules of today under what a folder's teams changed."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from app.command_line import FOUND, NOTHING, Failed
from app.drawing import printable
from app.problems import told
from app.rule_commands import say
from app.rule_commands.asked import add_lang
from app.texts import Lang
from app.upgrading import Outlook, Plan, carry_out, outlook, plan, remember, renames, write_text
from coach import Renamed, shipped_rules

Written = tuple[str, str, list[Renamed]]
"""A file of a team, its text with today's names, and these."""


def add(command: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    command.add_argument("folder", type=Path, metavar="FOLDER", help=say("upgrade_folder"))
    command.add_argument("--write", action="store_true", help=say("upgrade_write"))
    command.add_argument("--replace", action="store_true", help=say("upgrade_replace"))
    add_lang(command)


def run(given: argparse.Namespace) -> int:
    """Tell what becomes of a folder, and do it where that is wanted."""
    folder: Path = given.folder
    if not any((folder / section).is_dir() for section in ("wording", "missing", "lexicon")):
        raise Failed(say("upgrade_none", given.lang, folder=folder))
    if folder.resolve() == shipped_rules().resolve():
        raise Failed(say("upgrade_shipped", given.lang, folder=folder))
    planned = plan(folder, given.replace)
    found = outlook(planned, folder)
    if not found.loads:
        lines = [say("upgrade_broken", given.lang)]
        raise Failed("\n".join([*lines, *(told(p, given.lang) for p in found.problems)]))
    named: list[Written] = []
    if given.write:
        named = [*renames(folder, found)]
        _write(planned, named, given)
        found.problems = outlook(plan(folder), folder).problems
    lines = list(_lines(given, planned, found, named))
    print(printable("\n".join(lines)))
    return FOUND if found.problems or found.overtaken or planned.kept else NOTHING


def _write(planned: Plan, named: list[Written], given: argparse.Namespace) -> None:
    """Shared files first: a server that reads meanwhile finds no name that it does not know."""
    try:
        carry_out(planned, given.folder)
        for file, text, _ in named:
            write_text(given.folder, file, text)
        remember(given.folder)
    except OSError as error:
        wrong = error.strerror or str(error)
        raise Failed(say("cannot_write", given.lang, file=given.folder, wrong=wrong)) from None


def _lines(
    given: argparse.Namespace, planned: Plan, found: Outlook, named: list[Written]
) -> Iterator[str]:
    lang, of = given.lang, {"folder": given.folder, "version": version("hamdel")}
    left = [*found.problems, *found.overtaken]
    if planned.is_empty and not left and not named:
        yield say("upgrade_fine", lang, **of)
        return
    yield from _of_files(planned, lang)
    for name, rules in (("come", found.come), ("gone", found.gone)):
        if rules:
            yield say(f"upgrade_{name}", lang, rules=", ".join(rules))
    if named:
        yield say("upgrade_renames", lang)
    for file, _, changes in named:
        for one in changes:
            yield "  " + say("upgrade_renamed", lang, file=file, **one._asdict())
    if left:
        yield say("upgrade_teams", lang)
    yield from (told(problem, lang) for problem in left)
    yield say("upgrade_done" if given.write else "upgrade_offer", lang, **of)


def _of_files(planned: Plan, lang: Lang) -> Iterator[str]:
    if planned.version is None:
        yield say("upgrade_unknown", lang)
    counts = {key: len(getattr(planned, key)) for key in ("added", "replaced", "removed")}
    yield say("upgrade_files", lang, **counts)
    for file in planned.kept:
        gone = not (shipped_rules() / file).is_file()
        yield say("upgrade_kept_gone" if gone else "upgrade_kept", lang, file=file)
