"""A passage: the walks over the sentences of one text, with words counted from its start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from coach.matching.known import Place
from coach.matching.walk import Walk


class Cue(NamedTuple):
    """A place where a set of phrases matched: words `first` to `last` (exclusive)."""

    first: int
    last: int

    def touches(self, other: Cue) -> bool:
        """Do the two share a word?"""
        return self.first < other.last and other.first < self.last


class Passage:
    """What was found in a text. walks: each sentence's, with the number of its first word.

    possible: the sets that may match somewhere; no other does.
    """

    __slots__ = ("_walks", "possible")

    def __init__(self, walks: Sequence[tuple[int, Walk]]) -> None:
        self._walks = walks
        self.possible: frozenset[str] = frozenset().union(*[walk.possible for _, walk in walks])

    def find(self, name: str) -> set[Place]:
        """Where a set matches: first word and end of each match, nested ones too."""
        return {
            (first + start, first + end)
            for first, walk in self._walks
            for start, end in walk.find(name)
        }

    def cues(self, name: str) -> list[Cue]:
        """Where a set matches, in order: the outermost of nested places, without the void ones."""
        return [
            Cue(first + start, first + end)
            for first, walk in self._walks
            if name in walk.possible
            for start, end in walk.kept(name)
        ]
