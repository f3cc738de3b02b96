"""`overclaim`: absolute assurances; those of neighbouring clauses are one remark."""

from __future__ import annotations

from collections.abc import Iterator

from coach.checks.wording import found
from coach.checks.wording.reach import joined
from coach.rules import Mark, Rule, Scene


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """The marks of the rule, neighbouring ones as one."""
    yield from joined(found(rule, scene), scene)
