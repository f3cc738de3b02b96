"""The matcher: every phrase of a pack in tries over words, whose cost depends on the text and
hardly on the number of phrases.

Sets may use other sets (`@name`), so they are found in layers: first those that use none, then
those that use only what has been found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from coach.notation import Edge, Element, Gap, OneWord, Option, Ref, Sequence_, VerbSpec
from coach.persian import ENDINGS, NUMERALS, key, spellings, unstretch
from coach.text import NONE, Text
from coach.verbs import analyse

_MOST_REMEMBERED = 50_000
_LONGEST_ENDING = 8
EXCEPT = "!"
"""Ends the name of the set whose matches make the matches of the set void that they touch."""


_NOTHING: frozenset[int] = frozenset()


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


class _Node:
    __slots__ = ("accepts", "edges", "far", "gaps", "keys", "leaf", "next", "plain", "refs")

    def __init__(self) -> None:
        self.next: dict[int, _Node] = {}
        self.gaps: dict[int, _Node] = {}
        self.edges: dict[str, _Node] = {}
        self.refs: dict[str, _Node] = {}
        self.accepts: set[str] = set()
        self.keys: frozenset[int] = frozenset()
        self.far: frozenset[int] = frozenset()
        self.leaf = self.plain = False

    def seal(self) -> None:
        """Remember as sets what may follow, at once (`keys`) and behind a gap (`far`), here and
        below: most steps are told to be in vain by an intersection in C.

        `plain`: nothing but those may follow, and nothing ends here; `leaf`: something ends here
        and nothing follows.
        """
        gaps = list(self.gaps.values())
        for child in (*self.next.values(), *gaps, *self.edges.values(), *self.refs.values()):
            child.seal()
        self.keys = frozenset(self.next)
        self.far = frozenset().union(*(child.keys for child in gaps))
        odd = any(child.edges or child.refs for child in gaps)
        self.plain = not (odd or self.accepts or self.edges or self.refs)
        self.leaf = not (gaps or self.next or self.edges or self.refs)


class _Vocabulary:
    """Turns a word into the symbols (numbers of one-word elements) that it satisfies."""

    def __init__(self) -> None:
        self.symbols: dict[frozenset[Option], int] = {}
        self.words: dict[str, set[int]] = {}
        self.stems: dict[str, set[int]] = {}
        self.verbs: dict[str, list[tuple[VerbSpec, int]]] = {}
        self.numbers: set[int] = set()
        self.any: set[int] = set()
        self._seen: dict[str, frozenset[int]] = {}

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

    def of(self, word: str, kind: str) -> frozenset[int]:
        """The symbols that a word satisfies; remembered, since words come again."""
        found = self._seen.get(word)
        if found is None:
            if len(self._seen) >= _MOST_REMEMBERED:
                self._seen.clear()
            found = self._seen[word] = frozenset(self._look_up(word, kind))
        return found

    def _look_up(self, word: str, kind: str) -> set[int]:
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


class _Layer:
    """One trie: the sets that use only sets of the layers before it."""

    def __init__(self) -> None:
        self.root = _Node()
        self.names: list[str] = []

    def enter(self, name: str, sequence: Iterable[Element], vocabulary: _Vocabulary) -> None:
        node = self.root
        for element in sequence:
            if isinstance(element, Gap):
                node = node.gaps.setdefault(element.most, _Node())
            elif isinstance(element, Edge):
                node = node.edges.setdefault(element.mark, _Node())
            elif isinstance(element, Ref):
                node = node.refs.setdefault(element.name, _Node())
            else:
                node = node.next.setdefault(vocabulary.symbol(element), _Node())
        node.accepts.add(name)


class Matcher:
    """All phrases of a pack, compiled. Built once, read-only afterwards but for its memory.

    Raises CircleError where sets use each other in a circle.
    """

    def __init__(self, sets: Mapping[str, Iterable[Sequence_]]) -> None:
        self._vocabulary = _Vocabulary()
        self.names = frozenset(sets)
        spread = {name: list(sequences) for name, sequences in sets.items()}
        self._layers: list[_Layer] = []
        for names in _layered(spread):
            layer = _Layer()
            layer.names = names
            for name in names:
                for sequence in spread[name]:
                    for variant in _glued(sequence):
                        layer.enter(name, variant, self._vocabulary)
            layer.root.seal()
            self._layers.append(layer)

    def knows(self, word: str) -> bool:
        """Is a key a word of some phrase or a form of a verb?"""
        vocabulary = self._vocabulary
        return word in vocabulary.words or word in vocabulary.stems or bool(analyse(word))

    def matches(self, text: Text) -> dict[str, list[Cue]]:
        """Every match in `text`, by name of set, in order; of nested ones the outer alone."""
        of = self._vocabulary.of
        symbols = [of(word, kind) for word, kind in zip(text.keys, text.kinds, strict=True)]
        walk = _Walk(text, symbols)
        for layer in self._layers:
            walk.through(layer)
        return {name: _outermost(cues) for name, cues in walk.found.items()}


class _Walk:
    """A walk through the layers over one text."""

    __slots__ = (
        *("_places", "_usable", "asked", "breaks", "found", "last", "present", "start"),
        *("symbols", "text"),
    )

    def __init__(self, text: Text, symbols: list[frozenset[int]]) -> None:
        self.text = text
        self.breaks = text.breaks
        self.symbols = symbols
        self.present: frozenset[int] = frozenset().union(*symbols)
        self.found: dict[str, set[tuple[int, int]]] = {}
        self._usable: dict[str, dict[int, list[int]]] = {}
        self._places: dict[int, list[int]] = {}
        self.last = 0
        self.asked = False
        self.start = 0

    def through(self, layer: _Layer) -> None:
        """Find every match of a layer's sets."""
        root = layer.root
        refs = [(name, child) for name, child in root.refs.items() if name in self.found]
        for sentence in self.text.sentences:
            self.last = sentence.last
            self.asked = "؟" in sentence.closing or "?" in sentence.closing
            for at in range(sentence.first, sentence.last):
                self.start = at
                self.step(root, at)
                if root.edges:
                    self.edges(root, at)
            for name, child in refs:
                for first, ends in self.places(name).items():
                    if sentence.first <= first < sentence.last:
                        self.start = first
                        for end in ends:
                            self.go(child, end)

    def positions(self, symbol: int) -> list[int]:
        """The words that satisfy a symbol."""
        known = self._places.get(symbol)
        if known is None:
            known = [at for at, symbols in enumerate(self.symbols) if symbol in symbols]
            self._places[symbol] = known
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

    def go(self, node: _Node, at: int) -> None:
        """Go on behind the words matched so far, `at` being the next word."""
        for name in node.accepts:
            self.found.setdefault(name, set()).add((self.start, at))
        if node.edges:
            self.edges(node, at)
        if at < self.last:
            self.step(node, at)
            if node.refs:
                self.refer(node, at, at)
        for most, child in node.gaps.items():
            self.leap(child, at, min(at + most, self.last - 1))

    def step(self, node: _Node, at: int) -> None:
        """Go on with the word at `at`. Most ways end right behind it, and are told without a call."""
        symbols = node.keys & self.symbols[at]
        if not symbols:
            return
        behind = at + 1
        following = self.symbols[behind] if behind < self.last else _NOTHING
        for symbol in symbols:
            child = node.next[symbol]
            if child.leaf:
                for name in child.accepts:
                    self.found.setdefault(name, set()).add((self.start, behind))
            elif not (
                child.plain
                and child.keys.isdisjoint(following)
                and child.far.isdisjoint(self.present)
            ):
                self.go(child, behind)

    def leap(self, node: _Node, at: int, furthest: int) -> None:
        """Go on behind a gap: with any word from `at` to `furthest`."""
        for symbol in node.keys & self.present:
            child = node.next[symbol]
            for there in self.positions(symbol):
                if at <= there <= furthest:
                    self.go(child, there + 1)
        if node.refs:
            self.refer(node, at, furthest)
        if node.edges:
            for there in range(at, furthest + 2):
                self.edges(node, there)

    def refer(self, node: _Node, at: int, furthest: int) -> None:
        """Go on with the sets that match from a word between `at` and `furthest`."""
        for name, child in node.refs.items():
            if name in self.found:
                for start, ends in self.places(name).items():
                    if at <= start <= furthest:
                        for end in ends:
                            self.go(child, end)

    def edges(self, node: _Node, at: int) -> None:
        for mark, child in node.edges.items():
            ended = at == self.last
            if mark == "؟":
                met = ended and self.asked
            elif mark == "$":
                met = ended or self.breaks[at] != NONE
            else:
                met = not ended and (at == 0 or self.breaks[at] != NONE)
            if met:
                self.go(child, at)


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


def _outermost(places: set[tuple[int, int]]) -> list[Cue]:
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
