"""Noticing that the rules' folder has changed, whoever writes to it and however.

The system tells of changes at once where it can. Every second the files are looked at as well:
where the folder lies on a network, is mounted from elsewhere or was itself swapped by a link,
nothing is told.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from pathlib import Path

from watchfiles import awatch  # pyright: ignore[reportUnknownVariableType]

from app.reloading.snapshots import marks_of

LOOK_EVERY_MS = 1000
QUIET_MS = 80
"""So long nothing more must happen before a change is taken for finished."""
LOUD_MS = 500
"""A folder that is never quiet is looked at after so long all the same."""
_log = logging.getLogger("hamdel")


async def changes(folder: Path) -> AsyncGenerator[None]:
    """Yields at once, and whenever rule files of the folder have changed, until it is closed."""
    marks = await asyncio.to_thread(marks_of, folder)
    yield
    async for _ in _ticks(folder):
        found = await asyncio.to_thread(marks_of, folder)
        if found != marks:
            marks = found
            yield


async def _ticks(folder: Path) -> AsyncGenerator[None]:
    """Something happened in the folder, or a second has passed."""
    told = False
    while True:
        node = _node(folder)
        try:
            async for _ in awatch(
                folder,
                watch_filter=None,
                debounce=LOUD_MS,
                step=QUIET_MS,
                rust_timeout=LOOK_EVERY_MS,
                yield_on_timeout=True,
            ):
                told = False
                yield
                if _node(folder) != node:
                    break  # Another folder has taken its place: that one is to be watched.
        except (OSError, RuntimeError) as error:
            # The folder is gone for now, or the system can watch no more folders.
            if not told:
                _log.warning("the rules' folder cannot be watched, so it is looked at: %s", error)
            told = True
            await asyncio.sleep(LOOK_EVERY_MS / 1000)
            yield


def _node(folder: Path) -> int | None:
    try:
        return folder.stat().st_ino
    except OSError:
        return None
