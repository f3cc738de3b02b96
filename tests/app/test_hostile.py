"""What breaks inside the server closes a connection with a code, never without one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, cast

import pytest
from starlette.websockets import WebSocket

from app import connection
from app.connection import Connection
from app.metrics import Metrics
from app.session import Session
from app.settings import Settings
from app.slowness import Slowness
from app.store import Store
from coach import Pack
from tests.app.running import Server, token


class Socket:
    """A client that says hello and then waits; it keeps the code that it was closed with."""

    def __init__(self) -> None:
        self.closed_with: int | None = None
        self._said = False

    async def receive(self) -> dict[str, Any]:
        if self._said:
            await asyncio.Event().wait()
        self._said = True
        return {"type": "websocket.receive", "text": '{"type": "hello", "protocol": 1}'}

    async def send_text(self, _: str) -> None:
        raise AssertionError("nothing can be written here")

    async def close(self, code: int) -> None:
        self.closed_with = code


class EarlyTimer:
    """A timer that runs before the moment that it names, as those of uvloop may."""

    def __init__(self, real: asyncio.TimerHandle, when: float) -> None:
        self._when = when
        self.cancel = real.cancel
        self.cancelled = real.cancelled

    def when(self) -> float:
        return self._when


def test_an_answer_that_cannot_be_written_closes_with_1011(
    pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> bytes:
        raise ValueError("a draft")

    monkeypatch.setattr(connection, "encode", broken)
    socket, metrics = Socket(), Metrics()

    async def serve() -> None:
        now = asyncio.get_running_loop().time()
        session = Session("s", {"default": pack}, Settings.read({}), None, now)
        await Connection(
            cast("WebSocket", socket),
            session,
            cast("Store", None),
            metrics,
            Slowness(100, metrics),
            1.0,
        ).run()

    asyncio.run(serve())
    assert socket.closed_with == 1011
    assert metrics.registry.get_sample_value("hamdel_faults_total") == 1


@pytest.mark.parametrize("sub", ["a\ud800", "a\x00"], ids=ascii)
def test_a_signed_name_that_cannot_be_sent_back_is_refused(guarded: Server, sub: str) -> None:
    with guarded.socket() as client:
        client.send(type="hello", protocol=1, token=token(sub))
        assert client.hear()["code"] == "unauthorized"
        assert client.closed_with() == 4401


def test_a_timer_that_runs_a_hair_early_is_set_anew(
    pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    socket, metrics = Socket(), Metrics()
    monkeypatch.setattr(socket, "receive", asyncio.Event().wait)

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        on_time = loop.call_at

        def early(when: float, act: Callable[[], None]) -> EarlyTimer:
            return EarlyTimer(on_time(when - 0.01, act), when)

        monkeypatch.setattr(loop, "call_at", early)
        settings = Settings.read({}, hello_seconds=0.05)
        session = Session("s", {"default": pack}, settings, None, loop.time())
        served = Connection(
            cast("WebSocket", socket),
            session,
            cast("Store", None),
            metrics,
            Slowness(100, metrics),
            1.0,
        ).run()
        await asyncio.wait_for(served, 2)

    asyncio.run(serve())
    assert socket.closed_with == 4408
