"""A moment of a conversation: what a flow check looks at, and what it says is due.

Time is a number everywhere: seconds since the epoch, as the session counts them. Whoever holds a
conversation keeps its `Flow`; a `Moment` is that flow seen at a time, with what a team wants.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import inf
from typing import NamedTuple

from coach.conversation import Conversation, Message
from coach.cues import Cues
from coach.departments import NO_DEPARTMENTS, Department, Departments
from coach.hours import ALWAYS, Hours
from coach.rules import Finding

_KEY = 100
"""So much of a message's id goes into the id of a nudge."""


class Told(NamedTuple):
    """A nudge that was sent. id: None where the client remembers only rule and time."""

    rule: str
    at: float
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Composing:
    """The open draft. since: when it was begun; at: its newest edit; findings: of its review."""

    text: str
    since: float
    at: float
    final: bool = False
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """A conversation in its course. opened: since when we know of it; told: the nudges so far,
    oldest first; typing: since when the customer has been typing, None where they do not."""

    conversation: Conversation
    opened: float
    told: tuple[Told, ...] = ()
    composing: Composing | None = None
    typing: float | None = None

    def of(self, conversation: Conversation) -> Flow:
        """The same course of a conversation that is read or judged otherwise."""
        return (
            self if conversation is self.conversation else replace(self, conversation=conversation)
        )

    def heard(self, conversation: Conversation, author: str) -> Flow:
        """After a message: the draft has gone out, or the customer has finished typing."""
        if author == "agent":
            return replace(self, conversation=conversation, composing=None)
        typing = None if author == "customer" else self.typing
        return replace(self, conversation=conversation, typing=typing)

    def composed(self, text: str, at: float, final: bool, findings: tuple[Finding, ...]) -> Flow:
        """After an edit of the draft; an empty one is none."""
        before = self.composing
        since = before.since if before else at
        drafted = Composing(text, since, at, final, findings) if text.strip() else None
        return replace(self, composing=drafted)

    def types(self, at: float | None) -> Flow:
        """The customer types, and has since `at` if it was not known; None: no longer."""
        known = self.typing if at is not None and self.typing is not None else at
        return replace(self, typing=known)


class Due(NamedTuple):
    """A nudge that is due at `at`, unless something happens before.

    cause: when what it is about began; key: names that, the same before and after a reconnect;
    fields: fill the advice, by language where it is words, in seconds where it is a time;
    offers: texts of the agent's own case; until: when it has no point any more.
    """

    at: float
    cause: float
    key: str
    fields: Mapping[str, str | float | Mapping[str, str]] = {}
    offers: tuple[str, ...] = ()
    until: float = inf


class Said(NamedTuple):
    """A message with its cues. at: when it came, the opening where nobody says; known: whether
    somebody does; key: names it."""

    message: Message
    cues: Cues
    at: float
    known: bool
    key: str

    @property
    def author(self) -> str:
        """Who said it."""
        return self.message.author


@dataclass(slots=True)
class Moment:
    """A flow at a time. read: the cues of any text; spoken: are offers made in spoken spelling?"""

    flow: Flow
    now: float
    read: Callable[[str], Cues]
    hours: Hours = ALWAYS
    departments: Departments = NO_DEPARTMENTS
    spoken: bool = True
    said: tuple[Said, ...] = field(init=False)

    def __post_init__(self) -> None:
        talk = self.flow.conversation
        pairs = zip(talk.messages, talk.cues, strict=True)
        self.said = tuple(
            _said(message, cues, index, self.flow.opened)
            for index, (message, cues) in enumerate(pairs)
        )

    @property
    def talk(self) -> Conversation:
        """The conversation."""
        return self.flow.conversation

    def since(self, author: str) -> Iterator[Said]:
        """What was said after the newest message of this author, oldest first."""
        last = max((i for i, one in enumerate(self.said) if one.author == author), default=-1)
        return iter(self.said[last + 1 :])

    def last(self, author: str) -> Said | None:
        """The newest message of this author."""
        return next((one for one in reversed(self.said) if one.author == author), None)

    def told(self, rule: str, key: str, cause: float) -> list[Told]:
        """The nudges of a rule about one cause: by its name, else by their time."""
        mark = f"{rule}:{key}:"
        return [
            one
            for one in self.flow.told
            if one.rule == rule and ((one.id or "").startswith(mark) or one.at >= cause)
        ]

    def department(self, cues: Cues) -> Department | None:
        """The other department that a message is a matter for."""
        return self.departments.of(cues)


def _said(message: Message, cues: Cues, index: int, opened: float) -> Said:
    known = message.at is not None
    at = opened if message.at is None else message.at
    key = message.id[-_KEY:] if message.id else (f"{at:.0f}" if known else f"m{index}")
    return Said(message, cues, at, known, key)
