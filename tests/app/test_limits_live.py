"""Every limit of the table of settings, small, at a server that runs; and those who overstep it."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

from app.settings import Settings
from tests.app.running import SECRET, Client, Server, serving, token

NOT_KNOWN = "نمی‌دونم"
PROXY = "127.0.0.9"
LIMITS = {
    "draft_chars": "200",
    "event_bytes": "8192",
    "history_bytes": "16384",
    "events_per_second": "40",
    "frames_per_second": "20",
    "reviews_per_second": "3",
    "findings": "2",
    "history_messages": "3",
    "conversations": "2",
    "connections": "12",
    "address_connections": "8",
    "proxies": PROXY,
    "header_seconds": "0.4",
    "hello_seconds": "0.5",
    "send_seconds": "1",
    "unread_seconds": "2",
}
# Not limits, or tried elsewhere: the end of a server is its own test.
OTHERS = {"host", "port", "secret", "keys", "audience", "origins", "rules", "reload", "database",
          "database_url", "keep_days", "slow_ms", "stop_seconds"}  # fmt: skip
HANDSHAKE = (
    b"GET /v1/ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)
FLOODS = {
    "ping": b"\x89\x80\0\0\0\0",
    "pong": b"\x8a\x80\0\0\0\0",
    "piece": b"\x00\x80\0\0\0\0",
}


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    given = {f"HAMDEL_{name.upper()}": value for name, value in LIMITS.items()}
    settings = {"HAMDEL_SECRET": SECRET, **given}
    with serving(tmp_path_factory.mktemp("limited"), **settings) as running:
        yield running


def connected(server: Server, source: str = "127.0.0.1") -> socket.socket:
    return socket.create_connection(
        ("127.0.0.1", server.port), timeout=5, source_address=(source, 0)
    )


def upgraded(server: Server, source: str = "127.0.0.1", more: bytes = b"") -> socket.socket:
    raw = connected(server, source)
    raw.sendall(HANDSHAKE + more + b"\r\n")
    return raw


def status_of(raw: socket.socket) -> int:
    return int(raw.recv(4096).split(b" ")[1])


def greeted(server: Server, agent: str = "a-1") -> Client:
    return server.greeted(token=token(agent))


def talking(server: Server) -> Client:
    client = greeted(server)
    client.open()
    return client


def gone_within(raw: socket.socket, seconds: float) -> bool:
    """Whether the server lets go of a connection from which nothing more is sent."""
    raw.settimeout(seconds)
    with suppress(ConnectionResetError):
        try:
            while raw.recv(65536):
                pass
        except TimeoutError:
            return False
    return True


def connections(server: Server) -> int:
    told = server.ask("GET", "/metrics")[1]
    return int(float(told.split("\nhamdel_connections ")[1].split()[0]))


def until(holds: Callable[[], bool], seconds: float) -> None:
    give_up = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.05)


@pytest.fixture(autouse=True)
def nobody_is_left(limited: Server) -> Iterator[None]:
    yield
    until(lambda: connections(limited) == 0, 8)


def review(server: Server, body: dict[str, Any], agent: str) -> tuple[int, Any, dict[str, str]]:
    signed = f"Bearer {token(agent)}"
    return server.ask("POST", "/v1/review", body, Authorization=signed)


def test_every_limit_is_here() -> None:
    assert LIMITS.keys() | OTHERS == Settings.model_fields.keys()


def test_ready_tells_them(limited: Server) -> None:
    with limited.socket() as client:
        client.send(type="hello", protocol=1, token=token())
        told = client.hear()["limits"]
        assert told == {name: int(LIMITS[name]) for name in told} and len(told) == 4


def test_a_long_draft(limited: Server) -> None:
    with talking(limited) as client:
        client.draft(1, "x" * 200)
        assert client.hear()["type"] == "review"
        client.draft(2, "\U0001f600" * 101)
        assert client.hear()["code"] == "draft_too_long"
    assert review(limited, {"draft": "x" * 201}, "long")[0] == 422


def test_a_large_event_and_a_large_body(limited: Server) -> None:
    with talking(limited) as client:
        client.send(type="ping", id="p", more="x" * 8192)
        assert client.closed_with() == 1009
    assert review(limited, {"draft": "x", "more": "x" * 9000}, "large")[0] == 200
    assert review(limited, {"draft": "x", "more": "x" * 17000}, "large")[0] == 413
    signed = {"Authorization": f"Bearer {token(role='lead')}"}
    assert limited.ask("POST", "/v1/nowhere", b"x" * 9000, **signed)[0] in (404, 413)


def test_events_that_come_too_fast(limited: Server) -> None:
    with talking(limited) as client:
        for number in range(120):
            client.send(type="ping", id=f"p-{number}")
        answers = [client.hear() for _ in range(120)]
        refused = [one for one in answers if one["type"] == "error"]
        assert 60 <= len(refused) <= 85
        assert {one["code"] for one in refused} == {"slow_down"}
        assert all(one["retry_after_ms"] > 0 for one in refused)


def memory(server: Server) -> float:
    """What the server holds, in MiB; 0 where that cannot be seen."""
    status = Path(f"/proc/{server.process.pid}/status")
    return int(status.read_text().split("VmRSS:")[1].split()[0]) / 1024 if status.exists() else 0


@pytest.mark.parametrize("kind", FLOODS)
def test_a_flood_of_frames_is_closed_and_fills_no_memory(limited: Server, kind: str) -> None:
    """Of a client that reads nothing, too."""
    with talking(limited) as healthy, upgraded(limited) as raw:
        assert status_of(raw) == 101
        before = memory(limited)
        if kind == "piece":
            raw.sendall(b"\x01\x80\0\0\0\0")
        with suppress(OSError):
            for _ in range(200):
                raw.sendall(FLOODS[kind] * 1000)
        began = time.monotonic()
        healthy.draft(1, NOT_KNOWN)
        assert healthy.hear()["type"] == "review"
        assert time.monotonic() - began < 1
        assert memory(limited) - before < 10
        read = b""
        with suppress(OSError):
            while more := raw.recv(65536):
                read += more
        assert b"\x03\xf0too many frames" in read or not read  # 1008; a reset may outrun it.


def test_reviews_that_are_asked_for_too_fast(limited: Server) -> None:
    told = [review(limited, {"draft": "x"}, "fast") for _ in range(5)]
    assert [status for status, _, _ in told][:3] == [200] * 3
    assert told[-1][0] == 429 and int(told[-1][2]["retry-after"]) >= 1
    assert review(limited, {"draft": "x"}, "another")[0] == 200


def test_many_findings(limited: Server) -> None:
    draft = f"نه نمیشه. {NOT_KNOWN}. همینه که هست."
    with talking(limited) as client:
        client.draft(1, draft)
        assert len(client.hear()["findings"]) == 2
    answer = review(limited, {"draft": draft}, "many")[1]
    assert len(answer["findings"]) == 2


def test_many_messages(limited: Server) -> None:
    furious = {"author": "customer", "text": "واقعاً افتضاحه، خیلی عصبانی‌ام!!!"}
    calm = [{"author": "customer", "text": "سلام"}] * 3
    with greeted(limited) as client:
        assert client.open(messages=[furious, *calm[:2]])["mood"] == "angry"
        assert client.open(messages=[furious, *calm])["mood"] != "angry"


def test_many_conversations(limited: Server) -> None:
    with greeted(limited) as client:
        for name in ("one", "two", "three"):
            client.open(name)
        client.draft(1, "x", "one")
        assert client.hear()["code"] == "unknown_conversation"
        client.draft(1, "x", "three")
        assert client.hear()["type"] == "review"


def test_many_connections_from_one_address_and_in_all(limited: Server) -> None:
    with ExitStack() as stack:
        for _ in range(8):
            stack.enter_context(greeted(limited))
        with connected(limited) as raw:
            assert status_of(raw) == 503, "even before it has said anything"
        with connected(limited, "127.0.0.2") as raw:
            raw.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            assert status_of(raw) == 200, "others are not affected"
        stack.enter_context(greeted_from(limited, "127.0.0.2"))
        for _ in range(3):
            stack.enter_context(greeted_from(limited, "127.0.0.2"))
        with upgraded(limited, "127.0.0.2") as raw:
            assert status_of(raw) == 503, "twelve in all"
    until(lambda: connections(limited) == 0, 5)
    greeted(limited).connection.close()


def greeted_from(server: Server, source: str) -> Client:
    client = server.socket(source_address=(source, 0))
    client.send(type="hello", protocol=1, token=token())
    assert client.hear()["type"] == "ready"
    return client


def test_a_proxy_comes_for_many_and_is_believed_alone(limited: Server) -> None:
    named = b"X-Forwarded-For: 203.0.113.7\r\n"
    with ExitStack() as stack:
        for _ in range(8):
            raw = stack.enter_context(upgraded(limited, PROXY, named))
            assert status_of(raw) == 101
        forged = b"X-Forwarded-For: 198.51.100.1, 203.0.113.7\r\n"
        for more in (named, forged):
            with upgraded(limited, PROXY, more) as raw:
                assert status_of(raw) == 503, "the client's own word does not count"
        with upgraded(limited, PROXY, b"X-Forwarded-For: 203.0.113.8\r\n") as raw:
            assert status_of(raw) == 101
        with upgraded(limited, "127.0.0.3", named) as raw:
            assert status_of(raw) == 101, "who is no proxy cannot use up another's places"


@pytest.mark.parametrize("begun", [b"", b"GET /healthz HTTP/1.1\r\nHo", HANDSHAKE])
def test_headers_that_do_not_come(limited: Server, begun: bytes) -> None:
    for before in (b"", b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"):
        if before and not begun:
            continue  # Between two requests it may wait.
        with connected(limited) as raw:
            if before:
                raw.sendall(before)
                assert status_of(raw) == 200
            raw.sendall(begun)
            assert gone_within(raw, 3)


def test_a_body_that_trickles_after_its_answer(limited: Server) -> None:
    with connected(limited) as raw:
        raw.sendall(b"POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
        assert status_of(raw) in (404, 405)
        began = time.monotonic()
        with suppress(OSError):
            while time.monotonic() - began < 4:
                raw.sendall(b"x")
                time.sleep(0.1)
        assert time.monotonic() - began < 3


def test_a_hello_that_does_not_come(limited: Server) -> None:
    began = time.monotonic()
    with limited.socket() as client:
        assert client.closed_with() == 4408
    assert time.monotonic() - began < 3


def test_a_client_that_reads_nothing(limited: Server) -> None:
    """It asks, and never takes an answer: it is gone in seconds, and nobody else feels it."""
    with talking(limited) as healthy:
        deaf = socket.socket()
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        deaf.connect(("127.0.0.1", limited.port))
        deaf.sendall(HANDSHAKE + b"\r\n")
        hello = {"type": "hello", "protocol": 1, "token": token("deaf")}
        opened = {"type": "conversation", "conversation": "c", "messages": []}
        deaf.sendall(masked(hello) + masked(opened))
        until(lambda: connections(limited) == 2, 3)
        deaf.settimeout(0.2)
        began, revision = time.monotonic(), 0
        while connections(limited) == 2:
            assert time.monotonic() - began < 12
            revision += 1
            draft = {"type": "draft", "conversation": "c", "revision": revision}
            with suppress(OSError):
                deaf.sendall(masked({**draft, "text": f"{NOT_KNOWN} " * 20}) * 20)
            asked = time.monotonic()
            healthy.draft(revision, NOT_KNOWN)
            healthy.hear_until("review")
            assert time.monotonic() - asked < 1
        deaf.close()


def masked(event: dict[str, Any]) -> bytes:
    """A text frame of a client; the mask is zero."""
    body = json.dumps(event).encode()
    size = bytes([0x80 | len(body)]) if len(body) < 126 else b"\xfe" + len(body).to_bytes(2, "big")
    return b"\x81" + size + b"\0\0\0\0" + body


def test_after_all_that_it_is_well(limited: Server) -> None:
    assert "Traceback" not in limited.log and "internal" not in limited.log
    connection = http.client.HTTPConnection("127.0.0.1", limited.port, timeout=5)
    connection.request("GET", "/readyz")
    assert connection.getresponse().status == 200
    connection.close()
    assert Path(limited.database).exists()
