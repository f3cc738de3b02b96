"""Nudges of a session: the time is a number; the client is one that remembers, and reconnects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.effects import Effect
from app.protocol import decode
from app.session import Session
from app.settings import Settings
from coach import QUIET, Pack
from tests.app.test_session import fit_for_the_wire, sent
from tests.packs import shipped

START = 1_750_000_000.0
LATE = "سفارشم هنوز نرسیده"
HOLD = "چند دقیقه صبر کنین لطفاً"
HOSTILE = "به من چه آقا"
PACK = shipped()


def instant(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()


class Desk:
    """A client that remembers what it must, and a server whose clock is a number.

    `ahead`: how far the wall clock is ahead of the session's own; `skew`: how far the client's
    clock is ahead of the server's.
    """

    def __init__(self, pack: Pack = PACK, ahead: float = START - 50.0, skew: float = 0.0) -> None:
        self.pack, self.ahead, self.skew = pack, ahead, skew
        self.now = START
        self.messages: list[dict[str, Any]] = []
        self.nudged: list[dict[str, Any]] = []
        self.dismissed: list[str] = []
        self.dismissed_at: dict[str, int] = {}
        self.heard: list[tuple[float, str, str]] = []
        self._revision = 0
        self.connect()

    def connect(self, open_it: bool = True) -> None:
        """A new connection: the server knows nothing, the client tells what it remembers."""
        packs = {"default": self.pack}
        begun = self.now - self.ahead
        self.session = Session("s-1", packs, Settings.read({}), None, begun, self.ahead)
        self.say("hello", protocol=1)
        if open_it and self.messages:
            self.open()

    def open(self, conversation: str = "c-1", **fields: Any) -> list[Effect]:
        told: dict[str, Any] = {"messages": self.messages, "nudged": self.nudged}
        told |= {"dismissed": self.dismissed, "conversation": conversation}
        return self.say("conversation", **told | fields)

    def say(self, kind: str, **fields: Any) -> list[Effect]:
        event = decode(json.dumps({"type": kind, **fields}))
        effects = fit_for_the_wire(self.session.handle(event, self.now - self.ahead))
        return effects + self.tick()

    def message(self, author: str, text: str, **fields: Any) -> None:
        told = {"author": author, "text": text, "at": instant(self.now + self.skew), **fields}
        told = {name: value for name, value in told.items() if value is not None}
        if not self.messages:
            self.open()
        self.messages.append(told)
        revision = {"revision": self._revision} if author == "agent" else {}
        self.say("message", conversation="c-1", **told, **revision)

    def draft(self, text: str, final: bool = False) -> None:
        self._revision += 1
        draft = {"revision": self._revision, "text": text, "final": final}
        self.say("draft", conversation="c-1", **draft)

    def dismiss(self, rule: str, outcome: str = "dismissed") -> None:
        self.dismissed.append(rule)
        self.dismissed_at.setdefault(rule, len(self.heard))
        event = {"id": f"f-{rule}-{self.now}", "conversation": "c-1", "finding": rule, "rule": rule}
        self.say("feedback", outcome=outcome, **event)

    def tick(self) -> list[Effect]:
        effects = fit_for_the_wire(self.session.tick(self.now - self.ahead))
        for event in sent(effects):
            if event["type"] == "nudge":
                rule, name = event["rule"], event["id"]
                self.heard.append((self.now, rule, event["conversation"]))
                at = instant(self.now + self.skew)
                self.nudged.append({"rule": rule, "at": at, "id": name})
        return effects

    def wait(self, seconds: float) -> None:
        """Time goes by; the server wakes up at its own deadlines and at no other time."""
        end = self.now + seconds
        for _ in range(1000):
            due = self.session.deadline + self.ahead
            if due > end:
                break
            self.now = max(self.now, due)
            self.tick()
        else:
            raise AssertionError("the deadline does not move on")
        self.now = end

    @property
    def rules(self) -> list[str]:
        return [rule for _, rule, _ in self.heard]


def test_a_customer_who_waits_too_long_is_told_of_once_then_at_longer_distances() -> None:
    desk = Desk()
    desk.message("customer", LATE)
    desk.wait(179)
    assert desk.heard == []
    desk.wait(1000)
    slow = [at - START for at, rule, _ in desk.heard if rule == "slow-reply"]
    assert slow == [180, 480, 1080]


def test_an_upset_customer_is_told_of_sooner() -> None:
    desk = Desk()
    desk.message("customer", "خجالت بکشین!! سه بار زنگ زدم هیچ‌کس جواب نداد")
    desk.wait(125)
    assert desk.rules == ["slow-reply"]


def test_a_nudge_says_how_long_and_what_may_be_written() -> None:
    desk = Desk()
    desk.message("customer", LATE)
    desk.now += 180
    (nudge,) = sent(desk.tick())
    assert "۳ دقیقه" in nudge["advice"] and nudge["severity"] == "hint"
    assert nudge["replacements"][0]["text"] and nudge["why"]


def test_a_second_nudge_keeps_its_distance_and_is_not_lost() -> None:
    """Two conversations that are both overdue: one is told of, the other a minute later."""
    desk = Desk()
    late = [{"author": "customer", "text": LATE, "at": instant(START - 200)}]
    desk.open("c-1", messages=late)
    desk.open("c-2", messages=late, nudged=[])
    desk.wait(120)
    assert [(at - START, name) for at, _, name in desk.heard] == [(0, "c-1"), (QUIET, "c-2")]


def test_a_reconnect_repeats_nothing() -> None:
    desk = Desk()
    desk.message("customer", LATE)
    desk.wait(185)
    assert desk.rules == ["slow-reply"]
    for _ in range(5):
        desk.wait(20)
        desk.connect()
    assert desk.rules == ["slow-reply"]
    desk.wait(400)
    assert desk.rules.count("slow-reply") == 2


def test_a_reconnect_loses_nothing() -> None:
    """What fell due while the line was down is said when it is back."""
    desk = Desk()
    desk.message("customer", LATE)
    desk.message("agent", HOLD)
    desk.now += 900
    desk.connect()
    desk.wait(1)
    assert desk.rules[:1] == ["promise-due"]


def test_what_was_dismissed_stays_silent_after_a_reconnect_too() -> None:
    desk = Desk()
    desk.message("customer", LATE)
    desk.dismiss("slow-reply")
    desk.wait(500)
    desk.connect()
    desk.wait(5000)
    assert "slow-reply" not in desk.rules


def test_an_older_client_that_remembers_no_ids_hears_nothing_twice() -> None:
    desk = Desk()
    desk.message("customer", LATE)
    desk.wait(185)
    for nudge in desk.nudged:
        del nudge["id"]
    desk.wait(20)
    desk.connect()
    desk.wait(100)
    assert desk.rules == ["slow-reply"]


def test_messages_without_a_time_are_counted_from_when_they_came() -> None:
    desk = Desk()
    desk.message("customer", LATE, at=None)
    desk.wait(185)
    assert desk.rules == ["slow-reply"]
    desk.connect()
    desk.wait(100)
    assert desk.rules == ["slow-reply"]


@pytest.mark.parametrize("skew", [-90.0, 40.0, 3600.0])
def test_a_client_whose_clock_is_wrong_hears_nothing_twice(skew: float) -> None:
    desk = Desk(skew=skew)
    desk.message("customer", LATE, id="m-1")
    desk.wait(185)
    told = desk.rules.count("slow-reply")
    assert told >= 1
    desk.wait(61)
    desk.connect()
    desk.wait(61)
    assert desk.rules.count("slow-reply") == told


def test_a_wall_clock_that_is_put_right_moves_no_deadline() -> None:
    """The next session may count from another time; this one goes on with its own."""
    desk = Desk()
    desk.message("customer", LATE, at=None)
    desk.wait(100)
    before = desk.session.deadline
    assert before == pytest.approx(START + 180 - desk.ahead)
    desk.say("ping", id="p")
    assert desk.session.deadline == before


def test_a_host_clock_that_is_put_back_makes_nobody_wait() -> None:
    desk = Desk()
    desk.message("customer", "سلام")
    desk.message("agent", "سلام، بفرمایید")
    desk.wait(30)
    desk.message("customer", LATE, at=instant(START - 3600))
    desk.wait(170)
    assert desk.heard == []
    desk.wait(20)
    assert desk.rules == ["slow-reply"]


def test_a_machine_that_slept_says_what_is_due_when_it_wakes() -> None:
    desk = Desk()
    desk.message("customer", LATE)
    desk.now += 3000  # nobody looked meanwhile
    desk.tick()
    assert len(desk.heard) == 1
    desk.wait(59)
    assert len(desk.heard) == 1


def test_hostile_words_are_met_with_a_softer_draft_and_no_lock() -> None:
    desk = Desk()
    desk.message("customer", "چرا جواب نمی‌دین؟")
    desk.draft(HOSTILE)
    desk.wait(2)
    assert desk.heard == []
    desk.now += 2
    (nudge,) = sent(desk.tick())
    assert nudge["rule"] == "cool-down" and "به من چه" in nudge["advice"]
    assert HOSTILE not in nudge["replacements"][0]["text"]
    desk.message("agent", HOSTILE)


def test_hostile_words_that_were_taken_back_in_time_are_not_spoken_of() -> None:
    desk = Desk()
    desk.message("customer", "چرا جواب نمی‌دین؟")
    desk.draft(HOSTILE)
    desk.wait(1)
    desk.draft("الان نگاه می‌کنم")
    desk.wait(60)
    assert desk.heard == []


def test_who_is_about_to_send_hears_that_the_customer_still_writes() -> None:
    desk = Desk()
    desk.message("customer", "سلام یه مشکلی دارم")
    desk.say("typing", conversation="c-1", author="customer", active=True)
    desk.wait(15)
    desk.draft("سلام، بفرمایید")
    assert desk.heard == []
    desk.draft("سلام، بفرمایید در خدمتم", final=True)
    assert desk.rules == ["customer-typing"]


def test_nothing_is_said_of_a_conversation_that_ended_or_closed() -> None:
    desk = Desk()
    desk.message("customer", LATE)
    desk.say("end", conversation="c-1")
    desk.wait(1000)
    desk.open("c-2", messages=desk.messages, closed=True)
    desk.wait(1000)
    assert desk.heard == []


def test_new_rules_count_for_the_wait_that_is_on() -> None:
    """A lead who lets customers wait less is heard at once; one who turns the rule off, too."""
    rule = PACK.rules["slow-reply"]
    hurried = replace(rule, limits={**rule.limits, "seconds": 30})
    desk = Desk()
    desk.message("customer", LATE)
    desk.wait(40)
    packs: dict[str, Pack] = desk.session._packs  # pyright: ignore
    packs["default"] = replace(PACK, version="2", rules={**PACK.rules, "slow-reply": hurried})
    desk.session.catch_up()
    desk.tick()
    assert desk.rules == ["slow-reply"]
    silent = replace(rule, state="off")
    packs["default"] = replace(PACK, version="3", rules={**PACK.rules, "slow-reply": silent})
    desk.session.catch_up()
    desk.wait(550)
    assert desk.rules == ["slow-reply"]


# ---- properties ----

TEXTS = {
    "customer": [LATE, "ممنون", "باشه منتظرم", "چی شد پس؟", "خجالت بکشین!!", "الو", "۴۴۹۰۱"],
    "agent": [HOLD, "تا ده دقیقه دیگه خبرتون می‌کنم", "شماره‌تون رو می‌فرستین؟", "انجام شد", "خواهش"],
    "draft": ["سلام", HOSTILE, "الان می‌بینم", ""],
}
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.sampled_from([1, 20, 59, 61, 130, 400, 1300])),
        st.tuples(st.just("customer"), st.sampled_from(TEXTS["customer"])),
        st.tuples(st.just("agent"), st.sampled_from(TEXTS["agent"])),
        st.tuples(st.just("draft"), st.sampled_from(TEXTS["draft"])),
        st.tuples(st.just("send"), st.sampled_from(TEXTS["draft"][:3])),
        st.tuples(st.just("types"), st.booleans()),
        st.tuples(st.just("reconnect"), st.none()),
        st.tuples(st.just("dismiss"), st.sampled_from(["slow-reply", "promise-due"])),
    ),
    max_size=25,
)


def played(desk: Desk, steps: list[tuple[str, Any]]) -> Iterator[None]:
    for what, given_ in steps:
        if what == "wait":
            desk.wait(given_)
        elif what in ("customer", "agent"):
            desk.message(what, given_)
        elif what == "reconnect":
            desk.connect()
        elif desk.messages and what in ("draft", "send"):
            desk.draft(given_, final=what == "send")
        elif desk.messages and what == "types":
            desk.say("typing", conversation="c-1", author="customer", active=given_)
        elif desk.messages and what == "dismiss":
            desk.dismiss(given_)
        yield


@settings(max_examples=80)
@given(STEPS)
def test_never_two_within_a_minute_whatever_happens(steps: list[tuple[str, Any]]) -> None:
    desk = Desk()
    for _ in played(desk, steps):
        pass
    desk.wait(4000)
    times = [at for at, _, _ in desk.heard]
    assert all(later - earlier >= QUIET for earlier, later in pairwise(times))


@settings(max_examples=60)
@given(STEPS)
def test_no_nudge_comes_twice_and_none_that_was_dismissed(steps: list[tuple[str, Any]]) -> None:
    desk = Desk()
    for _ in played(desk, steps):
        pass
    ids = [nudge["id"] for nudge in desk.nudged]
    assert len(ids) == len(set(ids))
    for rule, heard_by_then in desk.dismissed_at.items():
        assert rule not in desk.rules[heard_by_then:]


@settings(max_examples=60)
@given(STEPS, st.integers(0, 24))
def test_a_reconnect_more_changes_nothing(steps: list[tuple[str, Any]], place: int) -> None:
    """The same talk with one reconnect more hears the same nudges, where nothing was being typed:
    what is typed is told anew after a reconnect."""
    spoken = [step for step in steps if step[0] in ("wait", "customer", "agent")]
    plain, broken = Desk(), Desk()
    for _ in played(plain, spoken):
        pass
    for _ in played(broken, [*spoken[:place], ("reconnect", None), *spoken[place:]]):
        pass
    plain.wait(2000)
    broken.wait(2000)
    assert broken.heard == plain.heard
