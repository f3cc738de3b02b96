"""`coach outcomes export` and `coach outcomes forget`: what is kept, read out and let go."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING

from app.command_line import NOTHING, Failed
from app.settings import Settings
from app.texts import text

if TYPE_CHECKING:
    from app.records import Records

DAY = 86_400.0


def _say(name: str, **fields: object) -> str:
    return text("outcome_commands", name, "en", **fields)


def add(command: argparse.ArgumentParser) -> None:
    """Enter the commands and their options."""
    commands = command.add_subparsers(required=True, metavar="COMMAND")
    export = _dressed(commands.add_parser, "export")
    export.add_argument("--agent", help=_say("agent"))
    export.add_argument("--team", help=_say("team"))
    export.add_argument("--output", type=Path, metavar="FILE", help=_say("output"))
    export.set_defaults(run=_export)
    forget = _dressed(commands.add_parser, "forget")
    which = forget.add_mutually_exclusive_group(required=True)
    which.add_argument("--agent", help=_say("forget_agent"))
    which.add_argument("--older-than", type=_days, metavar="DAYS", help=_say("older_than"))
    forget.set_defaults(run=_forget)


def _dressed(
    add_parser: Callable[..., argparse.ArgumentParser], name: str
) -> argparse.ArgumentParser:
    about = _say(f"{name}_help")
    shape = argparse.RawDescriptionHelpFormatter
    command = add_parser(
        name, help=about, description=about, epilog=_say("epilog"), formatter_class=shape
    )
    command.add_argument("--database", metavar="FILE", help=_say("database"))
    return command


def _days(given: str) -> float:
    days = float(given)
    if not 0 <= days <= 36500:
        raise ValueError
    return days


@contextmanager
def _records(given: argparse.Namespace) -> Generator[Records]:
    # Imported here: no other command needs a database.
    from sqlalchemy.exc import SQLAlchemyError

    from app.database import StoreError, kind, open_engine
    from app.records import Records
    from app.shape import upgrade

    settings = Settings.read(os.environ, database=given.database)
    where = settings.keeps_in if given.database is None else Path(given.database)
    if isinstance(where, Path) and not where.exists():
        raise Failed(_say("no_database", where=where))
    try:
        engine = open_engine(where)
        upgrade(engine)
        yield Records(engine)
        engine.dispose()
    except (StoreError, SQLAlchemyError) as error:
        told = given.database or settings.keeps_in_told
        raise Failed(_say("failed", where=told, wrong=kind(error))) from None


def _export(given: argparse.Namespace) -> int:
    with _records(given) as records, _opened(given.output) as file:
        count = 0
        for row in records.export(given.agent, given.team):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    print(_say("exported", count=count), file=sys.stderr)
    return NOTHING


def _opened(output: Path | None) -> IO[str] | nullcontext[IO[str]]:
    if output is None:
        return nullcontext(sys.stdout)
    try:
        return output.open("w", encoding="utf-8")
    except OSError as error:
        raise Failed(_say("failed", where=output, wrong=error.strerror)) from None


def _forget(given: argparse.Namespace) -> int:
    with _records(given) as records:
        if given.agent is not None:
            count = records.forget_agent(given.agent)
        else:
            count = records.forget_before(time.time() - given.older_than * DAY)
    print(_say("forgotten", count=count), file=sys.stderr)
    return NOTHING
