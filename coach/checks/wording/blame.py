"""`blame`: blaming or lecturing; a few words are marked with the clause that they lead to.

Whatever «you did not do» is told of the past is a reproach too, unless it is asked or supposed.
"""

from __future__ import annotations

from collections.abc import Iterator

from coach.checks.conditions import place_allows, scene_allows
from coach.checks.statements import is_asked, is_retold, is_supposed
from coach.checks.wording import widened
from coach.checks.wording.reach import found_with_reason, joined
from coach.rules import Mark, Rule, Scene


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """The blaming phrases and what was left undone, neighbouring ones as one."""
    marks = [*found_with_reason(rule, scene), *_omissions(rule, scene)]
    marks.sort(key=lambda mark: (mark.span.start, -mark.span.end))
    apart: list[Mark] = []
    for mark in marks:
        if not apart or mark.span.start >= apart[-1].span.end:
            apart.append(mark)
    yield from joined(apart, scene)


def _omissions(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """What the customer is told not to have done."""
    cues = scene.cues
    if not cues.any("left-undone") or not scene_allows(rule, scene):
        return
    for cue in cues["left-undone"]:
        if scene.text.is_quoted(cue.first) or not place_allows(rule, scene, cue):
            continue
        if is_asked(cues, cue) or is_supposed(cues, cue) or is_retold(cues, cue):
            continue
        yield Mark(widened(rule, scene, cue), cue)
