"""missing-apology: the fault is ours, and nobody has said sorry."""

from __future__ import annotations

from coach.checks.missing.told import answered, is_open, is_thorough
from coach.checks.missing.troubles import (
    OURS,
    blames_us,
    is_own_doing,
    laughs,
    mends_own_thing,
    tells_at_length,
    wants_service,
)
from coach.cues import Cues
from coach.rules import Rule, Scene, State

UPSET = frozenset(("angry", "upset"))
GRAVE = ("anger", "our-doing", "our-mischief")
COMPLAINTS = ("upset-words", "anger")
"""Sets of the mood's lexicon: whoever is upset at us is owed a word of regret."""
SIGNS = (*COMPLAINTS, "anger-signs", "complaint", "complaint-signs", "distress", "sore", "reproach")
"""A mood that no word shows is no complaint."""
FEWEST_WORDS = 4
"""What an upset customer tells in so many words is a complaint."""


def check(rule: Rule, scene: Scene) -> State | None:
    """Due where the customer reports a fault of ours, or the draft admits one, without apology."""
    upset = scene.conversation.mood in UPSET and (
        is_open(scene, _complains) or any(_tells(c) for c in scene.conversation.customer_turn)
    )
    admitted = scene.cues.any("our-fault") and not scene.asked("wants-away")
    if not (upset or admitted or is_open(scene, blames_us)):
        return None
    if not admitted and is_thorough(scene) and not scene.asked(*GRAVE):
        return None
    if not admitted and (not upset or _is_mild(scene)) and _explains(scene):
        return None
    return answered(scene, blames_us, _apologises)


def _is_mild(scene: Scene) -> bool:
    """Does a sad customer tell of no fault?"""
    return scene.conversation.mood == "upset" and not is_open(scene, blames_us)


def _explains(scene: Scene) -> bool:
    """Does the draft comfort, or say that it understands or why it is so, where nothing tells that
    the fault is ours?"""
    if scene.cues.any("reassurance") or mends_own_thing(scene):
        return True
    ours = OURS if scene.cues.any("reason", "meaning") else (*OURS, "fault-report", "gone-wrong")
    return scene.cues.any("reason", "empathy", "meaning") and not scene.heard(*ours)


def _complains(cues: Cues) -> bool:
    if is_own_doing(cues) or wants_service(cues) or laughs(cues):
        return False
    if cues.any("customer-idea", "asks-how"):
        return False
    return cues.any(*COMPLAINTS)


def _tells(cues: Cues) -> bool:
    return tells_at_length(cues, FEWEST_WORDS) and cues.any(*SIGNS)


def _apologises(cues: Cues) -> bool:
    return cues.any("apology")
