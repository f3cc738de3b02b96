"""Who said what, and what it shows: `Message`, `Customer`, `Conversation`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

Author = Literal["customer", "agent", "bot", "system"]


@dataclass(frozen=True, slots=True)
class Customer:
    """Whom the agent talks to, as the host's records spell it. A title is never guessed."""

    name: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A sent message. `at`: seconds since the epoch in UTC, None where the host gives no time."""

    author: Author
    text: str
    id: str | None = None
    at: float | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """The dialogue so far. Immutable: every change gives a new one."""

    customer: Customer = Customer()
    messages: tuple[Message, ...] = ()
    dismissed: frozenset[str] = frozenset()
    closed: bool = False
    mood: str = "calm"
    register: str = "neutral"
    stage: str = "opening"

    @classmethod
    def begin(
        cls,
        pack: object,
        customer: Customer = Customer(),
        messages: Iterable[Message] = (),
        dismissed: frozenset[str] = frozenset(),
        closed: bool = False,
    ) -> Conversation:
        return cls(customer, tuple(messages), dismissed, closed)

    def add(self, pack: object, message: Message) -> Conversation:
        return replace(self, messages=(*self.messages, message))

    def remove(self, pack: object, message_id: str) -> Conversation:
        return replace(self, messages=tuple(m for m in self.messages if m.id != message_id))

    def dismiss(self, rule: str) -> Conversation:
        return replace(self, dismissed=self.dismissed | {rule})

    def restore(self, rule: str) -> Conversation:
        return replace(self, dismissed=self.dismissed - {rule})

    def reread(self, pack: object) -> Conversation:
        return self
