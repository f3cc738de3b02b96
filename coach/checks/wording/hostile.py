"""`hostile`: insults, threats, sarcasm, «تو», and shouting (a stretch of exclamation marks)."""

from __future__ import annotations

from collections.abc import Iterator

from coach.checks.wording import found
from coach.rules import Mark, Rule, Scene
from coach.text import Sentence

_SHOUTED = 3


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """The hostile phrases, and the sentences shouted without a cheerful word in them."""
    marks = list(found(rule, scene))
    marks += [
        Mark(sentence.span)
        for sentence in scene.text.sentences
        if _shouted(sentence, scene)
        and not any(sentence.span.start <= mark.span.start < sentence.span.end for mark in marks)
    ]
    yield from sorted(marks, key=lambda mark: mark.span.start)


def _shouted(sentence: Sentence, scene: Scene) -> bool:
    if sentence.closing.count("!") < _SHOUTED or scene.text.is_quoted(sentence.first):
        return False
    return not scene.cues.within("cheer", sentence.first, sentence.last)
