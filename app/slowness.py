"""Reviews that took long: counted, and some logged with length and session, never a text."""

from __future__ import annotations

import logging
import time

from app.limits import Bucket
from app.metrics import Metrics

A_SECOND = 5
"""How many are logged at most: where everything is slow, the log need not be."""
_log = logging.getLogger("hamdel")


class Slowness:
    """Watches the time of reviews. `slow_ms`: from how many milliseconds on a review is slow."""

    def __init__(self, slow_ms: float, metrics: Metrics) -> None:
        self._slow = slow_ms / 1000
        self._metrics = metrics
        self._bucket = Bucket(A_SECOND, time.monotonic())

    def took(self, seconds: float, session: str, chars: int) -> None:
        """A review is ready. `session`: its id, or how else it was asked for."""
        self._metrics.review_seconds.observe(seconds)
        if seconds < self._slow:
            return
        self._metrics.slow.inc()
        if not self._bucket.take(time.monotonic()):
            shape = "slow review ms=%.0f session=%s chars=%d"
            _log.warning(shape, 1000 * seconds, session, chars)
