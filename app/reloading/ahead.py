"""Loading each team's rules as soon as they have passed the check, while others are checked."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from app.reloading.reading import DEFAULT, Verdict, may_replace, read_team
from app.reloading.snapshots import Good
from coach import Pack

TURN_SECONDS = 0.0005
"""How long the loading of rules may keep the interpreter to itself while drafts wait."""


def passes(team: str, found: Verdict, good: Mapping[str, Good]) -> bool:
    """May rules that were read take the place of a team's live ones?"""
    before = good.get(team)
    return may_replace(found, before.blamed if before else None)


class Ahead:
    """Loads rules from a folder, one team after the other and none twice.

    live: the packs that are live; good: where they are from.
    """

    def __init__(self, folder: Path, live: Mapping[str, Pack], good: Mapping[str, Good]) -> None:
        self._folder = folder
        self._live = dict(live)
        self._good = good
        self._packs: dict[str, Pack] = {}
        self._last: asyncio.Task[None] | None = None

    def passed(self, team: str, found: Verdict) -> None:
        """Load a team's rules if they may go live and are others than those that are."""
        live = self._live.get(team)
        if passes(team, found, self._good) and (live is None or live.version != found.version):
            self._last = asyncio.create_task(self._load(team, self._last))

    async def packs(self) -> dict[str, Pack]:
        """What was loaded, once all is."""
        if self._last is not None:
            await self._last
        return self._packs

    async def end(self) -> None:
        """Wait until nobody reads the folder any more."""
        if self._last is not None:
            await asyncio.gather(self._last, return_exceptions=True)

    async def _load(self, team: str, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await before
        like = self._live.get(team) or self._packs.get(DEFAULT)
        self._packs[team] = await asyncio.to_thread(_load, self._folder, team, like)


def _load(folder: Path, team: str, like: Pack | None) -> Pack:
    """Load rules that have passed the check, in turns with those who serve."""
    with _short_turns():
        pack = read_team(folder, team, like).pack
    assert pack is not None, "it was loaded a moment ago"
    return pack


@contextmanager
def _short_turns() -> Generator[None]:
    """Let those who serve have their turn soon, and nobody search for rubbish meanwhile."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(TURN_SECONDS)
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        sys.setswitchinterval(before)
