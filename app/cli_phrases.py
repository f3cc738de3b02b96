"""`coach phrases …`: list, search and import ready phrases."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.command_line import FOUND, NOTHING, Failed
from app.drawing import printable
from app.problems import told
from app.rule_commands import say as say_of_rules
from app.rule_commands.asked import add_lang, add_rules_and_team, pack_of, readable, write
from app.texts import text
from coach import (
    COLUMNS,
    MOMENTS,
    MOST_ASKED,
    Asked,
    Conversation,
    Customer,
    Message,
    Offered,
    Phrase,
    import_phrases,
    offer_phrases,
)


def say(name: str, lang: Any = "en", **fields: object) -> str:
    """A text of these commands."""
    return text("phrase_commands", name, lang, **fields)


def add_phrases(command: argparse.ArgumentParser) -> None:
    """Enter every command of `coach phrases`."""
    commands = command.add_subparsers(required=True, metavar="COMMAND")
    for name, add, run in (
        ("list", _add_list, _list),
        ("search", _add_search, _search),
        ("import", _add_import, _import),
    ):
        inner = commands.add_parser(
            name,
            help=say(f"{name}_help"),
            description=say(f"{name}_help"),
            epilog=say(f"{name}_epilog"),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        add(inner)
        add_lang(inner)
        inner.set_defaults(run=run)


def _add_list(command: argparse.ArgumentParser) -> None:
    add_rules_and_team(command)
    command.add_argument("--moment", choices=MOMENTS, help=say("moment"))
    command.add_argument("--formal", action="store_true", help=say("formal"))
    command.add_argument("--json", action="store_true", help=say("json"))


def _add_search(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("query", nargs="?", default="", help=say("query"))
    add_rules_and_team(command)
    add("--moment", choices=MOMENTS, help=say("moment"))
    add("--customer", action="append", default=[], metavar="LINE", help=say("customer"))
    for name in ("name", "title", "agent"):
        add(f"--{name}", help=say(name))
    add(
        "--limit",
        type=int,
        choices=range(1, MOST_ASKED + 1),
        default=8,
        metavar="N",
        help=say("limit"),
    )
    add("--json", action="store_true", help=say("json"))


def _add_import(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, help=say("file"))
    command.add_argument("--output", type=Path, metavar="FILE", help=say_of_rules("output"))


def _list(given: argparse.Namespace) -> int:
    phrases = [
        phrase for phrase in pack_of(given).phrases.phrases if given.moment in (None, phrase.moment)
    ]
    if given.json:
        print(json.dumps([_all_of(one) for one in phrases], ensure_ascii=False, indent=2))
        return NOTHING
    for phrase in phrases:
        print(printable(f"{phrase.id}  [{phrase.moment}]\n    {phrase.text(not given.formal)}"))
    print(say("total", given.lang, count=len(phrases)))
    return NOTHING


def _all_of(phrase: Phrase) -> dict[str, Any]:
    signature = phrase.signature
    return {
        "id": phrase.id,
        "moment": phrase.moment,
        "formal": phrase.formal,
        "spoken": phrase.spoken,
        "moods": sorted(signature.moods),
        "registers": sorted(signature.registers),
        "stages": sorted(signature.stages),
        "topics": phrase.topics,
        "questions": phrase.questions,
        "keywords": phrase.keywords,
        "place": phrase.place,
    }


def _search(given: argparse.Namespace) -> int:
    pack = pack_of(given)
    name, title, agent = (
        None if part is None else readable(part) for part in (given.name, given.title, given.agent)
    )
    messages = [Message("customer", readable(line)) for line in given.customer]
    conversation = Conversation.begin(pack, Customer(name, title), messages)
    asked = Asked(readable(given.query), given.moment, given.limit, agent=agent)
    found = offer_phrases(pack, conversation, asked)
    if given.json:
        print(json.dumps([_offer(one) for one in found], ensure_ascii=False, indent=2))
    else:
        for one in found:
            print(printable(f"{one.phrase.id}  [{one.phrase.moment}]\n    {one.text}"))
    return NOTHING if found else FOUND


def _offer(offered: Offered) -> dict[str, Any]:
    blanks = [offered.text[blank.start : blank.end] for blank in offered.blanks]
    phrase = offered.phrase
    return {"id": phrase.id, "moment": phrase.moment, "text": offered.text, "blanks": blanks}


def _import(given: argparse.Namespace) -> int:
    """Write the phrases of a table; what is wrong goes to standard error, row by row."""
    try:
        with given.file.open(encoding="utf-8-sig", newline="") as lines:
            table = csv.DictReader(lines)
            _look_at_columns(table.fieldnames or (), given)
            imported = import_phrases(given.file.name, _rows(table))
    except (OSError, csv.Error, UnicodeDecodeError) as error:
        wrong = getattr(error, "strerror", None) or type(error).__name__
        told_ = say_of_rules("cannot_read", given.lang, file=given.file, wrong=wrong)
        raise Failed(told_) from None
    for problem in imported.problems:
        print(told(problem, given.lang), file=sys.stderr)
    if given.output is not None:
        with suppress(OSError):  # Where it cannot be made, nothing can be written: that is told.
            given.output.parent.mkdir(parents=True, exist_ok=True)
    write(imported.text, given.output, given.lang)
    rows = len({problem.line for problem in imported.problems})
    to = sys.stderr if given.output is None else sys.stdout
    print(say("imported", given.lang, count=imported.taken, wrong=rows), file=to)
    return FOUND if rows else NOTHING


def _rows(table: csv.DictReader[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    for row in table:
        yield table.line_num, {key: cell for key, cell in row.items() if key in COLUMNS}


def _look_at_columns(names: Any, given: argparse.Namespace) -> None:
    if "moment" not in names or not {"formal", "spoken"}.intersection(names):
        raise Failed(say("no_columns", given.lang, file=given.file))
    if unknown := [name for name in names if name not in COLUMNS]:
        names = printable(" ".join(unknown))
        print(say("unknown_columns", given.lang, names=names), file=sys.stderr)
