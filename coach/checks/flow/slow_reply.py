"""slow-reply: the customer has waited longer than the team lets them; told once, then rarely."""

from __future__ import annotations

from collections.abc import Iterator

from coach.checks.flow.offering import phrases
from coach.checks.flow.promised import pending
from coach.checks.flow.waiting import UPSET, left_in_peace, waiting
from coach.moment import Due, Moment
from coach.rules import Rule


def check(rule: Rule, moment: Moment) -> Iterator[Due]:
    """Due when the wait has lasted so much working time; later tellings at growing distances. A
    time that the agent gave holds: until then nothing is slow, and then `promise-due` speaks."""
    wait, limits = waiting(moment), rule.limits
    if wait is None:
        return
    hours = moment.hours
    limit = limits["upset"] if moment.talk.mood in UPSET else limits["seconds"]
    promise = pending(moment)
    at = hours.after(wait.since, limit)
    if promise is not None:
        at = max(at, hours.after(promise.due, limit))
    told = moment.told(rule.id, wait.key, wait.cause)
    if len(told) >= limits["times"]:
        return
    if told:
        # Whoever remembers it for us may have a clock that is behind.
        last = max(told[-1].at, at)
        at = hours.after(last, limits["again"] * 2 ** (len(told) - 1))
    at = hours.opens(left_in_peace(at, moment))
    stale = hours.after(wait.since, limits["stale"])
    waited = hours.worked(wait.since, max(at, moment.now))
    offers = phrases(rule, moment)
    yield Due(at, wait.cause, wait.key, {"minutes": waited}, offers, stale)
