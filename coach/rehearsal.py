"""Conversations in time, played through: which nudges come when. Time is a number.

What the server does with a clock is done here with the times of the events themselves: examples are
proved by it, transcripts are replayed with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import inf
from typing import NamedTuple, cast, get_args

from coach.conversation import Author, Conversation, Customer, Message
from coach.departments import departments_of
from coach.hours import DEFAULT_ZONE, Hours, hours_of
from coach.matching.elements import PhraseError
from coach.moment import Flow
from coach.nudging import Nudge, look, tell
from coach.pack import Pack
from coach.review import review_draft
from coach.rules import Example, Lang, Timed

_MIDNIGHT = 1_730_061_000.0
"""A Monday in Tehran begins: examples tell no date."""


NOBODY = Customer()


class Event(NamedTuple):
    """What happens at a time. what: an author, `draft`, `send` (about to go out) or `types` (of the
    customer; an empty text: no longer)."""

    at: float
    what: str
    text: str


class Sent(NamedTuple):
    """A nudge and when it was sent."""

    at: float
    nudge: Nudge


def rehearse(
    pack: Pack,
    events: Iterable[Event],
    until: float,
    customer: Customer = NOBODY,
    lang: Lang = "fa",
) -> list[Sent]:
    """The nudges of a conversation up to and at `until`. Events come in order; what happens at a
    time comes before what is due at it."""
    rehearsal: _Rehearsal | None = None
    for event in events:
        if rehearsal is None:
            rehearsal = _Rehearsal(pack, customer, event.at, lang)
        rehearsal.take(event)
    if rehearsal is None:
        return []
    rehearsal.run(until, last=True)
    return rehearsal.sent


class _Rehearsal:
    """A flow on its way through the events."""

    def __init__(self, pack: Pack, customer: Customer, now: float, lang: Lang) -> None:
        self.pack = pack
        self.lang: Lang = lang
        self.flow = Flow(Conversation.begin(pack, customer), now)
        self.sent: list[Sent] = []
        self.next = inf

    def take(self, event: Event) -> None:
        """What was due before the event, the event, and what is due at once where a draft is about
        to go out."""
        self.run(event.at)
        if event.what in get_args(Author):
            message = Message(cast(Author, event.what), event.text, None, event.at)
            talk = self.flow.conversation.add(self.pack, message)
            self.flow = self.flow.heard(talk, event.what)
        elif event.what == "types":
            self.flow = self.flow.types(event.at if event.text else None)
        else:
            self._compose(event, final=event.what == "send")
        self.next = event.at
        if event.what == "send":
            self.run(event.at, last=True)

    def _compose(self, event: Event, final: bool) -> None:
        review = review_draft(self.pack, self.flow.conversation, event.text, final=final)
        self.flow = self.flow.composed(event.text, event.at, final, review.findings)

    def run(self, until: float, last: bool = False) -> None:
        """Send what is due before `until`, or at it too."""
        while self.next < until or (last and self.next == until):
            now = self.next
            outlook = look(self.pack, self.flow, now, self.lang)
            if outlook.nudge is not None:
                self.sent.append(Sent(now, outlook.nudge))
                self.flow = tell(self.flow, outlook.nudge, now)
                self.next = look(self.pack, self.flow, now, self.lang).next
            else:
                self.next = outlook.next if outlook.next > now else now + 1


def proves(pack: Pack, rule: str, example: Example) -> bool:
    """Does the rule speak in an example's talk?"""
    timed = example.timed
    assert timed is not None, "a talk in time"
    start = _MIDNIGHT + 60 * timed.begins
    events = [
        Event(start + at, what, "" if what == "types" and text == "stop" else text)
        for at, what, text in timed.events
    ]
    customer = Customer(example.name, example.title)
    sent = rehearse(_as_told(pack, timed), events, start + timed.until, customer)
    return any(one.nudge.rule == rule for one in sent)


def with_working_life(
    pack: Pack, hours: str | None, departments: Iterable[tuple[str, Iterable[str]]]
) -> Pack:
    """The pack of a team that works these hours («09:00-17:00», every day) and has these other
    departments (name, topics). Raises PhraseError."""
    listed = departments_of((name, None, topics) for name, topics in departments)
    works = Hours() if hours is None else hours_of(DEFAULT_ZONE, (hours,) * 7)
    return replace(pack, departments=listed, house=replace(pack.house, hours=works))


def _as_told(pack: Pack, timed: Timed) -> Pack:
    """The pack of a team with the departments and the hours of an example; what cannot be read of
    them is told elsewhere."""
    try:
        return with_working_life(pack, timed.hours, timed.departments)
    except PhraseError:
        return with_working_life(pack, timed.hours, ())
