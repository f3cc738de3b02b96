"""missing-greeting: the first reply of a conversation does not greet."""

from __future__ import annotations

from dataclasses import replace

from coach.cues import Cue
from coach.offers import fitted, insertions
from coach.placing import opening_of
from coach.rules import DONE, Replacement, Rule, Scene, State

OPENING = 7
"""Among how many first words a greeting stands."""


def check(rule: Rule, scene: Scene) -> State | None:
    """Due where nobody on our side has said anything and the draft does not greet."""
    if not scene.conversation.first_reply:
        return None
    if any(_greets(scene, cue) for cue in scene.cues["greeting"]):
        return DONE
    if any(cue.first == 0 for cue in scene.cues["wish-back"]):
        return DONE
    return State(due=True, replacements=_openings(rule, scene))


def _openings(rule: Rule, scene: Scene) -> tuple[Replacement, ...]:
    """The rule's greetings: before a name those that end without a mark, else the rest."""
    called = opening_of(scene).addressed
    fitting = (w for w in rule.wordings if fitted(w, scene)[-1:].isalpha() == called)
    return insertions(replace(rule, wordings=tuple(fitting)), scene)


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
