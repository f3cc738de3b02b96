"""missing-thanks: the customer gave something (an idea, a report, patience) and got no thanks."""

from __future__ import annotations

from coach.checks.missing.told import answered, is_open, is_thorough, words_in
from coach.checks.missing.troubles import OURS, is_own_doing, mends_own_thing, tells_of_fault
from coach.cues import Cues
from coach.rules import Rule, Scene, State

FEWEST_WORDS = 4
"""A fault told in fewer words is a cry for help and no report."""
MOST_ASKED = 10
"""A fault told in a question of so few words asks for help."""
MOST_REPLIES_SINCE = 1
_LOST = ("confusion", "confusion-signs", "interrogative")


def check(rule: Rule, scene: Scene) -> State | None:
    """Due where an idea, a concrete report or long waiting has not been thanked for."""
    gives = _reports if _is_lost(scene) else _gives
    if not is_open(scene, gives, MOST_REPLIES_SINCE):
        return None
    if (_explains(scene) or is_thorough(scene)) and not is_open(scene, _offers, MOST_REPLIES_SINCE):
        return None
    return answered(scene, gives, _thanks)


def _explains(scene: Scene) -> bool:
    """Does the draft comfort, understand or say why it is so, and takes no fault on us?"""
    cues = scene.cues
    if mends_own_thing(scene):
        return True
    if cues.any("apology", "our-fault") or scene.heard(*OURS):
        return False
    return cues.any("reassurance", "reason", "empathy", "meaning")


def _is_lost(scene: Scene) -> bool:
    """Is the customer puzzled, or says so among other things?"""
    talk = scene.conversation
    return talk.mood == "confused" or any(cues.any("confusion") for cues in talk.customer_turn)


def _offers(cues: Cues) -> bool:
    """Does the message give an idea, tell something for our sake, or speak of long waiting?"""
    if cues.any("customer-idea", "customer-reports"):
        return True
    return cues.any("waited-long") and not is_own_doing(cues)


def _reports(cues: Cues) -> bool:
    """The same of a customer who is lost: a fault counts only where nothing is asked about it."""
    return _offers(cues) or (not cues.any(*_LOST) and _gives(cues))


def _gives(cues: Cues) -> bool:
    if _offers(cues):
        return True
    if words_in(cues) < FEWEST_WORDS or not tells_of_fault(cues):
        return False
    return cues.any("customer-details") or not (cues.any("fault-asked") or _asks(cues))


def _asks(cues: Cues) -> bool:
    """Is it a short question? Who tells at length reports, whatever is asked at the end."""
    return words_in(cues) <= MOST_ASKED and any(
        "؟" in s.closing or "?" in s.closing for s in cues.text.sentences
    )


def _thanks(cues: Cues) -> bool:
    return cues.any("thanks")
