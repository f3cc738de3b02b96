"""How a server leaves: everyone is told when to come back, nothing that was acknowledged is lost,
and it is gone in time whatever hangs."""

from __future__ import annotations

import json
import logging
import socket
import time
from contextlib import ExitStack, suppress
from itertools import pairwise
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from app.metrics import Metrics
from app.slowness import A_SECOND, Slowness
from tests.app.places import Place
from tests.app.running import Client, serving
from tests.app.test_limits_live import HANDSHAKE, masked

NOT_KNOWN = "نمی‌دونم"


def farewell(client: Client) -> tuple[int, int]:
    """After how many milliseconds it may come back, and the code of the close."""
    told = -1
    try:
        while True:
            event = client.hear()
            if event["type"] == "restart":
                told = event["retry_after_ms"]
    except ConnectionClosed as closed:
        assert closed.rcvd is not None
        return told, closed.rcvd.code


def test_everyone_is_told_another_time_to_come_back(tmp_path: Path) -> None:
    """And before that, slow reviews are in the log without their text."""
    with serving(tmp_path, HAMDEL_SLOW_MS="1") as server, ExitStack() as stack:
        clients = [stack.enter_context(server.greeted()) for _ in range(50)]
        text = f"marker-of-a-customer {NOT_KNOWN} " * 60
        clients[0].open()
        clients[0].draft(1, text)
        clients[0].hear_until("review")
        body = json.dumps({"draft": text}).encode()
        assert server.ask("POST", "/v1/review", body)[0] == 200
        server.process.terminate()
        told = [farewell(client) for client in clients]
        assert {code for _, code in told} == {1012}
        times = sorted(after for after, _ in told)
        assert len(set(times)) == 50 and times[0] >= 0 and times[-1] < 1000
        assert max(later - one for one, later in pairwise(times)) < 100
        server.process.wait(timeout=10)
        assert f"chars={len(text)}" in server.log and "session=http" in server.log
        assert "marker-of-a-customer" not in server.log and "Traceback" not in server.log


def deaf(port: int) -> socket.socket:
    """A client that asks and asks, and takes no answer."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    raw.connect(("127.0.0.1", port))
    raw.sendall(HANDSHAKE + b"\r\n" + masked({"type": "hello", "protocol": 1}))
    raw.sendall(masked({"type": "conversation", "conversation": "c", "messages": []}))
    raw.settimeout(0.05)
    with suppress(OSError):
        for revision in range(1, 200):
            draft = {"type": "draft", "conversation": "c", "revision": revision}
            raw.sendall(masked({**draft, "text": f"{NOT_KNOWN} " * 100}))
    return raw


def test_whatever_hangs_it_is_gone_in_time(tmp_path: Path) -> None:
    """Clients that never read, half a handshake, a body that trickles, a locked database."""
    place = Place(tmp_path / "hamdel.db")
    settings = {"HAMDEL_STOP_SECONDS": "2", "HAMDEL_EVENTS_PER_SECOND": "10000"}
    with serving(tmp_path, **settings, **place.settings) as server, ExitStack() as stack:
        raws = [stack.enter_context(deaf(server.port)) for _ in range(10)]
        for begun in (b"", HANDSHAKE, b"POST /v1/review HTTP/1.1\r\nContent-Length: 99\r\n\r\n{"):
            raw = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            raw.sendall(begun)
            raws.append(raw)
        client = stack.enter_context(server.talking())
        acknowledged = []
        for number in range(20):
            client.feedback(f"f-{number}")
            acknowledged.append(client.hear_until("ack")["id"])
        stack.enter_context(place.locked())
        client.feedback("f-late")
        time.sleep(0.1)
        began = time.monotonic()
        server.process.terminate()
        server.process.wait(timeout=10)
        took = time.monotonic() - began
        with suppress(ConnectionClosed):
            while (event := client.hear())["type"] != "restart":
                assert event != {"type": "ack", "id": "f-late"}, "nobody is told what is not so"
        assert took < 2.5, took
        assert "Traceback" not in server.log
    assert {row[0] for row in place.rows()} >= set(acknowledged)


def test_a_slow_review_is_logged_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    metrics = Metrics()
    slowness = Slowness(100, metrics)
    with caplog.at_level(logging.WARNING, "hamdel"):
        slowness.took(0.099, "s-1", 7)
        assert not caplog.records
        for number in range(50):
            slowness.took(0.2, f"s-{number}", 4321)
    assert "ms=200 session=s-0 chars=4321" in caplog.text
    assert len(caplog.records) <= A_SECOND + 1
    assert metrics.registry.get_sample_value("hamdel_reviews_slow_total") == 50
    assert metrics.registry.get_sample_value("hamdel_review_seconds_count") == 51
