"""Everything that one server has: settings, rules of each team, store, metrics, connections."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import OrderedDict
from functools import partial
from typing import Any

from starlette.websockets import WebSocket

from app.auth import Identity, identify
from app.connection import Connection
from app.events import Lists
from app.limits import Bucket
from app.metrics import Metrics
from app.session import Session
from app.settings import Settings
from app.store import Store
from coach import Pack, load_pack


class Desk:
    """Made once, before serving: loading the rules takes seconds and opening the store may fail.

    Raises `coach.PackError` and `app.store.StoreError`.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.packs = load_packs(settings)
        self.store = Store(settings.database)
        self.metrics = Metrics()
        for team, pack in self.packs.items():
            self.metrics.pack.labels(team, pack.version).set(1)
        self._open: set[Connection] = set()
        self._stopped = False
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()
        self._with_lists: OrderedDict[str, Pack] = OrderedDict()

    @property
    def full(self) -> bool:
        """Whether there is no room for another connection."""
        return self._stopped or len(self._open) >= self.settings.connections

    async def serve(self, socket: WebSocket) -> None:
        """Serve an accepted socket until it is closed."""
        settings = self.settings
        check = None
        if settings.secret is not None:
            check = partial(identify, secret=settings.secret.get_secret_value())
        now = asyncio.get_running_loop().time()
        session = Session(secrets.token_hex(8), self.packs, settings, check, now)
        connection = Connection(socket, session, self.store, self.metrics, settings.send_seconds)
        self._open.add(connection)
        self.metrics.connections.inc()
        try:
            await connection.run()
        finally:
            self._open.discard(connection)
            self.metrics.connections.dec()

    async def stop(self) -> None:
        """Let every connection answer what it has read and close with 1012."""
        self._stopped = True
        for connection in list(self._open):
            connection.stop()
        patience = asyncio.get_running_loop().time() + self.settings.stop_seconds / 2
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


def load_packs(settings: Settings) -> dict[str, Pack]:
    """The rules of every team that lies in the folder; `default` is always there."""
    default = load_pack(settings.rules)
    others = sorted(default.teams - {"default"})
    return {"default": default} | {team: load_pack(settings.rules, team) for team in others}
