"""Agents at work, as the widget behaves: they come back with back-off and jitter, bring their state
along, and send again what was never acknowledged."""

from __future__ import annotations

import asyncio
import json
import random
import time
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, WebSocketException

DRAFT = "نمی‌دونم، باید صبر کنید"
AWAY = (OSError, WebSocketException, InvalidHandshake, TimeoutError, EOFError)


@dataclass
class Agent:
    """One agent. `addresses`: where to connect, the next one after each failure."""

    name: str
    addresses: list[str]
    token: str | None = None
    feedback: bool = False
    """Whether to send feedback without end."""
    pause: float = 0.0
    """Seconds between two drafts; 0: one draft a connection, then quiet."""
    acknowledged: list[str] = field(default_factory=list)
    unacknowledged: dict[str, None] = field(default_factory=dict)
    reviewed_at: float = 0.0
    longest: float = 0.0
    """The longest that a draft waited for its review, through reconnects too."""
    versions: list[str] = field(default_factory=list)
    closed_with: list[int] = field(default_factory=list)
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    _number: int = 0
    _revision: int = 0
    _waiting_since: float = 0.0

    async def work(self) -> None:
        """Connect, work, and come back, until cancelled or refused for good."""
        attempt = 0
        while True:
            try:
                address = self.addresses[attempt % len(self.addresses)]
                async with asyncio.timeout(15):
                    socket = await connect(address, compression=None, ping_interval=None)
                try:
                    attempt = 0
                    await self._talk(socket)
                finally:
                    await _close(socket)
            except AWAY:
                pass
            if self.closed_with and 4400 <= self.closed_with[-1] < 4500:
                return
            attempt += 1
            self.ready.clear()
            await asyncio.sleep(random.random() * min(5.0, 0.25 * 2**attempt))

    async def _talk(self, socket: ClientConnection) -> None:
        hello = {"type": "hello", "protocol": 1, "token": self.token, "agent": {"id": self.name}}
        await _send(socket, hello)
        opened = {"type": "conversation", "conversation": "c", "messages": []}
        await _send(socket, opened)
        writing = asyncio.create_task(self._write(socket))
        try:
            async for frame in socket:
                self._hear(json.loads(frame))
        finally:
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)
            self.closed_with.append(socket.close_code or 1006)

    def _hear(self, event: dict[str, Any]) -> None:
        now = time.monotonic()
        if event["type"] == "review":
            self.reviewed_at = now
            if self._waiting_since and event["revision"] >= self._revision:
                self.longest = max(self.longest, now - self._waiting_since)
                self._waiting_since = 0.0
            if event["pack"] not in self.versions[-1:]:
                self.versions.append(event["pack"])
            self.ready.set()
        elif event["type"] == "ack":
            self.acknowledged.append(event["id"])
            self.unacknowledged.pop(event["id"], None)

    async def _write(self, socket: ClientConnection) -> None:
        await self._draft(socket)
        for known in list(self.unacknowledged):
            await self._feed(socket, known)
        while self.feedback:
            self._number += 1
            name = f"{self.name}-{self._number}"
            self.unacknowledged[name] = None
            await self._feed(socket, name)
            await asyncio.sleep(0.01)
        while self.pause:
            await asyncio.sleep(self.pause * random.uniform(0.5, 1.5))
            if not self._waiting_since:
                await self._draft(socket)

    async def _draft(self, socket: ClientConnection) -> None:
        self._revision += 1
        self._waiting_since = self._waiting_since or time.monotonic()
        draft = {"type": "draft", "conversation": "c", "revision": self._revision}
        await _send(socket, {**draft, "text": f"{DRAFT} {self._revision}"})

    async def _feed(self, socket: ClientConnection, name: str) -> None:
        about = {"conversation": "c", "revision": 1, "finding": "dont-know:0", "rule": "dont-know"}
        await _send(socket, {"type": "feedback", "id": name, "outcome": "shown", **about})


async def _send(socket: ClientConnection, event: dict[str, Any]) -> None:
    await socket.send(json.dumps(event))


async def _close(socket: ClientConnection) -> None:
    try:
        async with asyncio.timeout(2):
            await socket.close()
    except AWAY:
        pass


async def all_ready(agents: list[Agent], seconds: float) -> float:
    """How long it takes until every agent's draft is reviewed; fails where it takes too long."""
    began = time.monotonic()
    async with asyncio.timeout(seconds):
        for agent in agents:
            await agent.ready.wait()
    return time.monotonic() - began
