"""How it sounds: the customer's mood and register, and the tone of a draft.

All three are read from cues (sets of the lexicon) and marks; nothing is learned.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import tanh
from typing import Literal

from coach.conversation import Climate, Conversation
from coach.cues import Cues
from coach.mood import read_mood
from coach.register import read_register
from coach.text import Span

Zone = Literal["red", "amber", "green"]
RED, GREEN = -0.25, 0.25


@dataclass(frozen=True, slots=True)
class MovedBy:
    """Words of the draft that moved the tone, and which way."""

    span: Span
    toward: Literal["red", "green"]


@dataclass(frozen=True, slots=True)
class Tone:
    """How a draft sounds, from -1 (hard) to 1 (warm), and the words that moved it."""

    value: float
    zone: Zone
    moved_by: tuple[MovedBy, ...]


WARMTH = {
    "greeting": 0.25,
    "thanks": 0.35,
    "apology": 0.25,
    "empathy": 0.5,
    "offer": 0.4,
    "please": 0.2,
    "good-news": 0.25,
    "alternative": 0.3,
    "warm-wish": 0.3,
}
"""Lexicon sets that warm a draft, and by how much."""
COLDNESS = {"error": 1.2, "warning": 0.6, "hint": 0.25}
"""What one inline finding of a severity takes away."""


def draft_tone(
    cues: Cues, complaints: Iterable[tuple[Span, str]], name_spans: Iterable[Span]
) -> Tone:
    """The tone of a draft: what warms it against what chills it.

    complaints: (span, severity) of the inline findings; name_spans: where the customer is called
    by name.
    """
    moved: list[MovedBy] = []
    total = 0.0
    for name, weight in WARMTH.items():
        places = [c for c in cues[name] if not cues.text.is_quoted(c.first)]
        total += sum(weight / (n + 1) for n in range(len(places)))
        moved += [MovedBy(cues.span(place), "green") for place in places]
    for index, span in enumerate(name_spans):
        total += 0.2 / (index + 1)
        moved.append(MovedBy(span, "green"))
    for span, severity in complaints:
        total -= COLDNESS[severity]
        moved.append(MovedBy(span, "red"))
    value = round(tanh(total * 0.8), 2)
    zone: Zone = "red" if value < RED else "green" if value > GREEN else "amber"
    return Tone(value, zone, tuple(sorted(moved, key=lambda m: (m.span.start, m.span.end))))


def judge(conversation: Conversation) -> Climate:
    """The customer's mood and register, and the stage of the talk."""
    return Climate(read_mood(conversation), read_register(conversation), _stage(conversation))


def _stage(conversation: Conversation) -> str:
    """Opening until we have answered; closing once thanks or goodbyes are said at the end."""
    if conversation.closed:
        return "closing"
    if conversation.first_reply:
        return "opening"
    last = conversation.customer_turn[-1:] or conversation.customer_cues[-1:]
    return "closing" if last and last[0].any("settled", "goodbye") else "middle"
