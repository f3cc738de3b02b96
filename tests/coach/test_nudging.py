"""Nudges without a server: golden conversations in time, and what holds for every conversation."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from math import inf
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach import (
    QUIET,
    Conversation,
    Event,
    Flow,
    Hours,
    Message,
    Told,
    look,
    rehearse,
    with_working_life,
)
from coach.checks import due_check
from coach.checks.flow.times import named_time
from coach.hours import hours_of
from coach.matching.elements import PhraseError
from coach.moment import Moment
from coach.nudging import filled
from coach.text import Text
from tests.corpus import flow
from tests.packs import shipped

PACK = shipped()
ROWS = flow.rows()
START = datetime.fromisoformat("2025-05-03T10:00:00+03:30").timestamp()  # a Saturday


# ---- golden conversations ----


def test_there_are_conversations_of_every_kind() -> None:
    assert len(ROWS) >= 25
    expected = {one["rule"] for row in ROWS for one in row["expect"]}
    assert expected == {rule.id for rule in PACK.rules.values() if rule.section == "flow"}
    assert {row["quality"] for row in ROWS} == {"good", "medium", "bad"}
    assert sum(not row["expect"] for row in ROWS) >= 12


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_conversation_gets_the_nudges_that_a_lead_would_give(row: flow.Row) -> None:
    found = flow.score(PACK, [row])
    assert (found.missed, found.false) == ([], []), row["note"]


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_switched_off_rule_is_silent(row: flow.Row) -> None:
    rules = {name: replace(rule, state="off") for name, rule in PACK.rules.items()}
    assert flow.said(replace(PACK, rules=rules), row) == []


# ---- properties ----

SAYINGS: dict[str, list[str]] = {
    "customer": ["سفارشم نرسیده", "ممنون", "باشه", "چی شد؟", "خجالت بکشین!!", "الو", "۱۲۳۴۵۶"],
    "agent": ["چند لحظه صبر کنین", "تا نیم ساعت دیگه خبر می‌دم", "کد رو می‌فرستین؟", "انجام شد"],
    "bot": ["پیام شما دریافت شد.", "کدوم بخش رو می‌خواین؟"],
    "draft": ["سلام", "به من چه", ""],
    "send": ["به من چه آقا", "سلام، الان می‌بینم"],
    "types": ["typing", ""],
}
HAPPENINGS = st.lists(
    st.one_of(
        *(
            st.tuples(st.just(what), st.sampled_from(texts), st.integers(0, 900))
            for what, texts in SAYINGS.items()
        )
    ),
    min_size=1,
    max_size=14,
)


def in_time(happenings: list[tuple[str, str, int]], start: float = START) -> list[Event]:
    events: list[Event] = []
    for what, text, later in happenings:
        start += later
        events.append(Event(start, what, text))
    return events


@settings(max_examples=120)
@given(HAPPENINGS)
def test_never_two_within_a_minute_and_no_cause_twice(happenings: Any) -> None:
    events = in_time(happenings)
    sent = rehearse(PACK, events, events[-1].at + 20_000)
    assert all(b.at - a.at >= QUIET for a, b in pairwise(sent))
    ids = [one.nudge.id for one in sent]
    assert len(ids) == len(set(ids))
    assert len(sent) < 40


@settings(max_examples=80)
@given(HAPPENINGS, st.integers(0, 7 * 86_400))
def test_nobody_is_slow_out_of_hours(happenings: Any, later: int) -> None:
    hours = hours_of("Asia/Tehran", ("09:00-17:00",) * 5 + (None, "10:00-12:00"))
    team = replace(PACK, house=replace(PACK.house, hours=hours))
    events = in_time(happenings, START + later)
    for one in rehearse(team, events, events[-1].at + 100_000):
        if one.nudge.rule in ("slow-reply", "promise-due"):
            assert hours.is_open(one.at), hours.local(one.at)


@settings(max_examples=80)
@given(HAPPENINGS, st.floats(-1e6, 1e6))
def test_only_differences_of_time_count(happenings: Any, moved: float) -> None:
    """Where no hour of the day is named, the same talk later has the same nudges later."""
    events, moved = in_time(happenings), round(moved)
    first = rehearse(PACK, events, events[-1].at + 3000)
    shifted = [event._replace(at=event.at + moved) for event in events]
    second = rehearse(PACK, shifted, events[-1].at + 3000 + moved)
    assert [(one.at + moved, one.nudge.rule) for one in first] == [
        (one.at, one.nudge.rule) for one in second
    ]


@settings(max_examples=80)
@given(HAPPENINGS)
def test_the_agent_is_never_nudged_for_the_customers_silence(happenings: Any) -> None:
    """After an answer that neither holds nor promises, silence is nobody's fault."""
    events = in_time([*happenings, ("agent", "سفارش شما ثبت شد", 100)])
    sent = rehearse(PACK, events, events[-1].at + 20_000)
    assert [one for one in sent if one.at > events[-1].at] == []


