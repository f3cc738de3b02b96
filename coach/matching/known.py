"""What is known of a word and of a sentence before any phrase is looked for; places in a text."""

from __future__ import annotations

from collections.abc import Iterable, Set

from coach.matching.index import Meetings

Place = tuple[int, int]
"""First word and end (exclusive) of a match."""
Places = set[Place]


class Known:
    """What the matcher knows of a word: its symbols in phrases of several words and those of them
    that matter afar, the sets that it matches alone, and what to look for where it stands.

    Words that satisfy the same symbols share one, which stands for itself: a sentence is known
    again by these and not by its letters.
    """

    __slots__ = ("afar", "ahead", "apart", "behind", "singles", "symbols")

    def __init__(
        self,
        symbols: frozenset[int],
        afar: frozenset[int],
        singles: tuple[str, ...],
        ahead: Meetings | None,
        behind: Meetings | None,
        apart: Meetings | None,
    ) -> None:
        self.symbols, self.afar, self.singles = symbols, afar, singles
        self.ahead, self.behind, self.apart = ahead, behind, apart


Shape = tuple[tuple[Known, ...], tuple[int, ...], bool]
"""All that phrases see of a sentence: its words, the breaks between them, and is it a question?"""


def outermost(places: Set[Place]) -> Iterable[Place]:
    """In order, without those that lie inside another."""
    kept: list[Place] = []
    end = -1
    for place in sorted(places, key=_from_the_left) if len(places) > 1 else places:
        if place[1] > end and place[1] > place[0]:
            kept.append(place)
            end = place[1]
    return kept


def _from_the_left(place: Place) -> Place:
    return place[0], -place[1]
