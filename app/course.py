"""What time does to one open conversation: who types since when, what the coach has said by itself,
and when it must look again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf

from app.events import Nudged
from app.faults import tell_of_broken_rules
from app.texts import Lang
from coach import Conversation, Finding, Flow, Nudge, Pack, Told, look, tell

_FLOW_RULES = frozenset(("hostile",))
"""Findings about a draft that a nudge may be about."""


class Course:
    """The course of a conversation. Moments are seconds since the epoch, as the session counts.

    due: when to look next; a moment that is past where something is to be said now.
    """

    def __init__(
        self, conversation: Conversation, opened: float, told: Iterable[Told] = ()
    ) -> None:
        self._flow = Flow(conversation, opened, tuple(told))
        self.due = inf

    @property
    def told(self) -> tuple[Told, ...]:
        """What was said so far, oldest first."""
        return self._flow.told

    def heard(self, conversation: Conversation, author: str) -> None:
        """A message came: the draft has gone out, or the customer has finished typing."""
        self._flow = self._flow.heard(conversation, author)

    def types(self, at: float | None) -> None:
        """The customer types, at this moment; None: no longer."""
        self._flow = self._flow.types(at)

    def composed(self, text: str, at: float, final: bool, findings: tuple[Finding, ...]) -> bool:
        """The draft was edited; whether that may be a reason to speak now or soon."""
        before = self._flow.composing
        self._flow = self._flow.composed(text, at, final, findings)
        seen = (*(before.findings if before else ()), *findings)
        return final or bool(before and before.final) or any(f.rule in _FLOW_RULES for f in seen)

    def look(
        self, pack: Pack, conversation: Conversation, now: float, lang: Lang, quiet: float
    ) -> Nudge | None:
        """What is to be said now, if anything is; `due` is set. quiet: silence until then."""
        self._flow = self._flow.of(conversation)
        outlook = look(pack, self._flow, now, lang, quiet)
        tell_of_broken_rules(outlook.failed)
        self.due = outlook.next if outlook.nudge is None else now
        return outlook.nudge

    def tell(self, nudge: Nudge, now: float) -> None:
        """A nudge was said."""
        self._flow = tell(self._flow, nudge, now)


def remembered(nudged: Sequence[Nudged] | None, now: float) -> list[Told]:
    """What the client remembers of nudges, oldest first. Its clock may be ahead of ours."""
    told = [
        Told(one.rule, now if one.at is None else min(one.at, now), one.id) for one in nudged or ()
    ]
    return sorted(told, key=lambda one: one.at)
