"""Frames and bodies: `decode()` reads what clients send, `encode()` writes what we send.

What cannot be read becomes `Malformed`, which names a field of ours and never holds anything that
was sent.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import to_json

from app.answers import HttpReview, ServerEvent
from app.events import ClientEvent, MessageFields, ReviewRequest, Wire

_EVENTS: TypeAdapter[ClientEvent] = TypeAdapter(Annotated[ClientEvent, Field(discriminator="type")])


@dataclass(frozen=True, slots=True)
class Malformed:
    """What was sent cannot be read. `field`: where, in our own names; None: no JSON object."""

    field: str | None


def decode(frame: str) -> ClientEvent | Malformed:
    """Read one text frame."""
    try:
        return _EVENTS.validate_python(_read_json(frame))
    except ValidationError as error:
        return Malformed(_field_of(error, skipped=1))  # the first part is the event's type
    except (ValueError, RecursionError):
        return Malformed(None)


def decode_review(body: bytes) -> ReviewRequest | Malformed:
    """Read the body of `POST /v1/review`."""
    return decode_body(body, ReviewRequest)


def decode_body[Asked: Wire](body: bytes, model: type[Asked]) -> Asked | Malformed:
    """Read a body as a model: UTF-8 JSON, whatever its content type claims."""
    try:
        return model.model_validate(_read_json(body.decode("utf-8")))
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


def encode(answer: ServerEvent | HttpReview) -> bytes:
    """What goes out, as UTF-8 JSON."""
    return to_json(answer)


def _field_of(error: ValidationError, skipped: int = 0) -> str | None:
    """The first field to blame, without the `skipped` first parts of its location.

    A location holds known names and list indexes only, since unknown fields are ignored and no
    model has free keys.
    """
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    if first["type"].startswith("union_tag"):
        return "type"
    return ".".join(str(part) for part in first["loc"][skipped:]) or None


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
