"""Outcomes in a database, durable before they are acknowledged.

One worker thread writes. Whatever came in while it was committing goes into the next commit (group
commit), so one outcome waits for no timer and many share one write to the disk. A repeat of the
same (agent, id) changes nothing: the first one counts. There is no text in here, ever.
"""

from __future__ import annotations

import asyncio
import math
import os
import queue
import secrets
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from app.database import StoreError, about_a_value, insert_into, kind, lost, open_engine
from app.outcomes import Outcome
from app.records import Records
from app.shape import upgrade
from app.tables import heartbeats, outcomes

MOST_AT_ONCE = 1000
MOST_WAITING = 20_000
PROBED_SECONDS = 1.0
"""For so long an answer of `reachable()` holds: whoever asks often makes no work."""
CLOSE_SECONDS = 3
_FILLER = 16_384

__all__ = ["Store", "StoreError"]


@dataclass(slots=True)
class _Job:
    outcomes: Sequence[Outcome]
    done: asyncio.Future[None]
    probe: bool = False


class Store:
    """Keeps outcomes. Open it once, before serving; `keep()` from the event loop only."""

    def __init__(self, where: Path | str) -> None:
        """Open a SQLite file or a PostgreSQL address and bring its tables up to date.

        Raises `StoreError` where it cannot be used.
        """
        try:
            self._engine = open_engine(where)
            upgrade(self._engine)
        except (OSError, SQLAlchemyError) as error:
            raise StoreError(kind(error)) from error
        self.records = Records(self._engine)
        self._node = secrets.token_hex(8)
        self._failed = -math.inf
        self._probed: tuple[float, asyncio.Future[None]] | None = None
        self._jobs: queue.Queue[_Job | None] = queue.Queue(MOST_WAITING)
        self._worker = threading.Thread(target=self._work, name="hamdel-store", daemon=True)
        self._worker.start()

    def keep(self, kept: Sequence[Outcome]) -> asyncio.Future[None]:
        """Store outcomes; the future is done once they, and all given before, are on the disk.

        It fails with `StoreError`. With nothing to keep it is done after what came before.
        """
        return self._give(kept)

    def _give(self, kept: Sequence[Outcome], probe: bool = False) -> asyncio.Future[None]:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        try:
            self._jobs.put_nowait(_Job(kept, done, probe))
        except queue.Full:
            done.set_exception(StoreError("full"))
        return done

    async def reachable(self, seconds: float = 2.0) -> bool:
        """Whether an outcome could be stored now: something of that size is written."""
        now = time.monotonic()
        probed = self._probed
        if probed is None or (probed[1].done() and not self._holds(probed[0], now)):
            probed = self._probed = (now, self._give((), probe=True))
            probed[1].add_done_callback(lambda done: done.exception())  # Even if nobody waits.
        asked = probed[1]
        await asyncio.wait((asked,), timeout=seconds)
        return asked.done() and asked.exception() is None

    def _holds(self, probed: float, now: float) -> bool:
        """Whether what was found out then is good enough still."""
        return self._failed < probed and now - probed < PROBED_SECONDS

    def close(self) -> None:
        """Write what is waiting and close the database."""
        self._jobs.put(None)
        self._worker.join(timeout=CLOSE_SECONDS)
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
                break
        self._leave()

    def _write(self, jobs: list[_Job]) -> None:
        try:
            self._commit(jobs)
            failure = None
        except Exception as error:  # noqa: BLE001 - the worker must live; the clients are told
            if len(jobs) > 1 and about_a_value(error):
                for job in jobs:  # One row spoils it for all: each on its own.
                    self._write([job])
                return
            failure = StoreError(kind(error))
            self._failed = time.monotonic()
        for job in jobs:
            _settle(job.done, failure)

    def _commit(self, jobs: list[_Job]) -> None:
        now = time.time()
        rows = [asdict(outcome) | {"at": now} for job in jobs for outcome in job.outcomes]
        probe = any(job.probe for job in jobs)
        if not rows and not probe:
            return  # All that was given before has been committed.
        try:
            self._commit_once(rows, probe, now)
        except SQLAlchemyError as error:
            if not lost(error):
                raise
            # Whether it was stored is unknown; storing it again is harmless.
            self._commit_once(rows, probe, now)

    def _commit_once(self, rows: list[dict[str, Any]], probe: bool, now: float) -> None:
        with self._engine.begin() as connection:
            if rows:
                insert = insert_into(connection, outcomes).on_conflict_do_nothing()
                connection.execute(insert, rows)
            if probe:
                connection.execute(select(outcomes).limit(1))
                beat = {"at": now, "filler": os.urandom(_FILLER)}
                insert = insert_into(connection, heartbeats).values(node=self._node, **beat)
                connection.execute(insert.on_conflict_do_update(index_elements=["node"], set_=beat))

    def _leave(self) -> None:
        with suppress(SQLAlchemyError), self._engine.begin() as connection:
            connection.execute(heartbeats.delete().where(heartbeats.c.node == self._node))


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
