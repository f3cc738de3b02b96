"""The clock of the connections: steady whatever is done to the clock on the wall, and it goes on
while the machine sleeps."""

from __future__ import annotations

import time

_BOOT_CLOCK = getattr(time, "CLOCK_BOOTTIME", None)


def steady() -> float:
    """Seconds that only grow, sleep included where the system counts it."""
    return time.monotonic() if _BOOT_CLOCK is None else time.clock_gettime(_BOOT_CLOCK)


def wall_ahead() -> float:
    """How far the clock on the wall is ahead of the steady one: asked once for each session, so
    that a clock that is put right later moves no deadline."""
    return time.time() - steady()
