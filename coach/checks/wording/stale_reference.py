"""stale-reference: a link, plan, price or name that is on the team's list as out of date."""

from __future__ import annotations

from collections.abc import Iterator

from coach.checks.wording.terms import listed
from coach.rules import Mark, Rule, Scene


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """Each listed reference, inside addresses and quotation marks too."""
    return listed(scene, scene.lists.stale_references)
