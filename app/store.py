"""Outcomes in SQLite, durable before they are acknowledged.

One worker thread writes. Whatever came in while it was committing goes into the next commit (group
commit), so one outcome waits for no timer and many share one write to the disk. A repeat of the
same (agent, id) changes nothing: the first one counts. There is no text in here, ever.
"""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import (
    Column,
    Engine,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    text,
)
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import SQLAlchemyError

from app.outcomes import Outcome

SCHEMA = 1
"""The number of the tables' shape, kept in the file (`PRAGMA user_version`)."""
MOST_AT_ONCE = 1000
MOST_WAITING = 20_000

_metadata = MetaData()
outcomes = Table(
    "outcomes",
    _metadata,
    Column("agent", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("team", String, nullable=False),
    Column("conversation", String, nullable=False),
    Column("revision", Integer),
    Column("finding", String, nullable=False),
    Column("rule", String, nullable=False),
    Column("outcome", String, nullable=False),
    Column("replacement", Integer),
    Column("pack", String, nullable=False),
    Column("at", Float, nullable=False),
    Index("outcomes_by_rule", "team", "rule", "at"),
)


class StoreError(Exception):
    """The outcome is not stored. Holds the kind of the cause, never a value."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(slots=True)
class _Job:
    outcomes: Sequence[Outcome]
    done: asyncio.Future[None]


class Store:
    """Keeps outcomes. Open it once, before serving; `keep()` from the event loop only."""

    def __init__(self, path: Path) -> None:
        """Open or make the file; raises `StoreError` where it cannot be used."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._engine = _open(path)
        except (OSError, SQLAlchemyError) as error:
            raise StoreError(_kind(error)) from error
        self._jobs: queue.Queue[_Job | None] = queue.Queue(MOST_WAITING)
        self._worker = threading.Thread(target=self._work, name="hamdel-store", daemon=True)
        self._worker.start()

    def keep(self, kept: Sequence[Outcome]) -> asyncio.Future[None]:
        """Store outcomes; the future is done once they, and all given before, are on the disk.

        It fails with `StoreError`. With nothing to keep it is done after what came before.
        """
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        try:
            self._jobs.put_nowait(_Job(kept, done))
        except queue.Full:
            done.set_exception(StoreError("full"))
        return done

    async def reachable(self, seconds: float = 2.0) -> bool:
        """Whether an outcome could be stored now."""
        try:
            await asyncio.wait_for(self.keep(()), seconds)
        except (StoreError, TimeoutError):
            return False
        return True

    def close(self) -> None:
        """Write what is waiting and close the file."""
        self._jobs.put(None)
        self._worker.join(timeout=5)
        self._engine.dispose()

    def _work(self) -> None:
        while (first := self._jobs.get()) is not None:
            jobs = [first]
            last = False
            while len(jobs) < MOST_AT_ONCE and not self._jobs.empty():
                job = self._jobs.get()
                if job is None:
                    last = True
                    break
                jobs.append(job)
            self._write(jobs)
            if last:
                return

    def _write(self, jobs: list[_Job]) -> None:
        failure: StoreError | None = None
        now = time.time()
        rows = [asdict(outcome) | {"at": now} for job in jobs for outcome in job.outcomes]
        try:
            with self._engine.begin() as connection:
                if rows:
                    connection.execute(insert(outcomes).on_conflict_do_nothing(), rows)
                else:
                    connection.execute(text("SELECT count(*) FROM outcomes WHERE agent IS NULL"))
        except Exception as error:  # noqa: BLE001 - the worker must live; the clients are told
            failure = StoreError(_kind(error))
        for job in jobs:
            _settle(job.done, failure)


def _settle(done: asyncio.Future[None], failure: StoreError | None) -> None:
    def settle() -> None:
        if done.done():
            return
        if failure is None:
            done.set_result(None)
        else:
            done.set_exception(failure)

    with suppress(RuntimeError):  # The loop is closed: nobody waits any more.
        done.get_loop().call_soon_threadsafe(settle)


def _kind(error: BaseException) -> str:
    """The cause without SQLAlchemy's statement and values."""
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror
    return f"{type(cause).__name__}: {cause}" if cause is not error else type(error).__name__


def _open(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 5.0})
    event.listen(engine, "connect", _prepare)
    with engine.begin() as connection:
        found = connection.execute(text("PRAGMA user_version")).scalar_one()
        if found not in (0, SCHEMA):
            raise OSError(0, f"its tables are of version {found}, this program knows {SCHEMA}")
        _metadata.create_all(connection)
        connection.execute(text(f"PRAGMA user_version = {SCHEMA}"))
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()
