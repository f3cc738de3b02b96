"""The rules that are live: of each team its pack, and what is wrong with the files meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from coach import Pack, Problem


class LivePacks(Mapping[str, Pack]):
    """Packs by team, swapped as one. `problems`: what keeps the newest files from being live.

    Everyone who serves looks here; who makes rules calls `publish()`, on the event loop.
    """

    def __init__(self, packs: Mapping[str, Pack], problems: Sequence[Problem] = ()) -> None:
        self._packs = dict(packs)
        self._told: list[Callable[[], None]] = []
        self.problems = tuple(problems)

    def __getitem__(self, team: str) -> Pack:
        return self._packs[team]

    def __iter__(self) -> Iterator[str]:
        return iter(self._packs)

    def __len__(self) -> int:
        return len(self._packs)

    def tell(self, changed: Callable[[], None]) -> None:
        """Call `changed` after every publication, on the event loop."""
        self._told.append(changed)

    def publish(self, packs: Mapping[str, Pack], problems: Sequence[Problem] = ()) -> None:
        """From now on these packs hold, of all teams at once."""
        self._packs = dict(packs)
        self.problems = tuple(problems)
        for changed in self._told:
            changed()
