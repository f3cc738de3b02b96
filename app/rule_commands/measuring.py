"""What `backtest` and `diff` share: their files, a progress bar, and the time it took."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from app.backtest import Job, Source, Task, clock, cores
from app.chats import ChatsError, Reader
from app.command_line import FAILED, NOTHING, STOPPED, Failed
from app.rule_commands import say

_WIDTH = 24
_EVERY = 0.2


def add_chats(command: argparse.ArgumentParser) -> None:
    """The transcripts and the number of processes."""
    command.add_argument("chats", nargs="+", type=Path, metavar="CHATS", help=say("chats"))
    command.add_argument("--jobs", type=int, default=cores(), metavar="N", help=say("jobs"))
    command.add_argument("--json", action="store_true", help=say("json"))


class Measured:
    """A job that was done: its `total`, the exit `status`, how long it took.

    Where a file is wrong or a process dies on the way, what was counted until then is told.
    """

    def __init__(
        self, given: argparse.Namespace, sources: list[Source], job: Job, total: Any
    ) -> None:
        self.total = total
        self._given = given
        self._shown, self._begun = 0.0, clock()
        wrong, finished = "", False
        try:
            self.reader = Reader(given.chats)
            task = Task(sources, job, total, max(1, given.jobs))
            self.packs = task.packs
            self._begun = clock()
            finished = task.run(self.reader.chats(), self._progress)
        except ChatsError as error:
            wrong = say(error.name, given.lang, **error.fields)
        except BrokenProcessPool:
            wrong = say("jobs_killed", given.lang)
        if wrong and not total.messages:
            raise Failed(wrong)
        self.seconds = clock() - self._begun
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr)
        if self.reader.skipped:
            print(say("chats_skipped", given.lang, count=self.reader.skipped), file=sys.stderr)
        if wrong:
            print(wrong, file=sys.stderr)
        if not finished:
            print(say("stopped", given.lang, messages=total.messages), file=sys.stderr)
        self.status = NOTHING if finished else FAILED if wrong else STOPPED

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
