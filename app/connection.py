"""The one file that awaits the socket.

A task of its own always reads, so that no client is taken for dead while we work. What it reads
waits in `_inbox`: other events in their order, of each conversation's drafts the newest alone. The
main task answers one event after the other and waits for the socket to take each answer.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect

from app import faults
from app.answers import ServerEvent
from app.auth import Identity
from app.effects import Close, Effect, Keep
from app.events import ClientEvent, Draft
from app.metrics import Metrics
from app.protocol import Malformed, decode, encode
from app.session import Session
from app.slowness import Slowness
from app.store import Store, StoreError

MOST_WAITING = 1000
"""Events that wait while a client does not read its answers; one more, and it is dropped."""

AT_ONCE = 20
"""Events that are read in a row before others have their turn."""

MOST_ASLEEP = 30.0
"""Seconds after which a deadline is looked at again."""

_GONE = (WebSocketDisconnect, RuntimeError, OSError, TimeoutError)
_log = logging.getLogger("hamdel")
_Waiting = tuple[ClientEvent | Malformed, float]


class Connection:
    """One socket and its session, from the handshake's end until it is closed."""

    def __init__(
        self,
        socket: WebSocket,
        session: Session,
        store: Store,
        metrics: Metrics,
        slowness: Slowness,
        send_seconds: float,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self._socket = socket
        self._session = session
        self._store = store
        self._metrics = metrics
        self._slowness = slowness
        self._send_seconds = send_seconds
        self._loop = asyncio.get_running_loop()
        self._clock = clock or self._loop.time
        self._inbox: deque[_Waiting] = deque()
        self._outbox: deque[ServerEvent] = deque()
        self._unstored = 0
        self._wake = asyncio.Event()
        self._gone = False
        self._stopping = False
        self._retry_after_ms = 0
        self._shut_out = False
        self._close_with: int | None = None
        self._armed_for: float | None = None

    async def run(self) -> None:
        """Serve until either side closes."""
        reader = asyncio.create_task(self._read())
        timer: asyncio.TimerHandle | None = None
        try:
            while not await self._step():
                timer = self._arm(timer)
                await self._wake.wait()
                self._wake.clear()
        except _GONE:
            pass
        except Exception as error:  # noqa: BLE001 - the last resort: no close without a code
            self._fault(error, "serve")
            with suppress(*_GONE):
                await self._close(1011)
        finally:
            if timer is not None:
                timer.cancel()
            reader.cancel()
            await asyncio.gather(reader, return_exceptions=True)

    def stop(self, retry_after_ms: int = 0) -> None:
        """The server stops: answer what was read, tell when to come back, close with 1012."""
        self._stopping = True
        self._retry_after_ms = retry_after_ms
        self._wake.set()

    @property
    def identity(self) -> Identity | None:
        """Who it is; None before hello."""
        return self._session.identity

    def shut_out(self) -> None:
        """The token holds no more: say so and close."""
        self._shut_out = True
        self._inbox.clear()
        self._wake.set()

    def rules_changed(self) -> None:
        """Look whether the session's rules are the newest."""
        self._wake.set()

    # Reading

    async def _read(self) -> None:
        try:
            while self._close_with is None and not self._stopping:
                message = await self._socket.receive()
                if message["type"] != "websocket.receive":
                    break
                frame = message.get("text")
                if frame is None:
                    self._close_with = 1003
                else:
                    self._take_in(frame)
                self._wake.set()
                if len(self._inbox) > AT_ONCE:
                    await asyncio.sleep(0)  # What has come already comes without a pause.
        except _GONE:
            pass
        except Exception as error:  # noqa: BLE001 - the last resort: the reader must not die unseen
            self._close_with = 1011
            self._fault(error, "read")
        else:
            if self._close_with is not None or self._stopping:
                return
        self._gone = self._close_with is None
        self._wake.set()

    def _take_in(self, frame: str) -> None:
        try:
            event = decode(frame)
        except Exception as error:  # noqa: BLE001 - our own fault: the client is told
            self._outbox.append(self._session.fault(None, self._fault(error, "decode")))
            return
        kind = "malformed" if isinstance(event, Malformed) else event.type
        self._metrics.events.labels(kind).inc()
        if isinstance(event, Draft):
            self._drop_overtaken(event)
        self._inbox.append((event, self._clock()))
        if len(self._inbox) > MOST_WAITING:
            self._inbox.clear()
            self._close_with = 1008

    def _drop_overtaken(self, newer: Draft) -> None:
        for waiting in self._inbox:
            event = waiting[0]
            if (
                isinstance(event, Draft)
                and event.conversation == newer.conversation
                and event.revision < newer.revision
            ):
                self._inbox.remove(waiting)
                self._metrics.merged.inc()
                return

    # Answering

    async def _step(self) -> bool:
        """Do all that can be done now; whether the connection is over."""
        while self._inbox or self._outbox or (self._session.behind and not self._gone):
            while self._outbox:
                await self._send(self._outbox.popleft())
            if self._inbox:
                event, arrived = self._inbox.popleft()
                await self._perform(self._handle(event, arrived))
                await asyncio.sleep(0)  # Sending to a client that reads is no pause either.
            elif not self._outbox and self._session.behind:
                await self._catch_up()
        if self._close_with is None and not self._gone:
            await self._perform(self._guarded(self._tick, None))
        if self._stopping and not self._gone and self._close_with is None:
            await self._perform(self._guarded(self._session.finish, None))
            if self._unstored:
                return False
            while self._outbox:
                await self._send(self._outbox.popleft())
            await self._send({"type": "restart", "retry_after_ms": self._retry_after_ms})
            self._close_with = 1012
        if self._close_with is not None:
            await self._close(self._close_with)
        return self._gone or self._close_with is not None

    async def _catch_up(self) -> None:
        """One draft anew under new rules; then whoever has been waiting meanwhile."""
        await self._perform(self._guarded(self._session.catch_up, None))
        await asyncio.sleep(0)

    def _handle(self, event: ClientEvent | Malformed, arrived: float) -> list[Effect]:
        if not isinstance(event, Draft):
            return self._guarded(lambda: self._session.handle(event, arrived), event)
        began = time.perf_counter()
        effects = self._guarded(lambda: self._session.handle(event, arrived), event)
        self._slowness.took(time.perf_counter() - began, self._session.name, len(event.text))
        return effects

    def _tick(self) -> list[Effect]:
        if self._shut_out:
            return self._session.shut_out()
        return self._session.tick(self._clock())

    def _guarded(
        self, act: Callable[[], list[Effect]], event: ClientEvent | Malformed | None
    ) -> list[Effect]:
        """The last resort: whatever goes wrong in us, the client is told and stays connected."""
        try:
            return act()
        except Exception as error:  # noqa: BLE001
            return [self._session.fault(event, self._fault(error, "answer"))]

    def _fault(self, error: BaseException, doing: str) -> str:
        self._metrics.faults.inc()
        return faults.note(error, f"{doing} session={self._session.name}")

    async def _perform(self, effects: list[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, Close):
                self._close_with = effect.code
                self._inbox.clear()
            elif isinstance(effect, Keep):
                self._keep(effect)
            else:
                await self._send(effect)

    def _keep(self, keep: Keep) -> None:
        self._unstored += 1
        stored = self._store.keep((keep.outcome,) if keep.outcome else ())
        stored.add_done_callback(lambda done: self._stored(keep, done.exception()))

    def _stored(self, keep: Keep, error: BaseException | None) -> None:
        self._unstored -= 1
        if error is None:
            self._outbox.append({"type": "ack", "id": keep.ack})
            if keep.outcome is not None:
                self._metrics.stored.labels(keep.outcome.outcome).inc()
        else:
            self._outbox.append(self._not_stored(keep, error))
        self._wake.set()

    def _not_stored(self, keep: Keep, error: BaseException) -> ServerEvent:
        answer = self._session.fault(None, self._fault(error, "store"))
        if isinstance(error, StoreError):
            _log.error("store ref=%s wrong=%s", answer.get("ref"), error.kind)
        answer["id"] = keep.ack
        answer["retry_after_ms"] = 2000
        return answer

    async def _send(self, event: ServerEvent) -> None:
        if event["type"] == "error":
            self._metrics.errors.labels(event["code"]).inc()
        elif event["type"] == "nudge":
            self._metrics.nudges.labels(event["rule"]).inc()
        if self._gone:
            return
        try:
            async with asyncio.timeout(self._send_seconds):
                await self._socket.send_text(encode(event).decode())
        except _GONE:
            # What was read before is still worked through: outcomes are stored for someone gone.
            self._gone = True

    async def _close(self, code: int) -> None:
        async with asyncio.timeout(self._send_seconds):
            await self._socket.close(code)

    def _arm(self, timer: asyncio.TimerHandle | None) -> asyncio.TimerHandle | None:
        """Wake up at the session's deadline."""
        deadline = self._session.deadline
        if timer is not None:
            if self._armed_for == deadline:
                return timer
            timer.cancel()
        self._armed_for = deadline
        if math.isinf(deadline):
            return None
        # The loop's own clock stands still while the machine sleeps: look again now and then.
        delay = min(max(0.0, deadline - self._clock()), MOST_ASLEEP)
        return self._loop.call_at(self._loop.time() + delay, self._due)

    def _due(self) -> None:
        """The timer has run: it may have been a hair early, and is then set anew."""
        self._armed_for = None
        self._wake.set()
