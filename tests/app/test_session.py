"""A session: events in, effects out, with the time as a number."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from app.auth import Identity, Unauthorized
from app.effects import Close, Effect, Keep
from app.outcomes import Outcome
from app.protocol import decode, encode
from app.session import Identify, Session
from app.settings import Settings
from coach import Pack

NOT_KNOWN = "نمی‌دونم"
FINE = "سلام، الان بررسی می‌کنم."


class Talking:
    """A session with short words for what a client does; every answer is also fit for the wire."""

    def __init__(
        self, pack: Pack, identify: Identify | None = None, now: float = 0.0, **settings: Any
    ) -> None:
        packs = {"default": pack, "sales": replace(pack, team="sales", version="5a1e5")}
        self.now = now
        self.session = Session("s-1", packs, Settings.read({}, **settings), identify, now)

    def say(self, kind: str, **fields: Any) -> list[Effect]:
        event = decode(json.dumps({"type": kind, **fields}))
        return fit_for_the_wire(self.session.handle(event, self.now))

    def raw(self, frame: str) -> list[Effect]:
        return self.session.handle(decode(frame), self.now)

    def tick(self, now: float) -> list[Effect]:
        self.now = now
        return fit_for_the_wire(self.session.tick(now))

    def hello(self, **fields: Any) -> list[Effect]:
        return self.say("hello", **{"protocol": 1, **fields})

    def open(self, conversation: str = "c-1", **fields: Any) -> list[Effect]:
        return self.say("conversation", conversation=conversation, **fields)

    def draft(self, revision: int, text: str = NOT_KNOWN, **fields: Any) -> list[Effect]:
        return self.say(
            "draft", **{"conversation": "c-1", "revision": revision, "text": text, **fields}
        )

    def message(self, text: str, author: str = "customer", **fields: Any) -> list[Effect]:
        return self.say(
            "message", **{"conversation": "c-1", "author": author, "text": text, **fields}
        )

    def feedback(self, event_id: str, outcome: str, **fields: Any) -> list[Effect]:
        event = {
            "id": event_id,
            "conversation": "c-1",
            "revision": 1,
            "finding": "dont-know:0",
            "rule": "dont-know",
            "outcome": outcome,
        }
        return self.say("feedback", **{**event, **fields})


def fit_for_the_wire(effects: list[Effect]) -> list[Effect]:
    for effect in effects:
        if not isinstance(effect, Close | Keep):
            encode(effect)
    return effects


def sent(effects: list[Effect]) -> list[dict[str, Any]]:
    return [dict(effect) for effect in effects if not isinstance(effect, Close | Keep)]


def kinds(effects: list[Effect]) -> list[str]:
    """What happened, in order: the types of events, `keep`, and the codes of closes."""
    return [
        "keep"
        if isinstance(effect, Keep)
        else str(effect.code)
        if isinstance(effect, Close)
        else effect["code"]
        if effect["type"] == "error"
        else effect["type"]
        for effect in effects
    ]


def rules_found(effects: list[Effect]) -> set[str]:
    (review,) = [event for event in sent(effects) if event["type"] == "review"]
    return {finding["rule"] for finding in review["findings"]}


@pytest.fixture
def talking(pack: Pack) -> Talking:
    """A client that has said hello and opened `c-1`."""
    client = Talking(pack)
    client.hello()
    client.open()
    return client


# ---- hello ----


def test_hello_is_answered_with_what_the_client_needs_to_know(pack: Pack) -> None:
    (ready,) = sent(Talking(pack).hello(agent={"id": "a-17"}, lang="en", team="sales"))
    assert ready == {
        "type": "ready",
        "protocol": 1,
        "session": "s-1",
        "agent": "a-17",
        "team": "sales",
        "pack": {"name": "fa", "version": "5a1e5"},
        "limits": {
            "draft_chars": 5000,
            "event_bytes": 65536,
            "events_per_second": 50,
            "history_messages": 200,
        },
    }


def test_open_hello_may_be_bare(pack: Pack) -> None:
    (ready,) = sent(Talking(pack).hello(token="whatever"))
    assert (ready["agent"], ready["team"]) == ("anonymous", "default")


def test_no_hello_in_five_seconds(pack: Pack) -> None:
    client = Talking(pack, now=100.0)
    assert client.session.deadline == 105.0
    assert client.tick(104.9) == []
    assert kinds(client.tick(105.0)) == ["4408"]
    assert client.hello() == [], "what is closed answers no more"


@pytest.mark.parametrize("kind", ["ping", "end", "typing", "conversation", "draft"])
def test_anything_before_hello_is_unauthorized(pack: Pack, kind: str) -> None:
    client = Talking(pack)
    fields = {"id": "x", "conversation": "c", "author": "customer", "active": True}
    more = {"revision": 1, "text": "x"}
    assert kinds(client.say(kind, **fields, **more)) == ["unauthorized", "4401"]


def test_another_protocol_and_an_unknown_team(pack: Pack) -> None:
    assert kinds(Talking(pack).hello(protocol=2)) == ["unsupported_protocol", "4400"]
    assert kinds(Talking(pack).hello(team="nobody")) == ["unknown_team", "4403"]


def test_advice_is_in_the_language_of_the_hello(pack: Pack) -> None:
    told: dict[str, str] = {}
    for lang in ("fa", "en"):
        client = Talking(pack)
        client.hello(lang=lang)
        (error,) = sent(client.draft(1))
        client.open()
        (review,) = sent(client.draft(1))
        told[lang] = error["advice"] + review["findings"][0]["advice"]
    assert told["en"].isascii() or "Instead" in told["en"]
    assert told["fa"] != told["en"]


# ---- tokens ----


def by_name(lasts: float | None = None) -> Identify:
    """A token is simply `agent` or `agent@team` here."""

    def identify(token: str | None) -> Identity:
        if not token:
            raise Unauthorized
        agent, _, team = token.partition("@")
        return Identity(agent, team or "default", lasts=lasts)

    return identify


def test_with_tokens_the_claims_count_and_the_fields_do_not(pack: Pack) -> None:
    client = Talking(pack, by_name())
    (ready,) = sent(client.hello(token="a-1@sales", agent={"id": "boss"}, team="default"))
    assert (ready["agent"], ready["team"]) == ("a-1", "sales")


def test_a_missing_token_closes(pack: Pack) -> None:
    assert kinds(Talking(pack, by_name()).hello()) == ["unauthorized", "4401"]


def test_a_token_that_runs_out_closes_unless_it_is_renewed(pack: Pack) -> None:
    client = Talking(pack, by_name(lasts=60))
    client.hello(token="a-1")
    client.tick(59.0)
    assert kinds(client.hello(token="a-1")) == ["ready"]
    assert client.tick(118.0) == []
    assert kinds(client.tick(119.0)) == ["unauthorized", "4401"]


def test_a_token_runs_out_for_who_never_pauses_too(pack: Pack) -> None:
    client = Talking(pack, by_name(lasts=60))
    client.hello(token="a-1")
    client.now = 59.0
    assert kinds(client.say("ping", id="1")) == ["pong"]
    client.now = 60.0
    assert kinds(client.say("ping", id="2")) == ["unauthorized", "4401"]


def test_a_renewal_is_for_the_same_agent(pack: Pack) -> None:
    client = Talking(pack, by_name(lasts=60))
    client.hello(token="a-1")
    assert kinds(client.hello(token="a-2")) == ["unauthorized", "4401"]


def test_a_renewal_keeps_what_is_open_and_reads_it_by_the_new_rules(pack: Pack) -> None:
    client = Talking(pack, by_name())
    client.hello(token="a-1")
    client.open()
    client.hello(token="a-1@sales")
    assert sent(client.draft(1))[0]["revision"] == 1


# ---- conversations and messages ----


def test_a_conversation_is_answered_with_its_context(talking: Talking) -> None:
    said = [{"author": "customer", "text": "سلام"}]
    (context,) = sent(talking.open(customer={"name": "سارا"}, messages=said))
    assert context["type"] == "context" and context["conversation"] == "c-1"
    assert {"mood", "register", "stage"} <= context.keys()


@pytest.mark.parametrize("kind", ["draft", "message", "typing", "feedback", "end"])
def test_a_conversation_never_opened(talking: Talking, kind: str) -> None:
    event = {"conversation": "c-9", "revision": 4, "text": "x", "author": "agent", "active": True}
    more = {"id": "f-1", "finding": "x:0", "rule": "x", "outcome": "shown"}
    (error,) = sent(talking.say(kind, **event, **(more if kind == "feedback" else {})))
    assert error["code"] == "unknown_conversation"
    assert error["conversation"] == "c-9"
    assert error["revision"] == (4 if kind in {"draft", "message", "feedback"} else None)
    assert error.get("id") == ("f-1" if kind == "feedback" else None)


def test_after_the_end_late_feedback_still_counts(talking: Talking) -> None:
    assert talking.say("end", conversation="c-1") == []
    assert kinds(talking.feedback("f-1", "applied")) == ["keep"]
    assert talking.say("end", conversation="c-1") == []
    assert kinds(talking.draft(2)) == ["unknown_conversation"]


def test_a_message_is_answered_with_context_and_no_review_without_a_draft(talking: Talking) -> None:
    assert kinds(talking.message("سلام")) == ["context"]


def test_after_a_message_the_open_draft_is_reviewed_again_where_that_says_more(
    talking: Talking,
) -> None:
    talking.open(customer={"name": "سارا احمدی"}, messages=[{"author": "customer", "text": "سلام"}])
    assert "missing-name" in rules_found(talking.draft(7, FINE))
    again = talking.message("سلام سارا جان، در خدمتم", author="agent")
    assert kinds(again) == ["context", "review"]
    assert sent(again)[1]["revision"] == 7
    assert "missing-name" not in rules_found(again)
    assert kinds(talking.message("باشه")) == ["context"], "nothing new: no review"


def test_the_agents_message_ends_the_draft_that_it_came_from(talking: Talking) -> None:
    talking.draft(3)
    effects = talking.message(NOT_KNOWN, author="agent", revision=3, id="m-1")
    assert kinds(effects) == ["context", "keep"]
    assert effects[-1] == Keep(None, "m-1")
    assert kinds(talking.draft(3)) == ["stale_revision"]
    assert kinds(talking.draft(4)) == ["review"]


def test_a_draft_begun_after_the_sent_one_stays_open(talking: Talking) -> None:
    talking.draft(3, FINE)
    talking.draft(4)
    talking.message(FINE, author="agent", revision=3)
    assert kinds(talking.feedback("f-1", "dismissed", revision=4)) == ["review", "keep"]


def test_the_customers_message_is_not_acknowledged(talking: Talking) -> None:
    assert kinds(talking.message("سلام", id="m-1")) == ["context"]


def test_opening_again_replaces_what_is_known(talking: Talking) -> None:
    talking.draft(9)
    talking.open()
    assert kinds(talking.message("سلام")) == ["context"], "the old draft is gone"
    assert kinds(talking.draft(1)) == ["review"], "revisions begin anew"


def test_the_least_used_conversation_goes_first(pack: Pack) -> None:
    client = Talking(pack, conversations=2)
    client.hello()
    for name in ("c-1", "c-2"):
        client.open(name)
    client.draft(1, conversation="c-1")
    client.open("c-3")
    assert kinds(client.draft(2, conversation="c-2")) == ["unknown_conversation"]
    assert kinds(client.draft(2, conversation="c-1")) == ["review"]


# ---- drafts ----


def test_a_draft_is_answered_with_its_review(talking: Talking) -> None:
    (review,) = sent(talking.draft(7, "😀 " + NOT_KNOWN))
    assert (review["conversation"], review["revision"]) == ("c-1", 7)
    (finding,) = [one for one in review["findings"] if one["rule"] == "dont-know"]
    assert finding["span"] == {"start": 3, "end": 3 + len(NOT_KNOWN)}, "UTF-16: the emoji is two"
    assert finding["replacements"]


@pytest.mark.parametrize("revision", [7, 6, 0])
def test_a_revision_must_grow(talking: Talking, revision: int) -> None:
    talking.draft(7)
    (error,) = sent(talking.draft(revision))
    assert (error["code"], error["revision"]) == ("stale_revision", revision)


def test_a_draft_too_long_leaves_the_last_review_standing(talking: Talking) -> None:
    talking.draft(1)
    assert kinds(talking.draft(2, "😀" * 2500)) == ["review"], "5000 UTF-16 code units fit"
    (error,) = sent(talking.draft(3, "😀" * 2500 + "a"))
    assert (error["code"], error["revision"], error["conversation"]) == ("draft_too_long", 3, "c-1")


def test_the_caret_anywhere_does_no_harm(talking: Talking) -> None:
    text = "😀" + NOT_KNOWN
    for revision, caret in enumerate([None, 0, 1, 2, len(text) + 1, 10**9]):
        assert kinds(talking.draft(revision, text, caret=caret)) == ["review"]


# ---- feedback ----


def test_feedback_is_kept_and_then_acknowledged(talking: Talking) -> None:
    talking.hello(agent={"id": "a-17"})
    (keep,) = talking.feedback("f-1", "applied", replacement=0)
    assert isinstance(keep, Keep) and keep.ack == "f-1"
    version = talking.session._packs["default"].version
    assert keep.outcome == Outcome(
        id="f-1",
        agent="a-17",
        team="default",
        conversation="c-1",
        revision=1,
        finding="dont-know:0",
        rule="dont-know",
        outcome="applied",
        replacement=0,
        pack=version,
    )


@pytest.mark.parametrize("outcome", ["dismissed", "wrong"])
def test_what_was_dismissed_is_silent_until_it_is_restored(talking: Talking, outcome: str) -> None:
    assert "dont-know" in rules_found(talking.draft(1))
    after = talking.feedback("f-1", outcome)
    assert kinds(after) == ["review", "keep"]
    assert "dont-know" not in rules_found(after)
    assert "dont-know" not in rules_found(talking.draft(2))
    restored = talking.feedback("f-2", "restored", revision=2)
    assert "dont-know" in rules_found(restored)


def test_a_repeat_of_feedback_changes_nothing(talking: Talking) -> None:
    talking.draft(1)
    talking.feedback("f-1", "dismissed")
    talking.feedback("f-2", "restored")
    assert kinds(talking.feedback("f-1", "dismissed")) == ["keep"]
    assert "dont-know" in rules_found(talking.draft(2))


def test_another_conversation_is_not_silenced(talking: Talking) -> None:
    talking.open("c-2")
    talking.feedback("f-1", "dismissed")
    assert "dont-know" not in rules_found(talking.draft(1))
    assert "dont-know" in rules_found(talking.draft(1, conversation="c-2"))


def test_a_client_brings_along_what_was_dismissed(talking: Talking) -> None:
    talking.open(dismissed=["dont-know"])
    assert "dont-know" not in rules_found(talking.draft(1))
    talking.open()
    assert "dont-know" not in rules_found(talking.draft(1)), "says nothing: it stays"
    talking.open(dismissed=[])
    assert "dont-know" in rules_found(talking.draft(1))


# ---- too fast ----


def test_too_fast_is_told_with_the_time_to_wait(pack: Pack) -> None:
    client = Talking(pack, events_per_second=5)
    client.hello()
    for n in range(4):
        assert kinds(client.say("ping", id=str(n))) == ["pong"]
    (error,) = sent(client.say("ping", id="p"))
    assert (error["code"], error["id"], error["retry_after_ms"]) == ("slow_down", "p", 200)
    client.now += error["retry_after_ms"] / 1000
    assert kinds(client.say("ping", id="p")) == ["pong"]


def test_drafts_too_fast_are_merged_to_the_newest(pack: Pack) -> None:
    client = Talking(pack, events_per_second=5)
    client.hello()
    client.open()
    answers = [kinds(client.draft(revision)) for revision in range(1, 21)]
    assert answers == [["review"]] * 3 + [[]] * 17, "never an error"
    assert client.session.deadline == pytest.approx(0.2)
    assert client.tick(0.19) == []
    assert [event["revision"] for event in sent(client.tick(0.2))] == [20]
    assert client.session.deadline == float("inf")
    assert client.tick(10.0) == []


def test_a_held_draft_whose_message_went_out_is_not_reviewed(pack: Pack) -> None:
    client = Talking(pack, events_per_second=3)
    client.hello()
    client.open()
    client.draft(1)
    assert client.draft(2) == []
    client.now = 0.33
    assert kinds(client.message("x", author="agent", revision=2)) == ["slow_down"]
    client.now = 0.34
    assert kinds(client.message("x", author="agent", revision=2)) == ["context"]
    assert client.tick(1.0) == []


def test_when_the_server_stops_what_was_held_is_answered(pack: Pack) -> None:
    client = Talking(pack, events_per_second=2)
    client.hello()
    client.open()
    assert client.draft(1) == []
    assert [event["revision"] for event in sent(client.session.finish())] == [1]


# ---- malformed ----


def test_twenty_in_a_row_close(talking: Talking) -> None:
    for _ in range(19):
        assert kinds(talking.raw("{")) == ["malformed"]
    assert kinds(talking.raw("{")) == ["malformed", "4400"]
    assert talking.draft(1) == []


def test_a_good_event_between_forgives(talking: Talking) -> None:
    for _ in range(3):
        for _ in range(19):
            assert kinds(talking.raw('{"type": "draft"}')) == ["malformed"]
        talking.now += 1
        assert kinds(talking.say("ping", id="p")) == ["pong"]


def test_malformed_names_the_field(talking: Talking) -> None:
    (error,) = sent(talking.draft("7"))  # type: ignore[arg-type]
    assert error["field"] == "revision"


def test_our_own_fault_names_what_it_was_about(talking: Talking) -> None:
    event = decode('{"type": "draft", "conversation": "c-1", "revision": 3, "text": "x"}')
    error = talking.session.fault(event, "abcd")
    assert (error["code"], error["conversation"], error["revision"]) == ("internal", "c-1", 3)
    assert error.get("ref") == "abcd"
