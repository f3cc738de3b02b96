"""Outcomes are stored for good before anyone is told that they are: on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import app.store
from app import database
from app.store import Store, StoreError
from tests.app.places import Place, outcome
from tests.app.running import ROOT
from tests.postgres import Postgres


async def test_what_is_kept_is_there_with_the_servers_time(place: Place) -> None:
    before = time.time()
    with place.opened() as store:
        await store.keep([outcome("f-1")])
        ((event_id, rule, at),) = place.rows("id, rule, at")
    assert (event_id, rule) == ("f-1", "dont-know")
    assert isinstance(at, float) and before <= at <= time.time()


async def test_the_largest_values_of_the_wire_fit(place: Place) -> None:
    long = "\U0001f600" * 200
    with place.opened() as store:
        await store.keep([outcome(long, long, team=long, revision=2**53 - 1, replacement=2**53)])
    assert place.rows("id, agent, team, revision") == [(long, long, long, 2**53 - 1)]


async def test_the_first_one_counts(place: Place) -> None:
    with place.opened() as store:
        await store.keep([outcome("f-1", rule="first")])
        await store.keep([outcome("f-1", rule="second"), outcome("f-1", agent="a-2", rule="other")])
    assert place.rows("agent, rule") == [("a-1", "first"), ("a-2", "other")]


async def test_the_same_twice_in_one_commit_is_one(place: Place) -> None:
    with place.opened() as store:
        await asyncio.gather(*(store.keep([outcome("f-1", rule=f"r{n}")]) for n in range(50)))
    assert place.rows("rule") == [("r0",)]


async def test_nothing_to_keep_waits_for_what_came_before(place: Place) -> None:
    with place.opened() as store:
        kept = [store.keep([outcome(f"f-{n}")]) for n in range(100)]
        await store.keep(())
        assert all(done.done() for done in kept)


async def test_many_at_once_share_commits(place: Place) -> None:
    with place.opened() as store:
        await asyncio.gather(*(store.keep([outcome(f"f-{n:04}")]) for n in range(3000)))
    assert len(place.rows()) == 3000


async def test_two_servers_keep_into_one_database(place: Place) -> None:
    with place.opened() as one, place.opened() as other:
        await asyncio.gather(
            *(store.keep([outcome(f"f-{n}")]) for store in (one, other) for n in range(200))
        )
    assert len(place.rows()) == 200


async def test_a_row_that_the_database_refuses_spoils_no_other(place: Place) -> None:
    with place.opened() as store:
        wrong = outcome("f-2", team=None)
        told = [store.keep([one]) for one in (outcome("f-1"), wrong, outcome("f-3"))]
        answers = await asyncio.gather(*told, return_exceptions=True)
    assert [type(answer) for answer in answers] == [type(None), StoreError, type(None)]
    assert place.rows() == [("f-1",), ("f-3",)]


async def test_the_file_is_durable(tmp_path: Path) -> None:
    """WAL, and a commit that waits for the disk."""
    store = Store(tmp_path / "hamdel.db")
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2, "FULL"
    store.close()


async def test_postgresql_waits_for_the_disk_even_where_it_is_set_up_not_to(
    postgres: Postgres,
) -> None:
    place = Place(postgres.new())
    name = str(place.where).rpartition("/")[2]
    place.tell(f"ALTER DATABASE {name} SET synchronous_commit = off")
    assert place.ask("SHOW synchronous_commit") == [("off",)]
    with place.opened() as store, store._engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"


async def test_a_locked_database_is_no_false_promise_and_heals(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.5)
    monkeypatch.setitem(database._POSTGRES, "options", "-c lock_timeout=500ms")
    with place.opened() as store:
        with place.locked():
            with pytest.raises(StoreError, match=r"lock"):
                await store.keep([outcome("f-1")])
            assert place.rows() == []
        await store.keep([outcome("f-1")])
    assert place.rows() == [("f-1",)]


async def test_too_much_waiting_is_refused_at_once(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.store, "MOST_WAITING", 2000)
    with place.opened() as store:
        with place.locked():
            waiting = [store.keep([outcome(f"f-{n}")]) for n in range(3100)]
            refused = [done for done in waiting if done.done()]
            assert refused and all(isinstance(done.exception(), StoreError) for done in refused)
        await asyncio.gather(*waiting, return_exceptions=True)
        stored = sum(done.exception() is None for done in waiting)
    assert len(place.rows()) == stored


async def test_a_postgresql_that_restarts_is_found_again(postgres: Postgres) -> None:
    """Killed under writers: what was acknowledged is there once, and nobody has to lend a hand."""
    place = Place(postgres.new())
    acknowledged: list[str] = []
    failures: list[str] = []

    async def insist(store: Store, number: int) -> None:
        for _ in range(100):
            try:
                await store.keep([outcome(f"f-{number}")])
            except StoreError as error:
                failures.append(error.kind)
                await asyncio.sleep(0.05)
            else:
                acknowledged.append(f"f-{number}")
                return

    with place.opened() as store:
        await asyncio.gather(*(insist(store, number) for number in range(100)))
        postgres.stop()
        try:
            assert not await store.reachable()
            waiting = asyncio.gather(*(insist(store, number) for number in range(100, 200)))
            await asyncio.sleep(0.3)
            assert len(acknowledged) == 100, "nobody was told what is not so"
        finally:
            postgres.start()
        await waiting
        assert await store.reachable() or await _soon(store)
    assert len(acknowledged) == 200 and failures
    assert sorted(row[0] for row in place.rows()) == sorted(acknowledged)
    assert not [kind for kind in failures if "f-1" in kind], "no value in what is told"


async def _soon(store: Store) -> bool:
    await asyncio.sleep(1.1)
    return await store.reachable()


async def test_reachable_writes_but_not_for_each_that_asks(place: Place) -> None:
    with place.opened() as store:
        asked = await asyncio.gather(*(store.reachable() for _ in range(500)))
        assert all(asked) and await store.reachable()
        ((_, before),) = place.ask("SELECT node, at FROM heartbeats")
        assert abs(time.time() - before) < 5
    assert place.ask("SELECT node FROM heartbeats") == [], "a server that stops takes its own away"


async def test_a_store_that_cannot_write_is_not_reachable(place: Place) -> None:
    """Reading alone would do; being told so would be a lie."""
    with place.opened() as store:
        if place.is_file:
            with store._engine.begin() as connection:
                connection.exec_driver_sql("PRAGMA max_page_count = 1")  # A disk that is full.
        else:
            name = str(place.where).rpartition("/")[2]
            place.tell(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
            store._engine.dispose()
        assert not await store.reachable()
        with pytest.raises(StoreError):
            await store.keep([outcome(f"f-{n}") for n in range(100)])
    assert place.rows() == []


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"this is no database, " * 100)
    with pytest.raises(StoreError, match="database"):
        Store(broken)


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError):
        Store(tmp_path / "file" / "hamdel.db")


def test_a_postgresql_that_is_not_there_is_told_without_the_password(postgres: Postgres) -> None:
    for address in (
        f"postgresql://agent:hunter2@127.0.0.1:{postgres.port}/never-made",
        "postgresql://agent:hunter2@127.0.0.1:1/hamdel",
    ):
        with pytest.raises(StoreError) as caught:
            Store(address)
        assert "127.0.0.1" in caught.value.kind and "hunter2" not in caught.value.kind


WRITER = """
import asyncio, sys
from pathlib import Path
from app.store import Store
from tests.app.places import outcome

async def main(where, run):
    store = Store(where if "://" in where else Path(where))
    number = 0
    async def one(n):
        name = f"{run}-{n}"
        await store.keep([outcome(name)])
        sys.stdout.write(name + "\\n")
        sys.stdout.flush()
    while True:
        await asyncio.gather(*(one(number + k) for k in range(20)))
        number += 20

asyncio.run(main(*sys.argv[1:]))
"""


def test_what_was_acknowledged_survives_a_kill(place: Place) -> None:
    """Killed at a moment that nobody chose, twice: all acknowledged outcomes are there."""
    acknowledged: list[str] = []
    chance = random.Random(5)
    for run in range(2):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(place.where), str(run)],
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
    stored = [str(row[0]) for row in place.rows()]
    assert len(acknowledged) > 20
    assert set(acknowledged) <= set(stored)
    assert len(stored) == len(set(stored))
    if place.is_file:
        assert place.ask("PRAGMA integrity_check") == [("ok",)]
