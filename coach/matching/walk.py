"""A walk over one text: where phrases may match, and, when a set is asked for, where it does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from typing import NamedTuple, TypeVar

from coach.matching.circles import EXCEPT
from coach.matching.index import EDGE, GAP, REF, SYMBOL, Index, Meetings, Phrase, Step
from coach.text import NONE, Sentence, Text

P = TypeVar("P", bound=tuple[int, int])
Places = set[tuple[int, int]]
_NOWHERE: Set[tuple[int, int]] = frozenset()


class Known(NamedTuple):
    """What the matcher knows of a word: its symbols in phrases of several words and those of them
    that matter afar, the sets that it matches alone, and what to look for where it stands."""

    symbols: frozenset[int]
    afar: frozenset[int]
    singles: tuple[str, ...]
    ahead: Meetings | None
    behind: Meetings | None
    apart: Meetings | None


class Walk:
    """One pass over a text notes where phrases may match; a set is settled when it is asked for.

    possible: the sets that may match somewhere; no other does.
    """

    __slots__ = (
        *("_alone", "_ending", "_index", "_maybe", "_positions", "_settled"),
        *("breaks", "possible", "sentences", "symbols"),
    )

    def __init__(self, text: Text, words: list[Known], index: Index) -> None:
        self.breaks = text.breaks
        self.symbols = [known.symbols for known in words]
        self.sentences = [s for s in text.sentences for _ in range(s.first, s.last)]
        self._index = index
        self._alone: defaultdict[str, list[int]] = defaultdict(list)
        self._maybe: defaultdict[str, list[tuple[Phrase, int]]] = defaultdict(list)
        self._settled: dict[str, Set[tuple[int, int]]] = {}
        self._positions: dict[int, list[int]] = {}
        self._ending: dict[str, dict[int, list[int]]] = {}
        self._pass(words)
        self.possible = {*self._alone, *self._maybe}
        for name, uses in index.uses:
            if uses <= self.possible:
                self.possible.add(name)

    def find(self, name: str) -> Set[tuple[int, int]]:
        """Where a set matches: first word and end of each match, nested ones too."""
        if name not in self.possible:
            return _NOWHERE
        places = self._settled.get(name)
        if places is None:
            places = self._settled[name] = self._settle(name)
        return places

    def apart(self, places: Iterable[P], voids: str) -> Iterable[P]:
        """Those of `places` that share no word with a match of the set `voids`."""
        found = self.find(voids)
        if not found:
            return places
        void = bytearray(len(self.symbols))
        for start, end in found:
            void[start:end] = b"\1" * (end - start)
        return [place for place in places if void.find(1, *place) < 0]

    # The pass

    def _pass(self, words: list[Known]) -> None:
        """Note where phrases may match. One loop without a call: it is met for every word."""
        alone, maybe, symbols = self._alone, self._maybe, self.symbols
        nobody: frozenset[int] = frozenset()
        present = nobody.union(*[known[1] for known in words])
        before = nobody
        for at, (here, _, singles, ahead, behind, apart) in enumerate(words):
            for name in singles:
                alone[name].append(at)
            after = symbols[at + 1] if at + 1 < len(symbols) else nobody
            for meetings, others in ((ahead, after), (behind, before), (apart, present)):
                if meetings is None:
                    continue
                for other in meetings[0] & others:
                    for name, needs, phrase in meetings[1][other]:
                        if needs <= present:
                            maybe[name].append((phrase, at))
            before = here

    # Settling

    def _settle(self, name: str) -> Set[tuple[int, int]]:
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
            if phrase.uses and not phrase.uses <= self.possible:
                continue
            if phrase.offset >= 0:
                self._try(phrase, at - phrase.offset, places)
            elif id(phrase) not in searched:
                searched.add(id(phrase))
                self._search(phrase, places)

    def _try(self, phrase: Phrase, start: int, places: Places) -> None:
        """Find a phrase that must begin at the word `start`."""
        if start < 0:
            return
        row = phrase.row
        if not row:
            self._begin(phrase, start, places)
            return
        last = start + len(row)
        if last > len(self.symbols) or self.sentences[start] is not self.sentences[last - 1]:
            return
        for symbol, here in zip(row, self.symbols[start:last], strict=True):
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
        sentence = self.sentences[start]
        if not phrase.knotty:
            self._go(phrase.steps, 0, start, start, sentence, places)
            return
        here = {start}
        for kind, value in phrase.steps:
            here = {there for at in here for there in self._next(kind, value, at, sentence)}
        places.update((start, at) for at in here)

    def _next(self, kind: int, value: int | str, at: int, sentence: Sentence) -> Iterable[int]:
        """The places that one step leads to from the word at `at`."""
        if kind == SYMBOL:
            return (at + 1,) if at < sentence.last and value in self.symbols[at] else ()
        if kind == GAP:
            return range(at, min(at + int(value), sentence.last) + 1)
        if kind == REF:
            return self._ends(str(value)).get(at, ()) if at < sentence.last else ()
        return (at,) if self._is_edge(str(value), at, sentence) else ()

    def _where(self, symbol: int) -> list[int]:
        """The words that satisfy a symbol."""
        known = self._positions.get(symbol)
        if known is None:
            known = [at for at, symbols in enumerate(self.symbols) if symbol in symbols]
            self._positions[symbol] = known
        return known

    def _ends(self, name: str) -> dict[int, list[int]]:
        """Where another set matches and is not void: ends by start."""
        known = self._ending.get(name)
        if known is None:
            known = self._ending[name] = {}
            found = self.find(name)
            for first, last in self.apart(found, name + EXCEPT) if found else ():
                known.setdefault(first, []).append(last)
        return known

    def _go(
        self,
        steps: tuple[Step, ...],
        step: int,
        start: int,
        at: int,
        sentence: Sentence,
        places: Places,
    ) -> None:
        """Follow a phrase that began at `start` from a step on, `at` being the next word."""
        if step == len(steps):
            places.add((start, at))
            return
        kind, value = steps[step]
        if kind == SYMBOL:
            if at < sentence.last and value in self.symbols[at]:
                self._go(steps, step + 1, start, at + 1, sentence, places)
        elif kind == GAP:
            furthest = min(at + int(value), sentence.last)
            self._leap(steps, step + 1, start, (at, furthest), sentence, places)
        elif kind == REF:
            # At the end of the sentence a match of the next one begins.
            for end in self._ends(str(value)).get(at, ()) if at < sentence.last else ():
                self._go(steps, step + 1, start, end, sentence, places)
        elif self._is_edge(str(value), at, sentence):
            self._go(steps, step + 1, start, at, sentence, places)

    def _leap(
        self,
        steps: tuple[Step, ...],
        step: int,
        start: int,
        reach: tuple[int, int],
        sentence: Sentence,
        places: Places,
    ) -> None:
        """Go on behind a gap, at any word within `reach`."""
        nearest, furthest = reach
        kind, value = steps[step]
        if kind == SYMBOL:
            symbols = self.symbols
            for there in range(nearest, min(furthest + 1, sentence.last)):
                if value in symbols[there]:
                    self._go(steps, step + 1, start, there + 1, sentence, places)
        else:
            for there in range(nearest, furthest + 1):
                self._go(steps, step, start, there, sentence, places)

    def _is_edge(self, mark: str, at: int, sentence: Sentence) -> bool:
        """Is the place before word `at` the start or end of a stretch, or the end of a question?"""
        ended = at == sentence.last
        if mark == "؟":
            return ended and ("؟" in sentence.closing or "?" in sentence.closing)
        if mark == "$":
            return ended or self.breaks[at] != NONE
        return not ended and (at == 0 or self.breaks[at] != NONE)
