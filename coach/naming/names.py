"""The customer's name: where a text uses it, where it is spelled almost right, how to address.

A name counts as used where somebody is called by it: beside an honorific or after a greeting, or,
if it is no everyday word, wherever it stands. «پیک شما، آقای احمدی» is somebody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from weakref import WeakKeyDictionary

from coach.cues import Cue, Cues
from coach.naming.parts import (
    ENDEARING,
    PLACEHOLDERS,
    TAILS_BY_LENGTH,
    TITLES,
    Part,
    is_almost,
    most_wrong,
    name_parts,
    skeletons,
    spelled_length,
    with_ezafe,
)
from coach.naming.sounds import heard, heard_letters, skeleton
from coach.persian import JOINER, key
from coach.text import END, NONE

_MOST_WORDS, _LONGEST_WORD = 8, 40
"""What goes beyond is no name, and would be sought in vain at every word of a draft."""
_MOST_NEAR = 2_000
_BEFORE_NAMES = ("honorific-before", "calling")
_NO_NAMES = ("honorific-before", "honorific-after", "greeting")
_LONGEST_TAIL = len(TAILS_BY_LENGTH[-1]) + 2


class Names:
    """The names of one customer. `title`: the honorific that the host knows, never guessed."""

    def __init__(self, name: str | None, title: str | None = None) -> None:
        words = [w for w in (name or "").split() if len(w) <= _LONGEST_WORD][:_MOST_WORDS]
        titles: list[str] = []
        while words and key(words[0]) in TITLES:
            titles.append(words.pop(0))
        self.title = title or " ".join(titles) or None
        if words and key(words[0]) in PLACEHOLDERS:
            words = []
        self.parts = tuple(name_parts([w for w in words if key(w)]))
        self.known = bool(self.parts)
        self.latin = self.known and all(p.key.isascii() for p in self.parts)
        self.skeletons = skeletons(words) if self.latin else frozenset[str]()
        self._initials = frozenset(p.key[0] for p in self.parts)
        self._keys = frozenset(k for p in self.parts for k in (p.key, p.key + "ی"))
        own = self.parts[:-1] if len(words) > 1 else self.parts
        self.spaced = any(JOINER in p.spelled or " " in p.spelled for p in own)
        """Is a part of the name written as two words?"""
        self._letters = tuple(heard_letters(part.key) for part in self.parts)
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
                    if length := spelled_length(keys, at, part.key):
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
        """Compare only words with nearly all letters of a part: of the corpus' words that leaves
        7 to 35 %, as the name goes."""
        letters = heard_letters(word)
        for part, wanted in zip(self.parts, self._letters, strict=True):
            length, most = len(part.key), most_wrong(part.key)
            if not length - most <= len(word) <= length + _LONGEST_TAIL:
                continue
            if len(wanted - letters) > most:
                continue
            for tail in TAILS_BY_LENGTH:
                if abs(len(word) - len(tail) - length) <= most and word.endswith(tail):
                    stem = word[: len(word) - len(tail)] if tail else word
                    if is_almost(stem, part.key, honoured):
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
        if self.parts[0].key in ENDEARING:
            return " ".join(part.spelled for part in self.parts[:2]) if family else None
        if spoken:
            return f"{with_ezafe(self.parts[0].spelled)} عزیز"
        whole = " ".join(part.spelled for part in self.parts[:2])
        return f"{with_ezafe(whole)} گرامی"


class Calls:
    """What one text calls the customer: `uses` of the name, and `misspelled` ones."""

    def __init__(self, names: Names, cues: Cues) -> None:
        self._names = names
        self._cues = cues
        self._text = cues.text
        self._mentions = list(names.mentions(cues.text.keys))
        self._mention_starts = frozenset(cue.first for cue in self._mentions)
        self._mention_ends = frozenset(cue.last for cue in self._mentions)
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
        taken = {word for cue in self._mentions for word in range(cue.first, cue.last)}
        for cue, word in self._near_places():
            if not taken.isdisjoint(range(cue.first, cue.last)) or not self._addressed(cue):
                continue
            if any(self._cues.within(n, cue.first, cue.last) for n in _NO_NAMES):
                continue
            near = self._names.nearly(word, self._honoured(cue))
            if near is not None:
                part, tail = near
                if self._other_person(cue) and not self._in_the_name_of(cue, word, part, tail):
                    continue
                if self._named_elsewhere(cue, part):
                    continue
                taken.update(range(cue.first, cue.last))
                found.append((cue, part.spelled + _tail(self._text.raw, self._cues, cue, tail)))
        return found

    def _in_the_name_of(self, cue: Cue, word: str, part: Part, tail: str) -> bool:
        """Is a paper «به نام آقای …» theirs: does the name sound exactly as the customer's?"""
        first = cue.first
        while honorific := _ends_at(self._cues, "honorific-before", first):
            first = honorific.first
        stem = word[: len(word) - len(tail)] if tail else word
        named = _ends_at(self._cues, "in-the-name-of", first) is not None
        return named and heard(stem) == heard(part.key)

    def _named_elsewhere(self, cue: Cue, part: Part) -> bool:
        """Is this part of the name said rightly elsewhere? Then somebody else is meant here."""
        return any(
            (use.last < cue.first or use.first > cue.last)
            and "".join(self._text.keys[use.first : use.last]) == part.key
            for use in self._mentions
        )

    def _near_places(self) -> Iterator[tuple[Cue, str]]:
        """Words, alone or two in a row, that may be a part of the name spelled wrong.

        Only where somebody may be called: of all words few stand there.
        """
        text, nearly, spaced = self._text, self._names.nearly, self._names.spaced
        behind, before = self._called_behind(), self._called_before()
        for at, word in enumerate(text.keys):
            last = at + 1 in before
            if (last or at in behind) and nearly(word, True):
                yield Cue(at, at + 1), word
            if spaced and at and (last or at - 1 in behind) and text.breaks[at] == NONE:
                two = text.keys[at - 1] + word
                if nearly(two, True):
                    yield Cue(at - 1, at + 1), two

    def _called_behind(self) -> set[int]:
        """Where a name may begin because of what stands before it: see `_addressed`."""
        text, cues = self._text, self._cues
        found = {sentence.first for sentence in text.sentences}
        found |= self._mention_ends
        return found.union(c.last for name in _BEFORE_NAMES for c in cues[name])

    def _called_before(self) -> frozenset[int]:
        """Where a name may end because of what stands behind it."""
        return self._mention_starts.union(c.first for c in self._cues["honorific-after"])

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
            if cue.first in self._mention_ends:
                return True
        if cue.last < len(text.keys) and text.breaks[cue.last] == NONE:
            if _starts_at(cues, "honorific-after", cue.last):
                return True
            return cue.last in self._mention_starts
        return False

    def _goes_on(self, word: int) -> bool:
        """Does `word` follow the word before it without a mark?"""
        return word < len(self._text.keys) and self._text.breaks[word] == NONE

    def _other_person(self, cue: Cue) -> bool:
        """Is it a colleague, a courier, or the agent's own name?"""
        first = cue.first
        while honorific := _ends_at(self._cues, "honorific-before", first):
            first = honorific.first
        near = first > 0 and self._text.breaks[first] != END
        if near and _ends_at(self._cues, "other-person", first):
            return True
        return bool(
            (self._goes_on(cue.last) and _starts_at(self._cues, "self-introduction", cue.last))
            or _starts_at(self._cues, "of-a-department", cue.last)
        )


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


def _ends_at(cues: Cues, name: str, word: int) -> Cue | None:
    return next((c for c in cues[name] if c.last == word), None)


def _starts_at(cues: Cues, name: str, word: int) -> Cue | None:
    return next((c for c in cues[name] if c.first == word), None)