def test_an_outlook_looks_forward() -> None:
    talk = Conversation.begin(PACK, messages=[Message("customer", "سفارشم نرسیده", None, START)])
    course = Flow(talk, START)
    outlook = look(PACK, course, START)
    assert outlook.nudge is None and outlook.next == START + 180
    told = replace(course, told=(Told("slow-reply", START + 170, None),))
    assert look(PACK, told, START + 200).nudge is None
    closed = Flow(Conversation.begin(PACK, messages=talk.messages, closed=True), START)
    assert look(PACK, closed, START + 900).next == inf


# ---- working hours ----

WEEK = hours_of("Asia/Tehran", ("09:00-17:00",) * 5 + ("20:00-02:00", None))


@given(st.integers(0, 20 * 86_400), st.integers(1, 200_000))
def test_working_time_that_has_passed_was_worked(later: int, seconds: int) -> None:
    start = START + later
    end = WEEK.after(start, seconds)
    assert WEEK.worked(start, end) == pytest.approx(seconds, abs=1e-3)
    assert WEEK.is_open(WEEK.opens(start))


def test_hours_may_run_past_midnight() -> None:
    assert WEEK.is_open(START + 15 * 3600)  # Sunday, one o'clock at night
    assert not WEEK.is_open(START + 17 * 3600)
    assert WEEK.opens(START) == START + 10 * 3600
    assert Hours().opens(START) == START
    assert hours_of("Asia/Tehran", (None,) * 7).after(START, 1) == inf


@settings(max_examples=30)
@given(HAPPENINGS)
def test_no_check_breaks_whatever_the_hours(happenings: Any) -> None:
    """A team that never works, one that works a minute a week."""
    for week in ((None,) * 7, ("09:00-09:01", *(None,) * 6)):
        team = replace(PACK, house=replace(PACK.house, hours=hours_of("Asia/Tehran", week)))
        events = in_time(happenings)
        talk = Conversation.begin(PACK)
        for event in events:
            if event.what in ("customer", "agent", "bot"):
                author: Any = event.what
                talk = talk.add(PACK, Message(author, event.text, None, event.at))
        moment = Moment(Flow(talk, START), events[-1].at, PACK.read, team.house.hours)
        for rule in PACK.rules.values():
            if rule.section == "flow":
                dues = list(due_check(rule.id)(rule, moment))
                assert all(due.at == due.at for due in dues)


def test_a_check_that_breaks_is_told_of_and_takes_no_other_down() -> None:
    broken = replace(PACK.rules["offer-callback"], limits={})
    team = replace(PACK, rules={**PACK.rules, "offer-callback": broken})
    talk = Conversation.begin(PACK, messages=[Message("customer", "سفارشم نرسیده", None, START)])
    outlook = look(team, Flow(talk, START), START + 200)
    assert outlook.failed == ("offer-callback",)
    assert outlook.nudge is not None and outlook.nudge.rule == "slow-reply"


# ---- times that are named ----


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("تا ده دقیقه دیگه", 10),
        ("۱۰ دقیقه", 10),
        ("پنج تا ده دقیقه", 10),
        ("۵-۱۰ دقیقه", 10),
        ("بیست و پنج دقیقه دیگه", 25),
        ("دو سه دقیقه", 3),
        ("چند دقیقه", 5),
        ("یه لحظه", 2),
        ("نیم ساعت دیگه", 30),
        ("یه ربع", 15),
        ("یک ساعت و نیم", 90),
        ("۱ ساعت", 60),
        ("ظرف ۲۴ ساعت", 1440),
        ("تا ساعت ۱۱", 60),
        ("ساعت ۵ عصر", 7 * 60),
        ("تا ساعت ۱۱:۳۰", 90),
        ("امروز عصر", 8 * 60),
        ("فردا ظهر", 27 * 60),
        ("امشب", 12 * 60),
        ("تا آخر وقت اداری", 8 * 60),
        ("ده دقیقه پیش", None),
        ("هر ده دقیقه", None),
        ("الان", None),
        ("سفارش ۱۰", None),
    ],
)
def test_a_named_time_is_read(words: str, minutes: int | None) -> None:
    text = Text(words)
    found = named_time(text, 0, len(text.keys), START, Hours())
    assert found == (None if minutes is None else START + minutes * 60)


# ---- texts and departments ----


def test_a_sentence_with_an_unknown_field_is_left_out() -> None:
    text = "یک نفس. «{words}» تند است. مکث کنید؛ {minutes} دقیقه."
    assert filled(text, {"words": "بس کن"}, "fa") == "یک نفس. «بس کن» تند است. مکث کنید؛"
    assert filled("waited {minutes} min.", {"minutes": 185.0}, "en") == "waited 3 min."
    assert filled("{minutes} دقیقه.", {"minutes": 10.0}, "fa") == "۱ دقیقه."


def test_a_topic_is_found_in_any_spelling_and_said_in_both_languages() -> None:
    team = with_working_life(PACK, None, [("واحد مالی", ["تسویه حساب"])])
    events = [Event(START, "customer", "تسویه‌حساب مونده")]
    (sent,) = rehearse(team, events, START)
    assert "واحد مالی" in sent.nudge.advice and "واحد مالی" in sent.nudge.replacements[0].text
    with pytest.raises(PhraseError):
        with_working_life(PACK, None, [("واحد مالی", ["@offer"])])
