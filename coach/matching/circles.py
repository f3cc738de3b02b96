"""Which sets use which: none may use itself, directly or by way of others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from coach.matching.elements import Ref, Sequence_

EXCEPT = "!"
"""Ends the name of the set whose matches make the matches of the set void that they touch."""


class CircleError(ValueError):
    """Sets that use each other in a circle. `names`: the sets of the circle."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = sorted(names)
        super().__init__(", ".join(self.names))


def uses_of(sets: Mapping[str, Iterable[Sequence_]]) -> dict[str, frozenset[str]]:
    """For each set that uses others, their names."""
    found: dict[str, frozenset[str]] = {}
    for name, sequences in sets.items():
        used = {e.name for sequence in sequences for e in sequence if isinstance(e, Ref)}
        if used:
            found[name] = frozenset(used)
    return found


def refuse_circles(uses: Mapping[str, frozenset[str]], names: frozenset[str]) -> None:
    """Raises CircleError where sets use each other in a circle. names: the sets that there are."""
    there = {
        name: {other for one in used for other in (one, one + EXCEPT) if other in names}
        for name, used in uses.items()
    }
    try:
        TopologicalSorter(there).prepare()
    except CycleError as error:
        raise CircleError(set(error.args[1])) from None
