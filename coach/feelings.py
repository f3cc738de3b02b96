"""A learned reading of what a customer feels, for what no word says outright.

`coach/data/mood.json` holds the weights of a multinomial logistic regression over words and pairs
of words, stretches of letters, marks, and what the lexicon found. It is learned from the labelled
corpus by `scripts/train_mood.py`; reading it needs nothing but this module.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from itertools import pairwise
from typing import Any, NamedTuple, cast

from coach.cues import Cues
from coach.persian import unstretch

MOODS: tuple[str, ...] = ("calm", "happy", "excited", "confused", "worried", "upset", "angry")
SHORTEST, LONGEST = 2, 4
"""How many letters the stretches of letters have."""
_NUMBER = re.compile(r"[0-9]+")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_ASKING = re.compile("[?؟]")
_FIRST_EMOJI = "\u2100"

Row = tuple[int, ...]
"""What a sign speaks for: one weight for each of `MOODS`, in hundredths."""


class Sign(NamedTuple):
    """Something that a message shows: its kind and what it is.

    Kinds: `word` (one word or two), `letters`, `mark`, `set` (of the lexicon).
    """

    kind: str
    what: str


class Model(NamedTuple):
    """The learned weights: of every sign, of the lexicon's own scores, and to begin with."""

    start: Row
    signs: Mapping[str, Mapping[str, Row]]
    scores: Mapping[str, Row]
    about: Mapping[str, Any]


def load_model() -> Model:
    """The model that ships with the product."""
    source = files("coach") / "data" / "mood.json"
    told = cast(dict[str, Any], json.loads(source.read_text(encoding="utf-8")))
    signs = {kind: _rows(table) for kind, table in told["signs"].items()}
    return Model(tuple(told["start"]), signs, _rows(told["scores"]), told["about"])


def _rows(table: Mapping[str, list[int]]) -> dict[str, Row]:
    return {name: tuple(row) for name, row in table.items()}


def likelihoods(
    model: Model, messages: Iterable[Cues], scores: Mapping[str, float]
) -> dict[str, float]:
    """How likely each mood is for messages sent in one go, given the lexicon's scores of them."""
    rows = [model.start, *(row for _, row in _shown(model, messages))]
    sums = [float(sum(column)) for column in zip(*rows, strict=True)]
    for name, score in scores.items():
        weights = model.scores.get(name, ())
        for at, weight in enumerate(weights):
            sums[at] += score * weight
    most = max(sums)
    shares = [math.exp((total - most) / 100) for total in sums]
    whole = sum(shares)
    return {mood: share / whole for mood, share in zip(MOODS, shares, strict=True)}


def moved_by(
    model: Model, messages: Iterable[Cues], mood: str, most: int = 8
) -> list[tuple[Sign, float]]:
    """The signs that speak loudest for a mood, with how much more they speak for it than on
    average for the others."""
    at = MOODS.index(mood)
    weighed = [
        (sign, (row[at] - sum(row) / len(row)) / 100) for sign, row in _shown(model, messages)
    ]
    told = [(sign, weight) for sign, weight in weighed if weight > 0]
    return sorted(told, key=lambda entry: (-entry[1], entry[0]))[:most]


def _shown(model: Model, messages: Iterable[Cues]) -> Iterator[tuple[Sign, Row]]:
    """The signs of the messages that the model knows, each once."""
    seen = {
        (kind, what)
        for cues in messages
        for kind, shown in signs_of(cues, model.signs["set"]).items()
        for what in shown & model.signs[kind].keys()
    }
    for kind, what in seen:
        yield Sign(kind, what), model.signs[kind][what]


def signs_of(cues: Cues, sets: Iterable[str]) -> dict[str, set[str]]:
    """All that a message shows, by kind; of the lexicon only these sets."""
    words = [_plain(word) for word in cues.text.keys]
    pairs = (f"{first} {second}" for first, second in pairwise(words))
    line = f" {' '.join(words)} "
    letters = {
        line[at : at + length]
        for length in range(SHORTEST, LONGEST + 1)
        for at in range(len(line) - length + 1)
    }
    found = {name for name in sets if cues.any(name)}
    return {"word": {*words, *pairs}, "letters": letters, "mark": _marks(cues), "set": found}


def _plain(word: str) -> str:
    """A word without stretched letters and with every number alike."""
    if word.isascii():
        return _NUMBER.sub("0", word)
    stretched = unstretch(word)
    return stretched[0] if stretched else word


def _marks(cues: Cues) -> set[str]:
    """Emoji, what is asked and called out, and how long the message is."""
    canonical = cues.text.canonical
    marks = {mark for _, mark in cues.text.marks if mark[0] > _FIRST_EMOJI}
    asked, called = len(_ASKING.findall(canonical)), canonical.count("!")
    shown = {
        "?": asked > 0,
        "??": asked > 1,
        "!": called > 0,
        "!!": called > 1,
        "…": "..." in canonical or "…" in canonical,
        ".": canonical.rstrip().endswith("."),
        "؛": "؛" in canonical,
        "«»": bool(cues.text.quoted),
        "stretched": _STRETCHED.search(canonical) is not None,
        f"length {min(4, len(cues.text.keys) // 3)}": True,
    }
    return marks | {name for name, there in shown.items() if there}


__all__ = ["MOODS", "Model", "Sign", "likelihoods", "load_model", "moved_by", "signs_of"]
