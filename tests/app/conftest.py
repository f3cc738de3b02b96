"""The pack and the servers that the tests of `app/` share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coach import Pack
from tests.app.places import Place
from tests.app.running import SECRET, Server, serving
from tests.packs import shipped
from tests.postgres import Postgres, postgres_running


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The shipped rules."""
    return shipped()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An open server on the loopback, with the settings as they are."""
    with serving(tmp_path_factory.mktemp("open")) as running:
        yield running


@pytest.fixture(scope="session")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that wants tokens, patient for half a second, with a small HTTP limit."""
    settings = {
        "HAMDEL_SECRET": SECRET,
        "HAMDEL_ORIGINS": "https://desk.example.com",
        "HAMDEL_HELLO_SECONDS": "0.5",
        "HAMDEL_REVIEWS_PER_SECOND": "3",
    }
    with serving(tmp_path_factory.mktemp("guarded"), **settings) as running:
        yield running


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """PostgreSQL for all tests of the session; a test that stops it starts it again."""
    with postgres_running() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A new database, once of each kind."""
    if request.param == "sqlite":
        return Place(tmp_path / "made" / "as" / "needed" / "hamdel.db")
    postgres: Postgres = request.getfixturevalue("postgres")
    return Place(postgres.new())
