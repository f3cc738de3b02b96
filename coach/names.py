"""The customer's name: where a text uses it, where it is spelled almost right, how to address.

A name counts as used where somebody is called by it: beside an honorific or after a greeting, or,
if it is no everyday word, wherever it stands. «پیک شما، آقای احمدی» is somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from coach.cues import Cue, Cues
from coach.persian import JOINER, key
from coach.sounds import distance, heard, latin_skeleton, skeleton
from coach.text import END, NONE

_TITLES = tuple(
    key(word)
    for word in (
        "سرکار خانم|جناب آقای|حاج آقا|حاج خانم|آقای|آقا|اقای|خانم|خانوم|سرکار|جناب|مهندس|دکتر|استاد|"
        "پروفسور|حاجی|سید|سیده|شرکت|دوست"
    ).split("|")
)
_PERSONAL = frozenset(key(w) for w in "آقای آقا خانم خانوم مهندس دکتر استاد پروفسور".split())
_COMPOUND = frozenset(
    key(w) for w in "محمد امیر علی سید غلام عبد ابو نور فخر شمس بی ام میر".split()
)
_TAILS = frozenset(
    key(w) for w in "ی جان جون جانم جونم خانم خانوم آقا خان عزیز ی‌عزیز ی‌گرامی گرامی م ه‌ای".split()
) | {""}
_VOWEL_ENDS = ("ا", "و")


class Part(NamedTuple):
    """One part of a name: its look-up key and how the customer spells it."""

    key: str
    spelled: str
    family: bool


class Names:
    """The names of one customer. `title`: the honorific that the host knows, never guessed."""

    def __init__(self, name: str | None, title: str | None = None) -> None:
        words = re.split(r"\s+", (name or "").strip())
        titles: list[str] = []
        while words and key(words[0]) in _TITLES:
            titles.append(words.pop(0))
        self.title = title or " ".join(titles) or None
        self.parts = tuple(_parts([w for w in words if key(w)]))
        self.known = bool(self.parts)
        self.latin = self.known and all(p.key.isascii() for p in self.parts)
        self._skeletons = _skeletons(words) if self.latin else frozenset[str]()

    # Where it stands

    def uses(self, cues: Cues) -> list[Cue]:
        """Where the text calls the customer by name, each place once."""
        if not self.known:
            return []
        found: list[Cue] = []
        for cue, _ in self._mentions(cues):
            if not (found and cue.touches(found[-1])) and self._calls(cues, cue):
                found.append(cue)
        return found

    def misspelled(self, cues: Cues) -> list[tuple[Cue, str]]:
        """Where the text calls the customer by almost the name, with the right spelling."""
        if not self.known or self.latin:
            return []
        right = [cue for cue, _ in self._mentions(cues)]
        found: list[tuple[Cue, str]] = []
        for cue in self._called_places(cues, right):
            if any(cue.touches(other) for other in [*right, *(c for c, _ in found)]):
                continue
            spelled = self._nearly(cues, cue, beside=_beside(cues, right, cue))
            if spelled is not None and not self._other_person(cues, cue):
                found.append((cue, spelled))
        return found

    def _mentions(self, cues: Cues) -> Iterator[tuple[Cue, Part | None]]:
        """Every place whose letters are those of a part of the name, called or not."""
        keys = cues.text.keys
        for at, word in enumerate(keys):
            if self.latin:
                if skeleton(word) in self._skeletons and len(word) > 1 and not word.isascii():
                    yield Cue(at, at + 1), None
                elif any(word == part.key for part in self.parts):
                    yield Cue(at, at + 1), None
                continue
            for part in self.parts:
                if word[:1] == part.key[:1] and (length := _length(keys, at, part.key)):
                    yield Cue(at, at + length), part
                    break

    def _calls(self, cues: Cues, cue: Cue) -> bool:
        """Is the customer meant and called at a mention?"""
        if self._other_person(cues, cue):
            return False
        everyday = cues.within("ordinary-names", cue.first, cue.last) or self.latin
        word = cues.text.keys[cue.first]
        glued = not any(word in (p.key, p.key + "ی") for p in self.parts)
        return not everyday or glued or self._addressed(cues, cue)

    def _addressed(self, cues: Cues, cue: Cue) -> bool:
        """Does an honorific, another part of the name or a greeting stand beside it?"""
        text = cues.text
        before = cue.first and text.breaks[cue.first] == NONE
        if before and _ends_at(cues, "honorific-before", cue.first):
            return True
        after = cue.last < len(text.keys) and text.breaks[cue.last] == NONE
        if after and _starts_at(cues, "honorific-after", cue.last):
            return not cues.within("ordinary-names", cue.last, cue.last + 1) or not (
                cue.first and text.keys[cue.first - 1] == key("مشتری")
            )
        if any(
            c != cue and (c.last == cue.first or c.first == cue.last)
            for c, _ in self._mentions(cues)
        ):
            return True
        alone = cue.last == len(text.keys) or text.breaks[cue.last] != NONE
        first = cue.first == 0 or text.breaks[cue.first] == END
        return alone and (first or bool(_ends_at(cues, "calling", cue.first)))

    def _other_person(self, cues: Cues, cue: Cue) -> bool:
        """Is it a colleague, a courier, or the agent's own name?"""
        first = cue.first
        while honorific := _ends_at(cues, "honorific-before", first):
            first = honorific.first
        near = first > 0 and cues.text.breaks[first] != END
        if near and _ends_at(cues, "other-person", first):
            return True
        return bool(
            _starts_at(cues, "self-introduction", cue.last)
            or _starts_at(cues, "of-a-department", cue.last)
        )

    # Almost the name

    def _called_places(self, cues: Cues, right: list[Cue]) -> Iterator[Cue]:
        """Words that stand where somebody is called."""
        text, count = cues.text, len(cues.text.keys)
        for at in range(count):
            if text.kinds[at] != "w":
                continue
            for length in (1, 2):
                cue = Cue(at, at + length)
                inner = all(text.breaks[i] == NONE for i in range(at + 1, min(cue.last, count)))
                if (
                    cue.last <= count
                    and inner
                    and (self._addressed(cues, cue) or _beside(cues, right, cue))
                ):
                    yield cue


    def _nearly(self, cues: Cues, cue: Cue, beside: bool) -> str | None:
        """The right spelling with the tail that was written, if the words are almost a part."""
        text = cues.text
        honoured = beside or bool(
            _ends_at(cues, "honorific-before", cue.first)
            or _starts_at(cues, "honorific-after", cue.last)
        )
        word = "".join(text.keys[cue.first : cue.last])
        if cues.within("honorific-before", cue.first, cue.last):
            return None
        for part in self.parts:
            for tail in sorted(_TAILS, key=len):
                stem = word[: len(word) - len(tail)] if tail else word
                if word.endswith(tail) and _almost(stem, part.key, honoured):
                    return part.spelled + _tail(text.raw, cues, cue, tail)
        return None

    # How to address

    def address(self, spoken: bool) -> str | None:
        """The name as one calls it: with the known title, else with عزیز or گرامی."""
        if not self.known or self.latin:
            return None
        family = [p.spelled for p in self.parts if p.family]
        if self.title:
            called = family[0] if family else self.parts[0].spelled
            return f"{self.title} {called}"
        if spoken:
            return f"{_ezafe(self.parts[0].spelled)} عزیز"
        whole = " ".join(part.spelled for part in self.parts[:2])
        return f"{_ezafe(whole)} گرامی"


