"""How fast someone may go: a token bucket with the time as a number."""

from __future__ import annotations


class Bucket:
    """Lets `rate` events a second through, and up to one second's worth of them at once."""

    __slots__ = ("_at", "_left", "_rate")

    def __init__(self, rate: float, now: float) -> None:
        self._rate = rate
        self._left = rate
        self._at = now

    def take(self, now: float) -> float:
        """Take one event at `now` (seconds): 0.0 where it may pass, else the seconds to wait."""
        self._left = min(self._rate, self._left + max(0.0, now - self._at) * self._rate)
        self._at = max(self._at, now)
        # A hair of tolerance: whoever waits exactly as long as told must not be told again.
        if self._left >= 1 - 1e-6:
            self._left -= 1
            return 0.0
        return (1 - self._left) / self._rate
