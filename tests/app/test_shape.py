"""The tables' shape: made, taken over from the last version, and never read when newer."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from app.database import open_engine
from app.shape import upgrade
from app.store import Store, StoreError
from app.tables import metadata
from tests.app.places import Place, outcome

# What version 0.1.0 made, word for word, and what it had stored.
OF_THE_LAST_VERSION = """
CREATE TABLE outcomes (
    agent VARCHAR NOT NULL, id VARCHAR NOT NULL, team VARCHAR NOT NULL,
    conversation VARCHAR NOT NULL, revision INTEGER, finding VARCHAR NOT NULL,
    rule VARCHAR NOT NULL, outcome VARCHAR NOT NULL, replacement INTEGER,
    pack VARCHAR NOT NULL, at FLOAT NOT NULL, PRIMARY KEY (agent, id)
);
CREATE INDEX outcomes_by_rule ON outcomes (team, rule, at);
PRAGMA user_version = 1;
"""


@pytest.fixture
def last_version(tmp_path: Path) -> Place:
    path = tmp_path / "hamdel.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(OF_THE_LAST_VERSION)
        connection.executemany(
            "INSERT INTO outcomes VALUES ('a-1', ?, 't', 'c', 1, 'x:0', 'x', 'shown', 0, 'p', 1.5)",
            [(f"f-{n:03}",) for n in range(500)],
        )
        connection.commit()
    return Place(path)


def test_the_migrations_make_the_tables_that_the_program_uses(place: Place) -> None:
    engine = open_engine(place.where)
    upgrade(engine)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    assert differences == []


async def test_a_file_of_the_last_version_is_taken_over(last_version: Place) -> None:
    before = last_version.rows("*")
    with last_version.opened() as store:
        await store.keep([outcome("f-001"), outcome("g-1")])
    after = last_version.rows("*")
    assert [row for row in after if row[1] != "g-1"] == before, "nothing lost, the first one counts"
    assert len(after) == 501
    with last_version.opened():
        assert last_version.rows("*") == after
    with closing(open_engine(last_version.where).connect()) as connection:
        # INTEGER was its name for what is BIGINT now: to SQLite they are the same.
        but_for_types = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(but_for_types, metadata) == []


def test_a_take_over_that_breaks_leaves_the_file_as_it_was(
    last_version: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = last_version.ask("SELECT name, sql FROM sqlite_master ORDER BY name")
    with monkeypatch.context() as patch:
        patch.setattr("app.shape._done", broken)
        with pytest.raises(StoreError, match="No space"):
            Store(last_version.where)
    assert last_version.ask("SELECT name, sql FROM sqlite_master ORDER BY name") == before
    with last_version.opened():
        assert len(last_version.rows()) == 500


def test_newer_tables_are_refused_with_what_to_do(place: Place) -> None:
    with place.opened():
        pass
    place.tell("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=r"9999.*newer program"):
        Store(place.where)
    assert place.ask("SELECT version_num FROM alembic_version") == [("9999",)]


def test_a_file_of_an_unknown_number_is_refused(tmp_path: Path) -> None:
    place = Place(tmp_path / "hamdel.db")
    place.tell("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="99"):
        Store(place.where)


def test_servers_that_start_at_once_do_not_get_into_each_others_way(place: Place) -> None:
    def start(_: int) -> None:
        Store(place.where).close()

    with ThreadPoolExecutor(4) as servers:
        list(servers.map(start, range(4)))
    assert place.ask("SELECT count(*) FROM alembic_version") == [(1,)]
