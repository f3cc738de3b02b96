"""An index of documents by their words: found in any form and spelling, half typed or mistyped.

It is built once, and answers in well under a millisecond for each word.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import log
from operator import attrgetter
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from coach.phrases.words import alike, stems

COMMON, ENOUGH = 300, 50
"""A word of more documents than this says little: it is no reason to look at a document where there
are enough others, and none to think that a document is what a text speaks of."""
MOST_FORMS = 64
"""How many words of the index one typed word may stand for."""
_MOST_REMEMBERED = 100_000
"""Documents of remembered words, together: a word of a whole moment may hold thousands of them, and
words that are mistyped in ever other ways are without number. One takes some 60 bytes."""
_HALF, _BEGUN = 0.85, 0.5
"""How near a word is that what was typed begins: the word at the caret, and one before it."""
_WRONG = {1: 0.7, 2: 0.5}
_SHORTEST_WRONG, _SHORTEST_TWICE = 4, 8
_SHORTEST_JOINED = 6
_PREFIXES = range(4, 9)


class Hits(NamedTuple):
    """What one word stands for: how near each document comes to it, and how rare that is."""

    documents: Mapping[int, float]
    rarity: float


class Index:
    """Documents by their words. `documents`: the weight of each word of each, from 0 to 1;
    `whole`: is it to be asked how much of a document is said (`covered()`)?"""

    def __init__(self, documents: Sequence[Mapping[str, float]], whole: bool = False) -> None:
        self.size = len(documents)
        self._places: dict[str, dict[int, float]] = {}
        for number, words in enumerate(documents):
            for word, weight in words.items():
                self._places.setdefault(word, {})[number] = weight
        self._forms: dict[str, list[str]] = {}
        self._by_length: dict[int, list[str]] = {}
        self._by_start: dict[str, dict[int, list[str]]] = {}
        begun: dict[int, set[str]] = {length: set() for length in _PREFIXES}
        for word in self._places:
            for stem in stems(word):
                self._forms.setdefault(stem, []).append(word)
            self._by_length.setdefault(len(word), []).append(word)
            begins = self._by_start.setdefault(word[0], {})
            begins.setdefault(len(word), []).append(word)
            for length in _PREFIXES:
                if len(word) > length:
                    begun[length].add(word[:length])
        self._begun = {length: sorted(words) for length, words in begun.items()}
        self._sorted = sorted(self._places)
        self._remembered: dict[tuple[str, bool], Hits] = {}
        self._room = _MOST_REMEMBERED
        self._weights = [self._weight(words) for words in documents] if whole else []

    def _weight(self, words: Iterable[str]) -> float:
        """How much the words of a document say together."""
        found = (self.find(word, False, begun=False) for word in words)
        return sum(hits.rarity for hits in found if len(hits.documents) <= COMMON) or 1.0

    def _rarity(self, count: int) -> float:
        return log(1 + self.size / max(count, 1))

    def knows(self, word: str) -> bool:
        """Is this a word of the index, or does one of its words begin with it?"""
        at = bisect_left(self._sorted, word)
        return at < len(self._sorted) and self._sorted[at].startswith(word)

    def search(self, words: Sequence[str], half: bool) -> dict[int, float]:
        """How much of what was typed each document has, from 0 to 1. half: is the last word still
        being typed?"""
        words = self._joined(words)
        last = len(words) - 1
        found = [self.find(word, half and at == last) for at, word in enumerate(words)]
        scores: dict[int, float] = {}
        for hits in sorted(found, reverse=True, key=_rarity_of):
            few = scores if len(scores) >= ENOUGH and len(hits.documents) > COMMON else None
            _add(scores, hits, hits.documents if few is None else tuple(few))
        total = sum(hits.rarity for hits in found)
        return {document: score / total for document, score in scores.items()} if total else {}

    def covered(self, words: Iterable[str]) -> dict[int, float]:
        """How much of each document is said in a text, from 0 to 1."""
        said: dict[int, float] = {}
        for word in words:
            hits = self.find(word, False, begun=False)
            if len(hits.documents) > COMMON:
                continue
            for document, near in hits.documents.items():
                said[document] = said.get(document, 0.0) + hits.rarity * near
        weights = self._weights
        return {one: min(1.0, weight / weights[one]) for one, weight in said.items()}

    def _joined(self, words: Sequence[str]) -> list[str]:
        """The words, those made one that were typed apart («پی گیری») and those made two that were
        typed as one («شماره‌سفارش»)."""
        found: list[str] = []
        for word in words:
            if found and found[-1] + word in self._places and self._is_one(found[-1], word):
                found[-1] += word
            else:
                found += self._parted(word)
        return found

    def _is_one(self, before: str, word: str) -> bool:
        return word not in self._forms or len(before) + len(word) >= _SHORTEST_JOINED

    def _parted(self, word: str) -> list[str]:
        if len(word) < 6 or word in self._forms or self.knows(word):
            return [word]
        for at in range(2, len(word) - 2):
            if word[:at] in self._places and word[at:] in self._places:
                return [word[:at], word[at:]]
        return [word]

    def find(self, word: str, half: bool, begun: bool = True) -> Hits:
        """What a word stands for. half: it is still being typed; begun: it may stand for words
        that begin with it."""
        asked = (word, half) if begun else (f" {word}", half)
        known = self._remembered.get(asked)
        if known is None:
            known = self._find(word, half, begun)
            self._room -= 1 + len(known.documents)
            if self._room < 0:
                self._remembered.clear()
                self._room = _MOST_REMEMBERED
            self._remembered[asked] = known
        return known

    def _find(self, word: str, half: bool, begun: bool) -> Hits:
        forms = self._same(word)
        if begun and len(word) > 1:
            near = _HALF if half else _BEGUN
            for form in self._beginning(word) if half or len(word) > 2 else ():
                forms[form] = max(near, forms.get(form, 0.0))
        if not forms and len(word) >= _SHORTEST_WRONG:
            forms = self._mistyped(word, half, begun)
        documents: dict[int, float] = {}
        for form, near in forms.items():
            for document, weight in self._places[form].items():
                found = near * weight
                if found > documents.get(document, 0.0):
                    documents[document] = found
        return Hits(documents, self._rarity(len(documents)))

    def _same(self, word: str) -> dict[str, float]:
        """The words of the index that are this one in another form or spelling."""
        forms: dict[str, float] = {}
        for spelled in (word, *alike(word)):
            for stem, near in stems(spelled).items():
                for form in self._forms.get(stem, ())[:MOST_FORMS]:
                    nearness = 1.0 if form == spelled else near * stems(form)[stem]
                    forms[form] = max(nearness, forms.get(form, 0.0))
        return forms

    def _beginning(self, word: str) -> list[str]:
        at = bisect_left(self._sorted, word)
        found = self._sorted[at : at + MOST_FORMS]
        return [form for form in found if form.startswith(word)]

    def _mistyped(self, word: str, half: bool, begun: bool) -> dict[str, float]:
        """Words that differ by a letter or two, or begin with what differs by one.

        Two wrong letters, or two that changed places, are sought where the first letter is right;
        in a text, where there are many words, everything is.
        """
        most = 2 if len(word) >= _SHORTEST_TWICE else 1
        begins = self._by_start.get(word[0], {})
        forms: dict[str, float] = {}
        for length in range(len(word) - most, len(word) + most + 1):
            near = _nearest(word, begins.get(length, ()), most, OSA.distance)
            if begun and abs(length - len(word)) <= 1:
                near += _nearest(word, self._by_length.get(length, ()), 1, Levenshtein.distance)
            for form, wrong in near:
                forms[form] = max(_WRONG[wrong], forms.get(form, 0.0))
        if half and not forms:
            begun_by = self._begun.get(len(word), ())
            for start, _ in _nearest(word, begun_by, 1, Levenshtein.distance):
                forms |= dict.fromkeys(self._beginning(start), _WRONG[2])
        return forms


_rarity_of = attrgetter("rarity")


def _add(scores: dict[int, float], hits: Hits, among: Iterable[int]) -> None:
    """Add what a word says of these documents."""
    documents, rarity = hits
    for document in among:
        near = documents.get(document)
        if near is not None:
            scores[document] = scores.get(document, 0.0) + rarity * near


def _nearest(
    word: str, among: Sequence[str], most: int, distance: Callable[..., int]
) -> list[tuple[str, int]]:
    """The words that are at most so many letters away, and how many."""
    found = process.extract(
        word, among, scorer=distance, score_cutoff=most, limit=MOST_FORMS, processor=None
    )
    return [(form, max(1, int(wrong))) for form, wrong, _ in found]
