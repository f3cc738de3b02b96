"""The running server's settings, read off from outside; its log; and clients that misbehave."""

from __future__ import annotations

import json
import logging
import os
import random
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from websockets.sync.client import connect

from app import serving as serving_module
from app.logs import NoQueries
from app.main import create_app
from app.serving import listen, server_config
from app.settings import Settings
from tests.app.running import Client, Server, examples_of_the_protocol, serving, token

NOT_KNOWN = "نمی‌دونم"
MARKER = "marker-of-a-customer"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="TCP_USER_TIMEOUT is Linux's")

HANDSHAKE = (
    "GET /v1/ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{more}\r\n"
)


def handshake(server: Server, more: str = "", rcvbuf: int | None = None) -> socket.socket:
    raw = socket.socket()
    if rcvbuf is not None:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, rcvbuf)
    raw.settimeout(10)
    raw.connect(("127.0.0.1", server.port))
    raw.sendall(HANDSHAKE.format(more=more).encode())
    return raw


# ---- settings that are read off ----


def test_compression_is_not_negotiated(server: Server) -> None:
    with connect(f"ws://127.0.0.1:{server.port}/v1/ws", compression="deflate") as client:
        assert client.protocol.extensions == []
    with handshake(server, "Sec-WebSocket-Extensions: permessage-deflate\r\n") as raw:
        assert b"sec-websocket-extensions" not in raw.recv(4096).lower()


@LINUX
def test_the_listening_socket_gives_up_on_those_who_do_not_read() -> None:
    with listen("127.0.0.1", 0) as listening:
        assert listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 20_000
        # Linux doubles what was asked for, to have room for its own bookkeeping.
        assert listening.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) <= 2 * 131_072


def test_the_settings_that_cannot_be_seen_from_outside(tmp_path: Path) -> None:
    settings = Settings.read({}, database=tmp_path / "x.db", event_bytes=2048)
    app = create_app(settings)
    config = server_config(app, settings)
    app.state.desk.store.close()
    assert config.ws_max_size == 2048
    assert config.ws_per_message_deflate is False
    assert (config.ws_ping_interval, config.ws_ping_timeout) == (20.0, 20.0)
    assert config.timeout_graceful_shutdown == 10
    assert not config.proxy_headers and not config.access_log


def test_the_limit_of_an_event_is_a_setting(tmp_path: Path) -> None:
    with serving(tmp_path, HAMDEL_EVENT_BYTES="2048") as server, server.greeted() as client:
        client.send(type="ping", id="p", more="x" * 2048)
        assert client.closed_with() == 1009


def test_the_server_does_not_tell_what_it_is(server: Server) -> None:
    assert "server" not in server.ask("GET", "/healthz")[2]


# ---- clients that misbehave ----


@pytest.mark.parametrize(
    "more",
    [
        f"Cookie: {'x' * 9000}\r\n",
        f"X-Large: {'x' * 40_000}\r\n",
        "".join(f"X-{n}: x\r\n" for n in range(200)),
    ],
)
def test_a_handshake_with_too_many_headers_is_answered(server: Server, more: str) -> None:
    with handshake(server, more) as raw:
        assert raw.recv(4096).startswith(b"HTTP/1.1 400")
        assert raw.recv(4096) == b"" or raw.recv(4096) == b""


@contextmanager
def serving_here(database: Path, **given: object) -> Iterator[tuple[str, int]]:
    """A server in this process, whose patience a test can shorten; yields its address."""
    settings = Settings.read({}, database=database, **given)
    app = create_app(settings)
    listening = listen("127.0.0.1", 0)
    config = server_config(app, settings)
    config.log_config = None
    server = serving_module.Server(config, app.state.desk)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        while not server.started:
            time.sleep(0.02)
        yield listening.getsockname()
    finally:
        server.should_exit = True
        thread.join(10)


