"""How a name is written: its parts, what may hang on it, and what is almost it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from coach.naming.sounds import distance, heard, latin_skeleton
from coach.persian import JOINER, key

TITLES = tuple(
    key(word)
    for word in (
        "سرکار خانم|جناب آقای|حاج آقا|حاج خانم|آقای|آقا|اقای|خانم|خانوم|سرکار|جناب|مهندس|دکتر|"
        "استاد|پروفسور|حاجی|سید|سیده|شرکت|دوست"
    ).split("|")
)
_COMPOUND = frozenset(
    key(w) for w in "محمد امیر علی سید غلام عبد ابو نور فخر شمس بی ام میر".split()
)
_TAILS = frozenset(
    key(w) for w in "ی جان جون جانم جونم خانم خانوم آقا خان عزیز ی‌عزیز ی‌گرامی گرامی م ه‌ای".split()
) | {""}
TAILS_BY_LENGTH = tuple(sorted(_TAILS, key=len))
ENDEARING = frozenset(key(word) for word in "عزیز گرامی محترم".split())
"""Words of address that are names, too: «عزیز عزیز» calls nobody."""
PLACEHOLDERS = frozenset(
    key(w) for w in "کاربر مشتری مهمان میهمان ناشناس بازدیدکننده guest user visitor unknown".split()
)
"""What a system writes where it knows no name."""
_VOWEL_ENDS = ("ا", "و")
_SOUNDED = ("اه", "شکوه")
"""Endings whose «ه» is heard («پگاه»): the ezafe needs no letter."""


class Part(NamedTuple):
    """One part of a name: its look-up key and how the customer spells it."""

    key: str
    spelled: str
    family: bool


def name_parts(words: list[str]) -> Iterator[Part]:
    """Given name and surname; «محمد رضا» is one given name."""
    if not words:
        return
    first = 1
    if len(words) > 2 and key(words[0]) in _COMPOUND:
        first = 2
    given, family = words[:first], words[first:]
    yield Part(key("".join(given)), " ".join(given), False)
    if family:
        yield Part(key("".join(family)), " ".join(family), True)
        if len(family) > 1:
            yield Part(key(family[0]), family[0], True)
        yield Part(key("".join(words)), " ".join(words), True)


def skeletons(words: list[str]) -> frozenset[str]:
    """The sounds of each word of a Latin name and of each two in a row («Amir Hossein»)."""
    pairs = [a + b for a, b in pairwise(words)]
    return frozenset(latin_skeleton(word) for word in [*words, *pairs])


def spelled_length(keys: list[str], at: int, name: str) -> int:
    """How many words from `at` on spell `name` (with a tail of address on the last); 0 if none."""
    joined = ""
    for length in range(1, 4):
        if at + length > len(keys):
            return 0
        joined += keys[at + length - 1]
        if joined.startswith(name):
            return length if joined[len(name) :] in _TAILS else 0
        if not name.startswith(joined):
            return 0
    return 0


def most_wrong(name: str) -> int:
    """How many letters of a name may be wrong."""
    return 2 if len(name) >= 8 else 1


def is_almost(word: str, name: str, honoured: bool) -> bool:
    """Is `word` the name with a letter or two wrong?"""
    if word == name or len(word) < 3 or len(name) < 3:
        return False
    if heard(word) == heard(name):
        return True
    if len(name) < (4 if honoured else 5):
        return False
    most = most_wrong(name)
    return distance(heard(word), heard(name), most) <= most


def with_ezafe(name: str) -> str:
    """The name with the ezafe that the next word needs: «سارای»، «فاطمه‌ی»."""
    if name.endswith(_VOWEL_ENDS):
        return name + "ی"
    silent = name.endswith("ه") and not name.endswith(_SOUNDED)
    return name + JOINER + "ی" if silent else name
