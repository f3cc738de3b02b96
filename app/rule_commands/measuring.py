"""What `backtest` and `diff` share: their files, a progress bar, and the time it took."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from app.backtest import Job, Source, Task, clock, cores
from app.chats import ChatsError, Reader
from app.command_line import Failed
from app.rule_commands import say

_WIDTH = 24
_EVERY = 0.2


def add_chats(command: argparse.ArgumentParser) -> None:
    """The transcripts and the number of processes."""
    command.add_argument("chats", nargs="+", type=Path, metavar="CHATS", help=say("chats"))
    command.add_argument("--jobs", type=int, default=cores(), metavar="N", help=say("jobs"))
    command.add_argument("--json", action="store_true", help=say("json"))


class Measured:
    """A job that was done: its `total`, whether it was `finished`, how long it took."""

    def __init__(
        self, given: argparse.Namespace, sources: list[Source], job: Job, total: Any
    ) -> None:
        self.total = total
        self._given = given
        self._shown = 0.0
        try:
            self.reader = Reader(given.chats)
            task = Task(sources, job, total, max(1, given.jobs))
            self.packs = task.packs
            begun = self._begun = clock()
            self.finished = task.run(self.reader.chats(), self._progress)
        except ChatsError as error:
            raise Failed(say(error.name, given.lang, **error.fields)) from None
        self.seconds = clock() - begun
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr)
        if self.reader.skipped:
            print(say("chats_skipped", given.lang, count=self.reader.skipped), file=sys.stderr)
        if not self.finished:
            print(say("stopped", given.lang, messages=total.messages), file=sys.stderr)

    @property
    def rate(self) -> float:
        """Messages a second."""
        return self.total.messages / self.seconds if self.seconds else 0.0

    def _progress(self, total: Any) -> None:
        now = clock()
        if not sys.stderr.isatty() or now - self._shown < _EVERY:
            return
        self._shown = now
        share = self.reader.share
        done = "#" * round(share * _WIDTH)
        rate = total.messages / max(now - self._begun, 0.001)
        bar = f"[{done:<{_WIDTH}}] {share:4.0%}  {total.messages:,}  {rate:,.0f}/s"
        print(f"\r\x1b[K{bar}", end="", file=sys.stderr, flush=True)
