"""What has been kept: read out, and let go. Beside the store's writer, in small transactions."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, delete, func, select, text, tuple_
from sqlalchemy.exc import SQLAlchemyError

from app.database import WAIT_SECONDS, StoreError, insert_into, kind
from app.tables import heartbeats, outcomes, revoked
from app.texts import text as sentence

AT_ONCE = 1000
"""Rows of one transaction: a writer waits no longer than for those."""
TRIES = 4
TRY_MS = 1000
PAUSE_SECONDS = 0.3
"""How often, and how long, readers are waited for to wipe a file. Writers come in between."""
_KEY = tuple_(outcomes.c.agent, outcomes.c.id)
_ORDER = tuple_(outcomes.c.at, outcomes.c.agent, outcomes.c.id)


class Records:
    """The outcomes of a database that `app.shape.upgrade` has seen. Its calls block."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def export(self, agent: str | None = None, team: str | None = None) -> Iterator[dict[str, Any]]:
        """Every outcome (of an agent, of a team), the oldest first; raises `StoreError`."""
        wanted: list[ColumnElement[bool]] = []
        if agent is not None:
            wanted.append(outcomes.c.agent == agent)
        if team is not None:
            wanted.append(outcomes.c.team == team)
        after: tuple[Any, ...] | None = None
        while page := self._page(wanted, after):
            for row in page:
                yield row | {"at": datetime.fromtimestamp(row["at"], UTC).isoformat()}
            last = page[-1]
            after = (last["at"], last["agent"], last["id"])

    def _page(
        self, wanted: list[ColumnElement[bool]], after: tuple[Any, ...] | None
    ) -> list[dict[str, Any]]:
        asked = select(outcomes).where(*wanted).limit(AT_ONCE)
        asked = asked.order_by(outcomes.c.at, outcomes.c.agent, outcomes.c.id)
        if after is not None:
            asked = asked.where(tuple_(*after) < _ORDER)
        with self._reading() as connection:
            return [dict(row) for row in connection.execute(asked).mappings()]

    def used(self, rule: str, team: str, since: float) -> dict[str, int]:
        """In how many conversations a team applied each finding of a rule since an instant;
        raises `StoreError`."""
        asked = (
            select(outcomes.c.finding, func.count(outcomes.c.conversation.distinct()))
            .where(outcomes.c.team == team, outcomes.c.rule == rule, outcomes.c.at >= since)
            .where(outcomes.c.outcome == "applied")
            .group_by(outcomes.c.finding)
        )
        with self._reading() as connection:
            return {row[0]: row[1] for row in connection.execute(asked)}

    def forget_agent(self, agent: str) -> int:
        """Delete all that an agent did; how many there were. Raises `StoreError`."""
        return self._forget(outcomes.c.agent == agent)

    def forget_before(self, at: float) -> int:
        """Delete what was stored before an instant (seconds since the epoch); how many."""
        return self._forget(outcomes.c.at < at)

    def forget_dead_servers(self, before: float) -> None:
        """Take away the last sign of servers that were not heard of since; raises `StoreError`."""
        with self._changing() as connection:
            connection.execute(delete(heartbeats).where(heartbeats.c.at < before))

    def revoked(self) -> frozenset[str]:
        """The agents whose tokens do not hold; raises `StoreError`."""
        with self._reading() as connection:
            return frozenset(connection.execute(select(revoked.c.agent)).scalars())

    def revoke(self, agent: str) -> None:
        """From now on no token of this agent holds; raises `StoreError`."""
        with self._changing() as connection:
            insert = insert_into(connection, revoked).values(agent=agent, at=time.time())
            connection.execute(insert.on_conflict_do_nothing())

    def restore(self, agent: str) -> None:
        """Let an agent in again; raises `StoreError`."""
        with self._changing() as connection:
            connection.execute(delete(revoked).where(revoked.c.agent == agent))

    @contextmanager
    def _reading(self) -> Generator[Connection]:
        try:
            with self._engine.connect().execution_options(reading=True) as connection:
                yield connection
        except SQLAlchemyError as error:
            raise StoreError(kind(error)) from None

    @contextmanager
    def _changing(self) -> Generator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise StoreError(kind(error)) from None

    def _forget(self, which: ColumnElement[bool]) -> int:
        """A round that deletes few, or none, is not the last: others may have deleted the same."""
        some = select(outcomes.c.agent, outcomes.c.id).where(which).limit(AT_ONCE)
        forgotten, more = 0, True
        while more:
            with self._changing() as connection:
                forgotten += connection.execute(delete(outcomes).where(_KEY.in_(some))).rowcount
                more = connection.execute(some.limit(1)).first() is not None
        self._wipe()  # Even where there was nothing: an earlier time may have failed to.
        return forgotten

    def _wipe(self) -> None:
        """See that what was deleted is not left in the files: `secure_delete` did the pages."""
        try:
            if self._engine.dialect.name == "postgresql":
                self._vacuum()
            elif not self._checkpoint():
                raise StoreError(sentence("store", "not_wiped"))
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise StoreError(kind(error)) from None

    def _vacuum(self) -> None:
        with self._engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.execute(text("SET statement_timeout = 0"))
            try:
                connection.execute(text("VACUUM outcomes"))
            finally:
                if not connection.invalidated:
                    connection.execute(text("RESET statement_timeout"))

    def _checkpoint(self) -> bool:
        """Empty the write-ahead log; False where somebody kept reading an older state."""
        with closing(self._engine.raw_connection()) as raw:  # A checkpoint is in no transaction.
            cursor = raw.cursor()
            cursor.execute(f"PRAGMA busy_timeout = {TRY_MS}")
            try:
                for number in range(TRIES):
                    time.sleep(PAUSE_SECONDS if number else 0)
                    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                    if not cursor.fetchall()[0][0]:
                        return True
                return False
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")
