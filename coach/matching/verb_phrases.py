"""`<اجازه دادن منفی>`: how a phrase names a verb."""

from __future__ import annotations

import difflib
import re

from coach.matching.elements import Element, Gap, OneWord, Option, PhraseError, Sequence_, VerbSpec
from coach.persian import key
from coach.verbs import infinitives

_PERSONS = {"من": 1, "تو": 2, "او": 3, "ما": 4, "شما": 5, "انها": 6, "اونها": 6, "بیشخص": 0}
_TENSES = {
    "حال": frozenset(("present",)),
    "گذشته": frozenset(("past", "imperfect", "perfect", "pluperfect")),
    "نقلی": frozenset(("perfect", "participle")),
    "اینده": frozenset(("future",)),
    "امر": frozenset(("imperative",)),
    "التزامی": frozenset(("subjunctive",)),
    "مصدر": frozenset(("infinitive",)),
}
_POLARITY = {"منفی": True, "مثبت": False}


def verb_phrase(text: str) -> Sequence_:
    """`<اجازه دادن منفی>`: leading words, the infinitive, tags."""
    words = [key(word) for word in re.split(r"[\s,،:]+", text) if key(word)]
    known = infinitives()
    at = next((i for i, word in enumerate(words) if word in known or word == "*"), None)
    if at is None:
        near = [n for word in words for n in difflib.get_close_matches(word, known, 1, 0.7)]
        hint = f"Did you mean <{near[0]}>?" if near else "Write an infinitive, as in <توانستن>."
        raise PhraseError(f"No verb is known in <{text}>.", hint)
    negative: bool | None = None
    persons: set[int] = set()
    tenses: set[str] = set()
    for tag in words[at + 1 :]:
        if tag in _POLARITY:
            negative = _POLARITY[tag]
        elif tag in _PERSONS:
            persons.add(_PERSONS[tag])
        elif tag in _TENSES:
            tenses |= _TENSES[tag]
        else:
            allowed = "، ".join([*_POLARITY, *_PERSONS, *_TENSES])
            raise PhraseError(f"«{tag}» in <{text}> is no tag of a verb.", f"Tags: {allowed}.")
    spec = VerbSpec(words[at], negative, frozenset(persons), frozenset(tenses))
    verb = OneWord(frozenset({Option("verb", spec)}))
    front: list[Element] = [OneWord(frozenset({Option("stem", w)})) for w in words[:at]]
    return (*front, Gap(2), verb) if front else (verb,)
