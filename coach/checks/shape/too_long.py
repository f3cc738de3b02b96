"""too-long: more words than the team's limit, or a sentence that does not end."""

from __future__ import annotations

from collections.abc import Iterator

from coach.rules import Mark, Rule, Scene
from coach.text import Span


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """The whole draft over `limits.words` words, else each sentence over `limits.sentence`."""
    text = scene.text
    if len(text.keys) > rule.limits.get("words", 90):
        yield Mark(Span(text.starts[0], text.ends[-1]))
        return
    for sentence in text.sentences:
        if sentence.last - sentence.first > rule.limits.get("sentence", 35):
            yield Mark(sentence.span)
