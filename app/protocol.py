"""What clients send: one strict model per event, and `decode()`.

Unknown fields are ignored, as the protocol says; nothing is coerced ("7" is no number). What cannot
be read becomes `Malformed`, which names a field of ours and never holds anything that was sent.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
)

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
    name: str | None = None


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


ClientEvent = Hello | ConversationOpened | MessageAdded | Typing | Draft | Feedback | End | Ping

_EVENTS: TypeAdapter[ClientEvent] = TypeAdapter(Annotated[ClientEvent, Field(discriminator="type")])
_TYPES = frozenset(
    {"hello", "conversation", "message", "typing", "draft", "feedback", "end", "ping"}
)


@dataclass(frozen=True, slots=True)
class Malformed:
    """What was sent cannot be read. `field`: where, in our own names; None: no JSON object."""

    field: str | None


def decode(frame: str) -> ClientEvent | Malformed:
    """Read one text frame."""
    try:
        return _EVENTS.validate_python(_read_json(frame))
    except ValidationError as error:
        return Malformed(_field_of(error))
    except (ValueError, RecursionError):
        return Malformed(None)


def decode_review(body: bytes) -> ReviewRequest | Malformed:
    """Read the body of `POST /v1/review`: UTF-8 JSON, whatever its content type claims."""
    try:
        return ReviewRequest.model_validate(_read_json(body.decode("utf-8")))
    except ValidationError as error:
        return Malformed(_field_of(error))
    except (ValueError, RecursionError):
        return Malformed(None)


def decode_message(line: str) -> MessageFields | Malformed:
    """Read one message of a history file."""
    try:
        return MessageFields.model_validate(_read_json(line))
    except ValidationError as error:
        return Malformed(_field_of(error))
    except (ValueError, RecursionError):
        return Malformed(None)


def _field_of(error: ValidationError) -> str | None:
    """The first field to blame.

    A location holds known names and list indexes only, since unknown fields are ignored and no
    model has free keys.
    """
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    if first["type"].startswith("union_tag"):
        return "type"
    location = first["loc"]
    if location and location[0] in _TYPES:
        location = location[1:]
    return ".".join(str(part) for part in location) or None


def _refuse_constant(_: str) -> float:
    raise ValueError("NaN and Infinity are no JSON")


def _finite(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise ValueError("a number out of range")
    return value


_decoder = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite)
_UNFIT = re.compile("[\x00\ud800-\udfff]")


def _read_json(text: str) -> Any:
    """Strict JSON. Only an escape can bring in NUL or a lone surrogate: they read as U+FFFD."""
    value = _decoder.decode(text)
    return _fit(value) if "\\u" in text else value


def _fit(value: Any) -> Any:
    if isinstance(value, str):
        return _UNFIT.sub("\ufffd", value)
    if isinstance(value, list):
        return [_fit(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, dict):
        return {key: _fit(item) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType]
    return value
