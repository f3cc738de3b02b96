"""The protocol over a real socket: its examples, and every row of "When something is wrong"."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter
from websockets.exceptions import InvalidStatus
from websockets.frames import Frame, Opcode

from app.answers import ServerEvent
from tests.app.running import (
    SECRET,
    Server,
    Subprotocol,
    examples_of_the_protocol,
    serving,
    token,
)

NOT_KNOWN = "نمی‌دونم"
WITH_ANSWER = {
    "hello": "ready",
    "conversation": "context",
    "message": "context",
    "draft": "review",
    "feedback": "ack",
    "ping": "pong",
}
SERVER_EVENT: TypeAdapter[Any] = TypeAdapter(ServerEvent)


# ---- the examples ----


def test_every_client_example_is_accepted(server: Server) -> None:
    """In the document's order, over one connection; every answer fits the types."""
    with server.socket() as client:
        told = [event for event in examples_of_the_protocol() if event.get("type") in {
            *WITH_ANSWER, "typing", "end",
        } and "session" not in event and "mood" not in event]  # fmt: skip
        for event in told:
            client.send(**event)
            expected = WITH_ANSWER.get(event["type"])
            if expected is None:
                continue
            answer = client.hear()
            while answer["type"] == "review" != expected:
                answer = client.hear()
            assert answer["type"] == expected, (event, answer)
            SERVER_EVENT.validate_python(answer, strict=True)
        assert {event["type"] for event in told} >= WITH_ANSWER.keys() | {"typing", "end"}
        assert client.hears_nothing()


def test_the_example_of_http_is_accepted(server: Server) -> None:
    bodies = [one for one in examples_of_the_protocol() if "draft" in one and "type" not in one]
    assert len(bodies) == 2
    for body in bodies:
        status, answer, _ = server.ask("POST", "/v1/review", body)
        assert status == 200
        assert answer.keys() >= {"pack", "context", "tone", "findings"}


