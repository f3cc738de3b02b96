"""Who said what when, and what it shows: `Message`, `Customer`, `Conversation`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, Protocol

from coach.cues import Cues
from coach.naming import Names

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
    names: Names = field(default_factory=lambda: Names(None))
    messages: tuple[Message, ...] = ()
    cues: tuple[Cues, ...] = ()
    dismissed: frozenset[str] = frozenset()
    closed: bool = False
    mood: str = "calm"
    register: str = "neutral"
    stage: str = "opening"
    customer_cues: tuple[Cues, ...] = ()
    """Everything the customer said, oldest first."""
    agent_cues: tuple[Cues, ...] = ()
    """Everything the agents said, oldest first."""
    agent_turn: tuple[Cues, ...] = ()
    """What the agent sent since the customer's last message."""
    agent_recent: tuple[Cues, ...] = ()
    """The agent's last two messages."""
    customer_turn: tuple[Cues, ...] = ()
    """The customer's latest messages: those that no agent message stands between."""
    first_reply: bool = True
    """Has nobody on our side (a bot counts) said anything yet?"""

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
        told = self._told()
        climate = pack.judge(told)
        return replace(told, mood=climate.mood, register=climate.register, stage=climate.stage)

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

    def _told(self) -> Conversation:
        """With what was said by turn, which every check asks for."""
        theirs = [i for i, m in enumerate(self.messages) if m.author == "customer"]
        ours = [i for i, m in enumerate(self.messages) if m.author == "agent"]
        last = theirs[-1] if theirs else -1
        before = max((i for i in ours if i < last), default=-1)

        def cues_of(indexes: Iterable[int]) -> tuple[Cues, ...]:
            return tuple(self.cues[i] for i in indexes)

        return replace(
            self,
            customer_cues=cues_of(theirs),
            agent_cues=cues_of(ours),
            agent_turn=cues_of(i for i in ours if i > last),
            agent_recent=cues_of(ours[-2:]),
            customer_turn=cues_of(i for i in theirs if i > before),
            first_reply=not any(m.author in ("agent", "bot") for m in self.messages),
        )
