"""A backtest over a million messages: `make million`.

    python -m tests.load.million [--messages 1000000] [--jobs N] [--alone 2000] [--rules FOLDER]

The chats are put together from the sentences of the shipped sample while they are counted, so that
hardly a message comes twice and none lies on a disk. Held to: many processes count the same as one
review after the other; memory at the end is what it was at a tenth. Told besides: messages a second
and core, next to the same messages reviewed in a plain loop.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import sys
import time
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from app.backtest import Counts, Task, clock, cores, count
from app.chats import Chat, Turn

MARKS = (0.1, 0.5, 1.0)
GROWS = 1.15
"""How much more memory than at the first mark there may be at the last."""
ENOUGH = 200_000
"""Of fewer messages memory says nothing: what is remembered of words is not full yet."""
GROUPS, WEEKS = 8, ("2025-01-11", "2025-01-18", "2025-01-25", "2025-02-01")


class Kaleidoscope:
    """Chats of the sample's shapes, their sentences shaken: the same for the same number."""

    def __init__(self) -> None:
        sample = resources.files("app").joinpath("workbench/sample.jsonl").read_text("utf-8")
        self.talks = [json.loads(line) for line in sample.splitlines()]
        said: dict[str, set[str]] = {}
        for talk in self.talks:
            for turn in talk["turns"]:
                pieces = re.split(r"(?<=[.!?؟])\s+", turn["text"])
                said.setdefault(turn["from"], set()).update(pieces)
        self.said = {author: sorted(pieces) for author, pieces in said.items()}
        self.names = [talk["customer"]["name"] for talk in self.talks]

    def chat(self, number: int) -> Chat:
        chance = random.Random(number)
        shape = chance.choice(self.talks)["turns"]
        week, group = chance.choice(WEEKS), f"group {chance.randrange(GROUPS)}"
        turns = [Turn(one["from"], self._text(one, chance), week) for one in shape]
        return Chat(str(number), group, chance.choice(self.names), turns)

    def _text(self, turn: dict[str, str], chance: random.Random) -> str:
        count = len(re.split(r"(?<=[.!?؟])\s+", turn["text"]))
        text = " ".join(chance.sample(self.said[turn["from"]], count))
        return re.sub(r"[0-9۰-۹]", lambda _: str(chance.randrange(10)), text)

    def chats(self, messages: int) -> Iterator[Chat]:
        """So many messages, rounded up to a whole chat."""
        number = 0
        while messages > 0:
            chat = self.chat(number)
            yield chat
            number, messages = number + 1, messages - len(chat.turns)


def memory() -> float:
    """MiB that this process and its children hold together; what they share counts once."""
    family = [os.getpid(), *_children(os.getpid())]
    return sum(_share(pid) for pid in family) / 1024


def _children(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text("ascii").split()]


def _share(pid: int) -> int:
    try:
        rolled = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    except OSError:
        return 0
    return int(re.search(r"^Pss:\s+(\d+)", rolled, re.MULTILINE)[1])  # pyright: ignore[reportOptionalSubscript]


class Watch:
    """What is noted while the counting goes on."""

    def __init__(self, messages: int) -> None:
        self.messages = messages
        self.begun = self.shown = clock()
        self.held: dict[float, float] = {}

    def look(self, total: Counts) -> None:
        share = total.messages / self.messages
        for mark in MARKS[:-1]:
            if share >= mark and mark not in self.held:
                self.held[mark] = memory()
        if clock() - self.shown > 10:
            self.shown = clock()
            rate = total.messages / (self.shown - self.begun)
            print(f"  {share:4.0%}  {rate:,.0f}/s", file=sys.stderr, flush=True)
        if share >= 0.98:  # The processes are still there.
            self.held[MARKS[-1]] = memory()


class Took(NamedTuple):
    """What a run took: seconds on the clock, CPU seconds of all its processes."""

    seconds: float
    cpu: float
    jobs: int


def spent() -> float:
    """CPU seconds of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def alone(task: Task, chats: list[Chat]) -> tuple[Counts, float]:
    """One review after the other, in this process: the counts, and the messages a second."""
    begun = time.process_time()
    counts = count(task.packs, chats)
    return counts, counts.messages / (time.process_time() - begun)


def main() -> int:
    """Run and tell; the exit status says whether everything held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--jobs", type=int, default=cores())
    parser.add_argument("--alone", type=int, default=2_000, help="messages in a plain loop")
    parser.add_argument("--rules", type=Path)
    given = parser.parse_args()
    made = Kaleidoscope()
    task = Task([(given.rules, "default")], count, Counts(), given.jobs)
    some = list(made.chats(given.alone))
    by_one, in_a_loop = alone(task, some)
    again = Task(task.sources, count, Counts(), given.jobs)
    again.run(iter(some), lambda _: None)
    same = again.total == by_one
    watch, before = Watch(given.messages), spent()
    finished = task.run(made.chats(given.messages), watch.look)
    took = Took(clock() - watch.begun, spent() - before, given.jobs)
    return tell(task.total, took, in_a_loop, same, watch.held, finished)


def tell(
    total: Counts,
    took: Took,
    in_a_loop: float,
    same: bool,
    held: dict[float, float],
    finished: bool,
) -> int:
    """Print the figures; 0 where all held."""
    rate, worked = total.messages / took.seconds, total.messages / took.cpu
    print(f"{total.messages:,} messages, {total.replies:,} replies reviewed, {took.seconds:,.1f} s")
    print(f"messages a second: {rate:,.0f}, of {took.jobs} processes on {cores()} cores")
    print(f"messages a CPU second: {worked:,.0f}, in a plain loop: {in_a_loop:,.0f}")
    print(f"a core against the loop: {worked / in_a_loop:.2f}")
    print(f"cores kept busy: {took.cpu / took.seconds:.2f} of {min(took.jobs, cores())}")
    print("the same counts as one by one:", "yes" if same else "NO")
    print("memory, MiB:", ", ".join(f"{mark:.0%} {mib:.0f}" for mark, mib in held.items()))
    grown = held.get(MARKS[-1], 0.0) > GROWS * held.get(MARKS[0], 0.0)
    steady = total.messages < ENOUGH or not grown
    fine = finished and same and steady
    print("held" if fine else "NOT HELD")
    return 0 if fine else 1


if __name__ == "__main__":
    raise SystemExit(main())
