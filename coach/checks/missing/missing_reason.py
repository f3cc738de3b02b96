"""`missing-reason`: a request is refused and nobody says why."""

from __future__ import annotations

from coach.checks.refusals import refusals, was_asked
from coach.rules import DONE, DUE, Rule, Scene, State


def check(rule: Rule, scene: Scene) -> State | None:
    """Asked for where a request is refused; thanks together with handing it on will do, too."""
    if scene.asked("idea") or not was_asked(scene) or not refusals(scene.cues, asked=True):
        return None
    if scene.turn(f"{rule.id}/needs", "reason-fact"):
        return DONE
    return DONE if scene.turn("thanks") and scene.turn("passing-on") else DUE
