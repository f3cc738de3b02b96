"""Leads a saved file from the folder into the open sessions."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from app import faults
from app.drawing import printable
from app.metrics import Metrics
from app.reloading.ahead import Ahead, passes
from app.reloading.checker import Checker, CheckFailedError
from app.reloading.reading import DEFAULT, Verdict, files_of
from app.reloading.snapshots import Good, Snapshots
from app.reloading.starting import Start
from app.reloading.watching import changes
from coach import Pack, PackError, Problem

MOST_LOGGED = 50
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
            ahead = Ahead(snapshot.folder, self.live, self._good)
            try:
                verdicts = await self._checker.check(snapshot.folder, ahead.passed)
                packs = await ahead.packs()
            except CheckFailedError as failed:
                return self._refuse([failed.problem])
            finally:
                await ahead.end()
            await self._settle(verdicts, packs, snapshot.folder)
            self._metrics.reload_seconds.observe(time.monotonic() - begun)
            return self.live.problems

    async def _warm(self) -> None:
        """Let the checking process read the live rules, so that a later change is quick to read."""
        good = self._good.get(DEFAULT)
        if good is not None:
            with suppress(CheckFailedError):
                await self._checker.check(good.folder)

    async def _settle(
        self, verdicts: Mapping[str, Verdict], loaded: Mapping[str, Pack], folder: Path
    ) -> None:
        """Publish what may go live, and tell what may not."""
        problems = tuple(dict.fromkeys(p for v in verdicts.values() for p in v.problems))
        packs, good = dict(self.live), dict(self._good)
        if verdicts[DEFAULT].version is not None:
            for team in packs.keys() - verdicts.keys():
                del packs[team], good[team]
        for team in loaded:
            good[team] = Good(folder, frozenset(files_of(verdicts[team].problems)))
        held = [team for team, found in verdicts.items() if not passes(team, found, self._good)]
        packs |= loaded
        self._good = good
        self.live.publish(packs, problems)
        self._metrics.reloads.labels("refused" if held else "live").inc()
        self._tell(problems)
        teams = ", ".join(f"{team} {pack.version}" for team, pack in loaded.items())
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
