"""A real server in a process of its own, and a client's end of the socket."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import jwt
from websockets import Subprotocol
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.serving import a_free_port, is_ready, plain_environment

ROOT = Path(__file__).resolve().parents[2]
SECRET = "a secret for the tests, long enough"
PROTOCOL = ROOT / "docs" / "protocol.md"
Event = dict[str, Any]


class Server:
    """`coach serve` as it runs for real."""

    def __init__(self, folder: Path, port: int, **settings: str) -> None:
        self.port = port
        self.database = Path(settings.get("HAMDEL_DATABASE", folder / "hamdel.db"))
        self._log = folder / f"server-{port}.log"
        environment = plain_environment(
            PYTHONPATH=str(ROOT),
            **{
                "HAMDEL_DATABASE": str(self.database),
                # Somebody may be writing rules while the tests run.
                "HAMDEL_RELOAD": "no",
                "PYTHONUTF8": "1",
                **settings,
            },
        )
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "app.cli", "serve", "--port", str(port)],
                cwd=folder,
                env=environment,
                stderr=log,
                stdout=log,
            )

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return self._log.read_text("utf-8", errors="replace")

    def wait(self) -> Self:
        give_up = time.monotonic() + 60
        while not is_ready(self.address):
            assert self.process.poll() is None, self.log
            assert time.monotonic() < give_up, self.log
            time.sleep(0.05)
        return self

    def stop(self, with_signal: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            os.kill(self.process.pid, with_signal)
        return self.process.wait(timeout=20)

    def socket(self, **options: Any) -> Client:
        address = f"ws://127.0.0.1:{self.port}/v1/ws"
        return Client(connect(address, compression=None, **options).__enter__())

    def greeted(self, **hello: Any) -> Client:
        """A client that has said hello."""
        client = self.socket()
        client.send(type="hello", protocol=1, **hello)
        assert client.hear()["type"] == "ready"
        return client

    def talking(self, conversation: str = "c-1", **fields: Any) -> Client:
        """A client that has opened a conversation."""
        client = self.greeted()
        client.open(conversation, **fields)
        return client

    def ask(
        self, method: str, path: str, body: bytes | Event | None = None, /, **headers: str
    ) -> tuple[int, Any, dict[str, str]]:
        """One HTTP request: the status, the answer (read where it is JSON), the headers."""
        if isinstance(body, dict):
            body = json.dumps(body).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            read = answer.read()
        finally:
            connection.close()
        told = {name.lower(): value for name, value in answer.getheaders()}
        if "application/json" in told.get("content-type", ""):
            return answer.status, json.loads(read), told
        return answer.status, read.decode("utf-8", "replace"), told


class Client:
    """A client's end: what it says, what it hears, with which code it was closed."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def send(self, **event: Any) -> None:
        self.connection.send(json.dumps(event, ensure_ascii=False))

    def send_raw(self, frame: str | bytes) -> None:
        self.connection.send(frame)

    def hear(self, timeout: float = 5) -> Event:
        return json.loads(self.connection.recv(timeout=timeout))

    def hear_until(self, kind: str) -> Event:
        while (event := self.hear())["type"] != kind:
            pass
        return event

    def hears_nothing(self, seconds: float = 0.2) -> bool:
        try:
            self.connection.recv(timeout=seconds)
        except TimeoutError:
            return True
        return False

    def open(self, conversation: str = "c-1", **fields: Any) -> Event:
        fields = {"customer": {"name": None}, "messages": []} | fields
        self.send(type="conversation", conversation=conversation, **fields)
        return self.hear_until("context")

    def draft(self, revision: int, text: str, conversation: str = "c-1", **fields: Any) -> None:
        self.send(type="draft", conversation=conversation, revision=revision, text=text, **fields)

    def feedback(self, event_id: str, outcome: str = "shown", **fields: Any) -> None:
        event = {
            "conversation": "c-1",
            "revision": 1,
            "finding": "dont-know:0",
            "rule": "dont-know",
        } | fields
        self.send(type="feedback", id=event_id, outcome=outcome, **event)

    def closed_with(self, timeout: float = 5) -> int:
        """The code of the close that comes, after whatever else does."""
        try:
            while True:
                self.connection.recv(timeout=timeout)
        except ConnectionClosed as closed:
            assert closed.rcvd is not None, "closed without a code"
            return closed.rcvd.code


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Server]:
    """A server until the block ends."""
    server = Server(folder, a_free_port(), **settings)
    try:
        yield server.wait()
    finally:
        server.stop()


def token(agent: str = "a-17", team: str | None = None, lasts: float = 600, **claims: Any) -> str:
    """A token as the host's back end makes it."""
    given = {"sub": agent, "exp": time.time() + lasts, **claims}
    return jwt.encode(given if team is None else {**given, "team": team}, SECRET, "HS256")


def examples_of_the_protocol() -> list[Event]:
    """Every JSON object in the fenced examples of docs/protocol.md, in their order."""
    decoder, found = json.JSONDecoder(), []
    for block in PROTOCOL.read_text("utf-8").split("```json\n")[1:]:
        rest = block.split("```")[0].strip()
        while rest:
            event, end = decoder.raw_decode(rest)
            found.append(event)
            rest = rest[end:].strip()
    return found


__all__ = ["ROOT", "SECRET", "Client", "Server", "Subprotocol", "serving", "token"]
