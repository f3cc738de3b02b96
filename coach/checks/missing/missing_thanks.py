"""missing-thanks: the customer gave something (an idea, a report, patience) and got no thanks."""

from __future__ import annotations

from coach.checks.missing.told import answered, is_open, words_in
from coach.cues import Cues
from coach.rules import Rule, Scene, State

FEWEST_WORDS = 4
"""A fault told in fewer words is a cry for help and no report."""
MOST_REPLIES_SINCE = 1


def check(rule: Rule, scene: Scene) -> State | None:
    """Due where an idea, a concrete report or long waiting has not been thanked for."""
    if scene.conversation.mood == "confused" or not is_open(scene, _gives, MOST_REPLIES_SINCE):
        return None
    return answered(scene, _gives, _thanks)


def _gives(cues: Cues) -> bool:
    if cues.any("customer-idea", "customer-reports", "waited-long"):
        return True
    if not cues.any("fault-report") or words_in(cues) < FEWEST_WORDS:
        return False
    if cues.any("customer-details"):
        return True
    return not cues.any("not-ours", "fault-asked")


def _thanks(cues: Cues) -> bool:
    return cues.any("thanks")
