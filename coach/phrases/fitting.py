"""How well a kind of phrase fits a talk: its moment, the customer's mood, register and stage."""

from __future__ import annotations

from collections.abc import Collection

from coach.conversation import Conversation
from coach.phrases.phrase import Moment, Signature

_MOMENT_OF: dict[str, tuple[Moment, float]] = {
    "missing-greeting": ("greeting", 1.4),
    "missing-empathy": ("empathy", 1.2),
    "missing-apology": ("apology", 1.1),
    "missing-thanks": ("thanks", 1.0),
    "missing-alternative": ("refusal", 1.1),
    "missing-reason": ("refusal", 0.8),
    "bare-bad-news": ("refusal", 0.8),
    "blunt-refusal": ("refusal", 1.1),
    "policy-excuse": ("refusal", 0.9),
    "negative-word": ("refusal", 0.5),
    "missing-next-step": ("next-step", 1.0),
    "dont-know": ("hold", 0.9),
    "hold-without-time": ("hold", 1.1),
    "missing-question": ("asking", 1.1),
    "unanswered-question": ("answer", 0.8),
    "missing-offer": ("closing", 0.7),
    "unconfirmed-close": ("closing", 1.0),
}
"""What a remark of the coach asks for, and how much."""
_OF_MOOD: dict[str, dict[Moment, float]] = {
    "angry": {"empathy": 0.9, "apology": 0.8},
    "upset": {"empathy": 0.9, "apology": 0.8},
    "worried": {"empathy": 0.8, "next-step": 0.5},
    "confused": {"asking": 0.5, "next-step": 0.4, "empathy": 0.3},
    "happy": {"thanks": 0.8, "closing": 0.3},
    "excited": {"thanks": 0.6, "closing": 0.2},
    "calm": {"asking": 0.2, "next-step": 0.2},
}
_FITS, _FITS_NOT, _HURTS = 0.5, 0.8, 2.0
_HARD = frozenset(("angry", "upset", "worried"))
"""Cheer is not for these, nor comfort for the others."""
_EVERYDAY = frozenset(("calm", "neutral", "middle"))
"""What nearly every talk is: it says little that a phrase is made for that too."""


class Fitting:
    """What a talk wants now. due: the rules that remark on the draft as it is; began: does the
    draft hold words already?"""

    def __init__(self, conversation: Conversation, due: Collection[str], began: bool) -> None:
        self._mood = conversation.mood
        self._register = conversation.register
        self._stage = conversation.stage
        self._wanted = _wanted(conversation, due, began)

    def fit(self, signature: Signature) -> float:
        """How well phrases of this kind fit, from about -2 to 2."""
        found = self._wanted.get(signature.moment, 0.0)
        for wanted, now in (
            (signature.moods, self._mood),
            (signature.registers, self._register),
            (signature.stages, self._stage),
        ):
            if wanted and now not in wanted:
                hurts = wanted is signature.moods and (now in _HARD) != bool(wanted & _HARD)
                found -= _HURTS if hurts else _FITS_NOT
            elif wanted and now not in _EVERYDAY:
                found += _FITS / len(wanted) ** 0.5
        return found


def _wanted(conversation: Conversation, due: Collection[str], began: bool) -> dict[Moment, float]:
    wanted: dict[Moment, float] = dict(_OF_MOOD.get(conversation.mood, {}))
    if began:
        wanted = {moment: weight / 2 for moment, weight in wanted.items()}
    for rule in due:
        if rule in _MOMENT_OF:
            moment, weight = _MOMENT_OF[rule]
            wanted[moment] = max(weight, wanted.get(moment, 0.0))
    if not began and conversation.first_reply:
        wanted["greeting"] = 1.2
    elif "missing-greeting" not in due:
        wanted["greeting"] = -1.0
    if conversation.stage == "closing":
        wanted["closing"] = wanted.get("closing", 0.0) + 0.9
    elif conversation.stage == "opening":
        wanted["closing"] = wanted.get("closing", 0.0) - 0.3
    return wanted
