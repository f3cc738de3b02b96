"""missing-greeting: the first reply of a conversation does not greet."""

from __future__ import annotations

from coach.cues import Cue
from coach.rules import DONE, DUE, Rule, Scene, State

OPENING = 7
"""Among how many first words a greeting stands."""


def check(rule: Rule, scene: Scene) -> State | None:
    """Due where nobody on our side has said anything and the draft does not greet."""
    if not scene.conversation.first_reply:
        return None
    return DONE if any(_greets(scene, cue) for cue in scene.cues["greeting"]) else DUE


def _greets(scene: Scene, cue: Cue) -> bool:
    text = scene.text
    if text.is_quoted(cue.first):
        return False
    if text.sentence_index(cue.first) > 0 and cue.first > OPENING:
        return False
    return not _parts(scene, cue)


def _parts(scene: Scene, cue: Cue) -> bool:
    """«روزتون خوش» after the answer, with nothing behind it, says goodbye."""
    if not any(cue.touches(wish) for wish in scene.cues["time-wish"]):
        return False
    named = [place for place in scene.names.uses(scene.cues) if place.first < cue.first]
    before = cue.first - sum(place.last - place.first for place in named)
    return before > 2 and cue.last >= len(scene.text.keys) - 1
