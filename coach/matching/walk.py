"""A walk over one sentence: where phrases may match, and, when a set is asked for, where it does.

No phrase runs on into the next sentence, so a sentence is walked by itself and what was found of it
is remembered: while a draft is typed, all of it but the last sentence comes again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set

from coach.matching.circles import EXCEPT
from coach.matching.index import EDGE, GAP, REF, SYMBOL, Index, Phrase, Step
from coach.matching.known import Known, Place, Places, Shape, outermost
from coach.text import NONE

_NOWHERE: Set[Place] = frozenset()


class Walk:
    """One pass over a sentence notes where phrases may match; a set is settled when asked for.

    possible: the sets that may match somewhere; no other does. Words are counted from the first of
    the sentence. Texts of several threads share it: what is remembered is laid down when it is
    whole.
    """

    __slots__ = (
        *("_alone", "_asks", "_breaks", "_end", "_ending", "_index", "_kept", "_maybe"),
        *("_positions", "_settled", "_symbols", "possible"),
    )

    def __init__(self, shape: Shape, index: Index) -> None:
        words, self._breaks, self._asks = shape
        self._symbols = [known.symbols for known in words]
        self._end = len(words)
        self._index = index
        self._alone: defaultdict[str, list[int]] = defaultdict(list)
        self._maybe: defaultdict[str, list[tuple[Phrase, int]]] = defaultdict(list)
        self._settled: dict[str, Set[Place]] = {}
        self._kept: dict[str, Sequence[Place]] = {}
        self._positions: dict[int, list[int]] = {}
        self._ending: dict[str, dict[int, list[int]]] = {}
        self._pass(words)
        self.possible = self._possible()

    def _possible(self) -> frozenset[str]:
        """The sets of phrases that may match, and the sets that these suffice for."""
        possible = {*self._alone, *self._maybe}
        if not possible.isdisjoint(self._index.used):
            for name, uses in self._index.uses:
                if uses <= possible:
                    possible.add(name)
        return frozenset(possible)

    def find(self, name: str) -> Set[Place]:
        """Where a set matches: first word and end of each match, nested ones too."""
        if name not in self.possible:
            return _NOWHERE
        places = self._settled.get(name)
        if places is None:
            places = self._settled[name] = self._settle(name)
        return places

    def kept(self, name: str) -> Sequence[Place]:
        """Where a set matches, in order: the outermost of nested places, without the void ones."""
        kept = self._kept.get(name)
        if kept is None:
            found = self.find(name)
            kept = self._apart(outermost(found), name + EXCEPT) if found else ()
            self._kept[name] = kept
        return kept

    def _apart(self, places: Iterable[Place], voids: str) -> list[Place]:
        """Those of `places` that share no word with a match of the set `voids`."""
        found = self.find(voids)
        if not found:
            return list(places)
        void = bytearray(len(self._symbols))
        for start, end in found:
            void[start:end] = b"\1" * (end - start)
        return [place for place in places if void.find(1, *place) < 0]

    # The pass

    def _pass(self, words: tuple[Known, ...]) -> None:
        """Note where phrases may match. One loop without a call: it is met for every word."""
        alone, maybe, symbols = self._alone, self._maybe, self._symbols
        nobody: frozenset[int] = frozenset()
        present = nobody.union(*[known.afar for known in words])
        before = nobody
        for at, known in enumerate(words):
            for name in known.singles:
                alone[name].append(at)
            after = symbols[at + 1] if at + 1 < self._end else nobody
            beside = ((known.ahead, after), (known.behind, before), (known.apart, present))
            for meetings, others in beside:
                if meetings is None:
                    continue
                for other in meetings[0] & others:
                    for phrase in meetings[1][other]:
                        maybe[phrase[0]].append((phrase, at))
            before = symbols[at]

    # Settling

    def _settle(self, name: str) -> Set[Place]:
        alone, maybe = self._alone.get(name), self._maybe.get(name)
        places: Places = {(at, at + 1) for at in alone} if alone else set()
        if maybe:
            self._check(maybe, places)
        for phrase in self._index.referring.get(name, ()):
            if phrase.uses <= self.possible and all(map(self.find, phrase.uses)):
                self._search(phrase, places)
        return places

    def _check(self, maybe: list[tuple[Phrase, int]], places: Places) -> None:
        """Find phrases where the pass said that they may match."""
        searched: set[int] = set()
        for phrase, at in maybe:
            _, _, uses, offset, row, _ = phrase
            if uses and not uses <= self.possible:
                continue
            if offset >= 0:
                start = at - offset
                if row:
                    self._try(row, start, places)
                elif start >= 0:
                    self._begin(phrase, start, places)
            elif id(phrase) not in searched:
                searched.add(id(phrase))
                self._search(phrase, places)

    def _try(self, row: tuple[int, ...], start: int, places: Places) -> None:
        """Find words in a row that must begin at the word `start`. Two of them the pass has met."""
        last = start + len(row)
        if start < 0 or last > self._end:
            return
        if len(row) > 2:
            for symbol, here in zip(row, self._symbols[start:last], strict=True):
                if symbol not in here:
                    return
        places.add((start, last))

    def _search(self, phrase: Phrase, places: Places) -> None:
        """Find a phrase from each place where it may start."""
        steps = phrase.steps
        kind, value = steps[0] if steps[0][0] != EDGE else steps[1]
        starts = self._where(int(value)) if kind == SYMBOL else list(self._ends(str(value)))
        for at in starts:
            self._begin(phrase, at, places)

    def _begin(self, phrase: Phrase, start: int, places: Places) -> None:
        """Follow a phrase from the word at `start`."""
        if not phrase.knotty:
            self._go(phrase.steps, 0, start, start, places)
            return
        here = {start}
        for kind, value in phrase.steps:
            here = {there for at in here for there in self._next(kind, value, at)}
        places.update((start, at) for at in here)

    def _next(self, kind: int, value: int | str, at: int) -> Iterable[int]:
        """The places that one step leads to from the word at `at`."""
        if kind == SYMBOL:
            return (at + 1,) if at < self._end and value in self._symbols[at] else ()
        if kind == GAP:
            return range(at, min(at + int(value), self._end) + 1)
        if kind == REF:
            return self._ends(str(value)).get(at, ()) if at < self._end else ()
        return (at,) if self._is_edge(str(value), at) else ()

    def _where(self, symbol: int) -> list[int]:
        """The words that satisfy a symbol."""
        known = self._positions.get(symbol)
        if known is None:
            known = [at for at, symbols in enumerate(self._symbols) if symbol in symbols]
            self._positions[symbol] = known
        return known

    def _ends(self, name: str) -> dict[int, list[int]]:
        """Where another set matches and is not void: ends by start."""
        known = self._ending.get(name)
        if known is None:
            ends: dict[int, list[int]] = {}
            found = self.find(name)
            for first, last in self._apart(found, name + EXCEPT) if found else ():
                ends.setdefault(first, []).append(last)
            known = self._ending[name] = ends
        return known

    def _go(
        self,
        steps: tuple[Step, ...],
        step: int,
        start: int,
        at: int,
        places: Places,
    ) -> None:
        """Follow a phrase that began at `start` from a step on, `at` being the next word."""
        if step == len(steps):
            places.add((start, at))
            return
        kind, value = steps[step]
        if kind == SYMBOL:
            if at < self._end and value in self._symbols[at]:
                self._go(steps, step + 1, start, at + 1, places)
        elif kind == GAP:
            furthest = min(at + int(value), self._end)
            self._leap(steps, step + 1, start, (at, furthest), places)
        elif kind == REF:
            # At the end of the sentence a match of the next one begins.
            for end in self._ends(str(value)).get(at, ()) if at < self._end else ():
                self._go(steps, step + 1, start, end, places)
        elif self._is_edge(str(value), at):
            self._go(steps, step + 1, start, at, places)

    def _leap(
        self,
        steps: tuple[Step, ...],
        step: int,
        start: int,
        reach: tuple[int, int],
        places: Places,
    ) -> None:
        """Go on behind a gap, at any word within `reach`."""
        nearest, furthest = reach
        kind, value = steps[step]
        if kind == SYMBOL:
            symbols = self._symbols
            for there in range(nearest, min(furthest + 1, self._end)):
                if value in symbols[there]:
                    self._go(steps, step + 1, start, there + 1, places)
        else:
            for there in range(nearest, furthest + 1):
                self._go(steps, step, start, there, places)

    def _is_edge(self, mark: str, at: int) -> bool:
        """Is the place before word `at` the start or end of a stretch, or the end of a question?"""
        ended = at == self._end
        if mark == "؟":
            return ended and self._asks
        if mark == "$":
            return ended or (at > 0 and self._breaks[at - 1] != NONE)
        return not ended and (at == 0 or self._breaks[at - 1] != NONE)
