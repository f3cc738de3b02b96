"""The database itself: a SQLite file, or PostgreSQL at an address. How it is opened and what it
may say when it fails: a kind and a cause, never a value."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.pool import ConnectionPoolEntry

WAIT_SECONDS = 5
"""How long a connection, or a lock that another holds, is waited for."""
STATEMENT_SECONDS = 30
_DRIVER = "postgresql+psycopg"
_POSTGRES: dict[str, Any] = {
    "connect_timeout": WAIT_SECONDS,
    "application_name": "hamdel",
    # A server that vanished without a word is noticed, not waited for.
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "options": f"-c statement_timeout={STATEMENT_SECONDS}s -c lock_timeout={WAIT_SECONDS}s",
}


class StoreError(Exception):
    """The database did not do what it was asked. Holds the kind of the cause, never a value."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def open_engine(where: Path | str) -> Engine:
    """The engine of a SQLite file or of a PostgreSQL address; nothing is connected yet.

    Raises `OSError` where the file's folder cannot be made, `StoreError` without psycopg.
    """
    if isinstance(where, str):
        return _open_postgres(make_url(where))
    where.parent.mkdir(parents=True, exist_ok=True)
    url = URL.create("sqlite", database=str(where))
    engine = create_engine(url, connect_args={"timeout": float(WAIT_SECONDS)}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _open_postgres(url: URL) -> Engine:
    given = _POSTGRES.keys() - url.query.keys()
    try:
        engine = create_engine(
            url.set(drivername=_DRIVER),
            connect_args={name: _POSTGRES[name] for name in given},
            hide_parameters=True,
            pool_size=2,
        )
    except ModuleNotFoundError:
        raise StoreError("psycopg is missing: pip install 'hamdel[postgres]'") from None
    event.listen(engine, "connect", _prepare_postgres)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # Transactions begin where we say: see `_begin_sqlite`.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")


def _begin_sqlite(connection: Connection) -> None:
    """Take the right to write at once: a transaction that gets it later can fail half-way."""
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _prepare_postgres(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """A commit waits for the disk, even where the database is set up not to."""
    cursor = connection.cursor()
    cursor.execute(
        "SELECT set_config('synchronous_commit', 'on', false) "
        "WHERE current_setting('synchronous_commit') = 'off'"
    )
    cursor.close()
    connection.commit()


def insert_into(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insertion that can say «on conflict»: both databases do alike, each in its dialect."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


def lost(error: BaseException) -> bool:
    """Whether the connection broke: the next one may well work."""
    return isinstance(error, DBAPIError) and error.connection_invalidated


def about_a_value(error: BaseException) -> bool:
    """Whether a single row is to blame, not the database."""
    return isinstance(error, DataError | IntegrityError)


def kind(error: BaseException) -> str:
    """The cause in one line, without SQLAlchemy's statement and without any value."""
    if isinstance(error, StoreError):
        return error.kind
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror
    name = type(cause).__name__
    if cause is error or about_a_value(error):
        return name
    first = next(iter(str(cause).strip().splitlines()), "")
    return f"{name}: {first}"
