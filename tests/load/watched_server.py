"""`coach serve`, which on leaving tells how long its event loop was ever held up.

    python -m tests.load.watched_server FILE serve …

A tick is due every two milliseconds; how late it comes is how long somebody else kept the loop.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from app import cli
from app.desk import Desk
from app.reloading.reloader import Reloader

TICK = 0.002


class Lateness:
    """How late ticks came: all of them, and those while rules were being reloaded."""

    def __init__(self) -> None:
        self.reloading = False
        self.late: dict[bool, list[float]] = {False: [], True: []}

    async def watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + TICK
            during = self.reloading
            await asyncio.sleep(TICK)
            self.late[during or self.reloading].append(loop.time() - due)

    def told(self) -> dict[str, dict[str, float]]:
        found: dict[str, dict[str, float]] = {}
        for name, late in (("steady", self.late[False]), ("reloading", self.late[True])):
            ordered = sorted(late) or [0.0]
            found[name] = {
                "ticks": len(late),
                **{
                    f"p{part}": 1000 * ordered[min(len(ordered) - 1, len(ordered) * part // 100)]
                    for part in (50, 99)
                },
                "max": 1000 * ordered[-1],
            }
        return found


def main() -> int:
    """Serve; then write the figures, in milliseconds."""
    file, arguments = Path(sys.argv[1]), sys.argv[2:]
    lateness = Lateness()
    now, at_work = Reloader.now, Desk.at_work

    async def marked_now(self: Reloader):
        lateness.reloading = True
        try:
            return await now(self)
        finally:
            lateness.reloading = False

    @asynccontextmanager
    async def watched(self: Desk) -> AsyncGenerator[None]:
        watch = asyncio.create_task(lateness.watch())
        async with at_work(self):
            yield
        watch.cancel()
        file.write_text(json.dumps(lateness.told()), "utf-8")

    Reloader.now = marked_now
    Desk.at_work = watched
    return cli.main(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
