"""missing-empathy: the customer is upset, and nobody has said that it is understood."""

from __future__ import annotations

from coach.checks.missing.told import CONTENT, answered, is_open, is_thorough
from coach.checks.missing.troubles import (
    blames_us,
    is_own_doing,
    laughs,
    tells_at_length,
    wants_service,
)
from coach.checks.statements import is_asked, is_supposed
from coach.cues import Cue, Cues
from coach.rules import DONE, Rule, Scene, State

UPSET = frozenset(("angry", "upset", "worried"))
GLAD = frozenset(("happy", "excited"))
FEELINGS = ("anger", "upset-words", "worry")
"""Sets of feelings that count where the mood is read as one of `UPSET`; a bare complaint is none
of them: it asks for an apology."""
GRAVE = ("at-stake", "shut-out", "our-mischief")
TOLD_WRONG = ("complaint", "fault-report", "gone-wrong", "thing-wrong", "fault-late", "sore")
"""Sets of what went wrong: without any, a mood that is read as anger may be read wrong."""
SIGNS = ("anger-signs", "worry-signs")
"""Sets that add weight to a mood that no word says outright."""
FEWEST_WORDS = 5
"""What a customer of such a mood tells in so many words shows it."""
MANY_WORDS = 9
"""A complaint of so many words in one sentence shows more than a complaint."""


def check(rule: Rule, scene: Scene) -> State | None:
    """Due where the customer is angry, upset or worried and no reply acknowledges it."""
    if scene.conversation.mood in GLAD:
        return None
    upset = scene.conversation.mood in UPSET and (is_open(scene, _feels_bad) or _tells(scene))
    if not (upset or is_open(scene, _suffers)):
        return None
    if not is_open(scene, _says_so):
        if _cares(scene):
            return DONE
        if is_thorough(scene):
            return None
    return answered(scene, _suffers, _acknowledges)


def _cares(scene: Scene) -> bool:
    """Does the turn both apologise and thank? That is enough for who shows no feeling outright."""
    return scene.turn("apology") and scene.turn("thanks")


def _says_so(cues: Cues) -> bool:
    """Does the customer say outright how they feel, or what hangs on it?"""
    return cues.any(*FEELINGS, *GRAVE, "distress", "sore", "at-stake")


def _suffers(cues: Cues) -> bool:
    return _is_hurt(cues) and not _is_light(cues)


def _feels_bad(cues: Cues) -> bool:
    return (_is_hurt(cues) or _feels(cues)) and not _is_light(cues)


def _tells(scene: Scene) -> bool:
    """Does the newest turn tell of something at some length, be it without a word of feeling?"""
    return any(
        tells_at_length(cues, FEWEST_WORDS)
        and (cues.any(*GRAVE) or (not _cares(scene) and _shows(cues, scene.conversation.mood)))
        and not _is_light(cues)
        for cues in scene.conversation.customer_turn
    )


def _shows(cues: Cues, mood: str) -> bool:
    if mood == "angry" and cues.any(*FEELINGS, *TOLD_WRONG):
        return True
    return cues.any(*SIGNS) or _complains_at_length(cues)


def _complains_at_length(cues: Cues) -> bool:
    return cues.any("complaint") and tells_at_length(cues, MANY_WORDS)


def _feels(cues: Cues) -> bool:
    """Is there a feeling that is no mere «if», and no occasion for a request?"""
    return not (is_own_doing(cues) or wants_service(cues)) and any(
        not is_supposed(cues, cue) and not (name == "worry" and _only_asks(cues, cue))
        for name in FEELINGS
        for cue in cues[name]
    )


def _only_asks(cues: Cues, cue: Cue) -> bool:
    """Is it no more than a question («is it dangerous?»), without a word of feeling in it?"""
    sentence = cues.text.sentence_of(cue.first)
    asked = "؟" in sentence.closing or "?" in sentence.closing
    return asked and not cues.within("distress", sentence.first, sentence.last)


def _is_hurt(cues: Cues) -> bool:
    """Are there words of distress, or does a fault of ours put something dear at stake?"""
    if any(not (is_asked(cues, cue) or is_supposed(cues, cue)) for cue in cues["sore"]):
        return True
    if any(not is_supposed(cues, cue) for cue in cues["distress"]):
        return True
    if cues.any("at-stake") and cues.any("shut-out"):
        return True
    return cues.any("at-stake", "waited-long") and blames_us(cues)


def _is_light(cues: Cues) -> bool:
    """Does the customer laugh, or say that all is well, or only ask how something is done?"""
    return laughs(cues) or cues.any(*CONTENT, "asks-how", "changed-mind", "mild-words")


def _acknowledges(cues: Cues) -> bool:
    return cues.any("empathy", "reassurance")
