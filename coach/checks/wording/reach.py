"""How far a remark reaches: a clause of a few words is marked with the clause that it leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coach.checks.wording import found, opening
from coach.cues import Cue
from coach.rules import Mark, Rule, Scene
from coach.text import Span

_FEW = 3


def found_with_reason(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """The marks of the rule; one of few words takes in the clause behind it in its sentence.

    «عجله کنید، بقیه منتظرن» is one remark: the short order and the reason given for it.
    """
    last_end = -1
    for mark in found(rule, scene):
        wider = _with_next_clause(mark, scene)
        if wider.span.start >= last_end:
            last_end = wider.span.end
            yield wider


def _with_next_clause(mark: Mark, scene: Scene) -> Mark:
    cue, text = mark.cue, scene.text
    if cue is None:
        return mark
    first, _ = text.clause_of(cue.first)
    _, last = text.clause_of(cue.last - 1)
    if last - first > _FEW or last >= text.sentence_of(cue.first).last:
        return mark
    _, end = text.clause_of(last)
    start = opening(scene, cue.first)
    return mark._replace(span=text.span(start, end), cue=Cue(cue.first, cue.last))


def found_joined(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """The marks with their reasons; those of neighbouring clauses are one remark."""
    yield from joined(found_with_reason(rule, scene), scene)


def joined(marks: Iterable[Mark], scene: Scene) -> Iterator[Mark]:
    """The marks in order, those of neighbouring clauses in one sentence as one."""
    held: Mark | None = None
    for mark in marks:
        if held is not None and _neighbours(held, mark, scene):
            held = held._replace(span=Span(held.span.start, mark.span.end))
            continue
        if held is not None:
            yield held
        held = mark
    if held is not None:
        yield held


def _neighbours(left: Mark, right: Mark, scene: Scene) -> bool:
    """Does no word stand between the two, and no end of a sentence?"""
    text = scene.text
    if left.cue is None or right.cue is None:
        return False
    same = text.sentence_index(left.cue.first) == text.sentence_index(right.cue.first)
    between = any(left.span.end <= start < right.span.start for start in text.starts)
    return same and not between
