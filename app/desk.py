"""Everything that one server has: settings, rules of each team, store, metrics, connections."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections import OrderedDict
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from starlette.websockets import WebSocket

from app.auth import Identity
from app.connection import Connection
from app.events import Lists
from app.gate import Gate
from app.limits import Bucket, Crowd
from app.metrics import Metrics
from app.popularity import read_popularity
from app.reloading.reloader import Reloader
from app.reloading.snapshots import Snapshots, home_of
from app.reloading.starting import start
from app.retention import let_go
from app.session import Session
from app.settings import Settings
from app.slowness import Slowness
from app.steady import steady, wall_ahead
from app.store import Store
from coach import Pack, shipped_rules

BACK_PER_SECOND = 200
MOST_SPREAD = 30.0
"""When a server stops its clients are told to come back: so many a second, at most so late."""
DRAIN = 0.4
"""Which part of the time to stop is for answering what was read."""
AT_A_TIME = 20
"""How many connections look at new rules before what has come in is read again."""


class Desk:
    """Made once, before serving: loading the rules takes seconds and opening the store may fail.

    Raises `coach.PackError` and `app.store.StoreError`.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        folder = settings.rules or shipped_rules()
        snapshots = Snapshots(home_of(settings.database, folder), folder)
        begun = start(snapshots)
        self.packs = begun.live
        self.store = Store(settings.keeps_in)
        self.popularity = read_popularity(self.store.records, self.packs, time.time())
        self.metrics = Metrics()
        self.slowness = Slowness(settings.slow_ms, self.metrics)
        self.gate = Gate(settings, self.store.records, self.metrics)
        self.reloader = Reloader(begun, snapshots, self.metrics)
        self._count_rules()
        self.packs.tell(self._rules_changed)
        self.crowd = Crowd(settings.address_connections, settings.proxies)
        self._telling: asyncio.Task[None] | None = None
        self._open: set[Connection] = set()
        self._stopped = False
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()
        self._with_lists: OrderedDict[str, Pack] = OrderedDict()

    @asynccontextmanager
    async def at_work(self) -> AsyncGenerator[None]:
        """Until the block ends: watch the rules' folder and the gate, and let old outcomes go."""
        work = [let_go(self.store.records, self.settings.keep_days, self.metrics)]
        if not self.settings.open:
            work.append(self.gate.keep(self.gate_changed))
        if self.settings.reload:
            work.append(self.reloader.run())
        tasks = [asyncio.create_task(one) for one in work]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _count_rules(self) -> None:
        self.metrics.pack.clear()
        for team, pack in self.packs.items():
            self.metrics.pack.labels(team, pack.version).set(1)
        self.metrics.problems.set(len(self.packs.problems))

    def _rules_changed(self) -> None:
        self._count_rules()
        self._with_lists.clear()
        if self._telling is not None:
            self._telling.cancel()  # Those that were not told yet are told now.
        self._telling = asyncio.create_task(self._tell_connections())

    async def _tell_connections(self) -> None:
        """A few at a time: between them the drafts that come in are answered."""
        for count, connection in enumerate(list(self._open)):
            connection.rules_changed()
            if count % AT_A_TIME == AT_A_TIME - 1:
                await asyncio.sleep(0)

    def gate_changed(self) -> None:
        """Close the connections of those who may not stay."""
        for connection in list(self._open):
            if connection.identity is not None and not self.gate.holds(connection.identity):
                connection.shut_out()

    @property
    def full(self) -> bool:
        """Whether there is no room for another connection."""
        return self._stopped or len(self._open) >= self.settings.connections

    async def serve(self, socket: WebSocket) -> None:
        """Serve an accepted socket until it is closed."""
        settings = self.settings
        check = None if settings.open else self.gate.identify
        name, ahead = secrets.token_hex(8), wall_ahead()
        now = steady()
        session = Session(name, self.packs, settings, check, now, ahead, self.popularity)
        connection = Connection(
            socket, session, self.store, self.metrics, self.slowness, settings.send_seconds, steady
        )
        self._open.add(connection)
        self.metrics.connections.inc()
        try:
            await connection.run()
        finally:
            self._open.discard(connection)
            self.metrics.connections.dec()

    async def stop(self) -> None:
        """Let every connection answer what it has read, tell it when to come back, and close."""
        self._stopped = True
        spread = 1000 * max(1.0, min(MOST_SPREAD, len(self._open) / BACK_PER_SECOND))
        for place, connection in enumerate(list(self._open)):
            connection.stop(int(place * spread / len(self._open)))
        patience = asyncio.get_running_loop().time() + self.settings.stop_seconds * DRAIN
        while self._open and asyncio.get_running_loop().time() < patience:
            await asyncio.sleep(0.02)

    def wait_of(self, identity: Identity, now: float) -> float:
        """Seconds an agent must wait before the next HTTP review; 0.0: none."""
        if self.settings.open:
            return 0.0
        bucket = self._buckets.get(identity.agent)
        if bucket is None:
            bucket = self._buckets[identity.agent] = Bucket(self.settings.reviews_per_second, now)
        self._buckets.move_to_end(identity.agent)
        if len(self._buckets) > 10_000:
            self._buckets.popitem(last=False)
        return bucket.take(now)

    async def pack_with(self, pack: Pack, lists: Lists) -> Pack:
        """A team's rules with lists on top; raises `coach.PackError`. The last ones are kept."""
        given: dict[str, Any] = lists.model_dump(exclude_none=True)
        key = f"{pack.version} {json.dumps(given, sort_keys=True)}"
        made = self._with_lists.get(key)
        if made is None:
            made = await asyncio.to_thread(partial(pack.with_lists, **given))
            self._with_lists[key] = made
            if len(self._with_lists) > 64:
                self._with_lists.popitem(last=False)
        return made
