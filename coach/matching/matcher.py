"""The matcher: finds every phrase of a pack in a text, at a cost that hardly grows with their number.

A phrase is looked at only where its two rarest words are in the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from coach.matching.elements import Sequence_
from coach.matching.layers import EXCEPT, CircleError, Layer, compiled, glued, layered
from coach.matching.vocabulary import Vocabulary
from coach.matching.walk import Known, Walk
from coach.text import Text
from coach.verbs import analyse

_MOST_REMEMBERED = 50_000


class Cue(NamedTuple):
    """A place where a set of phrases matched: words `first` to `last` (exclusive)."""

    first: int
    last: int

    def touches(self, other: Cue) -> bool:
        """Do the two share a word?"""
        return self.first < other.last and other.first < self.last


class Matcher:
    """All phrases of a pack, compiled. Built once, read-only afterwards but for its memory.

    Raises CircleError where sets use each other in a circle.
    """

    def __init__(self, sets: Mapping[str, Iterable[Sequence_]]) -> None:
        self._vocabulary = Vocabulary()
        self._words: dict[str, Known] = {}
        self.names = frozenset(sets)
        spread = {name: list(sequences) for name, sequences in sets.items()}
        phrases_by_layer = [
            [
                compiled(name, variant, self._vocabulary)
                for name in names
                for sequence in spread[name]
                for variant in glued(sequence)
            ]
            for names in layered(spread)
        ]
        commonness = self._vocabulary.commonness()
        self._layers: list[Layer] = []
        for phrases in phrases_by_layer:
            layer = Layer()
            for phrase in dict.fromkeys(phrases):
                layer.enter(phrase, commonness.__getitem__)
            layer.seal()
            self._layers.append(layer)
        self._inside = frozenset(
            symbol
            for phrases in phrases_by_layer
            for phrase in phrases
            if len(phrase.steps) > 1
            for symbol in phrase.needs
        )

    def knows(self, word: str) -> bool:
        """Is a key a word of some phrase or a form of a verb?"""
        vocabulary = self._vocabulary
        return word in vocabulary.words or word in vocabulary.stems or bool(analyse(word))

    def _know(self, word: str, kind: str) -> Known:
        """Everything about a word; remembered, since words come again."""
        known = self._words.get(word)
        if known is None:
            if len(self._words) >= _MOST_REMEMBERED:
                self._words.clear()
            symbols = frozenset(self._vocabulary.look_up(word, kind))
            inside = symbols & self._inside
            singles = tuple(
                tuple(
                    name for symbol in symbols & layer.single_keys for name in layer.single[symbol]
                )
                for layer in self._layers
            )
            known = self._words[word] = Known(
                inside,
                singles,
                tuple(symbols & layer.ahead.anchors for layer in self._layers),
                tuple(symbols & layer.behind.anchors for layer in self._layers),
                tuple(symbols & layer.apart.anchors for layer in self._layers),
            )
        return known

    def matches(self, text: Text) -> dict[str, set[tuple[int, int]]]:
        """Every match in `text` by name of set, as first word and end, nested ones too."""
        known = [self._know(w, kind) for w, kind in zip(text.keys, text.kinds, strict=True)]
        walk = Walk(text, known)
        for index, layer in enumerate(self._layers):
            walk.through(index, layer)
        return walk.found


def outermost(places: set[tuple[int, int]]) -> list[Cue]:
    """In order, without those that lie inside another."""
    kept: list[Cue] = []
    end = -1
    for first, last in sorted(places, key=_from_the_left) if len(places) > 1 else places:
        if last > first and last > end:
            kept.append(Cue(first, last))
            end = last
    return kept


def _from_the_left(place: tuple[int, int]) -> tuple[int, int]:
    return place[0], -place[1]


__all__ = ["EXCEPT", "CircleError", "Cue", "Matcher", "outermost"]
