"""`coach rules diff`: what two versions of a pack say differently of the same chats."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from app.backtest import Difference, Source, compare
from app.command_line import Failed
from app.drawing import printable
from app.rule_commands import say
from app.rule_commands.asked import add_lang, write
from app.rule_commands.measuring import Measured, add_chats
from app.rule_commands.report import difference_report

_LONGEST = 120


def add(command: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    command.add_argument("old", metavar="OLD", help=say("diff_old"))
    command.add_argument("new", metavar="NEW", help=say("diff_new"))
    add_chats(command)
    command.add_argument("--html", type=Path, metavar="FILE", help=say("html"))
    add_lang(command)


def run(given: argparse.Namespace) -> int:
    """Compare, and print what newly fires, what falls silent, and a few drafts of each."""
    sources = [_source(given.old, given), _source(given.new, given)]
    measured = Measured(given, sources, compare, Difference())
    found: Difference = measured.total
    if given.html:
        write(difference_report(found, given.lang), given.html, given.lang)
    if given.json:
        print(json.dumps(_as_json(found), ensure_ascii=False, indent=2))
    elif not given.html:
        print(printable("\n".join(_lines(found, given))))
    return measured.status


def _source(told: str, given: argparse.Namespace) -> Source:
    """A folder, a folder with a team behind «:», or `shipped` for the rules that ship."""
    folder, _, team = told.partition(":")
    path = None if folder == "shipped" else Path(folder)
    if path is not None and not path.is_dir():
        raise Failed(say("diff_no_folder", given.lang, folder=folder))
    return path, team or "default"


def _lines(found: Difference, given: argparse.Namespace) -> list[str]:
    fields = {"replies": found.replies, "changed": found.changed, "chats": found.conversations}
    lines = [say("diff_total", given.lang, **fields)]
    for kind, rules in (("newly", found.newly), ("silent", found.silent)):
        lines += ["", say(f"diff_{kind}" if rules else f"diff_{kind}_none", given.lang)]
        for rule, times in sorted(rules.items(), key=lambda item: (-item[1], item[0])):
            lines.append(f"  {rule}  {times:,}")
            for draft in found.examples[kind, rule]:
                line = " ".join(draft.split())
                lines.append(f"    «{line[:_LONGEST]}»")
    return lines


def _as_json(found: Difference) -> dict[str, object]:
    return {
        "conversations": found.conversations,
        "messages": found.messages,
        "replies": found.replies,
        "changed": found.changed,
        "newly": _rules(found, "newly"),
        "silent": _rules(found, "silent"),
    }


def _rules(found: Difference, kind: str) -> dict[str, object]:
    return {
        rule: {"replies": times, "examples": found.examples[kind, rule]}
        for rule, times in sorted(getattr(found, kind).items())
    }
