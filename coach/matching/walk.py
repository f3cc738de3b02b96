"""A walk over one text: where the phrases of each layer match."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from coach.matching.layers import EDGE, EXCEPT, GAP, REF, SYMBOL, Layer, Phrase, Step
from coach.text import NONE, Text


class Known(NamedTuple):
    """What the matcher knows of a word: its symbols in phrases of several words; by layer, the
    sets that it matches alone and the symbols at which phrases are looked for."""

    symbols: frozenset[int]
    singles: tuple[tuple[str, ...], ...]
    anchors: tuple[frozenset[int], ...]


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
        present, found = self.present, self.found
        for at, known in enumerate(self.words):
            for name in known.singles[index]:
                if name in found:
                    found[name].add((at, at + 1))
                else:
                    found[name] = {(at, at + 1)}
        for symbol in self.anchors(index):
            paired = layer.paired[symbol]
            for second in present & layer.second_keys[symbol]:
                for phrase in paired[second]:
                    if phrase.needs <= present and phrase.uses <= found.keys():
                        self.find(phrase)
        for name in layer.referring.keys() & found.keys():
            for phrase in layer.referring[name]:
                if phrase.uses <= found.keys():
                    self.find(phrase)

    def anchors(self, index: int) -> set[int]:
        """The symbols at which a layer's phrases are looked for; where they stand is noted."""
        positions, found = self._positions, set[int]()
        for at, known in enumerate(self.words):
            for symbol in known.anchors[index]:
                if symbol in found:
                    positions[symbol].append(at)
                else:
                    found.add(symbol)
                    positions[symbol] = [at]
        return found

    def find_row(self, phrase: Phrase) -> None:
        """Find words in a row, which most phrases are."""
        row, symbols, sentences = phrase.row, self.symbols, self.sentences
        for anchor in self._positions[phrase.anchor]:
            at = anchor - phrase.offset
            last = at + len(row)
            if at < 0 or last > len(symbols) or sentences[at] is not sentences[last - 1]:
                continue
            for symbol, here in zip(row, symbols[at:last], strict=True):
                if symbol not in here:
                    break
            else:
                self.found.setdefault(phrase.name, set()).add((at, last))

    def find(self, phrase: Phrase) -> None:
        """Find one phrase, from each place where it may start."""
        if phrase.row:
            self.find_row(phrase)
            return
        self.name, self.steps = phrase.name, phrase.steps
        for at in self.starts(phrase):
            sentence = self.sentences[at]
            self.start, self.last = at, sentence.last
            self.asked = "؟" in sentence.closing or "?" in sentence.closing
            self.go(0, at)

    def starts(self, phrase: Phrase) -> Iterable[int]:
        """The words that a match of the phrase may start with."""
        if phrase.offset >= 0:
            offset = phrase.offset
            return [at - offset for at in self.positions(phrase.anchor) if at >= offset]
        kind, value = phrase.steps[0] if phrase.steps[0][0] != EDGE else phrase.steps[1]
        if kind == SYMBOL:
            return self.positions(int(value))
        if kind == REF:
            return list(self.places(str(value)))
        return range(len(self.symbols))

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