def test_headers_that_never_come_are_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving_here(tmp_path / "x.db", header_seconds=0.3) as address:
        for begun in (b"", b"GET /healthz HTTP/1.1\r\nHost: x\r\n"):
            with socket.create_connection(address, timeout=3) as raw:
                raw.sendall(begun)
                with suppress(ConnectionResetError):
                    assert raw.recv(100) == b""
        with socket.create_connection(address, timeout=3) as raw:
            for _ in range(2):
                raw.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
                assert raw.recv(4096).startswith(b"HTTP/1.1 200"), "who has asked once may wait"
                time.sleep(0.5)


def frame(text: str) -> bytes:
    """A masked text frame; the mask is zero."""
    body = text.encode()
    assert 126 <= len(body) < 65536
    return b"\x81\xfe" + len(body).to_bytes(2, "big") + b"\0\0\0\0" + body


def test_a_client_that_does_not_read_is_let_go_and_the_others_do_not_feel_it(
    tmp_path: Path,
) -> None:
    settings = {"HAMDEL_SEND_SECONDS": "1", "HAMDEL_EVENTS_PER_SECOND": "10000"}
    with serving(tmp_path, **settings) as server, server.talking() as healthy:
        deaf = handshake(server, rcvbuf=4096)
        deaf.recv(4096)
        filler = "x" * 100
        hello = {"type": "hello", "protocol": 1, "more": filler}
        opened = {"type": "conversation", "conversation": "c", "messages": [], "more": filler}
        deaf.sendall(frame(json.dumps(hello)) + frame(json.dumps(opened)))
        text = f"{NOT_KNOWN} " * 400
        slowest = 0.0
        give_up = time.monotonic() + 20
        gone = False
        revision = 0
        deaf.settimeout(0.2)
        while not gone and time.monotonic() < give_up:
            revision += 1
            draft = {"type": "draft", "conversation": "c", "revision": revision, "text": text}
            try:
                deaf.sendall(frame(json.dumps(draft, ensure_ascii=False)))
            except TimeoutError:
                pass
            except OSError:
                gone = True
            began = time.monotonic()
            healthy.draft(revision, NOT_KNOWN)
            assert healthy.hear()["type"] == "review"
            slowest = max(slowest, time.monotonic() - began)
            gone = gone or "hamdel_connections 1.0" in server.ask("GET", "/metrics")[1]
        assert gone
        assert slowest < 1.0
        deaf.close()


def test_a_flood_of_drafts_is_at_most_one_review_behind(server: Server) -> None:
    """While drafts pour in, what is answered is always the newest: the last one comes promptly."""
    with server.talking() as client:
        for revision in range(1, 2001):
            client.draft(revision, f"{NOT_KNOWN} {revision}")
        began = time.monotonic()
        while client.hear().get("revision") != 2000:
            pass
        assert time.monotonic() - began < 2


@LINUX
def test_closed_connections_leave_nothing_behind(server: Server) -> None:
    def files() -> int:
        return len(os.listdir(f"/proc/{server.process.pid}/fd"))

    server.greeted().connection.close()
    time.sleep(0.2)
    before = files()
    for _ in range(50):
        client = server.talking()
        client.draft(1, NOT_KNOWN)
        client.connection.socket.close()
    give_up = time.monotonic() + 5
    while files() > before and time.monotonic() < give_up:
        time.sleep(0.05)
    assert files() <= before


# ---- our own faults ----


