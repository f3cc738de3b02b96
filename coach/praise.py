"""Praise: a kind sentence for the agent, rarely, when a hard message got a good reply."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from coach.checks.refusals import refusals, was_asked
from coach.rules import Finding, Scene
from coach.tone import Tone

HARD = frozenset(("angry", "upset", "worried"))
Praises = Sequence[dict[str, str]]


def praise_for(
    praises: Praises,
    scene: Scene,
    findings: Sequence[Finding],
    tone: Tone,
    lang: Literal["fa", "en"],
) -> str | None:
    """One of `praises`, chosen by the draft; None but for a finished and faultless reply, warm in
    tone, to a customer who is upset or whose wish it has to refuse."""
    if not (praises and scene.final and scene.text.keys) or findings or tone.zone != "green":
        return None
    if scene.conversation.mood not in HARD and not refusals(scene.cues, was_asked(scene)):
        return None
    return praises[sum(map(ord, scene.text.raw)) % len(praises)][lang]
