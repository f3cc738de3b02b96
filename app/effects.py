"""What a session wants done: an event to send, a `Close`, or a `Keep`."""

from __future__ import annotations

from dataclasses import dataclass

from app.answers import ErrorEvent, ServerEvent
from app.outcomes import Outcome
from app.texts import Lang, advice


@dataclass(frozen=True, slots=True)
class Close:
    """Close the connection with this code."""

    code: int


@dataclass(frozen=True, slots=True)
class Keep:
    """Store an outcome (None: nothing more than what came before), then acknowledge `ack`."""

    outcome: Outcome | None
    ack: str


Effect = ServerEvent | Close | Keep


def error_event(
    code: str, lang: Lang, about: object = None, field: str | None = None
) -> ErrorEvent:
    """An error. `about`: the client's event, whose conversation, revision and id go along."""
    error: ErrorEvent = {
        "type": "error",
        "code": code,
        "advice": advice(code, lang),
        "conversation": getattr(about, "conversation", None),
        "revision": getattr(about, "revision", None),
        "retry_after_ms": None,
    }
    if field is not None:
        error["field"] = field
    event_id: str | None = getattr(about, "id", None)
    if event_id is not None:
        error["id"] = event_id
    return error
