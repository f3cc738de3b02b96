"""Leads a saved file from the folder into the open sessions."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from app import faults
from app.drawing import printable
from app.metrics import Metrics
from app.reloading.checker import Checker, CheckFailedError
from app.reloading.reading import DEFAULT, Verdict, files_of, may_replace, read_team
from app.reloading.snapshots import Good, Snapshots
from app.reloading.starting import Start
from app.reloading.watching import changes
from coach import Pack, PackError, Problem

MOST_LOGGED = 50
TURN_SECONDS = 0.0005
"""How long the loading of rules may keep the interpreter to itself while drafts wait."""
_log = logging.getLogger("hamdel")


class Reloader:
    """Puts what is saved live. `now()` does so at once; `run()` whenever the folder changes."""

    def __init__(self, start: Start, snapshots: Snapshots, metrics: Metrics) -> None:
        self.live = start.live
        self._good = start.good
        self._digest = start.digest
        self._snapshots = snapshots
        self._metrics = metrics
        self._checker = Checker()
        self._lock = asyncio.Lock()

    @property
    def folder(self) -> Path:
        """The folder that is watched."""
        return self._snapshots.folder

    async def stop(self) -> None:
        """End the checking process; it is started again where it is needed."""
        await self._checker.stop()

    async def run(self) -> None:
        """Reload whenever the folder changes, until cancelled."""
        self._tell(self.live.problems)
        try:
            await self._warm()
            async for _ in changes(self._snapshots.folder):
                try:
                    await self.now()
                except Exception as error:  # noqa: BLE001 - the next save must be noticed
                    self._metrics.faults.inc()
                    faults.note(error, "reload")
        finally:
            await self.stop()

    async def now(self) -> tuple[Problem, ...]:
        """Read the folder now and publish what is well; what is wrong in it."""
        async with self._lock:
            begun = time.monotonic()
            try:
                snapshot = await asyncio.to_thread(self._snapshots.take)
            except PackError as error:
                return self._refuse(error.problems)
            if snapshot.digest == self._digest:
                await asyncio.to_thread(self._snapshots.drop, snapshot.folder)
                return self.live.problems
            self._digest = snapshot.digest
            try:
                verdicts = await self._checker.check(snapshot.folder)
            except CheckFailedError as failed:
                return self._refuse([failed.problem])
            await self._settle(verdicts, snapshot.folder)
            self._metrics.reload_seconds.observe(time.monotonic() - begun)
            return self.live.problems

    async def _warm(self) -> None:
        """Let the checking process read the live rules, so that a later change is quick to read."""
        good = self._good.get(DEFAULT)
        if good is not None:
            with suppress(CheckFailedError):
                await self._checker.check(good.folder)

    async def _settle(self, verdicts: Mapping[str, Verdict], folder: Path) -> None:
        """Publish what may go live, and tell what may not."""
        problems = tuple(dict.fromkeys(p for v in verdicts.values() for p in v.problems))
        packs, good = dict(self.live), dict(self._good)
        if verdicts[DEFAULT].version is not None:
            for team in packs.keys() - verdicts.keys():
                del packs[team], good[team]
        held: list[str] = []
        changed: list[str] = []
        for team, found in verdicts.items():
            before = good.get(team)
            if not may_replace(found, before.blamed if before else None):
                held.append(team)
            elif team not in packs or packs[team].version != found.version:
                changed.append(team)
                good[team] = Good(folder, frozenset(files_of(found.problems)))
        packs |= await asyncio.to_thread(_load, folder, changed, packs)
        self._good = good
        self.live.publish(packs, problems)
        self._metrics.reloads.labels("refused" if held else "live").inc()
        self._tell(problems)
        teams = ", ".join(f"{team} {packs[team].version}" for team in changed)
        _log.info("rules live: %s; kept as they were: %s", teams or "-", ", ".join(held) or "-")
        await asyncio.to_thread(self._snapshots.keep, good)

    def _refuse(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Everything stays as it was."""
        self.live.publish(dict(self.live), tuple(problems))
        self._metrics.reloads.labels("refused").inc()
        self._tell(self.live.problems)
        return self.live.problems

    def _tell(self, problems: tuple[Problem, ...]) -> None:
        """Problems to the log: places and what is wrong, never the line itself."""
        for problem in problems[:MOST_LOGGED]:
            wrong = printable(problem.wrong).replace("\n", " ")
            _log.warning("rules %s:%s: %s", problem.file, problem.line, wrong)


def _load(folder: Path, teams: Iterable[str], like: Mapping[str, Pack]) -> dict[str, Pack]:
    """Load rules that have passed the check, in turns with those who serve."""
    found: dict[str, Pack] = {}
    with _short_turns():
        for team in teams:
            pack = read_team(folder, team, like.get(team) or found.get(DEFAULT)).pack
            assert pack is not None, "it was loaded a moment ago"
            found[team] = pack
    return found


@contextmanager
def _short_turns() -> Generator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
