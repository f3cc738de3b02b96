"""Learns the weights of `coach/data/mood.json` from the labelled corpus.

Usage: python -m scripts.train_mood [--check]   (--check: only the cross-validated figures)

A multinomial logistic regression with AdaGrad and weight decay, in plain Python: it takes a minute
or two. The same corpus gives the same weights.
"""

from __future__ import annotations

import json
import math
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from coach import Pack, load_pack
from coach.cues import Cues
from coach.feelings import MOODS, Sign, signs_of
from coach.mood import decide, strongest, total_of

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "corpus"
FILES = ("mood_training.jsonl", "mood.jsonl", "mood_holdout.jsonl")
TARGET = ROOT / "coach" / "data" / "mood.json"

GLANCES, PASSES, RATE, DECAY, FOLDS, SEED = 2, 10, 0.12, 0.05, 5, 7
SEEN, KEPT = 2, 6500
"""A sign must stand in this many rows; of those, this many are kept."""
PLAIN = ("inline.jsonl", "context.jsonl", "clean.jsonl")
"""Files of conversations: what the lexicon finds no feeling in, and no rule asks empathy for, is
calm talk there."""
NOT_SO_PLAIN = frozenset(
    "hcl-0007 hcl-0018 hcl-0036 hcl-0070 hcx-0020 hcx-0065 hcx-0137 hcx-0139 hcx-0153 hcx-0165"
    " hcx-0172 hcx-0264 hcx-0266 hcx-0360 hcx-0440 hcx-0443 hcx-0447 hcx-0449 hcx-0510 hin-0014"
    " hin-0018 hin-0025 hin-0030 hin-0040 hin-0058 hin-0064 hin-0077 hin-0085 hin-0086 hin-0119"
    " hin-0137 hin-0152 hin-0166 hin-0170 hin-0172 hin-0174 hin-0185 hin-0186 hin-0191 hin-0196"
    " hin-0200 hin-0204 hin-0219 hin-0220 hin-0233 hin-0236 hin-0239 hin-0240 hin-0250 hin-0254"
    " hin-0266 hin-0270 hin-0272 hin-0279 hin-0280 hin-0296 hin-0344 hin-0354 hin-0355 hin-0386"
    " hin-0428 hin-0429 hin-0438 hin-0446 hin-0448 hin-0474 hin-0480 hin-0488 hin-0491 hin-0492"
    " hin-0493 hin-0504 hin-0507 hin-0508 hin-0510 hin-0512 hin-0518 hin-0577 hin-0580 hin-0582"
    " hin-0592 hin-0594 hin-0595 hin-0596 hin-0599 hin-0615 hin-0630 hin-0638 hin-0643 hin-0646"
    " hin-0670 hin-0703 hin-0712 hin-0713 hin-0714 hin-0718".split()
)
"""All but these rows, which show more than the lexicon knows or may be read so."""
STRENGTH = {"word": 1.0, "letters": 0.5, "mark": 1.0, "set": 1.0, "score": 0.5, "start": 1.0}
"""How strongly a kind of sign counts while learning: stretches of letters overlap."""
SAID_LESS = {"mood.jsonl": 0.3, **dict.fromkeys(PLAIN, 0.3)}
"""Files that count for less: the lexicon was made while looking at them."""

Weights = dict[Sign, list[float]]
Shown = list[tuple[Sign, float]]


class Sample(NamedTuple):
    """A labelled row: where it is from, its moods (the first is the label), what it shows."""

    file: str
    moods: list[str]
    shown: Shown
    told: str | None
    """What the lexicon tells of it."""


def main(arguments: Sequence[str]) -> int:
    """Learn, tell the figures, write the model."""
    pack = load_pack()
    samples = [sample for name in FILES for sample in samples_of(pack, CORPUS / name)]
    samples += [sample for name in PLAIN for sample in plain_samples(pack, CORPUS / name)]
    right = cross_validate(samples)
    for name, share in right.items():
        print(f"{name}: {share:.3f} right, by samples left out of learning")
    if "--check" not in arguments:
        TARGET.write_text(written(learn_best(samples), len(samples), right), encoding="utf-8")
    return 0


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of the corpus."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def samples_of(pack: Pack, path: Path) -> list[Sample]:
    """The rows of a labelled file and what they show."""
    sets = sorted(pack.lexicon)
    return [
        sample_of(path.name, row, [pack.read(text) for text in row["messages"]], sets)
        for row in rows_of(path)
    ]


def plain_samples(pack: Pack, path: Path) -> list[Sample]:
    """The customers' last turns of a file of conversations that are calm talk, each once."""
    sets = sorted(pack.lexicon)
    turns: dict[tuple[str, ...], Sample] = {}
    for row in rows_of(path):
        turn = last_turn(row["history"])
        if not turn or row["id"] in NOT_SO_PLAIN or "missing-empathy" in row["expect"]:
            continue
        sample = sample_of(path.name, {"mood": "calm"}, [pack.read(text) for text in turn], sets)
        if sample.told is None:
            turns.setdefault(turn, sample)
    return list(turns.values())


def last_turn(history: list[dict[str, str]]) -> tuple[str, ...]:
    """What the customer said last, before or after what an agent said."""
    turn: list[str] = []
    for message in reversed(history):
        if message["from"] == "customer":
            turn.insert(0, message["text"])
        elif turn:
            break
    return tuple(turn)


