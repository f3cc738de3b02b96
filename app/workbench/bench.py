"""The server's end of the process that reads edits: see `app.workbench.trial`."""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
from asyncio.subprocess import Process
from pathlib import Path
from typing import Any

from app.child_process import end, started

PATIENCE = 30.0
"""Seconds that an answer may take once the process has read these rules before."""
FIRST_PATIENCE = 90.0
"""Seconds for the first answer, where every rule has to be compiled."""
IDLE = 900.0
"""Seconds after which a process that nobody asks is let go: it holds a few hundred megabytes."""


class NoAnswer(Exception):
    """The process did not come to an answer in time, or broke down."""


class Bench:
    """Asks a process of its own about edits; one question at a time."""

    def __init__(self, patience: float = PATIENCE, first_patience: float = FIRST_PATIENCE) -> None:
        self._patience = patience
        self._first_patience = first_patience
        self._process: Process | None = None
        self._warm = False
        self._home: Path | None = None
        self._count = 0
        self._lock = asyncio.Lock()
        self._letting_go: asyncio.TimerHandle | None = None

    @property
    def is_warm(self) -> bool:
        """Whether rules have been read, or are being read now."""
        return self._warm or self._lock.locked()

    async def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """The answer to a question; raises `NoAnswer`."""
        async with self._lock:
            try:
                async with asyncio.timeout(self._patience if self._warm else self._first_patience):
                    answer = await self._ask(question)
            except (TimeoutError, OSError, ValueError):
                await self._end()
                raise NoAnswer from None
            self._warm = True
            self._let_go_later()
            return answer

    async def stop(self) -> None:
        """End the process and remove what it wrote."""
        async with self._lock:
            await self._end()

    async def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        process = self._process
        if process is None or process.returncode is not None:
            await self._end()
            self._home = Path(tempfile.mkdtemp(prefix="hamdel-workbench-"))
            process = self._process = await started("app.workbench.trial", str(self._home))
        assert process.stdin is not None and process.stdout is not None
        self._count += 1
        line = json.dumps(question | {"id": self._count}) + "\n"
        process.stdin.write(line.encode())
        await process.stdin.drain()
        while True:  # An answer that nobody waited for any more is passed over.
            answer: dict[str, Any] = json.loads(await process.stdout.readline())
            if answer.pop("id") == self._count:
                return answer

    async def _end(self) -> None:
        process, self._process, self._warm = self._process, None, False
        await end(process)
        if self._home is not None:
            await asyncio.to_thread(shutil.rmtree, self._home, True)
            self._home = None

    def _let_go_later(self) -> None:
        if self._letting_go is not None:
            self._letting_go.cancel()
        self._letting_go = asyncio.get_running_loop().call_later(IDLE, self._let_go)

    def _let_go(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()  # It ends by itself when nothing more can come.
