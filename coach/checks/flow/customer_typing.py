"""customer-typing: the agent is about to send while the customer is still writing at length."""

from __future__ import annotations

from collections.abc import Iterator

from coach.moment import Due, Moment
from coach.rules import Rule


def check(rule: Rule, moment: Moment) -> Iterator[Due]:
    """Due when the draft is about to go out and the customer has been typing for a while."""
    typing, draft = moment.flow.typing, moment.flow.composing
    if typing is None or draft is None or not draft.final or moment.talk.closed:
        return
    forgotten = typing + rule.limits["forget"]
    at = max(draft.at, typing + rule.limits["seconds"])
    key = f"{typing:.0f}"
    if at <= forgotten and not moment.told(rule.id, key, typing):
        yield Due(at, typing, key, until=min(forgotten, draft.at + rule.limits["hesitation"]))
