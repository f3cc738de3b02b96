"""The matcher: finds every phrase of a pack, at a cost that hardly grows with their number.

A phrase is looked at only where its two rarest words are in the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple

from coach.matching.circles import EXCEPT, CircleError, refuse_circles, uses_of
from coach.matching.elements import Sequence_
from coach.matching.index import Index, Step, compiled, glued
from coach.matching.vocabulary import Vocabulary
from coach.matching.walk import Known, Walk
from coach.text import Text
from coach.verbs import analyse

_MOST_REMEMBERED = 12_000
"""A word takes 3 kB."""


class Cue(NamedTuple):
    """A place where a set of phrases matched: words `first` to `last` (exclusive)."""

    first: int
    last: int

    def touches(self, other: Cue) -> bool:
        """Do the two share a word?"""
        return self.first < other.last and other.first < self.last


class Matcher:
    """All phrases of a pack, compiled. Built once, read-only afterwards but for its memory.

    like: a matcher of which the sets `kept` are taken over as they are. Raises CircleError where
    sets use each other in a circle.
    """

    def __init__(
        self,
        sets: Mapping[str, Iterable[Sequence_]],
        like: Matcher | None = None,
        kept: frozenset[str] = frozenset(),
    ) -> None:
        spread = {name: list(sequences) for name, sequences in sets.items()}
        self.uses: dict[str, frozenset[str]] = uses_of(spread)
        if like is not None:
            self.uses |= {name: like.uses[name] for name in kept if name in like.uses}
        self.names: frozenset[str] = kept.union(spread)
        refuse_circles(self.uses, self.names)
        self._empty: dict[str, list[Cue]] = {name: [] for name in self.names}
        self._words: dict[str, Known] = {}
        self._vocabulary: Vocabulary = Vocabulary() if like is None else like._vocabulary.copy()
        shared: dict[Step, Step] = {}
        phrases = dict.fromkeys(
            compiled(name, variant, self._vocabulary, shared)
            for name, sequences in spread.items()
            for sequence in sequences
            for variant in glued(sequence)
        )
        commonness = self._vocabulary.commonness.__getitem__
        over = frozenset[str]() if like is None else like.names - kept
        self._index: Index = Index(phrases, commonness, like._index if like else None, over)
        if like is not None:
            self._vocabulary.keep(self._index.inside | self._index.single_keys)

    def knows(self, word: str) -> bool:
        """Is a key a word of some phrase or a form of a verb?"""
        vocabulary = self._vocabulary
        return word in vocabulary.words or word in vocabulary.stems or bool(analyse(word))

    def _know(self, word: str, kind: str) -> Known:
        """Everything about a word; remembered, since words come again."""
        if len(self._words) >= _MOST_REMEMBERED:
            self._words.clear()
        symbols = frozenset(self._vocabulary.look_up(word, kind))
        index = self._index
        alone = (n for symbol in symbols & index.single_keys for n in index.single[symbol])
        known = self._words[word] = Known(
            symbols & index.inside,
            symbols & index.afar,
            tuple(dict.fromkeys(alone)),
            index.ahead.of(symbols),
            index.behind.of(symbols),
            index.apart.of(symbols),
        )
        return known

    def walk(self, text: Text) -> Walk:
        """Look through a text; each set is settled when it is asked for."""
        words, know = self._words.get, self._know
        known = [
            words(word) or know(word, kind)
            for word, kind in zip(text.keys, text.kinds, strict=True)
        ]
        return Walk(text, known, self._index)

    def nowhere(self, walk: Walk) -> dict[str, list[Cue]]:
        """An empty list for each set that a walk says cannot match: most of them.

        A check then learns at once what it would have to ask for; to copy the lists of all sets
        and take out the others costs 5 µs.
        """
        empty = self._empty.copy()
        for name in walk.possible:
            empty.pop(name, None)
        return empty

    def matches(self, text: Text) -> dict[str, Set[tuple[int, int]]]:
        """Every match in `text` by name of set, as first word and end, nested ones too."""
        walk = self.walk(text)
        return {name: places for name in self.names if (places := walk.find(name))}


def outermost(places: Set[tuple[int, int]]) -> list[Cue]:
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
