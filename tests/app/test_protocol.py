"""What clients send is read strictly, and nothing of it is ever repeated."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from app.answers import HttpReview, ServerEvent
from app.events import ClientEvent, Draft, Hello, MessageAdded, ReviewRequest
from app.protocol import Malformed, decode, decode_review, encode
from tests.app.running import examples_of_the_protocol

CLIENT_TYPES = {
    *("hello", "conversation", "message", "typing", "draft", "feedback", "phrases", "end", "ping"),
}
DRAFT = {"type": "draft", "conversation": "c-1", "revision": 7, "text": "سلام", "caret": 4}
MARKER = "marker-that-must-not-come-back"


def read(event: object) -> ClientEvent | Malformed:
    return decode(json.dumps(event))


def blamed(event: object) -> str | None:
    answer = read(event)
    assert isinstance(answer, Malformed)
    return answer.field


def test_every_example_of_the_protocol_fits() -> None:
    """Client events decode, server events fit their types: none is left over, no kind is absent."""
    server: TypeAdapter[Any] = TypeAdapter(ServerEvent)
    http: TypeAdapter[Any] = TypeAdapter(HttpReview)
    told: set[str] = set()
    heard: set[str] = set()
    for example in examples_of_the_protocol():
        kind = example.get("type")
        if kind in CLIENT_TYPES:
            assert not isinstance(read(example), Malformed), example
            told.add(kind)
        elif kind is not None:
            assert server.validate_python(example, strict=True) == example
            assert json.loads(encode(example)) == example  # type: ignore[arg-type]
            heard.add(kind)
        elif "draft" in example:
            assert isinstance(decode_review(json.dumps(example).encode()), ReviewRequest)
        elif "pack" in example:
            assert http.validate_python(example, strict=True) == example
        else:
            assert example.keys() == {"error"}
    assert told == CLIENT_TYPES
    events = {"ready", "context", "review", "nudge", "offers", "ack", "pong", "pack"}
    events |= {"restart", "error"}
    assert heard == events


@pytest.mark.parametrize("field", ["conversation", "revision", "text"])
def test_a_missing_field_is_named(field: str) -> None:
    assert blamed({name: value for name, value in DRAFT.items() if name != field}) == field


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("revision", "7"),
        ("revision", 7.5),
        ("revision", True),
        ("revision", -1),
        ("revision", 2**53),
        ("revision", 10**400),
        ("revision", None),
        ("text", 7),
        ("text", None),
        ("text", ["سلام"]),
        ("caret", "4"),
        ("caret", -1),
        ("final", "true"),
        ("final", 1),
        ("conversation", ""),
        ("conversation", "c" * 201),
        ("conversation", {"id": "c-1"}),
    ],
)
def test_a_field_of_the_wrong_type_is_named(field: str, value: object) -> None:
    assert blamed(DRAFT | {field: value}) == field


def test_places_inside_are_named() -> None:
    opened = {"type": "conversation", "conversation": "c-1", "customer": {"name": None}}
    said = {"author": "customer", "text": "سلام"}
    assert blamed(opened | {"messages": [said, {"author": "boss", "text": "x"}]}) == (
        "messages.1.author"
    )
    assert blamed(opened | {"messages": [{"author": "customer"}]}) == "messages.0.text"
    assert blamed(opened | {"customer": {"name": 5}}) == "customer.name"
    assert blamed(opened | {"messages": [said | {"at": "2026-11-21T09:30:00"}]}) == "messages.0.at"
    assert blamed(opened | {"messages": [said | {"deleted": True}]}) == "messages.0.id"
    assert blamed({"type": "hello", "protocol": 1, "agent": {}}) == "agent.id"


@pytest.mark.parametrize("kind", ["", "Draft", "nonsense", None, 7, ["draft"]])
def test_an_unknown_type_is_told_as_that(kind: object) -> None:
    assert blamed({**DRAFT, "type": kind}) == "type"
    assert blamed({"revision": 1}) == "type"


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "{",
        "null",
        "7",
        '"draft"',
        "[]",
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"type": "draft", "revision": NaN}',
        '{"type": "ping", "id": "x", "n": 1e400}',
        '{"type": "ping", "id": "x", "n": Infinity}',
        '{"type": "ping", "id": "x", "n": ' + "9" * 5000 + "}",
        '{"type": "ping", "id": "a\x00b"}',
        '{"type": "ping", "id": "x"} trailing',
        "{'type': 'ping'}",
        "\ufeff{}",
    ],
)
def test_what_is_no_json_object_is_malformed(frame: str) -> None:
    assert decode(frame) in (Malformed(None), Malformed("type"))


def test_depth_where_it_is_ignored_does_no_harm() -> None:
    deep = "[" * 500 + "]" * 500
    assert not isinstance(decode(f'{{"type": "ping", "id": "x", "more": {deep}}}'), Malformed)
    deeper = '{"type": "ping", "id": "\\u0041", "more": ' + "[" * 9000 + "]" * 9000 + "}"
    decode(deeper)


def test_unknown_fields_are_ignored() -> None:
    assert read(DRAFT | {"mystery": {"deep": [1]}, "type2": 1}) == read(DRAFT)


def test_a_lone_surrogate_and_nul_read_as_the_replacement_character() -> None:
    event = decode(
        '{"type": "draft", "conversation": "c\\ud800", "revision": 1,'
        ' "text": "a\\ud83db\\u0000c\\ud83d\\ude00\\udc00", "\\ud800": 1}'
    )
    assert isinstance(event, Draft)
    assert event.text == "a\ufffdb\ufffdc😀\ufffd"
    assert event.conversation == "c\ufffd"


def test_instants_are_seconds_since_the_epoch() -> None:
    event = read({"type": "message", "conversation": "c", "author": "bot", "text": "x"})
    assert isinstance(event, MessageAdded) and event.at is None
    for told, seconds in (
        ("1970-01-01T00:01:00Z", 60.0),
        ("1970-01-01T03:30:00+03:30", 0.0),
        ("1970-01-01T00:00:00.250Z", 0.25),
    ):
        event = read(
            {"type": "message", "conversation": "c", "author": "bot", "text": "x", "at": told}
        )
        assert isinstance(event, MessageAdded) and event.at == seconds


def test_optional_fields_may_be_null_or_absent() -> None:
    hello = read({"type": "hello", "protocol": 1})
    assert hello == read(
        {"type": "hello", "protocol": 1, "token": None, "agent": None, "team": None, "lang": None}
    )
    assert isinstance(hello, Hello)
    assert not isinstance(read(DRAFT | {"caret": None}), Malformed)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ["type", "conversation", "revision", "text", "caret", "messages", "author", "id", "at"]


@given(
    st.dictionaries(st.sampled_from(FIELDS) | st.text(), JSON),
    st.sampled_from(sorted(CLIENT_TYPES)),
)
def test_whatever_comes_is_an_event_or_malformed(event: dict[str, Any], kind: str) -> None:
    frame = json.dumps({"type": kind, **event})
    for answer in (decode(frame), decode_review(frame.encode())):
        if isinstance(answer, Malformed):
            parts = (answer.field or "").split(".")
            assert all(part.isdigit() or part.isidentifier() or not part for part in parts)


@given(st.text())
def test_any_text_at_all_is_answered(frame: str) -> None:
    decode(frame)
    decode_review(frame.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize(
    "event",
    [
        {MARKER: MARKER},
        {"type": MARKER},
        DRAFT | {"revision": MARKER},
        DRAFT | {"text": {MARKER: MARKER}},
        {"type": "conversation", "conversation": "c", "customer": {"name": [MARKER]}},
        {"type": "message", "conversation": "c", "author": MARKER, "text": "x"},
    ],
)
def test_what_was_sent_is_never_repeated(event: dict[str, Any]) -> None:
    assert MARKER not in repr(read(event))


@pytest.mark.parametrize("body", [b"\xff\xfe{\x00}\x00", b"\xff", b"", "{}".encode("utf-16")])
def test_a_body_that_is_not_utf8_is_malformed(body: bytes) -> None:
    assert decode_review(body) == Malformed(None)
