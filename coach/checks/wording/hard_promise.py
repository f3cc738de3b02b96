"""hard-promise: an exact time for what others do, given as certain."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import partial

from coach.checks.conditions import place_allows
from coach.checks.wording import found
from coach.cues import Cue
from coach.offers import fitted
from coach.rules import Mark, Replacement, Rule, Scene
from coach.text import Sentence, Span
from coach.verbs import analyse

_LONG = 10
"""A promise of more words says more than its time."""
_NEAR = 8
"""So many words may stand between the time and what happens then."""


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """The promises, each with the same time given to news, and as an estimate."""
    for mark in map(partial(_trimmed, scene), _promises(rule, scene)):
        yield mark._replace(replacements=tuple(_softened(rule, mark, scene)))


def _trimmed(scene: Scene, mark: Mark) -> Mark:
    """The mark without «نگران نباشید» and its kind before the promise."""
    cue, text = mark.cue, scene.text
    first = bisect_left(text.starts, mark.span.start)
    if cue is None:
        return mark
    while calm := next((c for c in scene.cues["calming"] if c.first == first), None):
        if calm.last >= cue.last:
            break
        first = calm.last
    if text.starts[first] == mark.span.start:
        return mark
    cue = Cue(max(cue.first, first), cue.last)
    return mark._replace(span=Span(text.starts[first], mark.span.end), cue=cue)


def _promises(rule: Rule, scene: Scene) -> list[Mark]:
    """What the rule's phrases find, and sentences in which the parts of a promise stand apart."""
    marks = [mark for mark in found(rule, scene) if not (mark.cue and _is_assent(scene, mark.cue))]
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
    if not times:
        return None
    sure = [cue for cue in _inside(scene, "certain", sentence) if not _is_assent(scene, cue)]
    strict = _inside(scene, "strict-deadline", sentence)
    for time in times:
        exact = _is_exact(scene, time, strict)
        for event in _events(scene, sentence, time, exact, sure):
            if event.touches(time) or _between(time, event) > _NEAR:
                continue
            if not sure and _told_apart(scene, time, event):
                continue
            if not (sure or event.first > time.first) or not place_allows(rule, scene, time):
                continue
            return _mark(scene, [time, event, *sure])
    return None


def _is_assent(scene: Scene, cue: Cue) -> bool:
    """Is it the «حتماً،» that says yes to a wish, before anything but a greeting is said?"""
    if not scene.cues.within("assent", cue.first, cue.first + 1):
        return False
    first = scene.text.sentence_of(cue.first).first
    return all(scene.cues.within("before-assent", at, at + 1) for at in range(first, cue.first))


def _told_apart(scene: Scene, time: Cue, event: Cue) -> bool:
    """Is the time told of something else: does a verb of what was done stand between, or a
    clause's end and a verb of its own («تا ۶ ماهه، چک نمی‌خواد و … میشه»)?"""
    first, last = sorted((time, event))
    keys = scene.text.keys
    verbs = [f for at in range(first.last, last.first) for f in analyse(keys[at]) if f.person]
    if any(form.tense == "past" for form in verbs):
        return True
    return bool(verbs) and (
        scene.text.clause_of(first.first) != scene.text.clause_of(last.last - 1)
    )


def _events(
    scene: Scene, sentence: Sentence, time: Cue, exact: bool, sure: list[Cue]
) -> Iterator[Cue]:
    """What may be promised for this time: a matter settled; with a pledge whatever happens; what
    will have been done by a time that lies ahead."""
    ahead = scene.cues.within("future-point", time.first, time.last)
    if sure or exact:
        yield from _inside(scene, "outcome", sentence)
    if any(not scene.cues.within("weak-pledge", cue.first, cue.last) for cue in sure):
        for event in _inside(scene, "event", sentence):
            if not any(event.touches(cue) for cue in sure) and (
                exact or ahead or not _may_be_past(scene, time, event)
            ):
                yield event
    if ahead or (exact and not scene.cues.within("up-to-now", time.first, time.last)):
        done = _inside(scene, "done-by", sentence)
        yield from (cue for cue in done if cue.first > time.first)


def _may_be_past(scene: Scene, time: Cue, event: Cue) -> bool:
    """May it be told of what was done already («ساعت ۱۱ تحویل شده»)?"""
    told = any(form.tense == "perfect" for form in analyse(scene.text.keys[event.last - 1]))
    alone = any((c.first, c.last) == (time.first, time.last) for c in scene.cues["maybe-past"])
    return told and alone and not scene.asked("when-asks")


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
    if not times:
        return
    time = max(times, key=lambda c: (c.last - c.first, c.last))
    if not _ends_done(cue, scene):
        yield from _as_estimate(mark, cue, time, scene)
    if not _tells_more(cue, scene):
        when = _without_rigour(scene, time)
        for wording in rule.wordings:
            yield Replacement(fitted(wording, scene).replace("{when}", when))


def _tells_more(cue: Cue, scene: Scene) -> bool:
    """Is something told beside the promise, that news in its place would lose?"""
    if cue.last - cue.first > _LONG:
        return True
    last = _last_verb(cue, scene)
    return any(
        form.tense in ("past", "perfect") and form.person == 3
        for at in range(cue.first, cue.last)
        if at != last
        for form in analyse(scene.text.keys[at])
    )


def _last_verb(cue: Cue, scene: Scene) -> int:
    keys = scene.text.keys
    return max((at for at in range(cue.first, cue.last) if analyse(keys[at])), default=-1)


def _ends_done(cue: Cue, scene: Scene) -> bool:
    """Is it said as done already («تا ظهر حل شده»)? «Probably» would make it a report."""
    last = _last_verb(cue, scene)
    return last >= 0 and any(f.tense == "perfect" for f in analyse(scene.text.keys[last]))


def _without_rigour(scene: Scene, time: Cue) -> str:
    """The time as typed, without «سر» and «حداکثر»."""
    first = time.first
    known = {cue.first for cue in scene.cues["deadline"] if cue.last == time.last}
    known |= {cue.first for cue in scene.cues["day-point"] if cue.last == time.last}
    while first + 1 in known and scene.cues.within("rigour", first, first + 1):
        first += 1
    span = scene.text.span(first, time.last)
    return scene.text.raw[span.start : span.end]


def _as_estimate(mark: Mark, cue: Cue, time: Cue, scene: Scene) -> Iterator[Replacement]:
    """The promise as typed, with «احتمالاً» before its time and without «حتماً» and «سر»; nothing
    where its certainty is more than such a word."""
    text, span = scene.text, mark.span
    words = [at for at, start in enumerate(text.starts) if span.start <= start < span.end]
    sure = {at for at in words if scene.cues.within("sure-word", at, at + 1)}
    strict = {at for at in words if scene.cues.within("rigour", at, at + 1)}
    vowed = [at for at in words if scene.cues.within("certain", at, at + 1)]
    if any(at not in sure | strict for at in vowed):
        return
    left_out = sure | {at for at in strict if time.first - 1 <= at < time.last - 1}
    first = next((at for at in range(time.first, time.last) if at not in left_out), time.first)
    pieces: list[str] = []
    for at in words:
        if at == first:
            pieces.append("احتمالاً ")
            if any(cue.first in left_out for cue in scene.cues["sharp-within"]):
                pieces.append("تا ")
        if at not in left_out:
            end = text.starts[at + 1] if at + 1 < len(text.starts) else span.end
            pieces.append(text.raw[text.starts[at] : min(end, span.end)])
    yield Replacement("".join(pieces).strip(" ،,"))
