"""What is kept can be read out and let go, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import json
import random
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event

from app import records as records_module
from app import retention
from app.cli import main
from app.database import open_engine
from app.metrics import Metrics
from app.outcomes import Outcome
from app.records import Records
from app.store import StoreError
from tests.app.places import Place, outcome
from tests.postgres import Postgres

SOMEBODY = "somebody-who-left"


def of_many(count: int) -> list[Outcome]:
    chance = random.Random(7)
    agents = [SOMEBODY, *(f"a-{number}" for number in range(9))]
    return [
        outcome(f"f-{number}", chance.choice(agents), team=chance.choice(["shop", "desk"]))
        for number in range(count)
    ]


async def filled(place: Place, count: int = 2500) -> list[Outcome]:
    given = of_many(count)
    with place.opened() as store:
        for start in range(0, count, 500):
            await store.keep(given[start : start + 500])
    return given


async def test_everything_can_be_read_out(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records_module, "AT_ONCE", 300)
    given = await filled(place, 1000)
    with place.opened() as store:
        rows = list(store.records.export())
        theirs = list(store.records.export(agent=SOMEBODY, team="shop"))
    assert {row["id"] for row in rows} == {one.id for one in given} and len(rows) == 1000
    times = [row["at"] for row in rows]
    assert times == sorted(times)
    assert abs(datetime.fromisoformat(times[-1]).timestamp() - time.time()) < 60
    assert {row["id"] for row in theirs} == {
        one.id for one in given if (one.agent, one.team) == (SOMEBODY, "shop")
    }


async def test_an_agents_outcomes_go_and_no_others(
    place: Place, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While others are being kept; nothing of it is left in a file."""
    monkeypatch.setattr(records_module, "AT_ONCE", 50)
    given = await filled(place)
    of_others = sorted(one.id for one in given if one.agent != SOMEBODY)
    with place.opened() as store:
        writing = [store.keep([outcome(f"late-{number}")]) for number in range(200)]
        forgotten = await asyncio.to_thread(store.records.forget_agent, SOMEBODY)
        await asyncio.gather(*writing)
        assert forgotten == 2500 - len(of_others)
        assert not await asyncio.to_thread(store.records.forget_agent, SOMEBODY)
        if place.is_file:
            assert isinstance(place.where, Path)
            for path in place.where.parent.iterdir():
                assert SOMEBODY.encode() not in path.read_bytes(), path
    stored = sorted(str(row[0]) for row in place.rows() if not str(row[0]).startswith("late"))
    assert stored == of_others
    assert place.ask(f"SELECT count(*) FROM outcomes WHERE agent = '{SOMEBODY}'") == [(0,)]
    assert place.ask("SELECT count(*) FROM outcomes WHERE id LIKE 'late-%'") == [(200,)]


async def test_what_another_server_deletes_meanwhile_is_not_the_end(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other has the same rows in hand: this one's first round deletes none."""
    monkeypatch.setattr(records_module, "AT_ONCE", 50)
    place = Place(postgres.new())
    assert isinstance(place.where, str)
    await filled(place, 200)
    with place.opened() as store, psycopg.connect(place.where) as other:
        other.execute("DELETE FROM outcomes WHERE id IN (SELECT id FROM outcomes LIMIT 50)")
        work = asyncio.create_task(asyncio.to_thread(store.records.forget_before, time.time() + 1))
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        while place.ask(waiting) == [(0,)]:
            await asyncio.sleep(0.02)
        other.commit()
        assert await work == 150
    assert place.rows() == []


async def test_what_is_still_being_read_is_told_and_wiped_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records_module, "TRY_MS", 20)
    monkeypatch.setattr(records_module, "PAUSE_SECONDS", 0.2)
    place = Place(tmp_path / "a.db")
    await filled(place, 300)
    with place.opened() as store:
        reading = sqlite3.connect(tmp_path / "a.db", isolation_level=None, check_same_thread=False)
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM outcomes").fetchall()
        with pytest.raises(StoreError, match="do the same again"):
            store.records.forget_agent(SOMEBODY)
        assert place.ask(f"SELECT count(*) FROM outcomes WHERE agent = '{SOMEBODY}'") == [(0,)]
        ending = threading.Timer(0.3, reading.close)
        ending.start()
        assert store.records.forget_agent(SOMEBODY) == 0
        ending.join()
        for path in tmp_path.iterdir():
            assert SOMEBODY.encode() not in path.read_bytes(), path
        with store.records._engine.connect() as connection:  # pyright: ignore[reportPrivateUsage]
            assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 5000


async def test_a_vacuum_that_fails_leaves_the_time_limit_as_it_was(postgres: Postgres) -> None:
    place = Place(postgres.new())
    await filled(place, 10)
    engine = open_engine(place.where)

    def fail(*given: Any) -> None:
        if given[2].startswith("VACUUM"):
            raise sqlite3.OperationalError("no room")

    event.listen(engine, "before_cursor_execute", fail)
    with pytest.raises(StoreError, match="OperationalError"):
        Records(engine).forget_before(time.time() + 1)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "30s"
    engine.dispose()


