"""`dont-know`: not knowing, with nothing after it that finds out.

A bare «I don't know» is marked with the clause before it that says why («I was not there, I …»).
"""

from __future__ import annotations

from collections.abc import Iterator

from coach.checks.wording import found
from coach.checks.wording.reach import joined
from coach.rules import Mark, Rule, Scene
from coach.text import Text
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
    if last - first > _BARE:
        return mark
    if first <= text.sentence_of(first).first:
        return mark
    before, _ = text.clause_of(first - 1)
    return mark._replace(span=text.span(before, last)) if _denies(text, before, first) else mark


def _denies(text: Text, first: int, last: int) -> bool:
    """Do the words `first` to `last` hold a negation?"""
    return any(form.negative for at in range(first, last) for form in analyse(text.keys[at]))
