"""Outcomes are on the disk before anyone is told that they are."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.outcomes import Outcome
from app.store import MOST_WAITING, Store, StoreError
from tests.app.running import ROOT


def outcome(event_id: str, agent: str = "a-1", rule: str = "dont-know") -> Outcome:
    return Outcome(event_id, agent, "default", "c-1", 7, f"{rule}:0", rule, "shown", None, "3f9a")


def rows(path: Path, what: str = "id") -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as connection:
        return connection.execute(f"SELECT {what} FROM outcomes ORDER BY id").fetchall()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "made" / "as" / "needed" / "hamdel.db"


async def test_what_is_kept_is_there_with_the_servers_time(path: Path) -> None:
    store = Store(path)
    before = time.time()
    await store.keep([outcome("f-1")])
    ((event_id, rule, at),) = rows(path, "id, rule, at")
    assert (event_id, rule) == ("f-1", "dont-know")
    assert isinstance(at, float) and before <= at <= time.time()
    store.close()


async def test_the_first_one_counts(path: Path) -> None:
    store = Store(path)
    await store.keep([outcome("f-1", rule="first")])
    await store.keep([outcome("f-1", rule="second"), outcome("f-1", agent="a-2", rule="other")])
    assert rows(path, "agent, rule") == [("a-1", "first"), ("a-2", "other")]
    store.close()


async def test_nothing_to_keep_waits_for_what_came_before(path: Path) -> None:
    store = Store(path)
    kept = [store.keep([outcome(f"f-{n}")]) for n in range(100)]
    await store.keep(())
    assert all(done.done() for done in kept)
    store.close()


async def test_many_at_once_share_commits(path: Path) -> None:
    store = Store(path)
    await asyncio.gather(*(store.keep([outcome(f"f-{n:04}")]) for n in range(3000)))
    assert len(rows(path)) == 3000
    store.close()


async def test_the_file_is_durable(path: Path) -> None:
    """WAL, and a commit that waits for the disk."""
    store = Store(path)
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2, "FULL"
    store.close()


async def test_a_locked_file_is_no_false_promise_and_heals(path: Path) -> None:
    store = Store(path)
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"):
        await store.keep([outcome("f-1")])
    assert rows(path) == []
    blocker.execute("ROLLBACK")
    blocker.close()
    await store.keep([outcome("f-1")])
    assert rows(path) == [("f-1",)]
    store.close()


async def test_too_much_waiting_is_refused_at_once(path: Path) -> None:
    store = Store(path)
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    waiting = [store.keep([outcome(f"f-{n}")]) for n in range(MOST_WAITING + 1100)]
    refused = [done for done in waiting if done.done()]
    assert refused and all(isinstance(done.exception(), StoreError) for done in refused)
    blocker.execute("ROLLBACK")
    blocker.close()
    await asyncio.gather(*waiting, return_exceptions=True)
    stored = sum(done.exception() is None for done in waiting)
    assert len(rows(path)) == stored
    store.close()


async def test_reachable(path: Path) -> None:
    store = Store(path)
    assert await store.reachable()
    store.close()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"this is no database, " * 100)
    with pytest.raises(StoreError, match="database"):
        Store(broken)


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError):
        Store(tmp_path / "file" / "hamdel.db")


def test_the_tables_of_a_newer_program_are_refused(path: Path) -> None:
    path.parent.mkdir(parents=True)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="99"):
        Store(path)


WRITER = """
import asyncio, sys
from pathlib import Path
from app.outcomes import Outcome
from app.store import Store

async def main(path, run):
    store = Store(Path(path))
    number = 0
    async def one(n):
        name = f"{run}-{n}"
        await store.keep([Outcome(name, "a", "t", "c", 1, "x:0", "x", "shown", None, "p")])
        sys.stdout.write(name + "\\n")
        sys.stdout.flush()
    while True:
        await asyncio.gather(*(one(number + k) for k in range(20)))
        number += 20

asyncio.run(main(*sys.argv[1:]))
"""


def test_what_was_acknowledged_survives_a_kill(path: Path) -> None:
    """Killed at a moment that nobody chose, five times: all acknowledged outcomes are there."""
    acknowledged: list[str] = []
    chance = random.Random(5)
    for run in range(5):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(run)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdout is not None
        acknowledged.append(writer.stdout.readline().strip())
        time.sleep(chance.uniform(0.02, 0.15))
        os.kill(writer.pid, signal.SIGKILL)
        told = writer.stdout.read().split("\n")
        acknowledged += [line for line in told[:-1] if line]
        writer.wait()
    stored = [str(row[0]) for row in rows(path)]
    assert len(acknowledged) > 50
    assert set(acknowledged) <= set(stored)
    assert len(stored) == len(set(stored))
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
