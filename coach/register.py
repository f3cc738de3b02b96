"""How people write: formal, neutral or chatty; spoken or written spelling.

A text is weighed by the words of `rules/lexicon/register.yaml` and by the spelling of all its
words. Spoken spelling with a polite plural is neutral; slang, singular address and stretched
letters make a text chatty; formal needs written verbs and formal wording.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from coach.conversation import Conversation
from coach.cues import Cues
from coach.persian import (
    LOOSE_WORDS,
    SAID_OTHERWISE,
    SPOKEN_TAILS,
    SPOKEN_WORDS,
    WRITTEN_TAILS,
    WRITTEN_WORDS,
)
from coach.verbs import Form, analyse

Spelling = Literal["spoken", "written", ""]

OLDER = 0.6
"""How much a message weighs of the one after it; those that show nothing do not count."""
FORMAL_ENOUGH = 1.0
CHATTY_ENOUGH = 1.0
LOOSE_ENOUGH = 3
"""How many words in spoken spelling make a loose talker."""
LETTER_WORDS = 4
LETTER = 2.0
"""How much more the manner of letters weighs in this many words that are not spoken."""
CLIPPED = ("مو", "تو", "شو", "مونو", "تونو", "شونو")
NOT_CLIPPED = ("شستشو", "لیمو", "پرتو", "منیتو", "ایمو", "بشو", "نشو", "میشو")
CLIPPED_WEIGHT = 0.6
OF = "هی"
"""The ending of a participle that leads on to a noun («برگزیده‌ی المپیاد»): no «thou»."""
_WRITTEN_LINK = re.compile("ه\u200cی(?= )")
_PLAYFUL = frozenset("😂🤣😆😅😁😜😝😛🤪😎🤩🥳😋🔥🍿🍕🙄😻🥺🤤")
_WARM = frozenset("😍🥰😘😤😡😳😱😭🤔😏😉😄😃😀🙈🎉🎁✈🚀👋💔")
_SEMICOLON = "\u061b"
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")


class Signs(NamedTuple):
    """What one text shows: how formal and how chatty its words are, and its spelling."""

    formal: float
    chatty: float
    spoken: int
    written: int


def read_register(conversation: Conversation) -> str:
    """The register of all that the customer said, the newest weighing most."""
    formal = chatty = 0.0
    weight = 1.0
    for cues in reversed(conversation.customer_cues):
        signs = signs_of(cues)
        formal += weight * formality(signs)
        chatty += weight * signs.chatty
        if any(signs):
            weight *= OLDER
    if chatty >= CHATTY_ENOUGH and chatty > formal:
        return "chatty"
    return "formal" if formal >= FORMAL_ENOUGH else "neutral"


def talks_loosely(conversation: Conversation) -> bool:
    """Does the customer write the way one talks to people one knows, if not in slang?"""
    signs = [signs_of(cues) for cues in conversation.customer_cues]
    if any(one.formal >= 1 or one.written > 0 for one in signs):
        return False
    return sum(one.spoken for one in signs) >= LOOSE_ENOUGH and sum(o.chatty for o in signs) > 0


def formality(signs: Signs) -> float:
    """How formal a text is: formal wording and written spelling, less what is spoken."""
    return signs.formal + 0.5 * signs.written - 0.9 * signs.spoken - 0.8 * signs.chatty


def signs_of(cues: Cues) -> Signs:
    """What the words, the spelling and the marks of a text show; a text is looked at once."""
    return cues.fact(_read_signs)


def _read_signs(cues: Cues) -> Signs:
    spoken, written = spellings_of(cues)
    spoken += len(cues["spoken-copula"])
    formal = 1.0 * len(cues["formal-words"]) + 0.3 * _apart(cues, "bookish-words", "formal-words")
    formal += _manner(cues) if spoken else _letter_like(cues)
    chatty = 1.0 * len(cues["chatty-words"]) + 0.3 * _apart(cues, "casual-words", "chatty-words")
    words = cues.fact(_read_words)
    chatty += 0.9 * _singulars(cues, words.singular) + 0.5 * words.loose + _playfulness(cues)
    chatty += CLIPPED_WEIGHT * words.clipped
    return Signs(formal, chatty, spoken, written)


class _Words(NamedTuple):
    """What the words of a text show one by one. singular: the places of verbs that say «thou»."""

    spoken: int
    written: int
    loose: int
    clipped: int
    singular: list[int]


class _Word(NamedTuple):
    """What a word shows wherever it stands."""

    spelling: Spelling
    loose: bool
    clipped: bool
    singular: bool


def _read_words(cues: Cues) -> _Words:
    spellings: list[Spelling] = []
    singular: list[int] = []
    loose = clipped = 0
    for at, word in enumerate(map(_shown_by, cues.text.keys)):
        if word is not None:
            spellings.append(word.spelling)
            loose += word.loose
            clipped += word.clipped
            if word.singular:
                singular.append(at)
    return _Words(spellings.count("spoken"), spellings.count("written"), loose, clipped, singular)


@lru_cache(maxsize=1 << 14)
def _shown_by(word: str) -> _Word | None:
    """What a word (a key) shows; None where it is nothing, as it is for most."""
    shown = _Word(spelling_of(word), word in LOOSE_WORDS, _is_clipped(word), says_thou(word))
    return shown if any(shown) else None


def _manner(cues: Cues) -> float:
    """The full stop and the semicolon of those who write letters."""
    canonical = cues.text.canonical.rstrip()
    stop = canonical.endswith(".") and not canonical.endswith("..")
    return (0.4 if stop else 0.0) + (0.4 if _SEMICOLON in canonical else 0.0)


def _letter_like(cues: Cues) -> float:
    """What the manner says where nothing is spoken: it weighs more in whole sentences."""
    whole = len(cues.text.keys) >= LETTER_WORDS
    linked = 0.3 if _WRITTEN_LINK.search(cues.text.canonical) else 0.0
    return linked + (LETTER if whole else 1.0) * _manner(cues)


def _is_clipped(word: str) -> bool:
    """Is the object mark run into a word with its owner («رمزمو», «گوشیتونو»)?"""
    return len(word) > 4 and word.endswith(CLIPPED) and not word.endswith(NOT_CLIPPED)


def _apart(cues: Cues, name: str, other: str) -> int:
    """How many matches of a set do not touch one of another set."""
    taken = cues[other]
    return sum(1 for cue in cues[name] if not any(cue.touches(one) for one in taken))


def _singulars(cues: Cues, places: list[int]) -> int:
    """Verbs that say «thou» («میگی»), apart from those that may be something else."""
    taken = cues["chatty-words"] if places else ()
    return sum(1 for at in places if not any(cue.first <= at < cue.last for cue in taken))


@lru_cache(maxsize=1 << 14)
def says_thou(word: str) -> bool:
    """Is a word (a key) a verb in the second person singular and nothing else?"""
    forms = () if word.endswith(OF) else analyse(word)
    return bool(forms) and all(
        form.person == 2 and form.tense in ("present", "imperfect", "perfect", "subjunctive")
        for form in forms
    )


def _playfulness(cues: Cues) -> float:
    marks = [mark for _, mark in cues.text.marks]
    playful = sum(1 for mark in marks if mark in _PLAYFUL)
    warm = sum(1 for mark in marks if mark in _WARM)
    stretched = 1.0 if _STRETCHED.search(cues.text.canonical) else 0.0
    return stretched + min(1.2, 0.7 * playful + 0.4 * warm)


# Spelling


def spellings_of(cues: Cues) -> tuple[int, int]:
    """How many words are spelled as one speaks, and how many as one writes."""
    words = cues.fact(_read_words)
    return words.spoken, words.written


def sounds_spoken(cues: Cues, register: str) -> bool:
    """Does a draft use spoken spelling? Where it shows neither, the customer's register decides."""
    spoken, written = spellings_of(cues)
    if spoken == written:
        return register != "formal"
    return spoken > written


def spelling_of(word: str) -> Spelling:
    """Is a word (a key) spelled as one speaks or as one writes? Empty where it is both."""
    if word in SPOKEN_WORDS:
        return "spoken"
    if word in WRITTEN_WORDS:
        return "written"
    forms = analyse(word)
    if forms:
        if all(form.spoken for form in forms):
            return "spoken"
        return "written" if any(_is_written(word, form) for form in forms) else ""
    if len(word) > 4 and word.endswith(SPOKEN_TAILS):
        return "spoken"
    return "written" if len(word) > 4 and word.endswith(WRITTEN_TAILS) else ""


def _is_written(word: str, form: Form) -> bool:
    """Does one say this verb form otherwise than one writes it («می‌شود», «خواهد شد»)?"""
    if form.spoken:
        return False
    if form.tense == "future":
        return True
    if form.tense not in ("present", "subjunctive"):
        return False
    return (form.person in (3, 6) and word.endswith("د")) or form.infinitive in SAID_OTHERWISE


__all__ = [
    "Signs",
    "Spelling",
    "formality",
    "read_register",
    "says_thou",
    "signs_of",
    "sounds_spoken",
]
