"""`rush`: hurrying the customer; a curt order is marked with the reason that follows it."""

from __future__ import annotations

from collections.abc import Iterator

from coach.checks.wording.reach import found_joined
from coach.rules import Mark, Rule, Scene


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """The marks of the rule without those in which «quickly» belongs to another clause than the
    order behind it («زودتر می‌فرستیم، اگه بخواین»)."""
    for mark in found_joined(rule, scene):
        if mark.cue is None or not _spans_clauses(mark.cue.first, mark.cue.last, scene):
            yield mark


def _spans_clauses(first: int, last: int, scene: Scene) -> bool:
    """Is the match nothing but a hurry and an order of two clauses?"""
    if not any((cue.first, cue.last) == (first, last) for cue in scene.cues["hurry-order"]):
        return False
    return scene.text.clause_of(first) != scene.text.clause_of(last - 1)
