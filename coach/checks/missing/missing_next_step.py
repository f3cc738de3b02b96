"""missing-next-step: the matter stays open and the reply does not say what follows."""

from __future__ import annotations

from coach.checks.missing.asking import asks
from coach.checks.missing.troubles import blames_us
from coach.checks.statements import is_supposed
from coach.cues import Cue, Cues
from coach.rules import DONE, DUE, Rule, Scene, State
from coach.verbs import analyse

_SAYS_ENOUGH = ("next-step", "known-time", "done-so-far", "alternative", "did")
_ANSWERS = ("refusal", "refusal-if-asked", "bad-news", "reason", "good-news", "in-hand", "offer")
_KIND_WORDS = ("thanks", "joy", "all-well")
_DECLINED = ("refusal", "we-do-not")


def check(rule: Rule, scene: Scene) -> State | None:
    """Due where the reply only says that the matter is looked after, handed on or not yet done.

    Done where it says what follows, when, or what has been done so far. A reply that asks the
    customer for something leaves the next step with them.
    """
    cues, talk = scene.cues, scene.conversation
    turn = (*talk.agent_turn, cues)
    wanted = scene.asked("asks-status")
    if not _leaves_open(scene, wanted):
        return DONE if wanted and any(_says_what_follows(c) for c in turn) else None
    if any(asks(c) for c in turn):
        return None
    return DONE if any(_says_what_follows(c) for c in turn) else DUE


def _leaves_open(scene: Scene, wanted: bool) -> bool:
    """Does the draft itself say that the matter is still open?"""
    cues = scene.cues
    if scene.asked("wish-for-more") and not _is_fault_told(scene):
        return False
    if not wanted and (_only_praised(scene) or _granted(scene)):
        return False
    if _promised(cues, "follow-up"):
        return True
    if _stated(cues, "empty-promise") and not _promised(cues, "instruction"):
        return True
    if _promised(cues, "hand-over"):
        return not (
            scene.asked("wish-for-more") or cues.any("wish-for-more") or cues.any(*_DECLINED)
        )
    if not wanted and (_stated(cues, "instruction") or not _is_fault_told(scene)):
        return False
    if "m" in cues.text.kinds:  # an address is handed over
        return False
    return _stated(cues, "stalled") or (_is_fault_told(scene) and _does_nothing(cues))


def _only_praised(scene: Scene) -> bool:
    """Is what is handed on a kind word: nothing asked, nothing wrong?"""
    kind = scene.asked(*_KIND_WORDS)
    return kind and not _is_fault_told(scene) and "؟" not in scene.conversation.messages[-1].text


def _granted(scene: Scene) -> bool:
    """Is it a service that was asked for, and the draft says yes?"""
    return scene.cues.any("affirmed") and scene.asked("asks-service") and not _is_fault_told(scene)


def _is_fault_told(scene: Scene) -> bool:
    return any(cues.fact(blames_us) for cues in scene.conversation.customer_turn)


def _does_nothing(cues: Cues) -> bool:
    """Does it tell of nothing that happens: no deed, no answer, no way things stand?"""
    if cues.any(*_ANSWERS) or "n" in cues.text.kinds:
        return False
    bare = {at for cue in cues["is-so"] for at in range(cue.first, cue.last)}
    return not any(
        not form.negative
        for at, word in enumerate(cues.text.keys)
        if at not in bare
        for form in analyse(word)
    )


def _says_what_follows(cues: Cues) -> bool:
    return any(_stated(cues, name) for name in _SAYS_ENOUGH)


def _stated(cues: Cues, name: str) -> bool:
    return any(_is_said(cues, cue) for cue in cues[name])


def _promised(cues: Cues, name: str) -> bool:
    """Is it said outright, and not offered in case the customer wants it?"""
    return any(
        _is_said(cues, cue) and not cues.within("offer", cue.first, cue.last) for cue in cues[name]
    )


def _is_said(cues: Cues, cue: Cue) -> bool:
    """Not quoted; and no mere condition, unless it tells what to do then."""
    return not cues.text.is_quoted(cue.first) and (
        not is_supposed(cues, cue) or cues.within("next-step", cue.first, cue.last)
    )
