"""Who may come in, over real sockets: every origin with every token; who may stay; who may what."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from tests.app.running import SECRET, Client, Server, serving, token
from tests.app.signing import signer, write_keys
from tests.app.test_keys import forged

PAGE = "https://desk.example.com"
ORIGINS: dict[str | None, bool] = {
    None: True,
    PAGE: True,
    "https://help.example.com:8443": True,
    "http://localhost:3000": True,  # The server listens on the loopback alone.
    "http://127.0.0.1:8000": True,
    "": False,
    "null": False,
    "*": False,
    "http://desk.example.com": False,
    "https://desk.example.com:8443": False,
    "https://desk.example.com:443": False,
    "https://desk.example.com/": False,
    "https://desk.example.com/page": False,
    "https://desk.example.com.": False,
    "https://desk.example.com.evil.example": False,
    "https://evil.example/https://desk.example.com": False,
    "https://evil-desk.example.com": False,
    "https://sub.desk.example.com": False,
    "https://example.com": False,
    "https://DESK.example.com": False,
    "HTTPS://desk.example.com": False,
    "https://desk.example.com@evil.example": False,
    "https://user@desk.example.com": False,
    "https://xn--dsk-bma.example.com": False,
    "https://d\u0435sk.example.com": False,
    "https://desk.example.com\\.evil.example": False,
    "https://desk.example.com%00.evil.example": False,
    "https://desk.example.com https://evil.example": False,
    "https://evil.example, https://desk.example.com": False,
    "https://help.example.com": False,
    "https://help.example.com:8444": False,
    "wss://desk.example.com": False,
    "file://": False,
    "javascript:alert(1)": False,
    "chrome-extension://abc": False,
    "http://localhost.evil.example": False,
    "http://127.0.0.1.evil.example": False,
    "http://user@localhost": False,
    "http://169.254.169.254": False,
    "//desk.example.com": False,
}
HS, ES = signer("hs", "HS256"), signer("es", "ES256")
TOKENS: dict[str, bool] = {
    token("a-1", aud="hamdel"): True,
    ES.token("a-2"): True,
    token("a-3"): False,  # It names no audience.
    token("a-4", aud="another"): False,
    token("a-5", aud="hamdel", lasts=-90): False,
    ES.token("a-6")[:-6] + "AAAAAA": False,
    forged({"alg": "none"}, b""): False,
    HS.token("a-8"): False,  # A key that is not in the set.
}


@pytest.fixture(scope="module")
def gated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("gated")
    settings = {
        "HAMDEL_SECRET": SECRET,
        "HAMDEL_KEYS": str(write_keys(folder / "keys.json", ES.public)),
        "HAMDEL_AUDIENCE": "hamdel",
        "HAMDEL_ORIGINS": f"{PAGE}, https://help.example.com:8443",
    }
    with serving(folder, **settings) as running:
        yield running


def handshake(server: Server, *origins: str | None) -> socket.socket:
    raw = socket.create_connection(("127.0.0.1", server.port), timeout=5)
    given = "".join(f"Origin: {origin}\r\n" for origin in origins if origin is not None)
    raw.sendall(
        "GET /v1/ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        f"{given}\r\n".encode()
    )
    return raw


def says_hello(server: Server, origin: str | None, given: str) -> bool:
    with server.socket(origin=origin) as client:
        client.send(type="hello", protocol=1, token=given)
        answer = client.hear()
        if answer["type"] == "ready":
            return True
        assert answer["code"] == "unauthorized"
        assert client.closed_with() == 4401
        return False


def over_http(server: Server, origin: str | None, given: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    connection.putrequest("GET", "/v1/rules")
    if origin is not None:
        connection.putheader("Origin", origin.encode())
    connection.putheader("Authorization", f"Bearer {given}")
    connection.endheaders()
    status = connection.getresponse().status
    connection.close()
    return status


def test_every_origin_with_every_token(gated: Server) -> None:
    """320 combinations at the socket, and those of one bad and one good token over HTTP."""
    came_in = 0
    for origin, allowed in ORIGINS.items():
        if not allowed:
            with handshake(gated, origin) as raw:
                assert raw.recv(200).startswith(b"HTTP/1.1 403"), origin
        for given, good in TOKENS.items():
            if allowed:
                came_in += good
                assert says_hello(gated, origin, given) is good, (origin, given)
                assert over_http(gated, origin, given) == (200 if good else 401)
            else:
                assert over_http(gated, origin, given) == 403, origin
    assert came_in == 10 and len(ORIGINS) * len(TOKENS) == 320


def test_two_origins_are_none(gated: Server) -> None:
    for pair in ((PAGE, "https://evil.example"), ("https://evil.example", PAGE), (PAGE, PAGE)):
        with handshake(gated, *pair) as raw:
            assert raw.recv(200)[:12] in (b"HTTP/1.1 400", b"HTTP/1.1 403"), pair


def test_a_later_hello_renews_the_token_of_the_same_agent_alone(gated: Server) -> None:
    theirs = ES.token("a-2")
    with gated.greeted(token=token("a-1", aud="hamdel", lasts=-57.5)) as client:
        client.send(type="hello", protocol=1, token=ES.token("a-1"))
        assert client.hear()["agent"] == "a-1"
        time.sleep(2.7)
        client.send(type="ping", id="still here")
        assert client.hear()["type"] == "pong"
        client.send(type="hello", protocol=1, token=theirs)
        assert client.hear()["code"] == "unauthorized"
        assert client.closed_with() == 4401


def admin(server: Server, method: str, path: str) -> tuple[int, Any]:
    signed = f"Bearer {token('root', aud='hamdel', role='admin')}"
    return server.ask(method, f"/v1/admin{path}", None, Authorization=signed)[:2]


def talking(server: Server, agent: str) -> Client:
    client = server.greeted(token=token(agent, aud="hamdel"))
    client.open()
    return client


def test_a_revoked_agent_is_out_within_five_seconds_and_no_other(
    gated: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the route, and by the command, which no server is told of."""
    database = ["--database", str(gated.database)]
    for revoke, restore in (
        (lambda: admin(gated, "POST", "/revoked?agent=a-1"),
         lambda: admin(gated, "DELETE", "/revoked?agent=a-1")),
        (lambda: main(["agents", "revoke", "a-1", *database]),
         lambda: main(["agents", "restore", "a-1", *database])),
    ):  # fmt: skip
        with talking(gated, "a-1") as one, talking(gated, "a-1") as two, talking(gated, "b") as b:
            began = time.monotonic()
            revoke()
            for client in (one, two):
                assert client.hear()["code"] == "unauthorized"
                assert client.closed_with() == 4401
            assert time.monotonic() - began < 5
            assert not says_hello(gated, None, token("a-1", aud="hamdel"))
            assert over_http(gated, None, ES.token("a-1")) == 401
            b.draft(1, "سلام")
            assert b.hear()["type"] == "review"
        assert admin(gated, "GET", "/revoked") == (200, {"revoked": ["a-1"]})
        restore()
        give_up = time.monotonic() + 5
        while not says_hello(gated, None, token("a-1", aud="hamdel")):
            assert time.monotonic() < give_up
            time.sleep(0.2)
    assert capsys.readouterr().out.split() == ["a-1"]


