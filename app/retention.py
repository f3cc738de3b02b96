"""Outcomes that are older than they may be are let go: at the start and every hour."""

from __future__ import annotations

import asyncio
import logging
import time

from app import faults
from app.metrics import Metrics
from app.records import Records
from app.store import StoreError

DAY = 86_400.0
EVERY_SECONDS = 3600.0
_log = logging.getLogger("hamdel")


async def let_go(records: Records, keep_days: float, metrics: Metrics) -> None:
    """Look after it until cancelled. Several servers on one database do no harm."""
    while True:
        try:
            forgotten = await asyncio.to_thread(_once, records, keep_days)
        except StoreError as error:
            _log.error("retention wrong=%s", error.kind)
        except Exception as error:  # noqa: BLE001 - the next hour may be better
            faults.note(error, "retention")
        else:
            metrics.forgotten.inc(forgotten)
            if forgotten:
                _log.info("retention forgotten=%d", forgotten)
        await asyncio.sleep(EVERY_SECONDS)


def _once(records: Records, keep_days: float) -> int:
    now = time.time()
    records.forget_dead_servers(now - DAY)
    return records.forget_before(now - keep_days * DAY) if keep_days else 0
