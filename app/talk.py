"""One open conversation of a session: what was said, the open draft, its last review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import inf

from app.course import Course, remembered
from app.events import ConversationOpened, CustomerFields, MessageAdded, MessageFields
from app.faults import tell_of_broken_rules
from app.texts import Lang
from coach import Conversation, Customer, Message, Pack, Review, review_draft

HISTORY_CHARS = 200_000
"""The most text of one conversation that is kept, so that no client fills the memory."""


@dataclass(slots=True)
class OpenDraft:
    """The newest draft. `caret`: in code points, None at the end."""

    revision: int
    text: str
    caret: int | None
    final: bool
    at: float = 0.0
    """When it was taken in."""


@dataclass(slots=True)
class Talk:
    """A conversation, the highest revision seen, and the open draft with its review.

    pack: the rules that the conversation was read with.
    """

    conversation: Conversation
    pack: Pack
    course: Course
    revision: int = -1
    draft: OpenDraft | None = None
    review: Review | None = None
    _chars: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._chars = sum(len(message.text) for message in self.conversation.messages)

    def read_with(self, pack: Pack) -> bool:
        """Read the conversation anew where the rules are others than those it was read with."""
        if pack is self.pack:
            return False
        self.pack = pack
        self.conversation = self.conversation.reread(pack)
        return True

    def add(self, event: MessageAdded, history: int, now: float = 0.0) -> None:
        """Take in one message that came at `now`; the agent's own ends the draft that it came
        from."""
        self._take_in(event, history, now)
        if not event.deleted:
            self.course.heard(self.conversation, event.author)
        if self.draft is None or event.author != "agent" or event.revision is None:
            return
        if self.draft.revision <= event.revision:
            self.draft = self.review = None

    def _take_in(self, event: MessageAdded, history: int, now: float) -> None:
        pack = self.pack
        if event.deleted and event.id is not None:
            self.conversation = self.conversation.remove(pack, event.id)
        else:
            message = replace(_message(event), at=self._came(event, now))
            self.conversation = self.conversation.add(pack, message)
            self._chars += len(message.text)
        messages = self.conversation.messages
        if len(messages) > history or self._chars > HISTORY_CHARS:
            # Some room is made at once, so that this does not happen at every message.
            self._keep_newest(max(1, history * 3 // 4), HISTORY_CHARS // 2)

    def _came(self, event: MessageAdded, now: float) -> float:
        """When a message came. The host's clock may be ahead of ours, or be put back: then it came
        when we heard of it. A message that is corrected came when it was sent first."""
        messages = self.conversation.messages
        known = [m.at for m in messages if event.id is not None and m.id == event.id]
        if known and known[0] is not None:
            return known[0]
        newest_at = max((m.at for m in messages if m.at is not None), default=-inf)
        return event.at if event.at is not None and newest_at <= event.at <= now else now

    def review_draft(self, lang: Lang) -> bool:
        """Review the open draft; whether there is something new to show."""
        draft, before = self.draft, self.review
        if draft is None:
            return False
        self.review = review_draft(
            self.pack,
            self.conversation,
            draft.text,
            caret=draft.caret,
            final=draft.final,
            lang=lang,
        )
        tell_of_broken_rules(self.review.failed)
        return (
            before is None
            or before.pack != self.review.pack
            or before.findings != self.review.findings
            or before.checklist != self.review.checklist
        )

    @property
    def due(self) -> frozenset[str]:
        """The rules that remark on the open draft, or wait for something that it lacks."""
        if self.review is None:
            return frozenset()
        wanted = {item.rule for item in self.review.checklist if item.state == "due"}
        return frozenset(wanted | {finding.rule for finding in self.review.findings})

    def _keep_newest(self, count: int, chars: int) -> None:
        was = self.conversation
        messages = newest(was.messages, count, chars)
        self.conversation = Conversation.begin(
            self.pack,
            customer=was.customer,
            messages=messages,
            dismissed=was.dismissed,
            closed=was.closed,
        )
        self._chars = sum(len(message.text) for message in messages)


def opened(
    event: ConversationOpened,
    pack: Pack,
    history: int,
    now: float = 0.0,
    before: Talk | None = None,
) -> Talk:
    """A conversation as the client tells it at `now`. before: what is known of it; what was
    dismissed counts where the client says nothing of it, what was nudged counts alone."""
    known = before.conversation.dismissed if before else frozenset[str]()
    conversation = conversation_of(
        event.customer,
        _in_our_time(event.messages, now),
        pack,
        known if event.dismissed is None else frozenset(event.dismissed),
        event.closed,
        history,
    )
    told = before.course.told if before else remembered(event.nudged, now)
    return Talk(conversation, pack, Course(conversation, now, told))


def _in_our_time(messages: Sequence[MessageFields], now: float) -> Sequence[MessageFields]:
    """The messages with their times put back as far as the host's clock is ahead of ours."""
    ahead = max((m.at for m in messages if m.at is not None), default=now) - now
    if ahead <= 0:
        return messages
    return [m if m.at is None else m.model_copy(update={"at": m.at - ahead}) for m in messages]


def conversation_of(
    customer: CustomerFields | None,
    messages: Sequence[MessageFields],
    pack: Pack,
    dismissed: frozenset[str],
    closed: bool,
    history: int,
) -> Conversation:
    """The engine's conversation from the wire's: the newest messages, deleted ones left out."""
    who = Customer(customer.name, customer.title) if customer else Customer()
    deleted = {message.id for message in messages if message.deleted}
    said = [
        _message(message)
        for message in messages
        if not message.deleted and (message.id is None or message.id not in deleted)
    ]
    kept = newest(said, history, HISTORY_CHARS)
    return Conversation.begin(pack, customer=who, messages=kept, dismissed=dismissed, closed=closed)


def newest(messages: Sequence[Message], count: int, chars: int) -> list[Message]:
    """The newest messages within both limits, oldest first; the newest one in any case."""
    kept: list[Message] = []
    for message in reversed(messages[-count:]):
        chars -= len(message.text)
        if chars < 0 and kept:
            break
        kept.append(message)
    return kept[::-1]


def _message(event: MessageFields) -> Message:
    return Message(event.author, event.text or "", event.id, event.at)
