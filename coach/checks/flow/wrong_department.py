"""wrong-department: what the customer asks for belongs to another department of the team's list."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from coach.checks.flow.offering import phrases
from coach.moment import Due, Moment
from coach.rules import Rule


def check(rule: Rule, moment: Moment) -> Iterator[Due]:
    """Due as soon as the customer names the topic, until the agent answers or hands it over; once
    for each department in a conversation."""
    ours = (one for one in moment.said if one.author == "agent")
    if moment.talk.closed or any(one.cues.any("handed-over") for one in ours):
        return
    for one in moment.since("agent"):
        if one.author != "customer" or one.cues.any(f"{rule.id}/flags") or one.cues.any("settled"):
            continue
        department = moment.department(one.cues)
        if department is None:
            continue
        key = f"d{department.number}"
        if any((told.id or "").startswith(f"{rule.id}:{key}:") for told in moment.flow.told):
            return
        cause = one.at if one.known else -inf
        if moment.told(rule.id, key, cause):
            return
        offers = phrases(rule, moment, department=department.names["fa"])
        yield Due(one.at, cause, key, {"department": department.names}, offers)
        return