def test_only_admins_may_what_admins_may(gated: Server, server: Server) -> None:
    asked = [("GET", "/outcomes"), ("DELETE", "/outcomes?agent=x"), ("GET", "/revoked"),
             ("POST", "/revoked?agent=x"), ("DELETE", "/revoked?agent=x")]  # fmt: skip
    for method, path in asked:
        for role in ("agent", "lead"):
            signed = f"Bearer {token('boss', aud='hamdel', role=role)}"
            told = gated.ask(method, f"/v1/admin{path}", None, Authorization=signed)
            assert (told[0], told[1]["error"]["code"]) == (403, "not_an_admin")
        assert gated.ask(method, f"/v1/admin{path}")[0] == 401
        assert server.ask(method, f"/v1/admin{path}")[0] == 403, "open: nobody is known"
        without = admin(gated, method, path.partition("?")[0])
        assert without[0] == (200 if method == "GET" else 422)


def test_a_token_made_by_the_command_is_good(
    gated: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HAMDEL_SECRET", SECRET)
    monkeypatch.setenv("HAMDEL_AUDIENCE", "hamdel")
    assert main(["token", "--agent", "a-9", "--role", "admin", "--hours", "0.1"]) == 0
    made = capsys.readouterr().out.strip()
    assert over_http(gated, PAGE, made) == 200
    told = gated.ask("GET", "/v1/admin/revoked", None, Authorization=f"Bearer {made}")
    assert told[0] == 200
    monkeypatch.delenv("HAMDEL_SECRET")
    assert main(["token", "--agent", "a-9"]) == 2
    assert "HAMDEL_SECRET" in capsys.readouterr().err


def test_a_folder_of_keys_that_changes_shuts_out_whose_key_is_gone(gated: Server) -> None:
    file = Path(gated.database).with_name("keys.json")
    before = json.loads(file.read_text("utf-8"))["keys"]
    with gated.greeted(token=ES.token("a-2")) as theirs, talking(gated, "a-1") as other:
        write_keys(file, HS.public)
        assert theirs.closed_with() == 4401
        assert says_hello(gated, None, HS.token("a-8"))
        assert not says_hello(gated, None, ES.token("a-2"))
        other.draft(1, "سلام")
        assert other.hear()["type"] == "review"
    write_keys(file, *before)
