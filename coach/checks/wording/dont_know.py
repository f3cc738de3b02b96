"""`dont-know`: not knowing, with nothing after it that finds out.

A bare «I don't know» is marked with the clause that says why («I have not been there, I …»).
"""

from __future__ import annotations

from collections.abc import Iterator

from coach.checks.wording import found
from coach.checks.wording.reach import joined
from coach.rules import Mark, Rule, Scene
from coach.verbs import analyse

_BARE = 2


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """The rule's marks, neighbouring ones as one, bare ones with the reason before them."""
    for mark in joined(found(rule, scene), scene):
        yield _with_reason(mark, scene)


def _with_reason(mark: Mark, scene: Scene) -> Mark:
    cue, text = mark.cue, scene.text
    if cue is None or cue.last - cue.first > _BARE:
        return mark
    first, last = text.clause_of(cue.first)
    if last - first > _BARE or first <= text.sentence_of(first).first:
        return mark
    before, _ = text.clause_of(first - 1)
    denied = any(form.negative for at in range(before, first) for form in analyse(text.keys[at]))
    return mark._replace(span=text.span(before, last)) if denied else mark
