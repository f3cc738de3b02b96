"""jargon: technical detail in an apology or in the explanation of a fault."""

from __future__ import annotations

from collections.abc import Iterator

from coach.checks.wording import widened
from coach.cues import Cue
from coach.rules import Mark, Rule, Scene


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """Each clause that tells what went wrong in technical words.

    A term that the customer used first is theirs; a clause without a verb of what happened
    (a product described, a step to take) explains no fault.
    """
    cues, text = scene.cues, scene.text
    explains = cues.any("apology", "trouble") or scene.asked("trouble", "customer-fault")
    if not explains:
        return
    last_end = -1
    for cue in sorted([*cues["tech-term"], *cues["tech-failure"]]):
        first, last = text.clause_of(cue.first)
        if text.is_quoted(cue.first) or _theirs(scene, cue):
            continue
        if not (cues.within("fault-past", first, last) and _failed(scene, cue, first, last)):
            continue
        span = widened(rule, scene, cue)
        if span.start >= last_end:
            last_end = span.end
            yield Mark(span, cue)


def _failed(scene: Scene, cue: Cue, first: int, last: int) -> bool:
    """Does the clause say that something failed or was apologised for?"""
    cues = scene.cues
    if cues.within("tech-failure", first, last) or cues.within("trouble", first, last):
        return True
    return cues.any("apology")


def _theirs(scene: Scene, cue: Cue) -> bool:
    """Did the customer use the term?"""
    words = set(scene.text.keys[cue.first : cue.last])
    return any(
        any(key.startswith(word) or word.startswith(key) for word in words if len(word) > 2)
        for said in scene.conversation.customer_cues
        for term in said["tech-term"]
        for key in said.text.keys[term.first : term.last]
        if len(key) > 2
    )
