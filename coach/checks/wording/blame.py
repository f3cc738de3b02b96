"""`blame`: blaming or lecturing; a few words are marked with the clause that they lead to.

Whatever «you did not do» is told of the past is a reproach too, unless it is asked or supposed; so
is what you did where it is told with the harm that came of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from coach.checks.conditions import place_allows, scene_allows
from coach.checks.statements import is_asked, is_retold, is_supposed
from coach.checks.wording import widened
from coach.checks.wording.reach import found_with_reason, joined
from coach.rules import Mark, Rule, Scene
from coach.text import Span
from coach.verbs import analyse

_FEW = 3


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """The blaming phrases and what was left undone, neighbouring ones as one."""
    found = (_with_deed(mark, scene) for mark in found_with_reason(rule, scene))
    marks = [*found, *_omissions(rule, scene)]
    marks.sort(key=lambda mark: (mark.span.start, -mark.span.end))
    apart: list[Mark] = []
    for mark in marks:
        if not apart or mark.span.start >= apart[-1].span.end:
            apart.append(mark)
    yield from joined(apart, scene)


def _omissions(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """What the customer is told not to have done, or to have done harm with."""
    cues = scene.cues
    if not cues.any("left-undone", "harm-done") or not scene_allows(rule, scene):
        return
    for cue in sorted((*cues["left-undone"], *cues["harm-done"])):
        if scene.text.is_quoted(cue.first) or not place_allows(rule, scene, cue):
            continue
        if is_asked(cues, cue) or is_supposed(cues, cue) or is_retold(cues, cue):
            continue
        yield _with_deed(Mark(widened(rule, scene, cue), cue), scene, ours=True)


def _with_deed(mark: Mark, scene: Scene, *, ours: bool = False) -> Mark:
    """A few words with the clause before them that tells what you did («you gave it away, …»).

    ours: what we did is told with them too («we sent you a note, you did not come»).
    """
    cue, text = mark.cue, scene.text
    if cue is None:
        return mark
    first, _ = text.clause_of(cue.first)
    _, last = text.clause_of(cue.last - 1)
    if last - first > _FEW or first <= text.sentence_of(first).first:
        return mark
    before, _ = text.clause_of(first - 1)
    forms = [form for at in range(before, first) for form in analyse(text.keys[at])]
    told = any(form.person in (2, 5) and form.tense == "past" for form in forms) or (
        ours and any(form.person in (1, 4) for form in forms)
    )
    return mark._replace(span=Span(text.starts[before], mark.span.end)) if told else mark
