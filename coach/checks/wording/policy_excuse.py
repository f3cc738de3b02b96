"""`policy-excuse`: a no for which the house's rules are the only reason."""

from __future__ import annotations

from collections.abc import Iterator

from coach.checks.refusals import refusals
from coach.checks.statements import is_stated
from coach.checks.wording import found, opening
from coach.checks.wording.reach import joined
from coach.cues import Cue
from coach.rules import Mark, Rule, Scene
from coach.text import Text


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """The rule's own phrases, and refusals in the clause of a policy or right beside it."""
    cues, text = scene.cues, scene.text
    marks = list(found(rule, scene))
    nos = refusals(cues, asked=True)
    for cue in cues["policy"]:
        if not is_stated(cues, cue):
            continue
        beside = [no for no in nos if _belong(text, cue, no)]
        if beside:
            first = opening(scene, min(cue.first, beside[0].first))
            last = text.clause_of(max(cue.last, beside[-1].last) - 1)[1]
            marks.append(Mark(text.span(first, last), Cue(first, last)))
    yield from joined(_apart(marks), scene)


def _belong(text: Text, policy: Cue, no: Cue) -> bool:
    """Is the refusal in the policy's clause, or in the next one of the same sentence?"""
    sentence = text.sentence_of(policy.first)
    if not sentence.first <= no.first < sentence.last:
        return False
    first, last = text.clause_of(policy.first)
    return first <= no.first < last or no.first >= last == text.clause_of(no.first)[0]


def _apart(marks: list[Mark]) -> Iterator[Mark]:
    """The marks in order, without those that overlap one before."""
    end = -1
    for mark in sorted(marks, key=lambda m: (m.span.start, -m.span.end)):
        if mark.span.start >= end:
            end = mark.span.end
            yield mark
