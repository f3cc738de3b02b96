"""Benchmark of the engine alone: `make bench`.

    python -m tests.bench.engine [--rounds N] [--json FILE]

Drafts are put together from sentences of the corpus so that none comes twice; every figure is CPU
time, a median over all drafts, the quickest of `rounds` rounds (the machine's own speed jumps).
Compare by the ratios within one run.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from coach import Conversation, Customer, Message, load_pack, review_draft
from coach.cues import find_cues
from coach.persian import fold
from coach.text import Text

CORPUS = Path(__file__).parent.parent / "corpus"
LENGTHS = (60, 200, 600, 2000)
DRAFTS = 300


def sentences() -> list[str]:
    """Every sentence of the corpus' drafts."""
    found: list[str] = []
    for path in sorted(CORPUS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            draft = json.loads(line).get("draft", "")
            found += [s.strip() for s in re.split(r"(?<=[.!?؟\n])\s", draft) if len(s) > 8]
    return sorted(set(found))


def all_new(pool: list[str], length: int, count: int, seed: int) -> list[str]:
    """`count` drafts of `length` characters, no two alike."""
    source = random.Random(seed)
    drafts: set[str] = set()
    while len(drafts) < count:
        draft = ""
        while len(draft) < length:
            draft += source.choice(pool) + " "
        drafts.add(draft[:length])
    return sorted(drafts)


def typed(pool: list[str], length: int, count: int, seed: int) -> list[str]:
    """Drafts of `length` characters as they grow, three characters at a time at their end."""
    found: list[str] = []
    for draft in all_new(pool, length, count // 10, seed):
        found += [draft[:end] for end in range(length - 30, length, 3)]
    return found


def median_us(work: Callable[[str], object], drafts: list[str]) -> tuple[float, float]:
    """The median and the 99th percentile of `work` over the drafts, in microseconds."""
    times: list[float] = []
    for draft in drafts:
        began = time.thread_time()
        work(draft)
        times.append((time.thread_time() - began) * 1e6)
    times.sort()
    return statistics.median(times), times[int(len(times) * 0.99)]


def figures(rounds: int) -> Iterator[tuple[str, int, float, float]]:
    """(what, characters, median, p99), a row for each measurement."""
    pool, pack = sentences(), load_pack()
    history = [Message("customer", "سلام، سفارشم یک هفته‌ست نرسیده. کجاست؟ کی می‌رسه؟")]
    talk = Conversation.begin(pack, Customer("سارا احمدی"), history)
    work: dict[str, Callable[[str], object]] = {
        "fold": fold,
        "text": Text,
        "cues": lambda draft: find_cues(pack.matcher, draft),
        "review": lambda draft: review_draft(pack, talk, draft),
    }
    for draft in all_new(pool, 200, 200, seed=0):
        review_draft(pack, talk, draft)
    for length in LENGTHS:
        for name, run in work.items():
            measured = [
                median_us(run, all_new(pool, length, DRAFTS, seed=length + n))
                for n in range(rounds)
            ]
            yield name, length, *min(measured)
    for length in (60, 600):
        rows = [median_us(work["review"], typed(pool, length, DRAFTS, n)) for n in range(rounds)]
        yield "review, a key press at the end", length, *min(rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path, help="write the figures here too")
    args = parser.parse_args()
    began = time.thread_time()
    load_pack()
    print(f"load_pack: {time.thread_time() - began:.2f} s")
    print(f"{'what':32}{'characters':>11}{'median µs':>11}{'p99 µs':>10}")
    rows = list(figures(args.rounds))
    for name, length, median, worst in rows:
        print(f"{name:32}{length:11}{median:11.1f}{worst:10.1f}")
    if args.json:
        keys = ("what", "characters", "median_us", "p99_us")
        args.json.write_text(
            json.dumps([dict(zip(keys, row, strict=True)) for row in rows], indent=1)
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