async def test_what_is_too_old_goes_by_itself(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records_module, "AT_ONCE", 50)
    await filled(place, 300)
    long_ago = time.time() - 31 * retention.DAY
    place.tell(f"UPDATE outcomes SET at = {long_ago} WHERE agent <> 'a-1'")
    place.tell(f"INSERT INTO heartbeats VALUES ('dead', {long_ago}, '')")
    (young,) = place.ask("SELECT count(*) FROM outcomes WHERE agent = 'a-1'")[0]
    metrics = Metrics()
    with place.opened() as store:
        for days, left in ((0, 300), (32, 300), (30, young)):
            work = asyncio.create_task(retention.let_go(store.records, days, metrics))
            for _ in range(200):
                if len(place.rows()) == left:
                    break
                await asyncio.sleep(0.02)
            await asyncio.sleep(0.05)
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
            assert len(place.rows()) == left
    assert metrics.registry.get_sample_value("hamdel_outcomes_forgotten_total") == 300 - young
    assert place.ask("SELECT node FROM heartbeats") == []


async def test_a_database_that_is_away_is_told_and_looked_for_again(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "EVERY_SECONDS", 0.05)
    place = Place(postgres.new())
    await filled(place, 100)
    place.tell("UPDATE outcomes SET at = 0")
    with place.opened() as store:
        postgres.stop()
        try:
            with pytest.raises(StoreError):
                list(store.records.export())
            with pytest.raises(StoreError):
                store.records.forget_agent("a-1")
            work = asyncio.create_task(retention.let_go(store.records, 1, Metrics()))
            await asyncio.sleep(0.2)
        finally:
            postgres.start()
        for _ in range(100):
            await asyncio.sleep(0.05)
            if place.rows() == []:
                break
        work.cancel()
    assert place.rows() == []


# ---- the commands ----


@pytest.fixture
def told_where(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    for name, value in place.settings.items():
        monkeypatch.setenv(name, value)
    return place


def test_the_commands(told_where: Place, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(filled(told_where, 200))
    assert main(["outcomes", "export", "--agent", "a-3"]) == 0
    told = capsys.readouterr()
    rows = [json.loads(line) for line in told.out.splitlines()]
    assert rows and {row["agent"] for row in rows} == {"a-3"}
    assert f"{len(rows)} outcomes written" in told.err
    assert main(["outcomes", "forget", "--agent", "a-3"]) == 0
    assert f"{len(rows)} outcomes deleted" in capsys.readouterr().err
    assert main(["outcomes", "forget", "--older-than", "1"]) == 0
    assert len(told_where.rows()) == 200 - len(rows)
    assert main(["outcomes", "forget", "--older-than", "0"]) == 0
    assert told_where.rows() == []


def test_the_commands_make_no_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "none.db"
    assert main(["outcomes", "export", "--database", str(missing)]) == 2
    assert "no database" in capsys.readouterr().err and not missing.exists()
    missing.write_bytes(b"this is no database, " * 100)
    assert main(["outcomes", "forget", "--agent", "x", "--database", str(missing)]) == 2
    assert "not a database" in capsys.readouterr().err


@pytest.mark.parametrize("days", ["-1", "soon", "nan"])
def test_days_are_days(days: str) -> None:
    with pytest.raises(SystemExit):
        main(["outcomes", "forget", "--older-than", days])


# ---- back-up and restore, as docs/operations.md tells them ----


async def test_a_back_up_that_is_made_while_outcomes_come_in_can_be_restored(
    place: Place, postgres: Postgres, tmp_path: Path
) -> None:
    await filled(place, 300)
    copy = tmp_path / "backup"
    with place.opened() as store:
        writing = [store.keep([outcome(f"late-{number}")]) for number in range(200)]
        if isinstance(place.where, Path):
            statement = f"VACUUM INTO '{copy}'"
            command = [sys.executable, "-m", "sqlite3", str(place.where), statement]
        else:
            command = [str(postgres.programs / "pg_dump"), "-Fc", "-f", str(copy), place.where]
        subprocess.run(command, check=True, capture_output=True)
        await asyncio.gather(*writing)
    if place.is_file:
        restored = Place(copy)
    else:
        restored = Place(postgres.new())
        assert isinstance(restored.where, str)
        command = [str(postgres.programs / "pg_restore"), "-d", restored.where, str(copy)]
        subprocess.run(command, check=True, capture_output=True)
    with restored.opened() as store:
        await store.keep([outcome("after")])
    known = {row[0] for row in restored.rows()}
    assert {f"f-{number}" for number in range(300)} | {"after"} <= known
    assert known - {"after"} <= {row[0] for row in place.rows()}
