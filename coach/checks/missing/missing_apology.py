"""missing-apology: the fault is ours, and nobody has said sorry."""

from __future__ import annotations

from coach.checks.missing.told import answered, is_open
from coach.cues import Cues
from coach.rules import Rule, Scene, State

UPSET = frozenset(("angry", "upset"))
COMPLAINTS = ("upset-words", "anger")
"""Sets of the mood's lexicon: whoever is upset at us is owed a word of regret."""


def check(rule: Rule, scene: Scene) -> State | None:
    """Due where the customer reports a fault of ours, or the draft admits one, without apology."""
    upset = scene.conversation.mood in UPSET and is_open(scene, _complains)
    if not (upset or is_open(scene, _blames_us) or scene.cues.any("our-fault")):
        return None
    return answered(scene, _blames_us, _apologises)


def _blames_us(cues: Cues) -> bool:
    if cues.any("not-ours", "customer-idea"):
        return False
    return cues.any("fault-report", "fault-late", "waited-long")


def _complains(cues: Cues) -> bool:
    return not cues.any("not-ours", "customer-idea", "asks-how") and cues.any(*COMPLAINTS)


def _apologises(cues: Cues) -> bool:
    return cues.any("apology")
