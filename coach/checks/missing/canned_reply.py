"""canned-reply: the agent says again what they said before, or nothing of this customer's case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from coach.checks.missing.wanted import is_named, topic_word
from coach.cues import Cues
from coach.rules import DUE, Rule, Scene, State


def check(rule: Rule, scene: Scene) -> State | None:
    """Due where the draft nearly repeats an earlier reply, or is long and made of set phrases with
    no word of what the customer said. There is nothing to tick: it is never done."""
    limits = rule.limits
    if len(scene.text.keys) < limits["words"]:
        return None
    if _repeats(scene, limits["alike"] / 100):
        return DUE
    return DUE if _is_ready_made(scene, limits) else None


def _pairs(cues: Cues) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(cues.text.keys))


def _repeats(scene: Scene, alike: float) -> bool:
    """Does an earlier reply share nearly all pairs of neighbouring words with the draft?"""
    own = _pairs(scene.cues)
    for earlier in scene.conversation.agent_cues:
        pairs = _pairs(earlier)
        if len(own & pairs) >= alike * len(own | pairs):
            return True
    return False


def _is_ready_made(scene: Scene, limits: Mapping[str, int]) -> bool:
    """Is it long, full of set phrases, and without anything of this customer's case?"""
    cues, talk = scene.cues, scene.conversation
    words = len(cues.text.keys)
    if words < limits["long"] or not talk.customer_cues:
        return False
    if len(cues["boilerplate"]) < limits["set-phrases"]:
        return False
    if any(kind in "nm" for kind in cues.text.kinds) or scene.names.uses(cues):
        return False
    return not any(is_named(word, cues) for word in _matters(talk.customer_cues))


def _matters(said: Iterable[Cues]) -> frozenset[str]:
    """The words of the customer's messages that name a matter."""
    return frozenset(
        word for cues in said for at in range(len(cues.text.keys)) if (word := topic_word(cues, at))
    )
