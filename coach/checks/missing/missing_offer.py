"""missing-offer: the reply answers, resolves, refuses or closes and offers no further help."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from coach.checks.missing.asking import asks_in
from coach.checks.missing.told import is_thorough
from coach.cues import Cue, Cues
from coach.rules import DONE, DUE, Rule, Scene, State
from coach.text import Sentence
from coach.verbs import analyse

COURTESIES = ("greeting", "apology", "thanks", "empathy", "reassurance", "filler")
"""Sets whose words answer nothing."""
WAITING = ("later-news", "hold-on", "wants-data", "invites")
"""Sets that mark a clause as a promise, a hold or a request for what is needed."""
FEWEST_WORDS = 2
AFTERTHOUGHT = 12
"""So few words after a question add to it («Which day? Monday and Friday are free.»)."""
_OPEN = frozenset(("present", "subjunctive", "future"))
OPENING = 6
"""A wish that begins later than this word does not open the reply."""


def check(rule: Rule, scene: Scene) -> State | None:
    """Due where the draft says something that settles, and neither it nor the two replies before
    offer anything."""
    if not _settles(scene):
        return DONE if scene.cues.any("offer") else None
    return DONE if scene.lately("offer") else DUE


def _settles(scene: Scene) -> bool:
    cues = scene.cues
    if any(_closes(scene, cue) for cue in cues["goodbye"]):
        return True
    if _asks(scene) or cues.any("will-tell") or _holds_out(cues) or is_thorough(scene):
        return False
    return sum(_words_that_say(scene)) >= FEWEST_WORDS


def _holds_out(cues: Cues) -> bool:
    """Does it say what we do in a case that may come («If you travel with more, I book it»)?"""
    text = cues.text
    return any(
        any(_is_ours(text.keys[at]) for at in range(cue.last, text.sentence_of(cue.first).last))
        for cue in cues["case"]
    )


@lru_cache(maxsize=1 << 14)
def _is_ours(word: str) -> bool:
    """Is it a verb that says what we do or may do?"""
    return any(
        form.person in (1, 4) and not form.negative and form.tense in _OPEN
        for form in analyse(word)
    )


def _closes(scene: Scene, cue: Cue) -> bool:
    """Is it a goodbye, and no wish that opens the reply?"""
    cues = scene.cues
    if cues.text.is_quoted(cue.first):
        return False
    if cues.within("farewell", cue.first, cue.last):
        return True
    if not any(greeting.touches(cue) for greeting in cues["greeting"]):
        return cue.first > OPENING or cues.text.sentence_of(cue.first) == cues.text.sentences[-1]
    ends = cue.last >= len(cues.text.keys) - 1
    return ends and (cue.first > OPENING or not scene.conversation.first_reply)


def _asks(scene: Scene) -> bool:
    """Does the draft end with a question or an invitation, or ask for what is needed to go on?
    A courtesy behind it («Sorry for the trouble.») counts for nothing."""
    cues, text = scene.cues, scene.text
    if not text.sentences:
        return True
    idle = _idle_words(scene)
    said = [s for s in text.sentences if _is_said(s, idle)] or text.sentences
    last = said[-1]
    if asks_in(cues, text.sentences):
        return True
    if "؟" in last.closing or "?" in last.closing or cues.any("wants-data"):
        return True
    if last.last - last.first <= AFTERTHOUGHT and asks_in(cues, tuple(said[-2:-1])):
        return True
    return cues.within("invites", *text.clause_of(last.last - 1))


def _is_said(sentence: Sentence, idle: set[int]) -> bool:
    """Is it a question, or anything beyond a courtesy?"""
    asked = "؟" in sentence.closing or "?" in sentence.closing
    return asked or len({*range(sentence.first, sentence.last)} - idle) > 1


def _words_that_say(scene: Scene) -> Iterator[int]:
    """For each clause, its words beyond courtesies and names; none where it only promises."""
    idle = _idle_words(scene)
    at = 0
    while at < len(scene.text.keys):
        first, last = scene.text.clause_of(at)
        if not _only_promises(scene, first, last):
            for word in range(first, last):
                if word not in idle:
                    yield 2 if scene.text.kinds[word] == "n" else 1
        at = max(last, at + 1)


def _idle_words(scene: Scene) -> set[int]:
    cues = [cue for name in COURTESIES for cue in scene.cues[name]]
    cues += scene.names.uses(scene.cues)
    return {word for cue in cues for word in range(cue.first, cue.last)}


def _only_promises(scene: Scene, first: int, last: int) -> bool:
    """Does the clause promise or hold, with nothing done told before it?"""
    cues = scene.cues
    found = [c for name in WAITING for c in cues[name] if c.first < last and first < c.last]
    if not found:
        return False
    until = min(cue.first for cue in found)
    if cues.within("condition", first, until):
        return True
    return not any(_is_done(scene.text.keys[word]) for word in range(first, until))


def _is_done(word: str) -> bool:
    """Is it a verb that tells what has happened?"""
    return any(form.tense in ("past", "perfect") and form.person == 3 for form in analyse(word))
