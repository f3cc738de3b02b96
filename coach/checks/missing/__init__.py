"""Section B: what a draft lacks. Reminders: an item that is ticked or not, never an alarm."""

from __future__ import annotations

from coach.checks.conditions import scene_allows
from coach.rules import DONE, DUE, Rule, Scene, State


def needed(rule: Rule, scene: Scene) -> State | None:
    """A reminder that is words alone: asked for where its conditions hold, done where the draft
    or one of the two agent messages before it holds one of its `needs`."""
    if not scene_allows(rule, scene):
        return None
    return DONE if scene.lately(f"{rule.id}/needs") else DUE
