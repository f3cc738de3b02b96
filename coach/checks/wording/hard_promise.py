"""hard-promise: an exact time for what others do, given as certain."""

from __future__ import annotations

from collections.abc import Iterator

from coach.checks.conditions import place_allows
from coach.checks.wording import found
from coach.cues import Cue
from coach.offers import fitted
from coach.rules import Mark, Replacement, Rule, Scene
from coach.text import Sentence

_NEAR = 8
"""So many words may stand between the time and what happens then."""


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """The promises, each with the same time given to news, and as an estimate."""
    for mark in _promises(rule, scene):
        yield mark._replace(replacements=tuple(_softened(rule, mark, scene)))


def _promises(rule: Rule, scene: Scene) -> list[Mark]:
    """What the rule's phrases find, and sentences in which the parts of a promise stand apart."""
    marks = list(found(rule, scene))
    for sentence in scene.text.sentences:
        if "؟" in sentence.closing or "?" in sentence.closing:
            continue
        if any(sentence.span.start <= mark.span.start < sentence.span.end for mark in marks):
            continue
        promise = _promise(rule, scene, sentence)
        if promise is not None:
            marks.append(promise)
    return sorted(marks, key=lambda mark: mark.span.start)


def _promise(rule: Rule, scene: Scene, sentence: Sentence) -> Mark | None:
    """The clauses that hold a time, a certainty and what happens then, in any order."""
    times = _inside(scene, "deadline", sentence)
    sure = _inside(scene, "certain", sentence)
    strict = _inside(scene, "strict-deadline", sentence)
    for time in times:
        for event in _inside(scene, "outcome", sentence):
            if event.touches(time) or _between(time, event) > _NEAR:
                continue
            exact = event.first > time.first and _is_exact(scene, time, strict)
            if not (sure or exact) or not place_allows(rule, scene, time):
                continue
            return _mark(scene, [time, event, *sure])
    return None


def _is_exact(scene: Scene, time: Cue, strict: list[Cue]) -> bool:
    """Is the time a promise without a word of certainty («تا ظهر», but not «تا دو سه روز»)?"""
    rough = scene.cues.within("rough", time.first, time.last)
    return not rough and any(cue.touches(time) for cue in strict)


def _inside(scene: Scene, name: str, sentence: Sentence) -> list[Cue]:
    return [
        cue
        for cue in scene.cues[name]
        if sentence.first <= cue.first
        and cue.last <= sentence.last
        and not scene.text.is_quoted(cue.first)
    ]


def _between(left: Cue, right: Cue) -> int:
    return max(left.first, right.first) - min(left.last, right.last)


def _mark(scene: Scene, cues: list[Cue]) -> Mark:
    """From the clause of the first of the cues to that of the last."""
    first, last = min(cue.first for cue in cues), max(cue.last for cue in cues)
    start, end = scene.text.clause_of(first)[0], scene.text.clause_of(last - 1)[1]
    return Mark(scene.text.span(start, end), Cue(first, last))


def _softened(rule: Rule, mark: Mark, scene: Scene) -> Iterator[Replacement]:
    cue = mark.cue
    if cue is None:
        return
    times = [c for c in scene.cues["deadline"] if cue.first <= c.first and c.last <= cue.last]
    if times:
        time = max(times, key=lambda c: c.last - c.first)
        when = _without_rigour(scene, time)
        for wording in rule.wordings:
            yield Replacement(fitted(wording, scene).replace("{when}", when))
    yield from _as_estimate(mark, cue, scene)


def _without_rigour(scene: Scene, time: Cue) -> str:
    """The time as typed, without «سر» and «حداکثر»."""
    first = time.first
    while first < time.last - 1 and scene.cues.within("rigour", first, first + 1):
        first += 1
    span = scene.text.span(first, time.last)
    return scene.text.raw[span.start : span.end]


def _as_estimate(mark: Mark, cue: Cue, scene: Scene) -> Iterator[Replacement]:
    """The promise with «احتمالاً» where its «حتماً» stood."""
    raw, span = scene.text.raw, mark.span
    sure = [c for c in scene.cues["sure-word"] if cue.first <= c.first and c.last <= cue.last]
    if len(sure) == 1:
        place = scene.text.span(sure[0].first, sure[0].last)
        likely = "احتمالاً"
        yield Replacement(raw[span.start : place.start] + likely + raw[place.end : span.end])
