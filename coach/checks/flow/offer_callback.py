"""offer-callback: asked to wait a second time, or waiting long: nobody need stay for the news."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf

from coach.checks.flow.offering import phrases
from coach.checks.flow.promised import pending
from coach.checks.flow.waiting import in_one_breath, left_in_peace, unsettled
from coach.moment import Due, Moment, Said
from coach.rules import Rule


def check(rule: Rule, moment: Moment) -> Iterator[Due]:
    """Due at the second request to wait, and where a wait grows long; once in a long while, and
    never after the agent has offered it."""
    if moment.talk.closed or any(one.cues.any("callback-offered") for one in _ours(moment)):
        return
    lately = [told for told in moment.flow.told if told.rule == rule.id]
    if lately and moment.now - lately[-1].at < rule.limits["again"]:
        return
    offers = phrases(rule, moment)
    for due in (_asked_twice(rule, moment, offers), _waited_long(rule, moment, offers)):
        if due is not None and not moment.told(rule.id, due.key, due.cause):
            yield due


def _ours(moment: Moment) -> list[Said]:
    return [one for one in moment.said if one.author == "agent"]


def _asked_twice(rule: Rule, moment: Moment, offers: tuple[str, ...]) -> Due | None:
    """The second request to wait since the matter was open: one that was sent, or that is about to
    go out."""
    settled = max(
        (i for i, one in enumerate(moment.said) if _is_settled(one)),
        default=-1,
    )
    asked = _apart([one for one in moment.said[settled + 1 :] if _asks_to_wait(one)])
    draft = moment.flow.composing
    if draft is not None and draft.final and len(asked) == 1 and draft.text.strip():
        cues = moment.read(draft.text)
        if cues.any("asks-to-wait") and not cues.any("callback-offered"):
            return Due(draft.at, asked[0].at, f"{asked[0].key}+", {}, offers)
    if len(asked) < 2 or asked[-1] is not moment.last("agent"):
        return None
    first = asked[0]
    return Due(asked[-1].at, first.at if first.known else -inf, f"{first.key}+", {}, offers)


def _is_settled(one: Said) -> bool:
    return one.author == "customer" and one.cues.any("settled", "customer-closes")


def _asks_to_wait(one: Said) -> bool:
    return one.author == "agent" and one.cues.any("asks-to-wait")


def _apart(holds: Sequence[Said]) -> list[Said]:
    """Requests to wait without those that only continue the one before."""
    kept: list[Said] = []
    for one in holds:
        if not kept or not in_one_breath(kept[-1], one):
            kept.append(one)
    return kept


def _waited_long(rule: Rule, moment: Moment, offers: tuple[str, ...]) -> Due | None:
    """The customer's open question is older than the limit; a time that was given counts first."""
    wait = unsettled(moment)
    if wait is None:
        return None
    hours, limit = moment.hours, rule.limits["seconds"]
    at = hours.after(wait.first, limit)
    promise = pending(moment)
    if promise is not None:
        at = max(at, hours.after(promise.due, rule.limits["grace"]))
    waited = hours.worked(wait.first, max(at, moment.now))
    until = hours.after(wait.first, rule.limits["stale"])
    return Due(
        hours.opens(left_in_peace(at, moment)),
        wait.cause,
        wait.key,
        {"minutes": waited},
        offers,
        until,
    )
