"""The phrases of a team, ready to be searched: indexed once, when the rules are loaded."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from coach.phrases.index import Index
from coach.phrases.phrase import SAID, Phrase, Signature, needs
from coach.phrases.words import LONGEST_TEXT, words_of

_OF_TEXT, _OF_QUESTION, _OF_KEYWORD, _OF_MOMENT = 0.7, 0.9, 1.0, 0.8
_REMEMBERED = 200
_OF_TOPIC, _TOPIC_SAID = 0.4, 0.75
"""How much of a topic must be said for a customer to speak of it."""
_MOST_WORDS = 80


@dataclass(eq=False)
class Library:
    """Phrases, and what a team fills their blanks with. Read-only but for its memory of texts."""

    phrases: tuple[Phrase, ...] = ()
    blanks: Mapping[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        read = [_Words(phrase) for phrase in self.phrases]
        self.typed = Index([one.typed() for one in read])
        self.texts = [one.joined() for one in read]
        self.needs = {
            spoken: [needs(phrase.text(spoken)) for phrase in self.phrases]
            for spoken in (True, False)
        }
        self.numbers = {phrase.id: number for number, phrase in enumerate(self.phrases)}
        self.by_signature: dict[Signature, list[int]] = {}
        said: list[str] = []
        self._said_of: list[tuple[int, bool]] = []
        for number, phrase in enumerate(self.phrases):
            self.by_signature.setdefault(phrase.signature, []).append(number)
            said += (*phrase.questions, *phrase.topics)
            self._said_of += [(number, True)] * len(phrase.questions)
            self._said_of += [(number, False)] * len(phrase.topics)
        self._said = Index([dict.fromkeys(words_of(text), 1.0) for text in said], whole=True)
        self._heard: OrderedDict[str, dict[int, float]] = OrderedDict()

    def is_like(self, phrases: Sequence[Phrase], blanks: Mapping[str, str]) -> bool:
        """Are these its phrases and blanks?"""
        return self.phrases == tuple(phrases) and self.blanks == blanks

    def heard(self, text: str) -> Mapping[int, float]:
        """How near a text of the customer's comes to what each phrase is for, from 0 to 1."""
        known = self._heard.get(text)
        if known is None:
            known = self._heard[text] = self._hear(text)
            if len(self._heard) > _REMEMBERED:
                self._heard.popitem(last=False)
        return known

    def _hear(self, text: str) -> dict[int, float]:
        words = list(dict.fromkeys(_read(text)))[:_MOST_WORDS]
        found: dict[int, float] = {}
        for one, share in self._said.covered(words).items():
            number, is_question = self._said_of[one]
            if not is_question:
                share = _OF_TOPIC * (share >= _TOPIC_SAID)
            if share > found.get(number, 0.0):
                found[number] = share
        return found


def _read(text: str) -> Iterable[str]:
    """The words of a message; of a long one those of its beginning and its end."""
    if len(text) <= LONGEST_TEXT:
        return words_of(text)
    half = LONGEST_TEXT // 2
    return (*words_of(text[:half]), *words_of(text[-half:]))


class _Words:
    """The words of a phrase, read once."""

    def __init__(self, phrase: Phrase) -> None:
        self.wordings = [words_of(text) for text in {phrase.spoken: 0, phrase.formal: 0}]
        self._phrase = phrase

    def typed(self) -> dict[str, float]:
        """The words by which an agent looks for the phrase."""
        phrase = self._phrase
        found: dict[str, float] = {}
        for weight, texts in (
            (_OF_TEXT, phrase.topics),
            (_OF_MOMENT, (SAID[phrase.moment],)),
            (_OF_QUESTION, phrase.questions),
            (_OF_KEYWORD, phrase.keywords),
        ):
            for word in (word for text in texts for word in words_of(text)):
                found[word] = max(weight, found.get(word, 0.0))
        for word in (word for words in self.wordings for word in words):
            found[word] = max(_OF_TEXT, found.get(word, 0.0))
        return found

    def joined(self) -> str:
        """The wordings as one types their beginnings."""
        return "".join(f" {' '.join(words)}" for words in self.wordings)
