"""missing-offer: the reply answers, resolves, refuses or closes and offers no further help."""

from __future__ import annotations

from coach.cues import Cues
from coach.rules import DONE, DUE, Rule, Scene, State
from coach.text import Text

COURTESIES = ("greeting", "apology", "thanks", "empathy", "reassurance")
"""Sets whose words answer nothing."""
WAITING = ("later-news", "hold-on", "wants-data", "invites")
"""Sets that mark a clause as a promise, a hold or a request for what is needed."""
FEWEST_WORDS = 2


def check(rule: Rule, scene: Scene) -> State | None:
    """Due where the draft says something that settles, and neither it nor the two replies before
    offer anything."""
    if not _settles(scene):
        return DONE if scene.cues.any("offer") else None
    return DONE if scene.lately("offer") else DUE


def _settles(scene: Scene) -> bool:
    cues = scene.cues
    if cues.any("goodbye"):
        return True
    return not _asks(cues) and any(
        _says_something(scene, *clause) for clause in _clauses(scene.text)
    )


def _asks(cues: Cues) -> bool:
    """Does the draft end with a question, or ask for what is needed to go on?"""
    closing = cues.text.sentences[-1].closing if cues.text.sentences else ""
    return "؟" in closing or "?" in closing or cues.any("wants-data")


def _clauses(text: Text) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(text.keys):
        clause = text.clause_of(at)
        found.append(clause)
        at = max(clause[1], at + 1)
    return found


def _says_something(scene: Scene, first: int, last: int) -> bool:
    """Has the clause words beyond courtesies and the customer's name, and no promise?"""
    cues = scene.cues
    if any(cues.within(name, first, last) for name in WAITING):
        return False
    idle = {
        word
        for cue in [c for name in COURTESIES for c in cues[name]] + scene.names.uses(cues)
        for word in range(cue.first, cue.last)
    }
    idle |= {w for cue in cues["filler"] for w in range(cue.first, cue.last)}
    return sum(1 for word in range(first, last) if word not in idle) >= FEWEST_WORDS