def sample_of(file: str, row: dict[str, Any], messages: list[Cues], sets: list[str]) -> Sample:
    """What a row shows, each sign with its strength."""
    total = total_of(messages)
    kinds = [signs_of(cues, sets) for cues in messages]
    signs = {Sign(kind, what) for shown in kinds for kind in shown for what in shown[kind]}
    shown = [(sign, STRENGTH[sign.kind]) for sign in sorted(signs)]
    shown += [(Sign("score", mood), 0.5 * score) for mood, score in total.items() if score]
    shown.append((Sign("start", ""), 1.0))
    return Sample(file, [row["mood"], *row.get("allow_mood", [])], shown, strongest(total))


# Learning


def learn_best(samples: Sequence[Sample]) -> Weights:
    """Learn a little with every sign that is common enough, then well with the weightiest alone."""
    count = Counter(sign for sample in samples for sign, _ in sample.shown)
    common = [sign for sign in count if count[sign] >= SEEN]
    weights = learn(samples, common, count, GLANCES)

    def weight(sign: Sign) -> float:
        return max(map(abs, weights[sign])) * math.sqrt(count[sign]) * STRENGTH[sign.kind]

    always = [sign for sign in weights if sign.kind in ("score", "start")]
    best = sorted(weights, key=lambda sign: (-weight(sign), sign))[:KEPT]
    return learn(samples, {*always, *best}, count, PASSES)


def learn(
    samples: Sequence[Sample], signs: Iterable[Sign], count: Counter[Sign], passes: int
) -> Weights:
    """The weights of these signs."""
    kept = sorted(signs)
    place = {sign: at for at, sign in enumerate(kept)}
    rows = [[0.0] * len(MOODS) for _ in kept]
    squares = [1e-2] * len(kept)
    decay = [0.0 if sign.kind == "start" else DECAY / count[sign] for sign in kept]
    known = [[(place[sign], x) for sign, x in s.shown if sign in place] for s in samples]
    order = list(range(len(samples)))
    chance = random.Random(SEED)
    for _ in range(passes):
        chance.shuffle(order)
        for at in order:
            step(samples[at], known[at], rows, squares, decay)
    return dict(zip(kept, rows, strict=True))


def step(
    sample: Sample,
    shown: list[tuple[int, float]],
    rows: list[list[float]],
    squares: list[float],
    decay: list[float],
) -> None:
    """Move the weights towards the label of one row."""
    wrong = shares([rows[at] if x == 1 else [x * w for w in rows[at]] for at, x in shown])
    wrong[MOODS.index(sample.moods[0])] -= 1.0
    weight = SAID_LESS.get(sample.file, 1.0)
    size = sum(share * share for share in wrong) * weight * weight
    for at, strength in shown:
        squares[at] += size * strength * strength
        rate = RATE / math.sqrt(squares[at])
        kept = 1.0 - rate * decay[at]
        rate *= weight * strength
        rows[at] = [kept * old - rate * w for old, w in zip(rows[at], wrong, strict=True)]


def shares(rows: list[list[float]]) -> list[float]:
    """How likely each mood is."""
    sums = [sum(column) for column in zip(*rows, strict=True)]
    most = max(sums)
    powers = [math.exp(total - most) for total in sums]
    whole = sum(powers)
    return [power / whole for power in powers]


# Figures


def cross_validate(samples: Sequence[Sample]) -> dict[str, float]:
    """The share of each file that is right when its rows were left out of learning."""
    order = list(range(len(samples)))
    random.Random(SEED).shuffle(order)
    right, rows = Counter[str](), Counter[str]()
    for fold in range(FOLDS):
        kept = [samples[at] for place, at in enumerate(order) if place % FOLDS != fold]
        weights = learn_best(kept)
        for at in order[fold::FOLDS]:
            rows[samples[at].file] += 1
            right[samples[at].file] += decided(weights, samples[at]) in samples[at].moods
    return {name: right[name] / rows[name] for name in rows}


def decided(weights: Weights, sample: Sample) -> str:
    """The mood as `coach.mood` decides it."""
    rows = [[x * w for w in weights[sign]] for sign, x in sample.shown if sign in weights]
    likely = dict(zip(MOODS, shares(rows), strict=True))
    return sample.told if sample.told == "calm" else decide(sample.told, likely) or "calm"


# Writing


def written(weights: Weights, rows: int, right: dict[str, float]) -> str:
    """The model as the engine reads it, with where it comes from."""
    signs: dict[str, dict[str, list[int]]] = {"word": {}, "letters": {}, "mark": {}, "set": {}}
    scores: dict[str, list[int]] = {}
    start: list[int] = []
    for sign, row in sorted(weights.items()):
        whole = [round(100 * STRENGTH[sign.kind] * weight) for weight in row]
        if sign.kind == "start":
            start = whole
        elif any(whole):
            (scores if sign.kind == "score" else signs[sign.kind])[sign.what] = whole
    about = {
        "made by": "python -m scripts.train_mood",
        "from": [f"tests/corpus/{name}" for name in (*FILES, *PLAIN)],
        "rows": rows,
        "right in cross-validation": {name: round(share, 3) for name, share in right.items()},
        "order of moods": MOODS,
        "licence": "MIT, as the project: every row was written for it",
    }
    model = {"about": about, "start": start, "scores": scores, "signs": signs}
    text = json.dumps(model, ensure_ascii=False, separators=(",", ":"))
    return text.replace('],"', '],\n"') + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
