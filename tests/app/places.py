"""Where outcomes are kept in the tests: the same tests run on SQLite and on PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from app.outcomes import Outcome
from app.store import Store

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Place:
    """A database that nobody has used. `where`: what `Store` is given."""

    where: Path | str

    @property
    def settings(self) -> dict[str, str]:
        """What a server is told, so that it keeps its outcomes here."""
        if isinstance(self.where, Path):
            return {"HAMDEL_DATABASE": str(self.where)}
        return {"HAMDEL_DATABASE_URL": self.where}

    @property
    def is_file(self) -> bool:
        return isinstance(self.where, Path)

    def ask(self, query: str) -> list[Row]:
        """What a reader beside the store sees."""
        if isinstance(self.where, Path):
            with closing(sqlite3.connect(self.where)) as connection:
                return connection.execute(query).fetchall()
        with psycopg.connect(self.where) as connection:
            return connection.execute(query.encode()).fetchall()

    def tell(self, statement: str) -> None:
        """Change something beside the store."""
        if isinstance(self.where, Path):
            with closing(sqlite3.connect(self.where, isolation_level=None)) as connection:
                connection.execute(statement)
        else:
            with psycopg.connect(self.where, autocommit=True) as connection:
                connection.execute(statement.encode())

    def rows(self, what: str = "id") -> list[Row]:
        return self.ask(f"SELECT {what} FROM outcomes ORDER BY id, agent")

    @contextmanager
    def opened(self) -> Iterator[Store]:
        store = Store(self.where)
        try:
            yield store
        finally:
            store.close()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Somebody else holds what a writer needs."""
        if isinstance(self.where, Path):
            with closing(sqlite3.connect(self.where, isolation_level=None)) as blocker:
                blocker.execute("BEGIN IMMEDIATE")
                yield
                blocker.execute("ROLLBACK")
        else:
            with psycopg.connect(self.where) as blocker:
                blocker.execute("LOCK TABLE outcomes IN EXCLUSIVE MODE")
                yield
                blocker.rollback()


def outcome(event_id: str, agent: str = "a-1", rule: str = "dont-know", **more: Any) -> Outcome:
    given: dict[str, Any] = {
        "team": "default",
        "conversation": "c-1",
        "revision": 7,
        "finding": f"{rule}:0",
        "outcome": "shown",
        "replacement": None,
        "pack": "3f9a",
    }
    return Outcome(id=event_id, agent=agent, rule=rule, **given | more)
