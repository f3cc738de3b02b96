"""How it sounds: the customer's mood and register, and the tone of a draft.

All three are read from cues (sets of the lexicon) and marks; nothing is learned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import tanh
from typing import Literal, NamedTuple

from coach.conversation import Climate, Conversation
from coach.cues import Cues
from coach.mood import read_mood
from coach.register import read_register
from coach.text import Span

Zone = Literal["red", "amber", "green"]
RED, GREEN = -0.25, 0.25


class Complaint(NamedTuple):
    """An inline finding: what it is about, how grave it is, and the card it shares, if any."""

    span: Span
    severity: str
    group: str | None = None


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
    "empathy": 0.5,
    "offer": 0.4,
    "thanks": 0.35,
    "alternative": 0.3,
    "warm-wish": 0.3,
    "apology": 0.25,
    "greeting": 0.25,
    "good-news": 0.25,
    "please": 0.2,
}
"""Lexicon sets that warm a draft, and by how much; of two that match the same words the first."""
COLDNESS = {"error": 1.2, "warning": 0.6, "hint": 0.25}
"""What one inline finding of a severity takes away. Hints of one group take less each time, and
together no more than a warning: a softened no is never colder than a blunt one."""
BY_NAME = 0.2
"""What calling the customer by name adds."""
WARM_EMOJI = frozenset("🙏🌹💐🌷🌸🌺🌼😊☺🙂🤗🌱🍀❤♥🤍💛💚💙💜🤝👏🎉😍🥰✨🌟")
COLD_EMOJI = frozenset("😡😠🤬😤🙄😒😑🖕👎💩")
EMOJI_WEIGHT = 0.12


def draft_tone(
    cues: Cues,
    complaints: Iterable[Complaint],
    name_spans: Iterable[Span],
    settled: Callable[[Span], bool] = lambda _: True,
) -> Tone:
    """The tone of a draft: what warms it against what chills it.

    complaints: the inline findings; name_spans: where the customer is called by name; settled:
    False for words still being typed, which do not warm yet. Every further word of the same kind
    says less, and words that are remarked on warm nothing.
    """
    chilling = list(complaints)
    taken = [complaint.span for complaint in chilling]
    moved = [MovedBy(span, "red") for span in taken]
    total = -_coldness(chilling)
    for weight, spans in (*_warm_words(cues), (BY_NAME, [s for s in name_spans if settled(s)])):
        if not spans:
            continue
        free = [s for s in spans if settled(s) and not any(_overlap(s, other) for other in taken)]
        total += sum(weight / (n + 1) for n in range(len(free)))
        moved += [MovedBy(span, "green") for span in free]
        taken += free
    warm, cold = _emoji(cues, WARM_EMOJI), _emoji(cues, COLD_EMOJI)
    total += EMOJI_WEIGHT * (min(len(warm), 2) - 3 * len(cold))
    moved += [MovedBy(span, "green") for span in warm] + [MovedBy(span, "red") for span in cold]
    value = round(tanh(total * 0.8), 2)
    zone: Zone = "red" if value < RED else "green" if value > GREEN else "amber"
    return Tone(value, zone, tuple(sorted(moved, key=lambda m: (m.span.start, m.span.end))))


def _coldness(complaints: Iterable[Complaint]) -> float:
    """What the findings take away together."""
    total = 0.0
    hints: dict[str, int] = defaultdict(int)
    for _, severity, group in complaints:
        if group is not None and severity == "hint":
            hints[group] += 1
        else:
            total += COLDNESS[severity]
    for count in hints.values():
        together = sum(COLDNESS["hint"] / (n + 1) for n in range(count))
        total += min(together, COLDNESS["warning"])
    return total


def _warm_words(cues: Cues) -> Iterator[tuple[float, list[Span]]]:
    """Each warming set with the places where it matches outside quotation marks."""
    for name, weight in WARMTH.items():
        if places := cues[name]:
            yield weight, [cues.span(c) for c in places if not cues.text.is_quoted(c.first)]


def _emoji(cues: Cues, wanted: frozenset[str]) -> list[Span]:
    return [Span(at, at + 1) for at, mark in cues.text.marks if mark in wanted]


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


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
