"""What the customer asks in one turn: the single questions, what kind of answer each one wants, and
whether a reply touches it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from coach.cues import Cues
from coach.persian import ENDINGS, spellings
from coach.text import Sentence
from coach.verbs import analyse

KINDS = ("price", "time", "count", "amount", "place", "reason", "way", "choice")
"""The kinds of answers that a question word wants; each is a set `asks-…` of the lexicon."""
_WORD_LENGTH = 2
_WHOLE_QUESTION = 3
"""Fewer words than these after a conjunction belong to the question before it."""
_BARE_NAME = 4
"""So few words may ask for a thing by its name alone."""
_PART_LENGTH = 3
"""From this length on a word may be the first part of a compound."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked. kinds: what sort of answer it wants, empty for yes or no; topic: the words
    that name what it is about; verbs: the infinitives that ask it."""

    kinds: frozenset[str]
    topic: frozenset[str]
    verbs: frozenset[str] = frozenset()


MOST_QUESTIONS = 20
"""Who asks more at once is not counted after."""


def questions(turn: Iterable[Cues]) -> list[Question]:
    """The different things asked in a turn, in order; a question said twice counts once."""
    found: list[Question] = []
    for cues in turn:
        found += [question for question in cues.fact(_all_asked) if question not in found]
    return found[:MOST_QUESTIONS]


def _all_asked(cues: Cues) -> tuple[Question, ...]:
    return tuple(islice(_read(cues), MOST_QUESTIONS))


def _read(cues: Cues) -> Iterable[Question]:
    verbs = frozenset[str]()
    for sentence in cues.text.sentences:
        for first, last in _parts(cues, sentence):
            question = _question(cues, first, last, sentence)
            if question is None:
                continue
            if _holds(cues, "what-of", first, last):
                question = replace(question, verbs=verbs)
            verbs = question.verbs
            yield question


def _parts(cues: Cues, sentence: Sentence) -> Iterable[tuple[int, int]]:
    """The stretches of a sentence that each ask something: cut at conjunctions and commas."""
    edges = [sentence.first]
    for at in range(sentence.first + 1, sentence.last):
        joined = any(c.first == at for c in cues["and"])
        if (joined and _is_listed(cues, at)) or (
            (joined or cues.text.breaks[at] > 0)
            and _asks(cues, edges[-1], at)
            and (_asks(cues, at, sentence.last) or _has(cues, at, sentence, joined))
        ):
            edges.append(at)
    return zip(edges, [*edges[1:], sentence.last], strict=True)


def _asks(cues: Cues, first: int, last: int) -> bool:
    return _holds(cues, "asking-word", first, last)


def _lists(cues: Cues, first: int, last: int) -> bool:
    """Do the words ask to be told several things that they only name?"""
    return _holds(cues, "wants-told", first, last) and not _asks(cues, first, last)


def _is_listed(cues: Cues, at: int) -> bool:
    """Does the conjunction `at` stand between things that the customer asks to be told?"""
    first, last = cues.text.clause_of(at)
    if not _lists(cues, first, last):
        return False
    return _holds(cues, "told-of", at, last) or _holds(cues, "wants-told", first, at)


def _has(cues: Cues, first: int, sentence: Sentence, joined: bool) -> bool:
    """Do the words from `first` on ask at their end whether we have or do something, or whether a
    thing is so, too («و ویزا هم می‌خواد؟»; behind a comma «چنده، درد داره؟»)?"""
    if not _is_marked(sentence) or sentence.last - first < (_WHOLE_QUESTION if joined else 2):
        return False
    wide = not joined or _holds(cues, "too", first, sentence.last)
    persons = (3, 5, 6) if wide else (5,)
    return any(
        not form.negative and form.tense == "present" and form.person in persons
        for form in analyse(cues.text.keys[sentence.last - 1])
    )


def _is_marked(sentence: Sentence) -> bool:
    return "؟" in sentence.closing or "?" in sentence.closing


def _holds(cues: Cues, name: str, first: int, last: int) -> bool:
    return any(first <= c.first and c.last <= last for c in cues[name])


def _question(cues: Cues, first: int, last: int, sentence: Sentence) -> Question | None:
    """What the words `first` to `last` ask, None where they ask nothing."""
    asks = _asks(cues, first, last)
    listed = _lists(cues, *cues.text.clause_of(last - 1))
    if not (_is_marked(sentence) or asks or listed) or _holds(cues, "asks-nothing", first, last):
        return None
    if cues.text.is_quoted(first):
        return None
    kinds = frozenset(kind for kind in KINDS if _holds(cues, f"asks-{kind}", first, last))
    if "amount" in kinds and _holds(cues, "named-price", first, last):
        kinds = (kinds - {"amount"}) | {"price"}
    if not asks and (listed or _is_bare_name(cues, first, last)):
        kinds |= {kind for kind in KINDS if _holds(cues, f"named-{kind}", first, last)}
    topic = frozenset(word for at in range(first, last) if (word := topic_word(cues, at)))
    topic |= _choices(cues, first, last)
    return Question(kinds, topic, verbs_in(cues, first, last)) if kinds or topic else None


def _choices(cues: Cues, first: int, last: int) -> frozenset[str]:
    """The words on both sides of an «or»: naming either answers, whatever words they are."""
    keys = cues.text.keys
    places = [cue.first for cue in cues["or"] if first < cue.first < last - 1]
    return frozenset(keys[at + side] for at in places for side in (-1, 1))


def verbs_in(cues: Cues, first: int, last: int) -> frozenset[str]:
    """The infinitives of the verbs among the words `first` to `last`."""
    return frozenset(
        form.infinitive for word in cues.text.keys[first:last] for form in analyse(word)
    )


def _is_bare_name(cues: Cues, first: int, last: int) -> bool:
    """Do a few words without a verb ask for a thing by its name alone?"""
    return last - first <= _BARE_NAME and not any(map(analyse, cues.text.keys[first:last]))


def topic_word(cues: Cues, at: int) -> str:
    """Word `at` if it names a matter, else an empty text."""
    word = cues.text.keys[at]
    if cues.text.kinds[at] not in "wl" or len(word) < _WORD_LENGTH or analyse(word):
        return ""
    if any(c.first <= at < c.last for name in _EMPTY for c in cues[name]):
        return ""
    return word


def is_named(word: str, cues: Cues) -> bool:
    """Does a reply hold the word, with whatever ending?"""
    return is_named_in(word, cues, 0, len(cues.text.keys))


def is_named_in(word: str, cues: Cues, first: int, last: int) -> bool:
    """Do the words `first` to `last` of a reply hold the word, with whatever ending?"""
    return any(_same(word, other) for other in cues.text.keys[first:last])


@lru_cache(maxsize=20_000)
def _stems(word: str) -> frozenset[str]:
    cut = range(_PART_LENGTH, len(word))
    bare = {word, *(word[:at] for at in cut if word[at:] in ENDINGS)}
    return frozenset(twin for stem in bare for twin in spellings(stem))


def has_stem(word: str, other: str) -> bool:
    """Are they one word with different endings?"""
    return not _stems(word).isdisjoint(_stems(other))


def _same(word: str, other: str) -> bool:
    if word == other or has_stem(word, other):
        return True
    short, long = sorted((word, other), key=len)
    return len(short) >= _PART_LENGTH and long.startswith(short)


_EMPTY = ("small-talk", "asking-word", "greeting", "thanks", "empty-word")
