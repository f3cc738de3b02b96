"""`hold-without-time`: a request to wait that does not say how long; a time is put in its place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from coach.checks.wording import found
from coach.cues import Cue
from coach.offers import fitted
from coach.rules import Mark, Replacement, Rule, Scene
from coach.text import Span
from coach.verbs import analyse


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """The clauses that ask to wait, each with a time put into its own words."""
    for mark in map(partial(_own_words, scene), found(rule, scene)):
        forbidden = mark.cue is not None and any(
            form.negative
            for at in range(mark.cue.first, mark.cue.last)
            for form in analyse(scene.text.keys[at])
        )
        held = mark.cue is None or forbidden or _until_when(mark, mark.cue, scene)
        timed = None if held or mark.cue is None else _timed(rule, mark, mark.cue, scene)
        yield mark._replace(replacements=() if timed is None else (Replacement(timed),))


def _until_when(mark: Mark, cue: Cue, scene: Scene) -> bool:
    """Is it said until what («تا اطلاع ثانوی»)? A length of time would contradict it."""
    keys, starts = scene.text.keys, scene.text.starts
    for till in scene.cues["till"]:
        if mark.span.start <= starts[till.first] and till.last < cue.last:
            between = range(till.last, cue.last - 1)
            if not any(form.person for at in between for form in analyse(keys[at])):
                return True
    return False


def _own_words(scene: Scene, mark: Mark) -> Mark:
    """The mark without what its clause says first: «… رو بفرست و منتظر باش»."""
    text, cue = scene.text, mark.cue
    if cue is None:
        return mark
    first, _ = text.clause_of(cue.first)
    said = [at for at in range(first, cue.first) if _is_told(text.keys[at])]
    if not said:
        return mark
    start = said[-1] + 1
    if start < cue.first and scene.cues.within("lead-in", start, start + 1):
        start += 1
    return mark._replace(span=Span(text.starts[start], mark.span.end))


def _is_told(key: str) -> bool:
    """Is it a verb that ends what is said before: an order, or what we do?"""
    forms = analyse(key)
    return bool(forms) and all(form.person in (1, 2, 4, 5) for form in forms)


def _timed(rule: Rule, mark: Mark, cue: Cue, scene: Scene) -> str | None:
    """The marked words with a time before the waiting, or in place of «یه کم»."""
    text = scene.text
    time = fitted(rule.wordings[0], scene)
    vague = [
        place
        for place in scene.cues["a-little"]
        if mark.span.start <= text.starts[place.first]
        and text.ends[place.last - 1] <= mark.span.end
    ]
    if vague:
        start, end = text.starts[vague[0].first], text.ends[vague[0].last - 1]
        time += "" if end == mark.span.end else text.raw[end]
        end = min(end + 1, mark.span.end)
    else:
        start, end, time = _before_waiting(rule, cue, scene)
    return text.raw[mark.span.start : start] + time + text.raw[end : mark.span.end]


def _before_waiting(rule: Rule, cue: Cue, scene: Scene) -> tuple[int, int, str]:
    """Where a time goes in, and its words: in place of «باید», behind «لطفاً», before the rest."""
    text = scene.text
    duty = next((d for d in scene.cues["duty"] if cue.first <= d.first and d.last < cue.last), None)
    if duty is not None:
        asked = scene.cues.within("please", *text.clause_of(cue.first))
        time = fitted(rule.wordings[0 if asked else 1], scene)
        return text.starts[duty.first], text.starts[duty.last], f"{time} "
    pleases = [p for p in scene.cues["please"] if cue.first <= p.first and p.last < cue.last]
    word = max((p.last for p in pleases), default=cue.first)
    earliest, _ = text.clause_of(cue.first)
    while word > earliest and scene.cues.within("leans-on", word - 1, word):
        word -= 1
    return text.starts[word], text.starts[word], f"{fitted(rule.wordings[0], scene)} "
