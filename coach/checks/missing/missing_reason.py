"""`missing-reason`: a request is refused and nobody says why."""

from __future__ import annotations

from coach.checks.refusals import refusals, unavailable, was_asked
from coach.rules import DONE, DUE, Rule, Scene, State


def check(rule: Rule, scene: Scene) -> State | None:
    """Asked for where a request is refused; thanks together with handing it on will do, too."""
    if scene.asked("idea") or not was_asked(scene) or not _refused(scene):
        return None
    if scene.turn(f"{rule.id}/needs", "reason-fact"):
        return DONE
    return DONE if scene.turn("thanks") and scene.turn("passing-on") else DUE


def _refused(scene: Scene) -> bool:
    """Is anything refused? That a thing asked after is not to be had refuses nothing."""
    cues = scene.cues
    found = refusals(cues, asked=True)
    if not scene.asked("asks-to-have"):
        return bool(found)
    lacking = [*cues["have-not"], *unavailable(cues)]
    return any(not any(cue.touches(other) for other in lacking) for cue in found)
