"""`missing-alternative`: a refusal, and nothing that is offered instead or handed on."""

from __future__ import annotations

from coach.checks.refusals import helps, refusals, unavailable, was_asked
from coach.rules import DONE, DUE, Rule, Scene, State


def check(rule: Rule, scene: Scene) -> State | None:
    """Asked for where the draft refuses; done by the agent's turn."""
    if not refusals(scene.cues, was_asked(scene)) and not unavailable(scene.cues):
        return None
    turn = (scene.cues, *scene.conversation.agent_turn)
    return DONE if any(helps(cues) for cues in turn) else DUE
