"""Cues: what the words of a text show. One pass finds every phrase of a pack.

A `Lexicon` names sets of phrases; rules bring sets of their own. All of them are compiled into one
`Matcher`, a trie over words, whose cost depends on the text and hardly on the number of phrases.
`find_cues` reads a text with it and gives `Cues`: the text and, by name of set, where it matched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from coach.notation import Edge, Element, Gap, OneWord, Option, Sequence_, VerbSpec
from coach.persian import ENDINGS, NUMERALS, key, spellings, unstretch
from coach.text import END, NONE, Span, Text
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


class _Node:
    __slots__ = ("accepts", "edges", "gaps", "next")

    def __init__(self) -> None:
        self.next: dict[int, _Node] = {}
        self.gaps: dict[int, _Node] = {}
        self.edges: dict[str, _Node] = {}
        self.accepts: set[str] = set()


class _Vocabulary:
    """Turns a word into the symbols (numbers of one-word elements) that it satisfies."""

    def __init__(self) -> None:
        self.symbols: dict[frozenset[Option], int] = {}
        self.words: dict[str, set[int]] = {}
        self.stems: dict[str, set[int]] = {}
        self.verbs: dict[str, list[tuple[VerbSpec, int]]] = {}
        self.numbers: set[int] = set()
        self.any: set[int] = set()
        self._seen: dict[str, tuple[int, ...]] = {}

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

    def of(self, word: str, kind: str) -> tuple[int, ...]:
        """The symbols that a word satisfies; remembered, since words come again."""
        found = self._seen.get(word)
        if found is None:
            if len(self._seen) >= _MOST_REMEMBERED:
                self._seen.clear()
            found = self._seen[word] = tuple(self._look_up(word, kind))
        return found

    def _look_up(self, word: str, kind: str) -> set[int]:
        if kind == "n":
            return self.numbers | self.any | self.words.get(word, set())
        if kind == "m":
            return self.any | self.words.get(word, set())
        found = self._exact(word)
        if not found:
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


class Matcher:
    """All phrases of a pack, compiled. Built once, read-only afterwards but for its memory."""

    def __init__(self, sets: Mapping[str, Iterable[Sequence_]]) -> None:
        self._vocabulary = _Vocabulary()
        self._root = _Node()
        self.names = frozenset(sets)
        for name, sequences in sets.items():
            for sequence in sequences:
                for variant in _glued(sequence):
                    self._enter(name, variant)
        self._starts = frozenset(self._root.next)

    def _enter(self, name: str, sequence: Iterable[Element]) -> None:
        node = self._root
        for element in sequence:
            if isinstance(element, Gap):
                node = node.gaps.setdefault(element.most, _Node())
            elif isinstance(element, Edge):
                node = node.edges.setdefault(element.mark, _Node())
            else:
                node = node.next.setdefault(self._vocabulary.symbol(element), _Node())
        node.accepts.add(name)

    def knows(self, word: str) -> bool:
        """Is a key a word of some phrase or a form of a verb?"""
        vocabulary = self._vocabulary
        return word in vocabulary.words or word in vocabulary.stems or bool(analyse(word))

    def matches(self, text: Text) -> dict[str, list[Cue]]:
        """Every match in `text`, by name of set, in order; of nested ones the outer alone."""
        found: dict[str, set[Cue]] = {}
        of = self._vocabulary.of
        symbols = [of(word, kind) for word, kind in zip(text.keys, text.kinds, strict=True)]
        starts, root = self._starts, self._root
        for sentence in text.sentences:
            walk = _Walk(
                text, symbols, sentence.last, "؟" in sentence.closing.replace("?", "؟"), found
            )
            for at in range(sentence.first, sentence.last):
                walk.start = at
                for symbol in symbols[at]:
                    if symbol in starts:
                        walk.go(root.next[symbol], at + 1)
                if root.edges and (at == sentence.first or text.breaks[at] != NONE):
                    walk.edges(root, at)
        return {name: _outermost(cues) for name, cues in found.items()}


class _Walk:
    """One walk through the trie from a starting word."""

    __slots__ = ("asked", "breaks", "found", "last", "start", "symbols")

    def __init__(
        self,
        text: Text,
        symbols: list[tuple[int, ...]],
        last: int,
        asked: bool,
        found: dict[str, set[Cue]],
    ) -> None:
        self.breaks = text.breaks
        self.symbols = symbols
        self.last = last
        self.asked = asked
        self.found = found
        self.start = 0

    def go(self, node: _Node, at: int) -> None:
        for name in node.accepts:
            self.found.setdefault(name, set()).add(Cue(self.start, at))
        if node.edges:
            self.edges(node, at)
        following = node.next
        if following and at < self.last:
            for symbol in self.symbols[at]:
                child = following.get(symbol)
                if child is not None:
                    self.go(child, at + 1)
        for most, child in node.gaps.items():
            following = child.next
            for there in range(at, min(at + most + 1, self.last)):
                for symbol in self.symbols[there]:
                    grandchild = following.get(symbol)
                    if grandchild is not None:
                        self.go(grandchild, there + 1)
            if child.edges:
                for there in range(at, min(at + most, self.last) + 1):
                    self.edges(child, there)

    def edges(self, node: _Node, at: int) -> None:
        for mark, child in node.edges.items():
            ended = at == self.last
            if mark == "؟":
                if ended and self.asked:
                    self.go(child, at)
            elif mark == "$":
                if ended or self.breaks[at] != NONE:
                    self.go(child, at)
            elif at == self.start == 0 or (not ended and self.breaks[at] != NONE) or at == 0:
                self.go(child, at)


def _outermost(cues: set[Cue]) -> list[Cue]:
    """In order, without those that lie inside another."""
    kept: list[Cue] = []
    for cue in sorted(cues, key=lambda c: (c.first, -c.last)):
        if cue.last > cue.first and not (kept and cue.last <= kept[-1].last):
            kept.append(cue)
    return kept


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


class Cues:
    """A text and what its words show: `cues["offer"]` are the places of the set `offer`."""

    __slots__ = ("__weakref__", "_found", "text")

    def __init__(self, text: Text, found: dict[str, list[Cue]]) -> None:
        self.text = text
        self._found = {
            name: self._without(places, found.get(name + EXCEPT, ()))
            for name, places in found.items()
            if not name.endswith(EXCEPT)
        }

    @staticmethod
    def _without(places: list[Cue], voids: Iterable[Cue]) -> list[Cue]:
        voids = list(voids)
        if not voids:
            return places
        return [place for place in places if not any(place.touches(void) for void in voids)]

    def __getitem__(self, name: str) -> list[Cue]:
        return self._found.get(name, [])

    def __contains__(self, name: str) -> bool:
        return bool(self._found.get(name))

    def any(self, *names: str) -> bool:
        """Does one of the sets match anywhere, outside quotation marks?"""
        return any(
            not self.text.is_quoted(cue.first)
            for name in names
            for cue in self._found.get(name, ())
        )

    def within(self, name: str, first: int, last: int) -> bool:
        """Does the set match wholly or partly inside the words `first` to `last`?"""
        return any(cue.first < last and first < cue.last for cue in self._found.get(name, ()))

    def span(self, cue: Cue) -> Span:
        """Where a cue stands in what was typed."""
        return self.text.span(cue.first, cue.last)


def find_cues(matcher: Matcher, raw: str) -> Cues:
    """Read a text: its words and every phrase of the matcher in it."""
    text = Text(raw)
    return Cues(text, matcher.matches(text))


__all__ = ["END", "EXCEPT", "Cue", "Cues", "Matcher", "find_cues"]
