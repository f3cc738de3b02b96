"""Cues: what the words of a text show.

A `Lexicon` names sets of phrases and rules bring sets of their own; one `Matcher` finds them all.
`find_cues` reads a text with it and gives `Cues`: the text and, by name of set, where it matched.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import TypeVar, cast

from coach.matching.matcher import EXCEPT, Cue, Matcher
from coach.matching.passage import Passage
from coach.text import Span, Text

T = TypeVar("T")
MOST_PLACES = 200
"""How many places of a set are looked at: no reply holds more, and a flood of one phrase must not
be compared with itself."""

_NOWHERE: list[Cue] = []
_last_of = attrgetter("last")


class Cues:
    """A text and what its words show: `cues["offer"]` are the places of the set `offer`.

    A set is settled when it is asked for: most are never asked for.
    """

    __slots__ = ("__weakref__", "_facts", "_passages", "_settled", "text")

    def __init__(
        self, text: Text, passages: Sequence[Passage], settled: dict[str, list[Cue]] | None = None
    ) -> None:
        """settled: what is known already, the sets that match nowhere."""
        self.text = text
        self._passages = passages
        self._settled: dict[str, list[Cue]] = {} if settled is None else settled
        self._facts: dict[Callable[[Cues], object], object] = {}

    def __getitem__(self, name: str) -> list[Cue]:
        """The places of a set in order, the outermost of nested ones, without the void ones."""
        settled = self._settled.get(name)
        return self._settle(name) if settled is None else settled

    def _settle(self, name: str) -> list[Cue]:
        settled = _NOWHERE
        for passage in self._passages:
            if name in passage.possible:
                settled = passage.cues(name)[:MOST_PLACES]
                break
        self._settled[name] = settled
        return settled

    def __contains__(self, name: str) -> bool:
        return bool(self[name])

    def any(self, *names: str) -> bool:
        """Does one of the sets match anywhere, outside quotation marks?"""
        settled, quoted = self._settled, self.text.quoted
        for name in names:
            places = settled.get(name)
            if places is None:
                places = self._settle(name)
            if places and not (quoted and all(self.text.is_quoted(p.first) for p in places)):
                return True
        return False

    def within(self, name: str, first: int, last: int) -> bool:
        """Does the set match wholly or partly inside the words `first` to `last`?"""
        cues = self[name]
        at = bisect_right(cues, first, key=_last_of) if cues else 0
        return at < len(cues) and cues[at].first < last

    def fact(self, read: Callable[[Cues], T]) -> T:
        """What `read`, a function of a module, says of these cues; it is asked once."""
        facts = self._facts
        if read not in facts:
            facts[read] = read(self)
        return cast(T, facts[read])

    def span(self, cue: Cue) -> Span:
        """Where a cue stands in what was typed."""
        return self.text.span(cue.first, cue.last)


def find_cues(matcher: Matcher, raw: str, hearing: Matcher | None = None) -> Cues:
    """Read a text: its words and every phrase of the matcher in it.

    hearing: a second matcher with sets of its own, for texts that were sent.
    """
    text = Text(raw)
    passage = matcher.walk(text)
    if hearing is None:
        return Cues(text, (passage,), matcher.nowhere(passage))
    return Cues(text, (passage, hearing.walk(text)))


__all__ = ["EXCEPT", "Cue", "Cues", "Matcher", "find_cues"]
