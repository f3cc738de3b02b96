"""A server and its database: what is acknowledged is there, on SQLite and on PostgreSQL, and a
database that is away or full stops neither the drafts nor, once it is back, anything else."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.app.places import Place
from tests.app.running import Client, Server, serving
from tests.postgres import Postgres

NOT_KNOWN = "نمی‌دونم"


@contextmanager
def full_disk(server: Server, place: Place) -> Iterator[None]:
    """No file of the server may grow beyond what the log of its database has now."""
    log = Path(f"{place.where}-wal")
    before = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (log.stat().st_size, before[1]))
    yield
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def stopped(postgres: Postgres) -> Iterator[None]:
    postgres.stop()
    try:
        yield
    finally:
        postgres.start()


def until(holds: Callable[[], bool], seconds: float = 10) -> None:
    give_up = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.05)


def readiness(server: Server) -> tuple[int, str]:
    status, answer, _ = server.ask("GET", "/readyz")
    return status, answer["store"]


def is_reviewed(client: Client, revision: int) -> bool:
    client.draft(revision, f"{NOT_KNOWN} {'.' * revision}")
    return client.hear_until("review")["revision"] == revision


STRANGE = {"nul\x00": "nul\ufffd", "half\ud83d": "half\ufffd", "\U0001f600": "\U0001f600"}


def strange_ids_are_told_alike(client: Client, place: Place) -> None:
    """A NUL and half a letter, which PostgreSQL would refuse and SQLite would not."""
    for given, told in STRANGE.items():
        shown = {"finding": "dont-know:0", "rule": "dont-know", "outcome": "shown"}
        event = {"type": "feedback", "id": given, "conversation": "c-1", "revision": 1, **shown}
        client.send_raw(json.dumps(event))
        assert client.hear_until("ack")["id"] == told
    assert {row[0] for row in place.rows()} == {"f-0", *STRANGE.values()}
    place.tell("DELETE FROM outcomes WHERE id <> 'f-0'")


def test_while_the_database_cannot_store(place: Place, postgres: Postgres, tmp_path: Path) -> None:
    """A full disk, a stopped PostgreSQL: told as it is, drafts answered, healed by itself."""
    if place.is_file and sys.platform != "linux":
        pytest.skip("prlimit is Linux's")
    with serving(tmp_path, **place.settings) as server, server.talking() as client:
        client.feedback("f-0")
        client.hear_until("ack")
        client.feedback("f-0", "dismissed")
        client.hear_until("ack")
        assert place.rows("id, outcome") == [("f-0", "shown")], "the first one counts"
        strange_ids_are_told_alike(client, place)
        with full_disk(server, place) if place.is_file else stopped(postgres):
            until(lambda: readiness(server) == (503, "unreachable"))
            for number in range(1, 6):
                client.feedback(f"f-{number}")
                refused = client.hear_until("error")
                assert (refused["code"], refused["id"]) == ("internal", f"f-{number}")
                assert refused["retry_after_ms"] > 0
                assert is_reviewed(client, number)
            assert server.ask("GET", "/healthz")[0] == 200
        for number in range(1, 6):
            client.feedback(f"f-{number}")
            assert client.hear_until("ack")["id"] == f"f-{number}"
        until(lambda: readiness(server) == (200, "reachable"))
        assert [row[0] for row in place.rows()] == [f"f-{number}" for number in range(6)]