def test_a_fault_of_ours_is_told_and_the_connection_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whatever a review raises: `internal` with an id, which the log has without the draft."""

    def fail(*_: object, **__: object) -> None:
        raise KeyError(MARKER)

    with serving_here(tmp_path / "x.db") as (host, port):
        with Client(connect(f"ws://{host}:{port}/v1/ws").__enter__()) as client:
            client.send(type="hello", protocol=1)
            client.open()
            monkeypatch.setattr("app.talk.review_draft", fail)
            monkeypatch.setattr("app.routes.review_draft", fail)
            client.draft(1, MARKER)
            error = client.hear_until("error")
            assert (error["code"], error["conversation"], error["revision"]) == (
                "internal",
                "c-1",
                1,
            )
            monkeypatch.undo()
            client.draft(2, NOT_KNOWN)
            assert client.hear()["revision"] == 2
        monkeypatch.setattr("app.routes.review_draft", fail)
        status, answer = post(f"http://{host}:{port}/v1/review", {"draft": MARKER})
    assert (status, answer["error"]["code"]) == (500, "internal")
    log = capfd.readouterr().err
    for ref in (error["ref"], answer["error"]["ref"]):
        assert f"ref={ref}" in log
    assert "KeyError" in log
    assert MARKER not in log
    assert "Traceback" not in log


def post(address: str, body: dict[str, str]) -> tuple[int, dict[str, dict[str, str]]]:
    request = urllib.request.Request(address, json.dumps(body).encode(), method="POST")
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)


def test_frames_that_nobody_foresaw(server: Server) -> None:
    """Two thousand examples with pieces cut, swapped and doubled: each connection goes on."""
    chance = random.Random(20)
    examples = [one for one in examples_of_the_protocol() if one.get("type") != "hello"]
    seeds = [json.dumps(event, ensure_ascii=False) for event in examples]
    pieces = ['"', "{", "}", "\\ud800", "\\u0000", "7", "null", "[[[", ",", "NaN", "😀", "ی"]
    sent = 0
    while sent < 2000:
        with server.talking() as client:
            for _ in range(15):
                frame = chance.choice(seeds)
                for _ in range(chance.randrange(4)):
                    start = chance.randrange(len(frame))
                    end = min(len(frame), start + chance.randrange(6))
                    frame = frame[:start] + chance.choice(pieces) + frame[end:]
                client.send_raw(frame)
                sent += 1
            client.send(type="ping", id="still here")
            while client.hear() != {"type": "pong", "id": "still here"}:
                pass
    assert "Traceback" not in server.log and "internal" not in server.log


# ---- the log ----


def test_hostile_frames_leave_no_traceback(server: Server) -> None:
    with server.talking() as client:
        for hostile in ("{", "[" * 60_000, '{"type": "draft", "revision": NaN}', "\ufeff"):
            client.send_raw(hostile)
            client.hear()
    for frame_bytes in (b"\xff" * 20, b"\x81\x05hello", b"\x81\x82\0\0\0\0\xff\xfe"):
        with handshake(server) as raw:
            raw.recv(4096)
            raw.sendall(frame_bytes)
            raw.recv(4096)
    assert "Traceback" not in server.log


def test_the_filter_cuts_queries_and_quotes_no_exception() -> None:
    try:
        raise KeyError(MARKER)
    except KeyError:
        record = logging.LogRecord(
            "uvicorn.error", 40, "x.py", 1, '%s - "WebSocket %s" [accepted]',
            ("1.2.3.4", f"/v1/ws?token={MARKER}"), sys.exc_info(),
        )  # fmt: skip
    assert NoQueries().filter(record)
    told = logging.Formatter().format(record)
    assert MARKER not in told
    assert "/v1/ws" in told and "KeyError" in told


def test_tokens_made_in_the_tests_are_good(guarded: Server) -> None:
    guarded.greeted(token=token()).connection.close()


# ---- the end ----


@pytest.mark.parametrize("stop_with", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_at_once_when_nobody_is_there(tmp_path: Path, stop_with: int) -> None:
    with serving(tmp_path) as server:
        began = time.monotonic()
        server.stop(stop_with)
        assert time.monotonic() - began < 3
        assert "Traceback" not in server.log
        assert "Finished server process" in server.log


def test_the_other_loopback() -> None:
    with listen("::1", 0) as listening:
        assert listening.getsockname()[0] == "::1"
    with listen("localhost", 0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"
