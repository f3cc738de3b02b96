"""Cues: what the words of a text show.

A `Lexicon` names sets of phrases and rules bring sets of their own; one `Matcher` finds them all.
`find_cues` reads a text with it and gives `Cues`: the text and, by name of set, where it matched.
"""

from __future__ import annotations

from collections.abc import Iterable

from coach.matcher import EXCEPT, Cue, Matcher
from coach.text import Span, Text


class Cues:
    """A text and what its words show: `cues["offer"]` are the places of the set `offer`."""

    __slots__ = ("__weakref__", "_found", "text")

    def __init__(self, text: Text, found: dict[str, list[Cue]]) -> None:
        self.text = text
        self._found = {
            name: self._without(places, found.get(name + EXCEPT, ()))
            for name, places in found.items()
            if not name.endswith(EXCEPT)
        }

    @staticmethod
    def _without(places: list[Cue], voids: Iterable[Cue]) -> list[Cue]:
        voids = list(voids)
        if not voids:
            return places
        return [place for place in places if not any(place.touches(void) for void in voids)]

    def __getitem__(self, name: str) -> list[Cue]:
        return self._found.get(name, [])

    def __contains__(self, name: str) -> bool:
        return bool(self._found.get(name))

    def any(self, *names: str) -> bool:
        """Does one of the sets match anywhere, outside quotation marks?"""
        return any(
            not self.text.is_quoted(cue.first)
            for name in names
            for cue in self._found.get(name, ())
        )

    def within(self, name: str, first: int, last: int) -> bool:
        """Does the set match wholly or partly inside the words `first` to `last`?"""
        return any(cue.first < last and first < cue.last for cue in self._found.get(name, ()))

    def span(self, cue: Cue) -> Span:
        """Where a cue stands in what was typed."""
        return self.text.span(cue.first, cue.last)


def find_cues(matcher: Matcher, raw: str) -> Cues:
    """Read a text: its words and every phrase of the matcher in it."""
    text = Text(raw)
    return Cues(text, matcher.matches(text))


__all__ = ["EXCEPT", "Cue", "Cues", "Matcher", "find_cues"]
