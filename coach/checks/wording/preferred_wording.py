"""preferred-wording: a wording that the team's support guide replaces by another."""

from __future__ import annotations

from collections.abc import Iterator

from coach.checks.wording.terms import listed
from coach.rules import Mark, Rule, Scene


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """Each listed wording that the agent uses; quoted words are the customer's or a label's."""
    for mark in listed(scene, scene.lists.preferred_wording):
        if not any(q.start <= mark.span.start < q.end for q in scene.text.quoted):
            yield mark
