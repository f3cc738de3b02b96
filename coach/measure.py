"""Measuring the engine against labelled texts. Nothing else in the engine uses this module.

`measure_negated_verbs` counts how many of the negated verbs that people marked in sentences are
read as negative forms, and how many are found where nobody marked one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coach.persian import key
from coach.text import Text
from coach.verbs import analyse

MEASURED = ("توانستن", "شدن", "داشتن", "دانستن", "کردن", "دادن", "خواستن", "گفتن")
"""The infinitives that are counted when no others are asked for."""

_SPOKEN_LEMMAS = {"تونست": "توانست", "توان": "توانست"}


@dataclass(slots=True)
class Counts:
    """What was found in the texts of one source. Texts are (sentence, marked or read word)."""

    marked: int = 0
    found: int = 0
    read: int = 0
    missed: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    unmarked: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Words that were read as a negative form where no negated verb is marked."""

    @property
    def recall(self) -> float:
        """The share of marked verbs that were found; 1.0 where none is marked."""
        return self.found / self.marked if self.marked else 1.0

    @property
    def precision(self) -> float:
        """The share of words read as negative that are marked; 1.0 where none was read."""
        return 1.0 - len(self.unmarked) / self.read if self.read else 1.0


@dataclass(frozen=True, slots=True)
class _Read:
    start: int
    end: int
    infinitives: frozenset[str]


def _negatives(text: Text) -> Iterator[_Read]:
    """The words with a negative reading. A verbal noun («نبودن») alone is no negated verb."""
    for index, word in enumerate(text.keys):
        forms = [f for f in analyse(word) if f.negative and f.tense != "infinitive"]
        if forms:
            names = {form.infinitive for form in forms}
            if any(form.tense == "future" for form in forms):
                names.add("خواستن")  # annotators mark the auxiliary
            yield _Read(text.starts[index], text.ends[index], frozenset(names))


def _infinitive(lemma: str) -> str:
    """The infinitive of a treebank's lemma («داشت#دار», «داشت»)."""
    past = lemma.partition("#")[0]
    return key(_SPOKEN_LEMMAS.get(past, past) + "ن")


def _names(found: _Read, wanted: str) -> bool:
    """Whether the reading is of that verb, with a preverb or without («برداشتن» – «داشتن»)."""
    return any(name.endswith(wanted) for name in found.infinitives)


def _count(row: dict[str, Any], verbs: frozenset[str], counts: Counts) -> None:
    text = Text(row["text"])
    read = list(_negatives(text))
    spans = [(mark["start"], mark["end"]) for mark in row["negated"]]
    for mark in row["negated"]:
        wanted = _infinitive(mark["lemma"])
        if wanted not in verbs:
            continue
        counts.marked += 1
        near = [r for r in read if r.start < mark["end"] and mark["start"] < r.end]
        if any(_names(r, wanted) for r in near):
            counts.found += 1
        else:
            counts.missed.append((row["text"], mark["text"]))
    for found in read:
        if verbs & found.infinitives:
            counts.read += 1
            if not any(found.start < end and start < found.end for start, end in spans):
                counts.unmarked.append((row["text"], row["text"][found.start : found.end]))


def measure_negated_verbs(path: Path, infinitives: tuple[str, ...] = MEASURED) -> dict[str, Counts]:
    """Counts for each source in a file of lines {"source", "text", "negated": [{"start", "end",
    "text", "lemma"}]}, spans in code points; only the verbs named by their infinitives count.

    Raises OSError where the file cannot be read, ValueError or KeyError where a line is malformed.
    """
    verbs = frozenset(key(name) for name in infinitives)
    result: dict[str, Counts] = {}
    with path.open(encoding="utf-8") as lines:
        for line in filter(str.strip, lines):
            row: dict[str, Any] = json.loads(line)
            _count(row, verbs, result.setdefault(row["source"], Counts()))
    return dict(sorted(result.items()))
