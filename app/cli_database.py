"""What the commands share that work on the server's database, while it runs or not."""

from __future__ import annotations

import argparse
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.command_line import Failed
from app.settings import Settings
from app.texts import text

if TYPE_CHECKING:
    from app.records import Records


def say(name: str, **fields: object) -> str:
    """A text of these commands."""
    return text("database_commands", name, "en", **fields)


def add_database(command: argparse.ArgumentParser) -> None:
    """`--database`."""
    command.add_argument("--database", metavar="FILE", help=say("database"))


@contextmanager
def records_of(given: argparse.Namespace) -> Generator[Records]:
    """What is kept in the database that was asked for; raises `Failed`."""
    # Imported here: no other command needs a database.
    from sqlalchemy.exc import SQLAlchemyError

    from app.database import StoreError, kind, open_engine
    from app.records import Records
    from app.shape import upgrade

    settings = Settings.read(os.environ, database=given.database)
    where = settings.keeps_in if given.database is None else Path(given.database)
    if isinstance(where, Path) and not where.exists():
        raise Failed(say("no_database", where=where))
    try:
        engine = open_engine(where)
        upgrade(engine)
        yield Records(engine)
        engine.dispose()
    except (StoreError, SQLAlchemyError) as error:
        told = given.database or settings.keeps_in_told
        raise Failed(say("failed", where=told, wrong=kind(error))) from None
