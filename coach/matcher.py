"""The matcher: finds every phrase of a pack in a text, at a cost that hardly grows with their number.

A phrase is looked at only where its two rarest words are in the text. Sets may use other sets
(`@name`), so they are found in layers: first those that use none, then those that use only what
has been found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from coach.notation import Edge, Gap, OneWord, Option, Ref, Sequence_, VerbSpec
from coach.persian import COMMON, ENDINGS, NUMERALS, key, spellings, unstretch
from coach.text import NONE, Text
from coach.verbs import analyse

_MOST_REMEMBERED = 50_000
_LONGEST_ENDING = 8
EXCEPT = "!"
"""Ends the name of the set whose matches make the matches of the set void that they touch."""


class Cue(NamedTuple):
    """A place where a set of phrases matched: words `first` to `last` (exclusive)."""

    first: int
    last: int

    def touches(self, other: Cue) -> bool:
        """Do the two share a word?"""
        return self.first < other.last and other.first < self.last


class CircleError(ValueError):
    """Sets that use each other in a circle. `names`: the sets of the circle."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = sorted(names)
        super().__init__(", ".join(self.names))


class _Vocabulary:
    """Turns a word into the symbols (numbers of one-word elements) that it satisfies."""

    def __init__(self) -> None:
        self.symbols: dict[frozenset[Option], int] = {}
        self.words: dict[str, set[int]] = {}
        self.stems: dict[str, set[int]] = {}
        self.verbs: dict[str, list[tuple[VerbSpec, int]]] = {}
        self.numbers: set[int] = set()
        self.any: set[int] = set()

    def symbol(self, element: OneWord) -> int:
        """The number of this element; new ones are entered under all their options."""
        known = self.symbols.get(element.options)
        if known is not None:
            return known
        symbol = self.symbols[element.options] = len(self.symbols)
        for kind, value in element.options:
            if isinstance(value, VerbSpec):
                self.verbs.setdefault(value.infinitive, []).append((value, symbol))
            elif kind == "word":
                for spelling in spellings(value):
                    self.words.setdefault(spelling, set()).add(symbol)
            elif kind == "stem":
                for spelling in spellings(value):
                    self.stems.setdefault(spelling, set()).add(symbol)
            elif kind == "number":
                self.numbers.add(symbol)
            else:
                self.any.add(symbol)
        return symbol

    def commonness(self) -> dict[int, float]:
        """How often a symbol is met, roughly: where to look first is where it is least."""
        found: dict[int, float] = {}
        for options, symbol in self.symbols.items():
            found[symbol] = sum(_commonness(option) for option in options)
        return found

    def look_up(self, word: str, kind: str) -> set[int]:
        """The symbols that a word satisfies."""
        if kind == "n":
            return self.numbers | self.any | self.words.get(word, set())
        if kind == "m":
            return self.any | self.words.get(word, set())
        found = self._exact(word)
        for shorter in unstretch(word):
            found |= self._exact(shorter)
        if not found and len(word) > 2 and word.endswith("ع"):
            found = self._exact(word[:-1] + "ه")
        if word in NUMERALS:
            found = found | self.numbers
        return found | self.any

    def _exact(self, word: str) -> set[int]:
        found = set(self.words.get(word, ()))
        found |= self.stems.get(word, set())
        for cut in range(len(word) - 1, max(1, len(word) - _LONGEST_ENDING - 1), -1):
            stems = self.stems.get(word[:cut])
            if stems and word[cut:] in ENDINGS:
                found |= stems
        if self.verbs:
            for form in analyse(word):
                for name in (form.infinitive, "*"):
                    for spec, symbol in self.verbs.get(name, ()):
                        if spec.fits(form):
                            found.add(symbol)
        return found


_SYMBOL, _GAP, _EDGE, _REF = range(4)
Step = tuple[int, int | str]


class _Phrase(NamedTuple):
    """One plain sequence: the name of its set, its steps, and what it cannot do without.

    needs: symbols; uses: sets. anchor: the rarest symbol (-1: none), `offset` words behind the
    start (-1: it varies).
    """

    name: str
    steps: tuple[Step, ...]
    needs: frozenset[int]
    uses: frozenset[str]
    anchor: int = -1
    offset: int = -1


class _Known(NamedTuple):
    """What the matcher knows of a word: its symbols; by layer, the sets that it matches alone and
    the symbols at which phrases are looked for."""

    symbols: frozenset[int]
    singles: tuple[tuple[str, ...], ...]
    anchors: tuple[frozenset[int], ...]


