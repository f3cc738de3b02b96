"""The server's end of the process that reads rules first: see `app.reloading.checking`."""

from __future__ import annotations

import asyncio
import json
from asyncio.subprocess import Process
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.child_process import end, started
from app.reloading.reading import Verdict
from coach import Problem

PATIENCE = 10.0
"""Seconds that a check may take once the process has read these rules before."""
FIRST_PATIENCE = 60.0
"""Seconds for the first reading, where everything has to be compiled."""
Told = Callable[[str, Verdict], None]


class CheckFailedError(Exception):
    """The check did not come to an end. `problem`: what to tell of it."""

    def __init__(self, wrong: str) -> None:
        remedy = "Undo the last change, and make it in smaller steps."
        self.problem = Problem("rules", 0, "", wrong, remedy)
        super().__init__(wrong)


class Checker:
    """Asks a process of its own what it thinks of a folder of rules; one question at a time."""

    def __init__(self, patience: float = PATIENCE, first_patience: float = FIRST_PATIENCE) -> None:
        self._patience = patience
        self._first_patience = first_patience
        self._process: Process | None = None
        self._warm = False

    async def check(self, folder: Path, told: Told | None = None) -> dict[str, Verdict]:
        """The verdict on every team; raises `CheckFailedError` where they were not reached in time.

        told: is told of each verdict as soon as there is one.
        """
        patience = self._patience if self._warm else self._first_patience
        try:
            async with asyncio.timeout(patience):
                verdicts = await self._ask(folder, told)
        except TimeoutError:
            await self.stop()
            wrong = f"Reading the rules took over {patience:g} seconds and was stopped."
            raise CheckFailedError(wrong) from None
        except (OSError, ValueError) as error:
            await self.stop()
            raise CheckFailedError("The process that reads the rules broke down.") from error
        except BaseException:
            # Whoever asked has gone: the answer would be taken for that of the next question.
            await self.stop()
            raise
        self._warm = True
        return verdicts

    async def stop(self) -> None:
        """End the process; the next question starts another."""
        process, self._process, self._warm = self._process, None, False
        await end(process)

    async def _ask(self, folder: Path, told: Told | None) -> dict[str, Verdict]:
        process = self._process
        if process is None or process.returncode is not None:
            process = self._process = await started("app.reloading.checking")
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(json.dumps({"folder": str(folder)}).encode() + b"\n")
        await process.stdin.drain()
        verdicts: dict[str, Verdict] = {}
        while answer := json.loads(await process.stdout.readline()):
            team, verdict = answer["team"], _verdict(answer)
            verdicts[team] = verdict
            if told is not None:
                told(team, verdict)
        return verdicts


def _verdict(told: dict[str, Any]) -> Verdict:
    return Verdict(told["version"], tuple(Problem(*row) for row in told["problems"]))
