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
from coach.cues import Cue
from coach.rules import Mark, Rule, Scene
from coach.verbs import analyse

_FEW = 3


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
    """What the customer is told not to have done, or to have done harm with."""
    cues = scene.cues
    if not cues.any("left-undone", "harm-done") or not scene_allows(rule, scene):
        return
    for cue in sorted((*cues["left-undone"], *cues["harm-done"])):
        if scene.text.is_quoted(cue.first) or not place_allows(rule, scene, cue):
            continue
        if is_asked(cues, cue) or is_supposed(cues, cue) or is_retold(cues, cue):
            continue
        yield _with_what_we_did(Mark(widened(rule, scene, cue), cue), cue, scene)


def _with_what_we_did(mark: Mark, cue: Cue, scene: Scene) -> Mark:
    """A few words with the clause before them («we sent you a note, you did not come»)."""
    text = scene.text
    first, last = text.clause_of(cue.first)
    if last - first > _FEW or first <= text.sentence_of(first).first:
        return mark
    before, _ = text.clause_of(first - 1)
    ours = any(
        form.person in (1, 4) for at in range(before, first) for form in analyse(text.keys[at])
    )
    return mark._replace(span=text.span(before, last)) if ours else mark