class _Layer:
    """The sets that use only sets of the layers before it.

    single: names of sets by the symbol of a phrase of one word. paired: phrases by their rarest
    symbol and by their second rarest. referring: phrases that hold no word of their own, by the
    set they begin with.
    """

    def __init__(self) -> None:
        self.single: dict[int, list[str]] = {}
        self.paired: dict[int, dict[int, list[_Phrase]]] = {}
        self.referring: dict[str, list[_Phrase]] = {}
        self.keys: frozenset[int] = frozenset()
        self.single_keys: frozenset[int] = frozenset()
        self.second_keys: dict[int, frozenset[int]] = {}

    def enter(self, phrase: _Phrase, commonness: Callable[[int], float]) -> None:
        if len(phrase.steps) == 1 and phrase.steps[0][0] == _SYMBOL:
            (symbol,) = phrase.needs
            self.single.setdefault(symbol, []).append(phrase.name)
            return
        rarest = sorted(phrase.needs, key=commonness)
        if not rarest:
            first = next(str(value) for kind, value in phrase.steps if kind == _REF)
            self.referring.setdefault(first, []).append(phrase)
            return
        anchored = phrase._replace(anchor=rarest[0], offset=_offset(phrase.steps, rarest[0]))
        second = rarest[min(1, len(rarest) - 1)]
        self.paired.setdefault(rarest[0], {}).setdefault(second, []).append(anchored)

    def seal(self) -> None:
        """Keep the keys as sets: to meet them with a text's symbols is then one call in C."""
        self.keys = frozenset(self.paired)
        self.single_keys = frozenset(self.single)
        self.second_keys = {symbol: frozenset(pairs) for symbol, pairs in self.paired.items()}


def _offset(steps: tuple[Step, ...], symbol: int) -> int:
    """How many words behind the start of a match `symbol` stands; -1 where it varies."""
    words = 0
    for kind, value in steps:
        if kind == _SYMBOL:
            if value == symbol:
                return words
            words += 1
        elif kind != _EDGE:
            break
    return -1


class Matcher:
    """All phrases of a pack, compiled. Built once, read-only afterwards but for its memory.

    Raises CircleError where sets use each other in a circle.
    """

    def __init__(self, sets: Mapping[str, Iterable[Sequence_]]) -> None:
        self._vocabulary = _Vocabulary()
        self._words: dict[str, _Known] = {}
        self.names = frozenset(sets)
        spread = {name: list(sequences) for name, sequences in sets.items()}
        layered = [
            [
                self._phrase(name, variant)
                for name in names
                for sequence in spread[name]
                for variant in _glued(sequence)
            ]
            for names in _layered(spread)
        ]
        commonness = self._vocabulary.commonness()
        self._layers: list[_Layer] = []
        for phrases in layered:
            layer = _Layer()
            for phrase in dict.fromkeys(phrases):
                layer.enter(phrase, commonness.__getitem__)
            layer.seal()
            self._layers.append(layer)

    def _phrase(self, name: str, sequence: Sequence_) -> _Phrase:
        steps: list[Step] = []
        for element in sequence:
            if isinstance(element, Gap):
                steps.append((_GAP, element.most))
            elif isinstance(element, Edge):
                steps.append((_EDGE, element.mark))
            elif isinstance(element, Ref):
                steps.append((_REF, element.name))
            else:
                steps.append((_SYMBOL, self._vocabulary.symbol(element)))
        needs = frozenset(int(value) for kind, value in steps if kind == _SYMBOL)
        uses = frozenset(str(value) for kind, value in steps if kind == _REF)
        return _Phrase(name, tuple(steps), needs, uses)

    def knows(self, word: str) -> bool:
        """Is a key a word of some phrase or a form of a verb?"""
        vocabulary = self._vocabulary
        return word in vocabulary.words or word in vocabulary.stems or bool(analyse(word))

    def _know(self, word: str, kind: str) -> _Known:
        """Everything about a word; remembered, since words come again."""
        known = self._words.get(word)
        if known is None:
            if len(self._words) >= _MOST_REMEMBERED:
                self._words.clear()
            symbols = frozenset(self._vocabulary.look_up(word, kind))
            singles = tuple(
                tuple(
                    name for symbol in symbols & layer.single_keys for name in layer.single[symbol]
                )
                for layer in self._layers
            )
            anchors = tuple(symbols & layer.keys for layer in self._layers)
            known = self._words[word] = _Known(symbols, singles, anchors)
        return known

    def matches(self, text: Text) -> dict[str, set[tuple[int, int]]]:
        """Every match in `text` by name of set, as first word and end, nested ones too."""
        known = [self._know(w, kind) for w, kind in zip(text.keys, text.kinds, strict=True)]
        walk = _Walk(text, known)
        for index, layer in enumerate(self._layers):
            walk.through(index, layer)
        return walk.found


