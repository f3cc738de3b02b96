"""What went wrong, as the customer tells it, and whose doing it is."""

from __future__ import annotations

from functools import lru_cache

from coach.checks.statements import is_asked, is_supposed
from coach.cues import Cue, Cues
from coach.rules import Scene
from coach.text import Sentence
from coach.verbs import Form, analyse

FEWEST_BEFORE = 2
"""A failing verb with fewer words of its clause before it names no thing."""
LAUGHTER = frozenset("😂🤣😅😄😁😆😜😉😍🥰🤩")
_TOLD = frozenset(("present", "past", "perfect"))
_IDLE = ("idle-failure", "mere-state")
_OWN = ("not-ours", "own-life")
OURS = ("from-us", "our-doing", "waited-long", "fault-late")
"""Sets that tell that a trouble is of our making."""
_WANTING = ("demand", "asks-to-have", "asking-word")
"""Sets that make a clause a question or an order without a mark."""


def tells_of_fault(cues: Cues) -> bool:
    """Does the message tell of a concrete fault of ours: broken, wrong, missing, not working?"""
    if is_own_doing(cues) or wants_service(cues) or _is_in_time(cues):
        return False
    return _is_reported(cues) or fails(cues, but_for="fault-late")


def blames_us(cues: Cues) -> bool:
    """Does it tell of any fault of ours, lateness and silence among them?"""
    if is_own_doing(cues) or cues.any("customer-idea") or _is_in_time(cues):
        return False
    if cues.any("waited-long") or any(not _may_be_asked(cues, c) for c in cues["fault-late"]):
        return True
    return not wants_service(cues) and _went_wrong(cues)


def is_own_doing(cues: Cues) -> bool:
    """Is it the customer's own doing, a stranger's or fate's? What we have not done yet is none."""
    return cues.any(*_OWN) and (cues.any("not-yet") or not cues.any("our-doing"))


def wants_service(cues: Cues) -> bool:
    """Is something wanted of us, without a word of our having had a part in the trouble?"""
    return cues.any("asks-service") and not cues.any("from-us")


def mends_own_thing(scene: Scene) -> bool:
    """Is somebody sent to mend what is the customer's own, at home?"""
    return scene.cues.any("sends-tradesman") and scene.asked("own-house")


def laughs(cues: Cues) -> bool:
    """Does the customer laugh about it, or love it?"""
    return cues.any("laughter") or any(mark in LAUGHTER for _, mark in cues.text.marks)


def _is_in_time(cues: Cues) -> bool:
    """Is a change wanted of what we have not done yet («میشه عوض کنم؟ هنوز نفرستادین»)?"""
    return cues.any("asks-change") and cues.any("not-yet")


def _went_wrong(cues: Cues) -> bool:
    return _is_reported(cues) or fails(cues)


def _is_reported(cues: Cues) -> bool:
    return any(not _only_asked(cues, cue) for cue in cues["fault-report"]) or _is_told(cues)


def _only_asked(cues: Cues, cue: Cue) -> bool:
    """Does a plain question end with it («صداش زیاده؟»)?"""
    sentence = cues.text.sentence_of(cue.first)
    if cue.last < sentence.last or not ("؟" in sentence.closing or "?" in sentence.closing):
        return False
    return "!" not in sentence.closing and not cues.within(
        "reproach", sentence.first, sentence.last
    )


def _may_be_asked(cues: Cues, cue: Cue) -> bool:
    """Is it only asked whether it is late or called off? «Has it not come yet?» complains."""
    negative = any(f.negative for at in range(cue.first, cue.last) for f in _forms(cues, at))
    return not negative and _only_asked(cues, cue)


def _forms(cues: Cues, at: int) -> tuple[Form, ...]:
    return analyse(cues.text.keys[at])


def fails(cues: Cues, but_for: str | None = None) -> bool:
    """Does a statement say that some thing does not do what it should («… صادر نمی‌کنه»)?

    but_for: a set whose places do not count.
    """
    return any(
        _fails_at(cues, at)
        for at, word in enumerate(cues.text.keys)
        if _is_failing(word) and not (but_for and cues.within(but_for, at, at + 1))
    )


@lru_cache(maxsize=1 << 14)
def _is_failing(word: str) -> bool:
    """Is it a negative verb in the third person that tells how things are?"""
    return any(
        form.negative and form.person in (3, 6) and form.tense in _TOLD for form in analyse(word)
    )


def _fails_at(cues: Cues, at: int) -> bool:
    place = Cue(at, at + 1)
    if at - cues.text.clause_of(at)[0] < FEWEST_BEFORE:
        return False
    if cues.text.is_quoted(at) or is_supposed(cues, place) or is_asked(cues, place):
        return False
    return not any(place.touches(idle) for name in _IDLE for idle in cues[name])


def _is_told(cues: Cues) -> bool:
    """Is there a trouble or complaint told, not asked, supposed or quoted?"""
    return any(
        not cues.text.is_quoted(cue.first)
        and not is_asked(cues, cue)
        and not is_supposed(cues, cue)
        and not _is_feared(cues, cue)
        for name in ("thing-wrong", "gone-wrong", "complaint")
        for cue in cues[name]
    )


def _is_feared(cues: Cues, cue: Cue) -> bool:
    """Is it only feared to be so («… پاک شده باشن»)?"""
    return cue.last < len(cues.text.keys) and any(
        form.infinitive == "بودن" and form.tense == "subjunctive" for form in _forms(cues, cue.last)
    )


def tells_at_length(cues: Cues, fewest: int) -> bool:
    """Does it state something in so many words, beyond a plain question or a mere request?"""
    if is_own_doing(cues) or wants_service(cues) or laughs(cues) or cues.any("asks-how"):
        return False
    return any(
        sentence.last - sentence.first >= fewest and _states(cues, sentence)
        for sentence in cues.text.sentences
    )


def _states(cues: Cues, sentence: Sentence) -> bool:
    """Does it say how things are: neither a plain question nor an order?"""
    if "!" in sentence.closing or cues.within("reproach", sentence.first, sentence.last):
        return True
    if "؟" in sentence.closing or "?" in sentence.closing:
        return False
    first, last = cues.text.clause_of(sentence.last - 1)
    return not any(cues.within(name, first, last) for name in _WANTING)
