"""The customer's name: where a text uses it, where it is spelled almost right, how to address.

A name counts as used where somebody is called by it: beside an honorific or after a greeting, or,
if it is no everyday word, wherever it stands. «پیک شما، آقای احمدی» is somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from weakref import WeakKeyDictionary

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
_TAILS_BY_LENGTH = tuple(sorted(_TAILS, key=len))
_MOST_NEAR = 2_000
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
        self.skeletons = _skeletons(words) if self.latin else frozenset[str]()
        self._initials = frozenset(p.key[0] for p in self.parts)
        self._keys = frozenset(k for p in self.parts for k in (p.key, p.key + "ی"))
        self._near: dict[tuple[str, bool], tuple[Part, str] | None] = {}
        self._read: WeakKeyDictionary[Cues, Calls] = WeakKeyDictionary()

    # Where it stands

    def uses(self, cues: Cues) -> list[Cue]:
        """Where the text calls the customer by name, each place once."""
        return self._calls_in(cues).uses if self.known else []

    def misspelled(self, cues: Cues) -> list[tuple[Cue, str]]:
        """Where the text calls the customer by almost the name, with the right spelling."""
        return self._calls_in(cues).misspelled if self.known and not self.latin else []

    def _calls_in(self, cues: Cues) -> Calls:
        """What a text calls the customer; a text is looked through once."""
        known = self._read.get(cues)
        if known is None:
            known = self._read[cues] = Calls(self, cues)
        return known

    def mentions(self, keys: list[str]) -> Iterator[Cue]:
        """Every place whose letters are those of a part of the name, called or not."""
        if self.latin:
            for at, word in enumerate(keys):
                persian = len(word) > 1 and not word.isascii()
                if (persian and skeleton(word) in self.skeletons) or word in self._keys:
                    yield Cue(at, at + 1)
            return
        for at, word in enumerate(keys):
            if word[0] in self._initials:
                for part in self.parts:
                    if length := _length(keys, at, part.key):
                        yield Cue(at, at + length)
                        break

    def nearly(self, word: str, honoured: bool) -> tuple[Part, str] | None:
        """The part of the name that `word` almost is, and the tail of address behind it."""
        asked = (word, honoured)
        if asked not in self._near:
            if len(self._near) > _MOST_NEAR:
                self._near.clear()
            self._near[asked] = self._find_near(word, honoured)
        return self._near[asked]

    def _find_near(self, word: str, honoured: bool) -> tuple[Part, str] | None:
        for part in self.parts:
            for tail in _TAILS_BY_LENGTH:
                if word.endswith(tail):
                    stem = word[: len(word) - len(tail)] if tail else word
                    if _almost(stem, part.key, honoured):
                        return part, tail
        return None

    def is_plain(self, word: str) -> bool:
        """Is the word a bare part of the name, no more than an ezafe behind it?"""
        return word in self._keys

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


class Calls:
    """What one text calls the customer: `uses` of the name, and `misspelled` ones."""

    def __init__(self, names: Names, cues: Cues) -> None:
        self._names = names
        self._cues = cues
        self._text = cues.text
        self._mentions = list(names.mentions(cues.text.keys))
        self.uses = self._find_uses()
        self.misspelled = [] if names.latin else self._find_misspelled()

    def _find_uses(self) -> list[Cue]:
        found: list[Cue] = []
        for cue in self._mentions:
            if not (found and cue.touches(found[-1])) and self._means_customer(cue):
                found.append(cue)
        return found

    def _means_customer(self, cue: Cue) -> bool:
        """Is the customer meant and called at a mention?"""
        if self._other_person(cue):
            return False
        names = self._names
        everyday = names.latin or self._cues.within("ordinary-names", cue.first, cue.last)
        glued = not names.is_plain(self._text.keys[cue.first])
        return not everyday or (glued and not names.latin) or self._addressed(cue)

    def _find_misspelled(self) -> list[tuple[Cue, str]]:
        found: list[tuple[Cue, str]] = []
        for cue in sorted(self._called_places()):
            taken = [*self._mentions, *(c for c, _ in found)]
            if any(cue.touches(other) for other in taken) or self._other_person(cue):
                continue
            if self._cues.within("honorific-before", cue.first, cue.last):
                continue
            word = "".join(self._text.keys[cue.first : cue.last])
            near = self._names.nearly(word, self._honoured(cue))
            if near is not None:
                part, tail = near
                found.append((cue, part.spelled + _tail(self._text.raw, self._cues, cue, tail)))
        return found

    def _called_places(self) -> set[Cue]:
        """Places of one or two words where somebody is called."""
        cues, text = self._cues, self._text
        starts = {c.last for c in cues["honorific-before"]} | {c.last for c in cues["calling"]}
        starts |= {c.last for c in self._mentions} | {s.first for s in text.sentences}
        ends = {c.first for c in cues["honorific-after"]} | {c.first for c in self._mentions}
        places = {Cue(at, at + n) for at in starts for n in (1, 2)}
        places |= {Cue(at - n, at) for at in ends for n in (1, 2)}
        return {
            place
            for place in places
            if 0 <= place.first
            and place.last <= len(text.keys)
            and all(text.breaks[i] == NONE for i in range(place.first + 1, place.last))
            and self._addressed(place)
        }

    def _addressed(self, cue: Cue) -> bool:
        """Does an honorific, another part of the name or a greeting stand beside it?"""
        if self._honoured(cue):
            return True
        text = self._text
        alone = cue.last == len(text.keys) or text.breaks[cue.last] != NONE
        first = cue.first == 0 or text.breaks[cue.first] == END
        return alone and (first or bool(_ends_at(self._cues, "calling", cue.first)))

    def _honoured(self, cue: Cue) -> bool:
        """Does an honorific or another part of the name stand beside it, with no mark between?"""
        cues, text = self._cues, self._text
        if cue.first and text.breaks[cue.first] == NONE:
            if _ends_at(cues, "honorific-before", cue.first):
                return True
            if any(other.last == cue.first for other in self._mentions):
                return True
        if cue.last < len(text.keys) and text.breaks[cue.last] == NONE:
            if _starts_at(cues, "honorific-after", cue.last):
                return True
            return any(other.first == cue.last for other in self._mentions)
        return False

    def _other_person(self, cue: Cue) -> bool:
        """Is it a colleague, a courier, or the agent's own name?"""
        first = cue.first
        while honorific := _ends_at(self._cues, "honorific-before", first):
            first = honorific.first
        near = first > 0 and self._text.breaks[first] != END
        if near and _ends_at(self._cues, "other-person", first):
            return True
        return bool(
            _starts_at(self._cues, "self-introduction", cue.last)
            or _starts_at(self._cues, "of-a-department", cue.last)
        )


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
