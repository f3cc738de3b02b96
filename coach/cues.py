"""Cues: what the words of a text show.

A `Lexicon` names sets of phrases and rules bring sets of their own; one `Matcher` finds them all.
`find_cues` reads a text with it and gives `Cues`: the text and, by name of set, where it matched.
"""

from __future__ import annotations

from coach.matching.matcher import EXCEPT, Cue, Matcher, outermost
from coach.text import Span, Text

_NOWHERE: list[Cue] = []


class Cues:
    """A text and what its words show: `cues["offer"]` are the places of the set `offer`."""

    __slots__ = ("__weakref__", "_found", "_settled", "text")

    def __init__(self, text: Text, found: dict[str, set[tuple[int, int]]]) -> None:
        self.text = text
        self._found = found
        self._settled: dict[str, list[Cue]] = {}

    def __getitem__(self, name: str) -> list[Cue]:
        """The places of a set in order, the outermost of nested ones, without the void ones."""
        settled = self._settled.get(name)
        if settled is None:
            settled = self._settled[name] = self._settle(name) if name in self._found else _NOWHERE
        return settled

    def _settle(self, name: str) -> list[Cue]:
        places = outermost(self._found[name])
        voids = self._found.get(name + EXCEPT)
        if not voids:
            return places
        return [
            place
            for place in places
            if not any(place.first < end and start < place.last for start, end in voids)
        ]

    def __contains__(self, name: str) -> bool:
        return name in self._found and bool(self[name])

    def any(self, *names: str) -> bool:
        """Does one of the sets match anywhere, outside quotation marks?"""
        for name in names:
            if name in self._found:
                for cue in self[name]:
                    if not self.text.is_quoted(cue.first):
                        return True
        return False

    def within(self, name: str, first: int, last: int) -> bool:
        """Does the set match wholly or partly inside the words `first` to `last`?"""
        if name not in self._found:
            return False
        return any(cue.first < last and first < cue.last for cue in self[name])

    def span(self, cue: Cue) -> Span:
        """Where a cue stands in what was typed."""
        return self.text.span(cue.first, cue.last)


def find_cues(matcher: Matcher, raw: str, hearing: Matcher | None = None) -> Cues:
    """Read a text: its words and every phrase of the matcher in it.

    hearing: a second matcher with sets of its own, for texts that were sent.
    """
    text = Text(raw)
    found = matcher.matches(text)
    if hearing is not None:
        found |= hearing.matches(text)
    return Cues(text, found)


__all__ = ["EXCEPT", "Cue", "Cues", "Matcher", "find_cues"]
