"""bare-link: an address with no human sentence; a label or an emoji is none."""

from __future__ import annotations

from collections.abc import Iterator

from coach.offers import fitted
from coach.rules import Mark, Replacement, Rule, Scene
from coach.text import Span
from coach.verbs import analyse

_CODE = "0123456789"


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """The whole draft, where it is an address and at most a label of three words without a verb."""
    text = scene.text
    addresses = [
        word
        for word, kind in zip(text.keys, text.kinds, strict=True)
        if kind == "m" and ("." in word or "@" in word)
    ]
    words = [w for w, kind in zip(text.keys, text.kinds, strict=True) if kind == "w"]
    if not addresses or len(words) > rule.limits.get("label_words", 3):
        return
    if scene.conversation.agent_turn or scene.cues.any("greeting"):
        return
    if not any(analyse(word) for word in words):
        span = Span(text.starts[0], text.ends[-1])
        link = text.raw[span.start : span.end]
        said = [fitted(wording, scene) for wording in rule.wordings]
        yield Mark(span, None, tuple(Replacement(f"{words}\n{link}") for words in said))
