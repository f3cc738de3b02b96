"""The pack and the servers that the tests of `app/` share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coach import Pack
from tests.app.running import SECRET, Server, serving
from tests.packs import shipped


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
