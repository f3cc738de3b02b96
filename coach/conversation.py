"""Who said what when, and what it shows: `Message`, `Customer`, `Conversation`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, Protocol

from coach.cues import Cues
from coach.names import Names

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


class Climate(NamedTuple):
    """How the customer feels and talks, and how far the talk is."""

    mood: str
    register: str
    stage: str


class Listener(Protocol):
    """What a conversation needs of a pack: to read a text, and to judge the whole."""

    def read(self, raw: str) -> Cues:
        """The cues of one text."""
        ...

    def judge(self, conversation: Conversation) -> Climate:
        """The customer's mood and register and the stage."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Conversation:
    """The dialogue so far with what its messages show. Immutable: a change gives a new one.

    Messages are read once, when they are added.
    """

    customer: Customer = Customer()
    names: Names = Names(None)
    messages: tuple[Message, ...] = ()
    cues: tuple[Cues, ...] = ()
    dismissed: frozenset[str] = frozenset()
    closed: bool = False
    mood: str = "calm"
    register: str = "neutral"
    stage: str = "opening"

    @classmethod
    def begin(
        cls,
        pack: Listener,
        customer: Customer = Customer(),
        messages: Iterable[Message] = (),
        dismissed: Iterable[str] = (),
        closed: bool = False,
    ) -> Conversation:
        """A conversation with these messages; of two with the same id the later one counts."""
        told: dict[object, Message] = {}
        for index, message in enumerate(messages):
            told[index if message.id is None else message.id] = message
        kept = tuple(told.values())
        cues = tuple(pack.read(message.text) for message in kept)
        names = Names(customer.name, customer.title)
        start = cls(customer, names, kept, cues, frozenset(dismissed), closed)
        return start._judged(pack)

    def _judged(self, pack: Listener) -> Conversation:
        climate = pack.judge(self)
        return replace(self, mood=climate.mood, register=climate.register, stage=climate.stage)

    def add(self, pack: Listener, message: Message) -> Conversation:
        """With one more message; one with a known id takes the other's place."""
        messages, cues = list(self.messages), list(self.cues)
        known = [i for i, m in enumerate(messages) if m.id is not None and m.id == message.id]
        if known:
            messages[known[0]], cues[known[0]] = message, pack.read(message.text)
        else:
            messages.append(message)
            cues.append(pack.read(message.text))
        return replace(self, messages=tuple(messages), cues=tuple(cues))._judged(pack)

    def remove(self, pack: Listener, message_id: str) -> Conversation:
        """Without the message of this id."""
        kept = [i for i, m in enumerate(self.messages) if m.id != message_id]
        return replace(
            self,
            messages=tuple(self.messages[i] for i in kept),
            cues=tuple(self.cues[i] for i in kept),
        )._judged(pack)

    def dismiss(self, rule: str) -> Conversation:
        """The rule stays silent from now on."""
        return replace(self, dismissed=self.dismissed | {rule})

    def restore(self, rule: str) -> Conversation:
        """The rule may speak again."""
        return replace(self, dismissed=self.dismissed - {rule})

    def reread(self, pack: Listener) -> Conversation:
        """The same conversation read with another pack."""
        return Conversation.begin(pack, self.customer, self.messages, self.dismissed, self.closed)

    # What was said, by turn

    def _by(self, author: str) -> list[int]:
        return [i for i, m in enumerate(self.messages) if m.author == author]

    @property
    def customer_cues(self) -> tuple[Cues, ...]:
        """Everything the customer said, oldest first."""
        return tuple(self.cues[i] for i in self._by("customer"))

    @property
    def agent_cues(self) -> tuple[Cues, ...]:
        """Everything the agents said, oldest first."""
        return tuple(self.cues[i] for i in self._by("agent"))

    @property
    def agent_turn(self) -> tuple[Cues, ...]:
        """What the agent sent since the customer's last message."""
        last = max(self._by("customer"), default=-1)
        return tuple(self.cues[i] for i in self._by("agent") if i > last)

    @property
    def agent_recent(self) -> tuple[Cues, ...]:
        """The agent's last two messages."""
        return tuple(self.cues[i] for i in self._by("agent")[-2:])

    @property
    def customer_turn(self) -> tuple[Cues, ...]:
        """The customer's latest messages: those that no agent message stands between."""
        theirs = self._by("customer")
        if not theirs:
            return ()
        before = max((i for i in self._by("agent") if i < theirs[-1]), default=-1)
        return tuple(self.cues[i] for i in theirs if i > before)

    @property
    def first_reply(self) -> bool:
        """Has nobody on our side (a bot counts) said anything yet?"""
        return not any(m.author in ("agent", "bot") for m in self.messages)
