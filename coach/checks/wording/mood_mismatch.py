"""mood-mismatch: breezy to somebody who is upset, flat to somebody who is excited."""

from __future__ import annotations

from collections.abc import Iterator

from coach.mood import LIVELY_EMOJI
from coach.rules import Mark, Rule, Scene
from coach.text import Span

_HURT = frozenset(("angry", "upset", "worried"))
_LIVELY = (
    *("lively-words", "thanks", "warm-wish", "offer"),
    *("apology", "empathy", "good-news", "regret"),
)
_SAID = (
    *("anger", "upset-words", "worry", "complaint", "distress", "sore", "waited-long"),
    *("fault-report", "fault-late", "thing-wrong", "gone-wrong", "anger-signs", "at-stake"),
)
"""Without a word of what hurts, a mood may be read wrong."""
FEWEST_WORDS = 4
"""A shorter draft is not called flat; `too-curt` has its say about that."""


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """Light words to a customer who is hurt; the whole draft where joy gets no warmth."""
    mood = scene.conversation.mood
    if mood in _HURT and scene.asked(*_SAID):
        yield from _breezy(scene)
    elif mood == "excited" and is_flat(scene):
        sentences = scene.text.sentences
        yield Mark(Span(sentences[0].span.start, sentences[-1].span.end))


def _breezy(scene: Scene) -> Iterator[Mark]:
    for cue in scene.cues["breezy-words"]:
        if not scene.text.is_quoted(cue.first):
            yield Mark(scene.cues.span(cue), cue)
    for at, mark in scene.text.marks:
        if mark in LIVELY_EMOJI:
            yield Mark(Span(at, at + 1))


def is_flat(scene: Scene) -> bool:
    """A statement of some length with nothing in it that answers joy: no word, mark or emoji."""
    text = scene.text
    if text.persian_words < FEWEST_WORDS or not scene.conversation.customer_turn:
        return False
    if scene.cues.any(*_LIVELY) or any(ord(m) > 0x2000 or "!" in m for _, m in text.marks):
        return False
    asks = any(mark in sentence.closing for sentence in text.sentences for mark in "؟?")
    return not asks and not any(cues.any(*_LIVELY) for cues in scene.conversation.agent_turn)
