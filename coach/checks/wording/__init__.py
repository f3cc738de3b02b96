"""Section A: what the words of a draft say."""

from __future__ import annotations

from collections.abc import Iterator

from coach.checks.conditions import place_allows, scene_allows
from coach.cues import Cue
from coach.rules import Mark, Rule, Scene
from coach.text import Span


def found(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """The matches of the rule's phrases, where its conditions let it speak.

    Quoted words are the customer's or a label's: never remarked on.
    """
    name = f"{rule.id}/flags"
    if name not in scene.cues or not scene_allows(rule, scene):
        return
    last_end = -1
    for cue in scene.cues[name]:
        if scene.text.is_quoted(cue.first) or not place_allows(rule, scene, cue):
            continue
        span = widened(rule, scene, cue)
        if span.start >= last_end:
            last_end = span.end
            yield Mark(span, cue)


def widened(rule: Rule, scene: Scene, cue: Cue) -> Span:
    """The span that a rule marks for a match: the match, its clause or its sentence."""
    text = scene.text
    if rule.span == "clause":
        _, last = text.clause_of(cue.last - 1)
        return text.span(opening(scene, cue.first), last)
    if rule.span == "sentence":
        return text.sentence_of(cue.first).span
    return text.span(cue.first, cue.last)


def opening(scene: Scene, word: int) -> int:
    """Where the clause of `word` begins, behind the «but» that leads to it."""
    first, last = scene.text.clause_of(word)
    if scene.cues.within("contrast", first, first + 1):
        behind = next(cue.last for cue in scene.cues["contrast"] if cue.last > first)
        return behind if behind <= word and behind < last else first
    return first
