"""name-misspelled: the customer is called by almost the right name."""

from __future__ import annotations

from collections.abc import Iterator

from coach.rules import Mark, Replacement, Rule, Scene


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """Each place where the name is a letter or so off, with the customer's own spelling."""
    for cue, spelled in scene.names.misspelled(scene.cues):
        yield Mark(scene.cues.span(cue), cue, (Replacement(spelled),))
