"""A walk over one text: where the phrases of each layer match."""

from __future__ import annotations

from typing import NamedTuple

from coach.matching.layers import EDGE, EXCEPT, GAP, REF, SYMBOL, Layer, Pairs, Phrase, Step
from coach.text import NONE, Text


class Known(NamedTuple):
    """What the matcher knows of a word: its symbols in phrases of several words; by layer, the
    sets that it matches alone and its symbols at which phrases are looked for (`Layer`)."""

    symbols: frozenset[int]
    singles: tuple[tuple[str, ...], ...]
    ahead: tuple[frozenset[int], ...]
    behind: tuple[frozenset[int], ...]
    apart: tuple[frozenset[int], ...]


class Walk:
    """A walk through the layers over one text."""

    __slots__ = (
        *("_positions", "_usable", "asked", "breaks", "found", "last", "name", "present"),
        *("sentences", "start", "steps", "symbols", "text", "words"),
    )

    def __init__(self, text: Text, words: list[Known]) -> None:
        self.text = text
        self.breaks = text.breaks
        self.words = words
        self.symbols = [known.symbols for known in words]
        self.present: frozenset[int] = frozenset().union(*self.symbols)
        self.found: dict[str, set[tuple[int, int]]] = {}
        self._usable: dict[str, dict[int, list[int]]] = {}
        self._positions: dict[int, list[int]] = {}
        self.sentences = [s for s in text.sentences for _ in range(s.first, s.last)]
        self.last = self.start = 0
        self.asked = False
        self.name = ""
        self.steps: tuple[Step, ...] = ()

    def through(self, index: int, layer: Layer) -> None:
        """Find every match of a layer's sets."""
        found, symbols = self.found, self.symbols
        last = len(symbols) - 1
        for at, known in enumerate(self.words):
            for name in known.singles[index]:
                if name in found:
                    found[name].add((at, at + 1))
                else:
                    found[name] = {(at, at + 1)}
            if at < last and known.ahead[index]:
                self.meet(layer.ahead, known.ahead[index], symbols[at + 1], at)
            if at and known.behind[index]:
                self.meet(layer.behind, known.behind[index], symbols[at - 1], at)
            if known.apart[index]:
                self.meet(layer.apart, known.apart[index], self.present, at)
        for name in layer.referring.keys() & found.keys():
            for phrase in layer.referring[name]:
                if phrase.uses <= found.keys():
                    self.find(phrase)

    def meet(self, pairs: Pairs, anchors: frozenset[int], others: frozenset[int], at: int) -> None:
        """Look for the phrases whose anchor is the word at `at` and whose other symbol is met."""
        present, found = self.present, self.found
        for anchor in anchors:
            met = pairs.others[anchor] & others
            if met:
                phrases = pairs.phrases[anchor]
                for other in met:
                    for phrase in phrases[other]:
                        if phrase.needs <= present and (
                            not phrase.uses or phrase.uses <= found.keys()
                        ):
                            self.find_around(phrase, at)

    def find_around(self, phrase: Phrase, at: int) -> None:
        """Find a phrase whose anchor is the word at `at`."""
        if phrase.offset < 0:
            self.find(phrase)
            return
        start = at - phrase.offset
        if start < 0:
            return
        if not phrase.row:
            self.name, self.steps = phrase.name, phrase.steps
            self.begin(start)
            return
        last = start + len(phrase.row)
        if last > len(self.symbols) or self.sentences[start] is not self.sentences[last - 1]:
            return
        for symbol, here in zip(phrase.row, self.symbols[start:last], strict=True):
            if symbol not in here:
                return
        self.found.setdefault(phrase.name, set()).add((start, last))

    def begin(self, at: int) -> None:
        """Follow the steps from the word at `at`."""
        sentence = self.sentences[at]
        self.start, self.last = at, sentence.last
        self.asked = "؟" in sentence.closing or "?" in sentence.closing
        self.go(0, at)

    def find(self, phrase: Phrase) -> None:
        """Find one phrase, from each place where it may start."""
        self.name, self.steps = phrase.name, phrase.steps
        kind, value = phrase.steps[0] if phrase.steps[0][0] != EDGE else phrase.steps[1]
        starts = self.positions(int(value)) if kind == SYMBOL else list(self.places(str(value)))
        for at in starts:
            self.begin(at)

    def positions(self, symbol: int) -> list[int]:
        """The words that satisfy a symbol."""
        known = self._positions.get(symbol)
        if known is None:
            known = [at for at, symbols in enumerate(self.symbols) if symbol in symbols]
            self._positions[symbol] = known
        return known

    def places(self, name: str) -> dict[int, list[int]]:
        """Where a set of an earlier layer matched and was not void: ends by start."""
        known = self._usable.get(name)
        if known is None:
            known = self._usable[name] = {}
            voids = self.found.get(name + EXCEPT, ())
            for first, last in self.found.get(name, ()):
                if not any(first < end and start < last for start, end in voids):
                    known.setdefault(first, []).append(last)
        return known

    def go(self, step: int, at: int) -> None:
        """Go on with a step of the phrase, `at` being the next word."""
        if step == len(self.steps):
            self.found.setdefault(self.name, set()).add((self.start, at))
            return
        kind, value = self.steps[step]
        if kind == SYMBOL:
            if at < self.last and value in self.symbols[at]:
                self.go(step + 1, at + 1)
        elif kind == GAP:
            self.leap(step + 1, at, min(at + int(value), self.last))
        elif kind == REF:
            for end in self.places(str(value)).get(at, ()):
                self.go(step + 1, end)
        elif self.is_edge(str(value), at):
            self.go(step + 1, at)

    def leap(self, step: int, at: int, furthest: int) -> None:
        """Go on behind a gap, at any word from `at` to `furthest`."""
        kind, value = self.steps[step]
        if kind == SYMBOL:
            for there in self.positions(int(value)):
                if at <= there <= furthest and there < self.last:
                    self.go(step + 1, there + 1)
        else:
            for there in range(at, furthest + 1):
                self.go(step, there)

    def is_edge(self, mark: str, at: int) -> bool:
        """Is the place before word `at` the start or end of a stretch, or the end of a question?"""
        ended = at == self.last
        if mark == "؟":
            return ended and self.asked
        if mark == "$":
            return ended or self.breaks[at] != NONE
        return not ended and (at == 0 or self.breaks[at] != NONE)
