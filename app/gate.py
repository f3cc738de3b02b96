"""Who may come in now: tokens that hold, signed with a key in use, of agents who are not revoked.

Keys and revocations are looked at every two seconds, on every server: what changes is so for those
who come, and for those who are in, within five.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from app import faults
from app.auth import Identity, Unauthorized, identify
from app.keys import Keys, KeysError
from app.metrics import Metrics
from app.records import Records
from app.settings import Settings
from app.store import StoreError

EVERY_SECONDS = 2.0
_log = logging.getLogger("hamdel")


class Gate:
    """Checks tokens, and says of those who are in whether they still may be.

    Raises `app.keys.KeysError` and `app.store.StoreError`.
    """

    def __init__(self, settings: Settings, records: Records, metrics: Metrics) -> None:
        self._secret = settings.secret.get_secret_value() if settings.secret else None
        self._file = settings.keys
        self._audience = settings.audience
        self._records = records
        self._metrics = metrics
        self._stamp = _stamp(self._file)
        self._keys = Keys.read(self._secret, self._file)
        self._revoked = records.revoked()

    def identify(self, token: str | None) -> Identity:
        """Whose token this is; raises `Unauthorized` without saying why, so nothing is probed."""
        try:
            identity = identify(token, self._keys, self._audience)
            if identity.agent in self._revoked:
                raise Unauthorized("revoked")
        except Unauthorized as error:
            self._metrics.refused.labels(error.why).inc()
            raise
        return identity

    def holds(self, identity: Identity) -> bool:
        """Whether someone who came in may stay: with the same key, not another of its name."""
        if identity.agent in self._revoked or identity.key is None:
            return False
        return identity.key == self._keys.of(identity.kid)

    async def keep(self, changed: Callable[[], None]) -> None:
        """Look for other keys and revocations until cancelled; tell `changed` of them."""
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                if await self.look():
                    changed()
            except Exception as error:  # noqa: BLE001 - the watch must not end unseen
                faults.note(error, "gate")

    async def look(self) -> bool:
        """Look once; whether somebody may have to go."""
        before = self._revoked, self._keys
        self._read_keys()
        try:
            self._revoked = await asyncio.to_thread(self._records.revoked)
        except StoreError as error:
            _log.error("revocations wrong=%s", error.kind)  # Those that are known hold.
        return not self._revoked <= before[0] or self._keys is not before[1]

    def _read_keys(self) -> None:
        stamp = _stamp(self._file)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._keys = Keys.read(self._secret, self._file)
        except KeysError as error:
            _log.error("keys stay as they were: %s", error)
        else:
            _log.info("keys read anew")


def _stamp(file: Path | None) -> tuple[int, ...] | None:
    """Changes when a file is written or swapped; None where it is not there."""
    if file is None:
        return None
    try:
        told = file.stat()
    except OSError:
        return None
    return told.st_mtime_ns, told.st_size, told.st_ino
