"""missing-empathy: the customer is upset, and nobody has said that it is understood."""

from __future__ import annotations

from coach.checks.missing.told import answered, is_open
from coach.cues import Cues
from coach.rules import Rule, Scene, State

UPSET = frozenset(("angry", "upset", "worried"))


def check(rule: Rule, scene: Scene) -> State | None:
    """Due where the customer is angry, upset or worried and no reply acknowledges it."""
    if not (scene.conversation.mood in UPSET or is_open(scene, _suffers)):
        return None
    return answered(scene, _suffers, _feels)


def _suffers(cues: Cues) -> bool:
    return cues.any("distress") and not cues.any(*("settled", "all-well", "playful"))


def _feels(cues: Cues) -> bool:
    return cues.any("empathy", "reassurance")
