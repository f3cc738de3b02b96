"""Benchmark of the engine alone: `make bench`.

    python -m tests.bench.engine [--rounds N] [--json FILE]

Drafts are put together from sentences of the corpus so that none comes twice; every figure is CPU
time, a median over all drafts, the quickest of `rounds` rounds (the machine's own speed jumps).
Compare by the ratios within one run.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

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


def loop_us() -> float:
    """What a fixed loop costs now: the measure of how fast the machine is at the moment."""
    began, total = time.thread_time(), 0
    for number in range(20_000):
        total += number * number % 7
    return (time.thread_time() - began) * 1e6


def hazm_work() -> Callable[[str], object] | None:
    """hazm's normaliser, tokeniser and lemmatiser, one after the other; None where it is not."""
    try:
        from hazm import Lemmatizer, Normalizer, WordTokenizer
    except ImportError:
        return None
    normalizer, tokenizer, lemmatizer = Normalizer(), WordTokenizer(), Lemmatizer()

    def run(draft: str) -> object:
        words = tokenizer.tokenize(normalizer.normalize(draft))
        return [lemmatizer.lemmatize(word) for word in words]

    return run


class Row(NamedTuple):
    """What a work costs, in microseconds; loop: what the loop beside it cost."""

    what: str
    characters: int
    median: float
    p99: float
    loop: float


def measured(
    work: dict[str, Callable[[str], object]], length: int, drafts: list[list[str]]
) -> Iterator[Row]:
    """The quickest round of each work; in each round all take turns."""
    rows: dict[str, list[Row]] = {name: [] for name in work}
    for some in drafts:
        for name, run in work.items():
            loop = min(loop_us() for _ in range(3))
            rows[name].append(Row(name, length, *median_us(run, some), loop))
    for found in rows.values():
        yield min(found, key=lambda row: row.median / row.loop)


def figures(rounds: int) -> Iterator[Row]:
    """A row for each work and length."""
    pool, pack = sentences(), load_pack()
    gc.collect()
    gc.freeze()  # a pause of the collector would be counted to whoever meets it
    history = [Message("customer", "سلام، سفارشم یک هفته‌ست نرسیده. کجاست؟ کی می‌رسه؟")]
    talk = Conversation.begin(pack, Customer("سارا احمدی"), history)
    work: dict[str, Callable[[str], object]] = {
        "fold": fold,
        "text": Text,
        "cues": lambda draft: find_cues(pack.matcher, draft),
        "review": lambda draft: review_draft(pack, talk, draft),
    }
    if hazm := hazm_work():
        work["hazm"] = hazm
    for draft in all_new(pool, 200, 200, seed=0):
        for run in work.values():
            run(draft)
    for length in LENGTHS:
        drafts = [all_new(pool, length, DRAFTS, seed=length + n) for n in range(rounds)]
        yield from measured(work, length, drafts)
    key_press = {"review, a key press at the end": work["review"]}
    for length in (60, 600):
        yield from measured(
            key_press, length, [typed(pool, length, DRAFTS, n) for n in range(rounds)]
        )


def table(rows: list[Row]) -> Iterator[str]:
    """The rows as lines, each with its ratios to the loop, to fold and to text beside it."""
    base = {(row.what, row.characters): row.median / row.loop for row in rows}
    heads = ("characters", "median µs", "p99 µs", "÷ loop", "÷ fold", "÷ text")
    yield f"{'what':32}" + "".join(f"{head:>11}" for head in heads)
    for row in rows:
        cost = row.median / row.loop
        ratios = [cost / base[name, row.characters] for name in ("fold", "text")]
        line = f"{row.what:32}{row.characters:11}{row.median:11.1f}{row.p99:11.1f}{cost:11.3f}"
        yield line + "".join(f"{ratio:11.1f}" for ratio in ratios)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path, help="write the figures here too")
    args = parser.parse_args()
    began = time.thread_time()
    load_pack()
    print(f"load_pack: {time.thread_time() - began:.2f} s")
    rows = list(figures(args.rounds))
    print(*table(rows), sep="\n")
    if args.json:
        told = [row._asdict() for row in rows]
        args.json.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