def test_the_example_client_runs(server: Server, root: Path) -> None:
    done = subprocess.run(
        [sys.executable, root / "examples" / "client.py",
         f"ws://127.0.0.1:{server.port}/v1/ws", f"😀 {NOT_KNOWN}"],
        capture_output=True, encoding="utf-8", check=False, timeout=30,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert f"dont-know | {NOT_KNOWN} | " in done.stdout


def test_the_subprotocol_is_selected_where_it_is_offered(server: Server) -> None:
    for offered, selected in (
        ([Subprotocol("coach.v1")], "coach.v1"),
        ([Subprotocol("other"), Subprotocol("coach.v1")], "coach.v1"),
        (None, None),
    ):
        with server.socket(subprotocols=offered) as client:
            assert client.connection.subprotocol == selected


def test_a_key_press_and_its_review(server: Server) -> None:
    with server.talking(customer={"name": "سارا احمدی"}) as client:
        draft = f"سلام 😀 {NOT_KNOWN}"
        client.draft(1, draft, caret=3)
        review = client.hear()
        SERVER_EVENT.validate_python(review, strict=True)
        (finding,) = [one for one in review["findings"] if one["rule"] == "dont-know"]
        start, end = finding["span"]["start"], finding["span"]["end"]
        words = draft.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")
        assert words == NOT_KNOWN


# ---- when something is wrong ----


def test_no_hello_in_time(guarded: Server) -> None:
    began = time.monotonic()
    with guarded.socket() as client:
        assert client.closed_with() == 4408
    assert 0.4 < time.monotonic() - began < 3


@pytest.mark.parametrize("given", [None, "", "nonsense", "expired", "forged"])
def test_a_bad_token(guarded: Server, given: str | None) -> None:
    if given == "expired":
        given = token(lasts=-100)
    elif given == "forged":
        given = token()[:-4] + "AAAA"
    with guarded.socket() as client:
        client.send(type="hello", protocol=1, token=given, agent={"id": "a-17"})
        assert client.hear()["code"] == "unauthorized"
        assert client.closed_with() == 4401


def test_a_good_token_and_its_claims(guarded: Server) -> None:
    with guarded.greeted(token=token("a-5"), agent={"id": "boss"}, team="nobody") as client:
        client.send(type="hello", protocol=1, token=token("a-5"))
        assert client.hear()["agent"] == "a-5"


def test_a_token_that_runs_out(guarded: Server) -> None:
    with guarded.greeted(token=token(lasts=-59.0)) as client:
        assert client.hear()["code"] == "unauthorized"
        assert client.closed_with() == 4401


def test_anything_before_hello(server: Server) -> None:
    with server.socket() as client:
        client.draft(1, "x")
        assert client.hear()["code"] == "unauthorized"
        assert client.closed_with() == 4401


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1.evil.example", "file://"]
)
def test_an_origin_that_is_not_allowed(server: Server, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        server.socket(origin=origin)
    assert refused.value.response.status_code == 403


def test_an_origin_that_is_allowed(server: Server, guarded: Server) -> None:
    server.socket(origin="http://localhost:3000").connection.close()
    guarded.socket(origin="https://desk.example.com").connection.close()


@pytest.mark.parametrize(
    ("frame", "field"),
    [
        ("{", None),
        ("[]", None),
        ("7", None),
        ("[" * 20_000, None),
        ('{"type": "nonsense"}', "type"),
        ('{"revision": 1}', "type"),
        ('{"type": "draft", "conversation": "c-1", "revision": 1}', "text"),
        ('{"type": "draft", "conversation": "c-1", "revision": "7", "text": "x"}', "revision"),
        ('{"type": "draft", "conversation": "c-1", "revision": NaN, "text": "x"}', None),
        ('{"type": "draft", "conversation": "c-1", "revision": 1e400, "text": "x"}', None),
        ('{"type": "feedback", "id": "f", "conversation": "c-1", "finding": "x", "rule": "x",'
         ' "outcome": "liked"}', "outcome"),
    ],
)  # fmt: skip
def test_malformed_names_the_field_and_the_connection_stays(
    server: Server, frame: str, field: str | None
) -> None:
    with server.talking() as client:
        client.send_raw(frame)
        error = client.hear()
        assert error["code"] == "malformed"
        assert error.get("field") == field
        SERVER_EVENT.validate_python(error, strict=True)
        client.send(type="ping", id="p")
        assert client.hear() == {"type": "pong", "id": "p"}


def test_the_twentieth_malformed_in_a_row_closes(server: Server) -> None:
    with server.greeted() as client:
        for _ in range(19):
            client.send_raw("{")
            assert client.hear()["code"] == "malformed"
        client.send_raw("{")
        assert client.hear()["code"] == "malformed"
        assert client.closed_with() == 4400


def test_another_protocol(server: Server) -> None:
    with server.socket() as client:
        client.send(type="hello", protocol=2)
        assert client.hear()["code"] == "unsupported_protocol"
        assert client.closed_with() == 4400


def test_an_unknown_team(server: Server, guarded: Server) -> None:
    with server.socket() as client:
        client.send(type="hello", protocol=1, team="nobody")
        assert client.hear()["code"] == "unknown_team"
        assert client.closed_with() == 4403
    with guarded.socket() as client:
        client.send(type="hello", protocol=1, token=token(team="nobody"))
        assert client.hear()["code"] == "unknown_team"
        assert client.closed_with() == 4403


def test_a_conversation_never_opened(server: Server) -> None:
    with server.greeted() as client:
        client.draft(1, "x", conversation="c-9")
        error = client.hear()
        assert (error["code"], error["conversation"]) == ("unknown_conversation", "c-9")


def test_a_stale_revision(server: Server) -> None:
    with server.talking() as client:
        client.draft(5, "x")
        assert client.hear()["revision"] == 5
        client.draft(5, "y")
        assert client.hear()["code"] == "stale_revision"


def test_a_draft_too_long(server: Server) -> None:
    with server.talking() as client:
        client.draft(1, "آ" * 5000)
        assert client.hear()["type"] == "review"
        client.draft(2, "آ" * 5001)
        error = client.hear()
        assert (error["code"], error["revision"]) == ("draft_too_long", 2)
        client.draft(3, "x")
        assert client.hear()["revision"] == 3


def test_an_event_too_large(server: Server) -> None:
    with server.talking() as client:
        ping = json.dumps({"type": "ping", "id": "p", "more": ""})
        client.send_raw(ping[:-2] + "x" * (65536 - len(ping)) + ping[-2:])
        assert client.hear()["type"] == "pong", "65536 bytes fit"
        client.send_raw(ping[:-2] + "x" * (65537 - len(ping)) + ping[-2:])
        assert client.closed_with() == 1009


def test_an_event_too_large_in_fragments(server: Server) -> None:
    with server.talking() as client:
        client.connection.send("x" * 10_000 for _ in range(7))
        assert client.closed_with() == 1009


def test_drafts_too_fast_are_merged_and_never_an_error(server: Server) -> None:
    with server.talking() as client:
        for revision in range(1, 301):
            client.draft(revision, f"{NOT_KNOWN} {revision}")
        revisions: list[int] = []
        while not revisions or revisions[-1] < 300:
            event = client.hear()
            assert event["type"] == "review"
            revisions.append(event["revision"])
        assert revisions == sorted(set(revisions))
        assert len(revisions) < 100
        assert client.hears_nothing()


def test_others_too_fast_are_told_to_slow_down(server: Server) -> None:
    with server.greeted() as client:
        for n in range(80):
            client.send(type="ping", id=str(n))
        answers = [client.hear() for _ in range(80)]
        slow = [one for one in answers if one["type"] == "error"]
        assert slow and {one["code"] for one in slow} == {"slow_down"}
        assert all(0 < one["retry_after_ms"] <= 40 for one in slow)
        time.sleep(slow[-1]["retry_after_ms"] / 1000)
        client.send(type="ping", id=slow[-1]["id"])
        assert client.hear()["type"] == "pong"


def test_a_binary_frame(server: Server) -> None:
    with server.talking() as client:
        client.send_raw(b'{"type": "ping", "id": "p"}')
        assert client.closed_with() == 1003


def test_text_that_is_not_utf8(server: Server) -> None:
    with server.talking() as client:
        with client.connection.send_context():
            client.connection.protocol.writes.append(
                Frame(Opcode.TEXT, b"\xff\xfe").serialize(mask=True)
            )
        assert client.closed_with() == 1007


def test_a_lone_surrogate_and_nul_are_one_unit(server: Server) -> None:
    with server.talking() as client:
        client.send_raw(
            '{"type": "draft", "conversation": "c-1", "revision": 1, "text": "\\ud83d \\u0000 '
            + NOT_KNOWN
            + '"}'
        )
        review = client.hear()
        (finding,) = [one for one in review["findings"] if one["rule"] == "dont-know"]
        assert finding["span"] == {"start": 4, "end": 4 + len(NOT_KNOWN)}
        client.send_raw('{"type": "ping", "id": "a\\ud800\\u0000b"}')
        assert client.hear() == {"type": "pong", "id": "a\ufffd\ufffdb"}


def test_the_server_stops_after_it_answered(tmp_path: Path) -> None:
    """What was sent before SIGTERM is answered and stored, then 1012; the process ends in time."""
    with serving(tmp_path, HAMDEL_EVENTS_PER_SECOND="10") as server:
        idle = [server.greeted() for _ in range(20)]
        busy = server.talking()
        for revision in range(1, 40):
            busy.draft(revision, NOT_KNOWN)
        time.sleep(0.2)
        heard: list[dict[str, Any]] = []
        codes: list[int] = []

        def listen() -> None:
            while not heard or heard[-1].get("revision") != 39:
                heard.append(busy.hear())
            codes.append(busy.closed_with())

        listener = threading.Thread(target=listen)
        listener.start()
        began = time.monotonic()
        server.process.terminate()
        listener.join(10)
        assert heard[-1]["revision"] == 39
        assert codes == [1012]
        assert [client.closed_with() for client in idle] == [1012] * 20
        server.process.wait(timeout=10)
        assert time.monotonic() - began < 5
        assert "Traceback" not in server.log


def test_an_outcome_sent_just_before_the_stop_is_stored(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        client = server.talking()
        client.feedback("f-last")
        client.send(type="ping", id="p")
        client.hear_until("pong")
        server.process.terminate()
        heard = []
        try:
            while True:
                heard.append(client.hear())
        except Exception:  # noqa: BLE001 - closed
            pass
        server.process.wait(timeout=10)
        with sqlite3.connect(server.database) as kept:
            assert kept.execute("SELECT id FROM outcomes").fetchall() == [("f-last",)]


def test_our_own_fault_is_told_and_the_connection_stays(tmp_path: Path) -> None:
    """An outcome that cannot be stored: `internal`, with the id in the log, and no false `ack`."""
    with serving(tmp_path) as server, server.talking() as client:
        with sqlite3.connect(server.database) as other:
            other.execute("DROP TABLE outcomes")
        client.feedback("f-1")
        error = client.hear()
        assert (error["code"], error["id"]) == ("internal", "f-1")
        assert error["retry_after_ms"] > 0
        assert error["ref"] in server.log
        SERVER_EVENT.validate_python(error, strict=True)
        client.draft(1, NOT_KNOWN)
        assert client.hear()["type"] == "review"
        assert server.ask("GET", "/readyz")[0] == 503


# ---- what else must hold ----


def test_feedback_is_stored_once_and_acknowledged_each_time(server: Server) -> None:
    with server.greeted(agent={"id": "a-once"}) as client:
        client.open()
        for rule in ("dont-know", "dont-know", "another"):
            client.feedback("f-once", "applied", rule=rule, replacement=1)
            assert client.hear_until("ack") == {"type": "ack", "id": "f-once"}
    with sqlite3.connect(server.database) as kept:
        found = kept.execute(
            "SELECT rule, outcome, replacement, conversation, revision FROM outcomes"
            " WHERE agent = 'a-once'"
        ).fetchall()
    assert found == [("dont-know", "applied", 1, "c-1", 1)]


def test_the_agents_message_is_acknowledged_after_its_outcomes(server: Server) -> None:
    with server.talking() as client:
        client.draft(1, NOT_KNOWN)
        for n in range(20):
            client.feedback(f"f-m-{n}")
        client.send(
            type="message", conversation="c-1", author="agent", text="x", revision=1, id="m-1"
        )
        acks = []
        while "m-1" not in acks:
            event = client.hear()
            if event["type"] == "ack":
                acks.append(event["id"])
        assert acks == [*(f"f-m-{n}" for n in range(20)), "m-1"]


def test_someone_who_sends_and_leaves_is_still_heard(server: Server) -> None:
    client = server.greeted(agent={"id": "a-leaves"})
    client.open()
    for n in range(30):
        client.feedback(f"f-{n}")
    client.connection.close()
    give_up = time.monotonic() + 5
    count = 0
    while count < 30 and time.monotonic() < give_up:
        time.sleep(0.05)
        with sqlite3.connect(server.database) as kept:
            (count,) = kept.execute(
                "SELECT count(*) FROM outcomes WHERE agent = 'a-leaves'"
            ).fetchone()
    assert count == 30


def test_one_client_is_not_another(server: Server) -> None:
    with server.talking() as one, server.greeted() as two:
        two.draft(1, NOT_KNOWN)
        assert two.hear()["code"] == "unknown_conversation"
        one.draft(1, NOT_KNOWN)
        assert one.hear()["type"] == "review"


def test_full_is_told_at_the_handshake(tmp_path: Path) -> None:
    with serving(tmp_path, HAMDEL_CONNECTIONS="2") as server:
        first, second = server.greeted(), server.greeted()
        with pytest.raises(InvalidStatus) as refused:
            server.socket()
        assert refused.value.response.status_code == 503
        first.connection.close()
        second.connection.close()
        time.sleep(0.1)
        server.greeted().connection.close()


def test_a_secret_alone_does_not_open_the_loopback_to_all_pages(guarded: Server) -> None:
    with pytest.raises(InvalidStatus):
        guarded.socket(origin="https://evil.example")
    assert len(SECRET) >= 32
    assert SECRET not in guarded.log
