"""wrong-layout: Persian words typed with the keyboard set to English."""

from __future__ import annotations

from collections.abc import Iterator

from coach.layout import mistyped
from coach.rules import Mark, Replacement, Rule, Scene


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """Each stretch, with the words that the same keys give on the Persian layout."""
    if "l" in scene.text.kinds:
        for span, text in mistyped(scene.text.raw, scene.knows):
            yield Mark(span, None, (Replacement(text),))