def _parts(words: list[str]) -> Iterator[Part]:
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


def _beside(cues: Cues, others: list[Cue], cue: Cue) -> bool:
    """Does `cue` stand next to one of `others`, with no mark between?"""
    breaks = cues.text.breaks
    return any(
        (other.last == cue.first and breaks[cue.first] == NONE)
        or (cue.last == other.first and breaks[other.first] == NONE)
        for other in others
    )


def _skeletons(words: list[str]) -> frozenset[str]:
    """The sounds of each word of a Latin name and of each two in a row («Amir Hossein»)."""
    pairs = [a + b for a, b in zip(words, words[1:], strict=False)]
    return frozenset(latin_skeleton(word) for word in [*words, *pairs])


def _length(keys: list[str], at: int, name: str) -> int:
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


def _almost(word: str, name: str, honoured: bool) -> bool:
    """Is `word` the name with a letter or two wrong?"""
    if word == name or len(word) < 3 or len(name) < 3:
        return False
    if heard(word) == heard(name):
        return True
    if len(name) < (4 if honoured else 5):
        return False
    most = 2 if len(name) >= 8 else 1
    return distance(heard(word), heard(name), most) <= most


def _tail(raw: str, cues: Cues, cue: Cue, tail: str) -> str:
    """What follows the name inside the word, as it was typed."""
    if not tail:
        return ""
    span = cues.span(cue)
    typed = raw[span.start : span.end]
    for cut in range(len(typed), -1, -1):
        if key(typed[cut:]) == tail:
            return typed[cut:] if typed[cut - 1 : cut] != JOINER else JOINER + typed[cut:]
    return ""


def _ezafe(name: str) -> str:
    """The name with the ezafe that the next word needs: «سارای»، «فاطمه‌ی»."""
    if name.endswith(_VOWEL_ENDS):
        return name + "ی"
    return name + JOINER + "ی" if name.endswith("ه") else name


def _ends_at(cues: Cues, name: str, word: int) -> Cue | None:
    return next((c for c in cues[name] if c.last == word), None)


def _starts_at(cues: Cues, name: str, word: int) -> Cue | None:
    return next((c for c in cues[name] if c.first == word), None)
