"""A walk over one text: where phrases may match, and, when a set is asked for, where it does."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Set
from typing import NamedTuple

from coach.matching.index import EDGE, EXCEPT, GAP, REF, SYMBOL, Index, Pairs, Phrase, Step
from coach.text import NONE, Sentence, Text

Places = set[tuple[int, int]]
_NOWHERE: Set[tuple[int, int]] = frozenset()


class Known(NamedTuple):
    """What the matcher knows of a word: its symbols in phrases of several words, the sets that it
    matches alone, and its symbols at which phrases are looked for (`Index`)."""

    symbols: frozenset[int]
    singles: tuple[str, ...]
    ahead: frozenset[int]
    behind: frozenset[int]
    apart: frozenset[int]


class Walk:
    """One pass over a text notes where phrases may match; a set is settled when it is asked for."""

    __slots__ = (
        *("_done", "_found", "_index", "_maybe", "_positions", "_present", "_usable"),
        *("breaks", "sentences", "symbols"),
    )

    def __init__(self, text: Text, words: list[Known], index: Index) -> None:
        self.breaks = text.breaks
        self.symbols = [known.symbols for known in words]
        self.sentences = [s for s in text.sentences for _ in range(s.first, s.last)]
        self._index = index
        self._present: frozenset[int] = frozenset().union(*self.symbols)
        self._found: dict[str, Places] = {}
        self._done: set[str] = set()
        self._maybe: dict[str, list[tuple[Phrase, int]]] = {}
        self._positions: dict[int, list[int]] = {}
        self._usable: dict[str, dict[int, list[int]]] = {}
        self._pass(words)

    def find(self, name: str) -> Set[tuple[int, int]]:
        """Where a set matches: first word and end of each match, nested ones too."""
        if name in self._done:
            return self._found.get(name, _NOWHERE)
        self._done.add(name)
        maybe, referring = self._maybe.get(name), self._index.referring.get(name)
        if maybe or referring:
            places = self._found.setdefault(name, set())
            for phrase, at in maybe or ():
                if phrase.offset >= 0:
                    self._try(phrase, at, places)
            for phrase in dict.fromkeys(p for p, _ in maybe or () if p.offset < 0):
                self._search(phrase, places)
            for phrase in referring or ():
                self._search(phrase, places)
        return self._found.get(name, _NOWHERE)

    # The pass

    def _pass(self, words: list[Known]) -> None:
        found, symbols, index = self._found, self.symbols, self._index
        last = len(symbols) - 1
        for at, known in enumerate(words):
            for name in known.singles:
                if name in found:
                    found[name].add((at, at + 1))
                else:
                    found[name] = {(at, at + 1)}
            if known.ahead and at < last:
                self._meet(index.ahead, known.ahead, symbols[at + 1], at)
            if known.behind and at:
                self._meet(index.behind, known.behind, symbols[at - 1], at)
            if known.apart:
                self._meet(index.apart, known.apart, self._present, at)

    def _meet(self, pairs: Pairs, anchors: frozenset[int], others: frozenset[int], at: int) -> None:
        """Note the phrases whose anchor is the word at `at` and whose other symbol is met."""
        present, maybe = self._present, self._maybe
        for anchor in anchors:
            wanted = pairs.others[anchor]
            if wanted.isdisjoint(others):
                continue
            phrases = pairs.phrases[anchor]
            for other in wanted & others:
                for phrase in phrases[other]:
                    if phrase.needs <= present:
                        if phrase.name in maybe:
                            maybe[phrase.name].append((phrase, at))
                        else:
                            maybe[phrase.name] = [(phrase, at)]

    # Settling

    def _try(self, phrase: Phrase, at: int, places: Places) -> None:
        """Find a phrase whose anchor is the word at `at`."""
        start = at - phrase.offset
        if start < 0:
            return
        if not phrase.row:
            self._begin(phrase, start, places)
            return
        last = start + len(phrase.row)
        if last > len(self.symbols) or self.sentences[start] is not self.sentences[last - 1]:
            return
        for symbol, here in zip(phrase.row, self.symbols[start:last], strict=True):
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
            return self._ends(str(value)).get(at, ())
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
        known = self._usable.get(name)
        if known is None:
            known = self._usable[name] = {}
            found = self.find(name)
            voids = self.find(name + EXCEPT) if found else ()
            voided = {word for start, end in voids for word in range(start, end)}
            for first, last in found:
                if voided.isdisjoint(range(first, last)):
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
            for end in self._ends(str(value)).get(at, ()):
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
            places_of = self._where(int(value))
            for at in range(bisect_left(places_of, nearest), len(places_of)):
                there = places_of[at]
                if there > furthest or there >= sentence.last:
                    break
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
