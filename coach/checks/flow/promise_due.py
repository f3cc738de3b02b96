"""promise-due: what the agent promised falls due, and no message has followed."""

from __future__ import annotations

from collections.abc import Iterator

from coach.checks.flow.offering import phrases
from coach.checks.flow.promised import pending
from coach.checks.flow.waiting import left_in_peace
from coach.moment import Due, Moment
from coach.rules import Rule


def check(rule: Rule, moment: Moment) -> Iterator[Due]:
    """Due when the promised time is over; told once for each promise, in working hours."""
    promise = pending(moment)
    if promise is None or moment.told(rule.id, promise.key, promise.cause):
        return
    at = moment.hours.opens(left_in_peace(promise.due + rule.limits["grace"], moment))
    until = moment.hours.after(at, rule.limits["stale"])
    promised = promise.due - promise.said
    offers = phrases(rule, moment)
    yield Due(at, promise.cause, promise.key, {"promised": promised}, offers, until)
