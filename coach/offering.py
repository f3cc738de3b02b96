"""Phrases for a moment of a talk: those that fit what was typed and what the talk wants, filled."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import nlargest
from math import log2

from coach.conversation import Conversation
from coach.cues import Cues
from coach.pack import Pack
from coach.phrases import TOLD, Filling, Fitting, Library, Moment, Phrase
from coach.phrases.words import on_the_other_layout, words_of
from coach.register import sounds_spoken
from coach.text import Span, Text

MOST_ASKED = 20
"""How many phrases are given at most."""
MOST_TYPED = 100
"""How many characters of a query are read."""
_MOST_WORDS = 12
_MOST_FOUND, _LOOKED_AT = 300, 60
"""How many phrases that hold what was typed are weighed, and how many of those are sorted."""
_TYPED, _BEGINS, _HEARD, _HEARD_BEFORE, _LIKED = 3.2, 0.6, 2.4, 0.8, 0.35
_OF_A_KIND = 10
_ENOUGH = 0.25
"""How much of what was typed a phrase must have."""
_SAME_MOMENT = 0.5
"""By how much a phrase steps back for each one of its moment that is before it, where nothing was
typed: somebody who only looks wants to see what there is."""
_LEFT_BLANK, _NOT_TOLD = 0.1, 0.8
"""By how much a phrase steps back for a blank of the team's, and for one that the customer has not
told anything for."""
_MOST_DRAFT = 2_000
_EARLIER = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """What an agent looks for. `draft`: what stands in the composer; `due`: the rules that remark
    on it; `popularity`: how often colleagues used each phrase."""

    query: str = ""
    moment: Moment | None = None
    limit: int = 8
    draft: str = ""
    due: Collection[str] = ()
    agent: str | None = None
    popularity: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True)
class Offered:
    """A phrase that is offered: its text for this conversation, and the blanks left in it (code
    points), which the agent fills."""

    phrase: Phrase
    text: str
    blanks: tuple[Span, ...] = ()


def offer_phrases(pack: Pack, conversation: Conversation, asked: Asked) -> tuple[Offered, ...]:
    """The phrases that fit best, the best first; never more than `asked.limit`."""
    return tuple(_Search(pack, conversation, asked).offers())


class _Search:
    """One search. What it costs hangs on the words that were typed, hardly on the library."""

    def __init__(self, pack: Pack, conversation: Conversation, asked: Asked) -> None:
        self._library: Library = pack.phrases
        self._conversation = conversation
        self._asked = asked
        self._limit = max(0, min(asked.limit, MOST_ASKED))
        self._fitting = Fitting(conversation, asked.due, bool(asked.draft.strip()))
        self._spoken = _spoken(pack, conversation, asked.draft)
        blanks, draft = pack.phrases.blanks, asked.draft
        self._filling = Filling(conversation, blanks, asked.agent, draft, self._spoken)
        self._most_liked = max(asked.popularity.values(), default=0)

    def offers(self) -> Iterator[Offered]:
        """What is found, filled."""
        heard = self._heard()
        typed = self._typed()
        candidates = self._candidates(heard) if typed is None else typed
        fits, phrases, moment = self._fits(), self._library.phrases, self._asked.moment
        scores: dict[int, float] = {}
        for number, share in candidates.items():
            signature = phrases[number].signature
            if moment is None or signature.moment == moment:
                scores[number] = fits[signature] + _TYPED * share + heard.get(number, 0.0)
        best = nlargest(_LOOKED_AT, scores, key=scores.__getitem__)
        for number in best:
            scores[number] += self._liked(number) - self._lacking(number)
        best.sort(key=scores.__getitem__, reverse=True)
        if typed is None:
            best = self._varied(best, scores)
        return map(self._filled, best[: self._limit])

    def _fits(self) -> Mapping[object, float]:
        return {one: self._fitting.fit(one) for one in self._library.by_signature}

    def _typed(self) -> dict[int, float] | None:
        """How much of the query each phrase has; None where nothing was typed."""
        query = self._asked.query[:MOST_TYPED]
        words = words_of(query)[:_MOST_WORDS]
        if not words:
            return None
        index = self._library.typed
        if query.isascii() and not any(map(index.knows, words)):
            words = on_the_other_layout(query)[:_MOST_WORDS] or words
        found = index.search(words, half=not query[-1:].isspace())
        begun = f" {' '.join(words)}"
        texts = self._library.texts
        enough = min(_ENOUGH, max(found.values(), default=0.0) / 2)
        return {
            number: found[number] + (_BEGINS / _TYPED if begun in texts[number] else 0.0)
            for number in nlargest(_MOST_FOUND, found, key=found.__getitem__)
            if found[number] >= enough
        }

    def _heard(self) -> dict[int, float]:
        """How near the customer comes to what each phrase is for, in this turn above all."""
        found: dict[int, float] = {}
        turn = [cues.text.raw for cues in self._conversation.customer_turn]
        before = [cues.text.raw for cues in self._conversation.customer_cues[: -len(turn) or None]]
        told = [(_HEARD, text) for text in turn]
        told += [(_HEARD_BEFORE, text) for text in before[-_EARLIER:]]
        for weight, text in told:
            for number, share in self._library.heard(text).items():
                found[number] = max(weight * share, found.get(number, 0.0))
        return found

    def _candidates(self, heard: Mapping[int, float]) -> dict[int, float]:
        """Where nothing was typed: what the customer speaks of, what colleagues use, and some of
        every kind of phrase."""
        numbers = self._library.numbers
        liked = nlargest(_LOOKED_AT, self._asked.popularity.items(), key=lambda one: one[1])
        found = dict.fromkeys(nlargest(_LOOKED_AT, heard, key=heard.__getitem__), 0.0)
        found |= {numbers[name]: 0.0 for name, _ in liked if name in numbers}
        for alike in self._library.by_signature.values():
            found |= dict.fromkeys(alike[: max(_OF_A_KIND, self._limit)], 0.0)
        return found

    def _liked(self, number: int) -> float:
        count = self._asked.popularity.get(self._library.phrases[number].id, 0)
        return _LIKED * log2(1 + count) / log2(1 + self._most_liked) if count else 0.0

    def _varied(self, best: list[int], scores: dict[int, float]) -> list[int]:
        """The best first, where those of one moment step back for others."""
        seen: dict[str, int] = {}
        for number in best:
            moment = self._library.phrases[number].moment
            scores[number] -= _SAME_MOMENT * seen.get(moment, 0)
            seen[moment] = seen.get(moment, 0) + 1
        return sorted(best, key=scores.__getitem__, reverse=True)

    def _lacking(self, number: int) -> float:
        """How much is not known of what a phrase is about."""
        left = [
            name
            for name in self._library.needs[self._spoken][number]
            if self._filling.value(name) is None
        ]
        return _NOT_TOLD if TOLD.intersection(left) else _LEFT_BLANK * bool(left)

    def _filled(self, number: int) -> Offered:
        phrase = self._library.phrases[number]
        filled = self._filling.fill(phrase.text(self._spoken))
        return Offered(phrase, filled.text, filled.blanks)


def _spoken(pack: Pack, conversation: Conversation, draft: str) -> bool:
    """Which spelling is offered: the one that the team wants, else the draft's own."""
    if pack.house.register:
        return pack.house.register == "spoken"
    return sounds_spoken(Cues(Text(draft[-_MOST_DRAFT:]), ()), conversation.register)
