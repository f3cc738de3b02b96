"""The matcher: finds every phrase of a pack, at a cost that hardly grows with their number.

A phrase is looked at only where its two rarest words are in the sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from coach.matching.circles import EXCEPT, CircleError, refuse_circles, uses_of
from coach.matching.elements import Sequence_
from coach.matching.index import Index, Step, compiled, glued
from coach.matching.known import Known, Place, Shape
from coach.matching.passage import Cue, Passage
from coach.matching.vocabulary import Vocabulary
from coach.matching.walk import Walk
from coach.text import Sentence, Text
from coach.verbs import analyse

_MOST_WORDS = 12_000
"""A word takes 3 kB."""
_MOST_WALKED = 10_000
"""Words of sentences, each of 1.5 kB: enough for what a few hundred agents are typing."""


class Matcher:
    """All phrases of a pack, compiled. Built once, read-only afterwards but for its memory.

    like: a matcher of which the sets `kept` are taken over as they are. Raises CircleError where
    sets use each other in a circle.
    """

    def __init__(
        self,
        sets: Mapping[str, Iterable[Sequence_]],
        like: Matcher | None = None,
        kept: frozenset[str] = frozenset(),
    ) -> None:
        spread = {name: list(sequences) for name, sequences in sets.items()}
        self.uses: dict[str, frozenset[str]] = uses_of(spread)
        if like is not None:
            self.uses |= {name: like.uses[name] for name in kept if name in like.uses}
        self.names: frozenset[str] = kept.union(spread)
        refuse_circles(self.uses, self.names)
        self._empty: dict[str, list[Cue]] = {name: [] for name in self.names}
        self._words: dict[str, Known] = {}
        self._known: dict[frozenset[int], Known] = {}
        self._walks: dict[Shape, Walk] = {}
        self._room = _MOST_WALKED
        self._vocabulary: Vocabulary = Vocabulary() if like is None else like._vocabulary.copy()
        shared: dict[Step, Step] = {}
        phrases = dict.fromkeys(
            compiled(name, variant, self._vocabulary, shared)
            for name, sequences in spread.items()
            for sequence in sequences
            for variant in glued(sequence)
        )
        commonness = self._vocabulary.commonness.__getitem__
        over = frozenset[str]() if like is None else like.names - kept
        self._index: Index = Index(phrases, commonness, like._index if like else None, over)
        if like is not None:
            self._vocabulary.keep(self._index.inside | self._index.single_keys)

    def knows(self, word: str) -> bool:
        """Is a key a word of some phrase or a form of a verb?"""
        vocabulary = self._vocabulary
        return word in vocabulary.words or word in vocabulary.stems or bool(analyse(word))

    def _know(self, word: str, kind: str) -> Known:
        """Everything about a word; remembered, since words come again."""
        if len(self._words) >= _MOST_WORDS:
            self._words.clear()
            self._known.clear()
            self._forget_walks()
        symbols = frozenset(self._vocabulary.look_up(word, kind))
        known = self._known.get(symbols)
        if known is None:
            known = self._known[symbols] = self._read(symbols)
        self._words[word] = known
        return known

    def _read(self, symbols: frozenset[int]) -> Known:
        index = self._index
        alone = (n for symbol in symbols & index.single_keys for n in index.single[symbol])
        return Known(
            symbols & index.inside,
            symbols & index.afar,
            tuple(dict.fromkeys(alone)),
            index.ahead.of(symbols),
            index.behind.of(symbols),
            index.apart.of(symbols),
        )

    def walk(self, text: Text) -> Passage:
        """Look through a text; each set is settled when it is asked for."""
        words, know = self._words.get, self._know
        known = [
            words(word) or know(word, kind)
            for word, kind in zip(text.keys, text.kinds, strict=True)
        ]
        return Passage([(s.first, self._walk(known, text, s)) for s in text.sentences])

    def _walk(self, known: list[Known], text: Text, sentence: Sentence) -> Walk:
        """The walk over a sentence: the one that there was, where its like came lately."""
        first, last, _, closing = sentence
        asks = "؟" in closing or "?" in closing
        shape = tuple(known[first:last]), tuple(text.breaks[first + 1 : last]), asks
        walk = self._walks.get(shape)
        if walk is None:
            if self._room < last - first:
                self._forget_walks()
            self._room -= last - first
            walk = self._walks[shape] = Walk(shape, self._index)
        return walk

    def _forget_walks(self) -> None:
        self._walks.clear()
        self._room = _MOST_WALKED

    def nowhere(self, passage: Passage) -> dict[str, list[Cue]]:
        """An empty list for each set that cannot match in a passage: most of them.

        A check then learns at once what it would have to ask for; to copy the lists of all sets
        and take out the others costs 5 µs.
        """
        empty = self._empty.copy()
        for name in passage.possible:
            empty.pop(name, None)
        return empty

    def matches(self, text: Text) -> dict[str, Set[Place]]:
        """Every match in `text` by name of set, as first word and end, nested ones too."""
        passage = self.walk(text)
        return {name: places for name in self.names if (places := passage.find(name))}


__all__ = ["EXCEPT", "CircleError", "Cue", "Matcher"]
