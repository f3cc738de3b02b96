"""missing-empathy: the customer is upset, and nobody has said that it is understood."""

from __future__ import annotations

from coach.checks.missing.told import CONTENT, answered, is_open
from coach.cues import Cues
from coach.rules import Rule, Scene, State

UPSET = frozenset(("angry", "upset", "worried"))
LAUGHTER = frozenset("😂🤣😅")


def check(rule: Rule, scene: Scene) -> State | None:
    """Due where the customer is angry, upset or worried and no reply acknowledges it."""
    if not (scene.conversation.mood in UPSET or is_open(scene, _suffers)):
        return None
    return answered(scene, _suffers, _feels)


def _suffers(cues: Cues) -> bool:
    laughs = any(mark in LAUGHTER for _, mark in cues.text.marks)
    return cues.any("distress") and not laughs and not cues.any(*CONTENT, "laughter")


def _feels(cues: Cues) -> bool:
    return cues.any("empathy", "reassurance")
