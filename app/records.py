"""What has been kept: read out, and let go. Beside the store's writer, in small transactions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, delete, func, select, text, tuple_
from sqlalchemy.exc import SQLAlchemyError

from app.database import StoreError, kind
from app.tables import heartbeats, outcomes

AT_ONCE = 1000
"""Rows of one transaction: a writer waits no longer than for those."""
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
        try:
            with self._engine.connect().execution_options(reading=True) as connection:
                return [dict(row) for row in connection.execute(asked).mappings()]
        except SQLAlchemyError as error:
            raise StoreError(kind(error)) from None

    def used(self, rule: str, team: str, since: float) -> dict[str, int]:
        """In how many conversations a team applied each finding of a rule since an instant;
        raises `StoreError`."""
        asked = (
            select(outcomes.c.finding, func.count(outcomes.c.conversation.distinct()))
            .where(outcomes.c.team == team, outcomes.c.rule == rule, outcomes.c.at >= since)
            .where(outcomes.c.outcome == "applied")
            .group_by(outcomes.c.finding)
        )
        try:
            with self._engine.connect().execution_options(reading=True) as connection:
                return dict(connection.execute(asked).tuples().all())
        except SQLAlchemyError as error:
            raise StoreError(kind(error)) from None

    def forget_agent(self, agent: str) -> int:
        """Delete all that an agent did; how many there were. Raises `StoreError`."""
        return self._forget(outcomes.c.agent == agent)

    def forget_before(self, at: float) -> int:
        """Delete what was stored before an instant (seconds since the epoch); how many."""
        return self._forget(outcomes.c.at < at)

    def forget_dead_servers(self, before: float) -> None:
        """Take away the last sign of servers that were not heard of since; raises `StoreError`."""
        try:
            with self._engine.begin() as connection:
                connection.execute(delete(heartbeats).where(heartbeats.c.at < before))
        except SQLAlchemyError as error:
            raise StoreError(kind(error)) from None

    def _forget(self, which: ColumnElement[bool]) -> int:
        forgotten = 0
        some = select(outcomes.c.agent, outcomes.c.id).where(which).limit(AT_ONCE)
        try:
            while True:
                with self._engine.begin() as connection:
                    count = connection.execute(delete(outcomes).where(_KEY.in_(some))).rowcount
                forgotten += count
                if count < AT_ONCE:
                    break
            if forgotten:
                self._wipe()
        except SQLAlchemyError as error:
            raise StoreError(kind(error)) from None
        return forgotten

    def _wipe(self) -> None:
        """See that what was deleted is not left in the files: `secure_delete` did the pages."""
        if self._engine.dialect.name == "postgresql":
            with self._engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT")
                connection.execute(text("VACUUM outcomes"))
            return
        raw = self._engine.raw_connection()  # No transaction: a checkpoint cannot be inside one.
        try:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()
