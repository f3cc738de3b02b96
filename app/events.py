"""What clients send: one strict model an event, and the body of an HTTP review.

Unknown fields are ignored, as the protocol says; nothing is coerced ("7" is no number).
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)

from coach import MOST_ASKED, Moment

PROTOCOL = 1
MAX_REVISION = 2**53 - 1
"""The largest whole number that every JSON reader keeps exact."""


def _seconds(value: object) -> object:
    """An RFC 3339 instant with a zone, as seconds since the epoch."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError("an instant is a string")
    instant = datetime.fromisoformat(value)
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    try:
        return instant.timestamp()
    except OverflowError:
        raise ValueError("an instant out of range") from None


Id = Annotated[str, Field(min_length=1, max_length=200)]
RuleId = Annotated[str, Field(max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")]
Author = Literal["customer", "agent", "bot", "system"]
Instant = Annotated[float | None, BeforeValidator(_seconds)]
Revision = Annotated[int, Field(ge=0, le=MAX_REVISION)]


class Wire(BaseModel):
    """What all that comes over the wire has in common."""

    model_config = ConfigDict(strict=True, extra="ignore", hide_input_in_errors=True)


class AgentFields(Wire):
    """Who is writing, as the host names them."""

    id: Id
    name: Annotated[str, Field(max_length=200)] | None = None


class CustomerFields(Wire):
    """Whom the agent talks to."""

    name: Annotated[str, Field(max_length=500)] | None = None
    title: Annotated[str, Field(max_length=100)] | None = None


class MessageFields(Wire):
    """One message, sent or taken back (`deleted`)."""

    author: Author
    deleted: bool = False
    id: Annotated[Id | None, Field(validate_default=True)] = None
    text: Annotated[str | None, Field(validate_default=True)] = None
    at: Instant = None

    @field_validator("id")
    @classmethod
    def _deleted_needs_id(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None and info.data.get("deleted"):
            raise ValueError("what is taken back needs an id")
        return value

    @field_validator("text")
    @classmethod
    def _sent_needs_text(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None and not info.data.get("deleted"):
            raise ValueError("a message needs a text")
        return value


class Nudged(Wire):
    """A nudge that the client remembers from before a reconnect."""

    rule: RuleId
    at: Instant = None
    id: Id | None = None


class Hello(Wire):
    """Who connects. The first event, and later the renewal of a token."""

    type: Literal["hello"]
    protocol: int
    token: Annotated[str, Field(max_length=8192)] | None = None
    agent: AgentFields | None = None
    team: Id | None = None
    lang: Literal["fa", "en"] | None = None


class ConversationOpened(Wire):
    """Opens a conversation or replaces what is known of it."""

    type: Literal["conversation"]
    conversation: Id
    customer: CustomerFields | None = None
    messages: list[MessageFields] = []
    dismissed: list[RuleId] | None = None
    nudged: list[Nudged] | None = None
    closed: bool = False
    truncated: bool = False


class MessageAdded(MessageFields):
    """A message was added; the agent's own ends the draft of its `revision`."""

    type: Literal["message"]
    conversation: Id
    revision: Revision | None = None


class Typing(Wire):
    """The customer is typing."""

    type: Literal["typing"]
    conversation: Id
    author: Author
    active: bool


class Draft(Wire):
    """The whole draft after an edit; `caret` counts UTF-16 code units."""

    type: Literal["draft"]
    conversation: Id
    revision: Revision
    text: str
    caret: Annotated[int, Field(ge=0, le=MAX_REVISION)] | None = None
    final: bool = False


class Feedback(Wire):
    """What became of a finding."""

    type: Literal["feedback"]
    id: Id
    conversation: Id
    revision: Revision | None = None
    finding: Id
    rule: RuleId
    outcome: Literal["shown", "applied", "dismissed", "wrong", "restored"]
    replacement: Annotated[int, Field(ge=0, le=1000)] | None = None


class PhrasesAsked(Wire):
    """The agent looks for a phrase; answered by `offers` with the same id."""

    type: Literal["phrases"]
    id: Id
    conversation: Id
    query: Annotated[str, Field(max_length=200)] = ""
    moment: Moment | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_ASKED)] = 8


class End(Wire):
    """The conversation is over for this client."""

    type: Literal["end"]
    conversation: Id


class Ping(Wire):
    """Answered by `pong` with the same id."""

    type: Literal["ping"]
    id: Id


class Term(Wire):
    """A word of a team's own list and what to write instead."""

    match: Annotated[str, Field(min_length=1, max_length=200)]
    use: Annotated[str, Field(min_length=1, max_length=200)]


class Lists(Wire):
    """A team's own words, tried for one review."""

    stale_references: Annotated[list[Term], Field(max_length=500)] = []
    preferred_wording: Annotated[list[Term], Field(max_length=500)] = []
    phone_format: Annotated[str, Field(min_length=1, max_length=60)] | None = None


class ReviewRequest(Wire):
    """The body of `POST /v1/review`."""

    customer: CustomerFields | None = None
    messages: list[MessageFields] = []
    draft: str
    team: Id | None = None
    lang: Literal["fa", "en"] | None = None
    lists: Lists | None = None
    closed: bool = False
    dismissed: list[RuleId] | None = None


ClientEvent = (
    Hello
    | ConversationOpened
    | MessageAdded
    | Typing
    | Draft
    | Feedback
    | PhrasesAsked
    | End
    | Ping
)
