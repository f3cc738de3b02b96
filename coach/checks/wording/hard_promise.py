"""hard-promise: an exact time for what others do, given as certain."""

from __future__ import annotations

from collections.abc import Iterator

from coach.checks.wording import found
from coach.cues import Cue
from coach.offers import fitted
from coach.rules import Mark, Replacement, Rule, Scene


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """The promises, each with the same time given to news, and as an estimate."""
    for mark in found(rule, scene):
        yield mark._replace(replacements=tuple(_softened(rule, mark, scene)))


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