class _Walk:
    """A walk through the layers over one text."""

    __slots__ = (
        *("_positions", "_usable", "asked", "breaks", "found", "last", "name", "present"),
        *("sentences", "start", "steps", "symbols", "text", "words"),
    )

    def __init__(self, text: Text, words: list[_Known]) -> None:
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

    def through(self, index: int, layer: _Layer) -> None:
        """Find every match of a layer's sets."""
        present, found = self.present, self.found
        for at, known in enumerate(self.words):
            for name in known.singles[index]:
                if name in found:
                    found[name].add((at, at + 1))
                else:
                    found[name] = {(at, at + 1)}
        for symbol in frozenset[int]().union(*(known.anchors[index] for known in self.words)):
            paired = layer.paired[symbol]
            for second in present & layer.second_keys[symbol]:
                for phrase in paired[second]:
                    if phrase.needs <= present and phrase.uses <= found.keys():
                        self.find(phrase)
        for name in layer.referring.keys() & found.keys():
            for phrase in layer.referring[name]:
                if phrase.uses <= found.keys():
                    self.find(phrase)

    def find(self, phrase: _Phrase) -> None:
        """Find one phrase, from each place where it may start."""
        self.name, self.steps = phrase.name, phrase.steps
        for at in self.starts(phrase):
            sentence = self.sentences[at]
            self.start, self.last = at, sentence.last
            self.asked = "؟" in sentence.closing or "?" in sentence.closing
            self.go(0, at)

    def starts(self, phrase: _Phrase) -> Iterable[int]:
        """The words that a match of the phrase may start with."""
        if phrase.offset >= 0:
            offset = phrase.offset
            return [at - offset for at in self.positions(phrase.anchor) if at >= offset]
        kind, value = phrase.steps[0] if phrase.steps[0][0] != _EDGE else phrase.steps[1]
        if kind == _SYMBOL:
            return self.positions(int(value))
        if kind == _REF:
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
        if kind == _SYMBOL:
            if at < self.last and value in self.symbols[at]:
                self.go(step + 1, at + 1)
        elif kind == _GAP:
            self.leap(step + 1, at, min(at + int(value), self.last))
        elif kind == _REF:
            for end in self.places(str(value)).get(at, ()):
                self.go(step + 1, end)
        elif self.is_edge(str(value), at):
            self.go(step + 1, at)

    def leap(self, step: int, at: int, furthest: int) -> None:
        """Go on behind a gap, at any word from `at` to `furthest`."""
        kind, value = self.steps[step]
        if kind == _SYMBOL:
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


def _commonness(option: Option) -> float:
    """A guess at how many of 1,000 words of a chat an option meets."""
    kind, value = option
    if isinstance(value, VerbSpec):
        often = 60 if value.infinitive == "*" else 15 if key(value.infinitive) in COMMON else 1
        return often / (1 + len(value.tenses) + len(value.persons) + (value.negative is not None))
    if kind == "number":
        return 30
    if kind == "any":
        return 1000
    return 15 if value in COMMON else 0.3 if kind == "word" else 0.6


def _layered(sets: Mapping[str, list[Sequence_]]) -> list[list[str]]:
    """The names of the sets, layer by layer."""
    uses = {
        name: {
            used
            for sequence in sequences
            for element in sequence
            if isinstance(element, Ref)
            for used in (element.name, element.name + EXCEPT)
            if used in sets
        }
        for name, sequences in sets.items()
    }
    layers: list[list[str]] = []
    done: set[str] = set()
    while uses:
        ready = [name for name, used in uses.items() if used <= done]
        if not ready:
            raise CircleError(uses)
        layers.append(ready)
        done.update(ready)
        for name in ready:
            del uses[name]
    return layers


def outermost(places: set[tuple[int, int]]) -> list[Cue]:
    """In order, without those that lie inside another."""
    kept: list[Cue] = []
    end = -1
    for first, last in sorted(places, key=_from_the_left) if len(places) > 1 else places:
        if last > first and last > end:
            kept.append(Cue(first, last))
            end = last
    return kept


def _from_the_left(place: tuple[int, int]) -> tuple[int, int]:
    return place[0], -place[1]


def _glued(sequence: Sequence_) -> Iterator[Sequence_]:
    """The sequence, and the spellings in which two of its plain words are written as one."""
    yield sequence
    for at in range(len(sequence) - 1):
        left, right = sequence[at], sequence[at + 1]
        if not (isinstance(left, OneWord) and isinstance(right, OneWord)):
            continue
        if len(left.options) * len(right.options) > 16:
            continue
        glued = {
            Option(b.kind, key(a.value + b.value))
            for a in left.options
            for b in right.options
            if a.kind == "word"
            and b.kind in ("word", "stem")
            and isinstance(a.value, str)
            and isinstance(b.value, str)
            and len(a.value) + len(b.value) > 3
        }
        if glued:
            yield (*sequence[:at], OneWord(frozenset(glued)), *sequence[at + 2 :])
