"""A word that drafts, names, messages, addresses, bodies and tokens carry is nowhere afterwards: in
no log, metric, answer to a mistake, database or temporary file. `MARKED_DRAFTS` makes it long."""

from __future__ import annotations

import json
import os
import re
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import jwt
import pytest
from websockets.sync.client import connect

from app.cli import main
from tests.app.places import Place
from tests.app.running import Client, Server, serving
from tests.postgres import Postgres

NOT_KNOWN = "نمی‌دونم"
MARKER = "marker-of-a-customer"
SECRET = f"{MARKER}-secret-{MARKER}"
DRAFTS = int(os.environ.get("MARKED_DRAFTS", "200"))
EACH_WAY = (
    f"{NOT_KNOWN} {MARKER} \U0001f600",
    MARKER * 300,  # Too long.
    f"{MARKER}\x00\ud83d",
    f"=cmd|{MARKER}\n\x1b[31m{MARKER}",
)


def minted(agent: str, role: str, team: str = "default") -> str:
    claims = {"sub": agent, "role": role, "team": team, "exp": time.time() + 600}
    return jwt.encode(claims, SECRET, "HS256")


def over_the_socket(server: Server, mine: str) -> Iterator[str]:
    """Every way in over the socket, good and bad; yields what is answered to mistakes."""
    address = f"ws://127.0.0.1:{server.port}/v1/ws?token={mine}&q={MARKER}"
    said = [{"author": "customer", "text": MARKER}]
    with Client(connect(address, compression=None).__enter__()) as client:
        client.send(type="hello", protocol=1, token=mine)
        client.open(customer={"name": MARKER}, messages=said)
        for revision in range(1, DRAFTS + 1):
            text = EACH_WAY[revision % len(EACH_WAY)]
            event = {"type": "draft", "conversation": "c-1", "revision": revision, "text": text}
            client.send_raw(json.dumps(event))
            yield json.dumps(client.hear_until("review" if len(text) < 5000 else "error"))
        client.draft(1, MARKER)
        yield json.dumps(client.hear_until("error"))
        client.send(type=MARKER)
        yield json.dumps(client.hear_until("error"))
        client.send(type="draft", conversation="c-1", revision=MARKER, text=MARKER)
        yield json.dumps(client.hear_until("error"))
        client.send_raw(MARKER)
        yield json.dumps(client.hear_until("error"))
        client.send(type="message", conversation="c-1", author="agent", text=MARKER, id="m-1")
        client.feedback("f-1")
        client.hear_until("ack")
        client.send_raw(MARKER.encode())
        assert client.closed_with() == 1003


def over_http(server: Server, mine: str) -> Iterator[str]:
    """Every way in over HTTP; yields the answers to what is wrong."""
    signed = {"Authorization": f"Bearer {mine}"}
    good: dict[str, Any] = {
        "draft": f"{NOT_KNOWN} {MARKER}",
        "customer": {"name": MARKER},
        "messages": [{"author": "customer", "text": MARKER}],
    }
    assert server.ask("POST", "/v1/review", good, **signed)[0] == 200
    for body in (
        b"{" + MARKER.encode(),
        json.dumps({MARKER: MARKER}).encode(),
        json.dumps(good | {"draft": MARKER * 1000}).encode(),
        json.dumps(good | {"messages": [{"author": MARKER, "text": MARKER}]}).encode(),
    ):
        yield server.ask("POST", f"/v1/review?{MARKER}", body, **signed)[1]
    yield server.ask("GET", f"/{MARKER}?{MARKER}", Authorization=f"Bearer {MARKER}")[1]
    lead = {"Authorization": f"Bearer {minted('boss', 'lead')}"}
    assert server.ask("POST", "/v1/lead/trace", {"draft": MARKER}, **lead)[0] == 200
    yield server.ask("POST", "/v1/lead/check", {MARKER: MARKER}, **lead)[1]
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as raw:
        raw.sendall(b"GET /\x00" + MARKER.encode() + b" HTTP/1.1\r\n\r\n")
        with suppress(ConnectionResetError):
            yield raw.recv(1000).decode("latin-1")


def of_admins(server: Server, place: Place, monkeypatch: pytest.MonkeyPatch, output: Path) -> str:
    """What is kept, as the route and as the command write it; then an agent's part is deleted."""
    signed = {"Authorization": f"Bearer {minted('root', 'admin')}"}
    asked = Request(f"{server.address}/v1/admin/outcomes?team=default", headers=signed)
    with urlopen(asked, timeout=5) as answer:
        exported = answer.read().decode()
    assert '"f-1"' in exported
    for name, value in place.settings.items():
        monkeypatch.setenv(name, value)
    assert main(["outcomes", "export", "--output", str(output)]) == 0
    assert output.read_text("utf-8") == exported
    told = server.ask("DELETE", "/v1/admin/outcomes?agent=nobody", **signed)
    assert told[:2] == (200, {"forgotten": 0})
    return exported


def files_below(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield str(path), path.read_bytes()


def test_no_text_of_people_and_no_token_is_left_behind(
    place: Place, postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    settings = {
        "HAMDEL_SECRET": SECRET,
        "HAMDEL_ORIGINS": "https://desk.example.com",
        "HAMDEL_EVENTS_PER_SECOND": "10000",
        "TMPDIR": str(temporary),
        **place.settings,
    }
    mine = minted("a-1", "agent")
    with serving(tmp_path, **settings) as server:
        told = [*over_the_socket(server, mine), *over_http(server, mine)]
        exported = of_admins(server, place, monkeypatch, tmp_path / "exported.jsonl")
        metrics = server.ask("GET", "/metrics")[1]
        server.stop()
        assert "[accepted]" in server.log, "there is a log to look at"
        assert place.rows("rule") == [("dont-know",)], "there is an outcome to look at"
        assert re.search(r"hamdel_errors_total.*malformed", metrics)
        kept = dict(files_below(tmp_path))
        if not place.is_file:
            kept |= dict(files_below(postgres.data))
        places = {name: content.decode("latin-1") for name, content in kept.items()}
        mistakes = "".join(str(one) for one in told)
        for name, content in {**places, "": metrics, "told": mistakes, "kept": exported}.items():
            for word in (MARKER, mine, mine.split(".")[2]):
                assert word not in content, name
