"""`blunt-refusal`: a no that nothing in the agent's turn softens."""

from __future__ import annotations

from collections.abc import Iterator

from coach.checks.refusals import is_softened, refusals, was_asked
from coach.cues import Cue
from coach.offers import filled
from coach.placing import opening_of
from coach.rules import Mark, Replacement, Rule, Scene
from coach.text import Text

CLAUSE = "{refusal}"
"""Stands in a wording for the refusing words themselves."""


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """The refusing clauses, those of one sentence together."""
    asked = was_asked(scene)
    if not asked and not scene.conversation.customer_turn:
        return  # a text of which nothing is known: a reader's remark as likely as a reply
    found = refusals(scene.cues, asked)
    if not found or is_softened(scene, found):
        return
    for first, last in _stretches(scene.text, found):
        last = _with_reason(scene, last)
        first = _with_no(scene, _with_policy(scene, first, last))
        mark = Mark(scene.text.span(first, last), Cue(first, last))
        yield mark._replace(replacements=_softer(rule, mark, scene))


def _stretches(text: Text, found: list[Cue]) -> Iterator[tuple[int, int]]:
    """From the first refusing clause of a sentence to its last; sentences in a row are one."""
    first = last = -1
    for cue in found:
        start, end = text.clause_of(cue.first)[0], text.clause_of(cue.last - 1)[1]
        if last >= 0 and (start <= last or text.sentence_of(start) == text.sentence_of(first)):
            last = max(last, end)
            continue
        if last >= 0:
            yield first, last
        first, last = start, end
    yield first, last


def _with_reason(scene: Scene, last: int) -> int:
    """The end of the stretch with a reason that follows it in the same sentence («… چون …»)."""
    text = scene.text
    while last < text.sentence_of(last - 1).last and any(
        cue.first == last for cue in scene.cues["reason"]
    ):
        last = text.clause_of(last)[1]
    return last


def _with_policy(scene: Scene, first: int, last: int) -> int:
    """The start of a stretch of a word or two with the rule that it hangs on («قانونه، نمیشه»)."""
    text = scene.text
    if last - first > 2 or first <= text.sentence_of(first).first:
        return first
    before = text.clause_of(first - 1)[0]
    named = any(before <= cue.first < first for cue in scene.cues["policy"])
    return before if named and text.sentence_of(before) == text.sentence_of(first) else first


def _with_no(scene: Scene, first: int) -> int:
    """The start of the stretch with a bare «no» right before it («خیر، …»)."""
    return next((cue.first for cue in scene.cues["plain-no"] if cue.last == first), first)


def _softer(rule: Rule, mark: Mark, scene: Scene) -> tuple[Replacement, ...]:
    """For a bare no another wording; for a no that names something, one that keeps its words."""
    led = _is_led_to(mark, scene)
    bare = (_is_bare(mark, scene) or _hides_behind_a_rule(mark, scene)) and not led
    kept = "" if bare else scene.text.raw[_start(mark, scene) : mark.span.end]
    texts = [filled(w, scene) for w in rule.wordings if (CLAUSE in w.formal) == bool(kept)]
    # What the draft begins a sentence with already comes last («متوجه نیازتون هستم. متوجه …»).
    texts.sort(key=lambda text: text is not None and text.split()[0] in scene.text.raw.split())
    return tuple(
        Replacement(text.replace(CLAUSE, kept))
        for text in texts
        if text and (not led or text.startswith(CLAUSE))
    )


def _is_led_to(mark: Mark, scene: Scene) -> bool:
    """Does the sentence begin before the refusal, with more than a greeting and a name?"""
    cue, text = mark.cue, scene.text
    if cue is None:
        return False
    opening = opening_of(scene).word
    return max(text.sentence_of(cue.first).first, opening) < cue.first


def _start(mark: Mark, scene: Scene) -> int:
    """Where the refusing words begin, behind the no that opens them."""
    for cue in scene.cues["plain-no"]:
        if mark.cue and cue.first == mark.cue.first and cue.last < mark.cue.last:
            return scene.text.starts[cue.last]
    return mark.span.start


def _hides_behind_a_rule(mark: Mark, scene: Scene) -> bool:
    """Does the no name the house's rules? Its words are no better for what stands around them."""
    first, last = mark.cue or (0, 0)
    return scene.cues.within("policy", first, last) or scene.cues.within(
        "policy-excuse/flags", first, last
    )


def _is_bare(mark: Mark, scene: Scene) -> bool:
    """Do the words say no and hardly anything else («نه نمی‌شه», «امکانش نیست»)?"""
    stretch = mark.cue
    return stretch is not None and any(
        stretch.first <= cue.first
        and cue.last <= stretch.last
        and stretch.last - stretch.first <= cue.last - cue.first + 1
        for cue in scene.cues["bare-no"]
    )
