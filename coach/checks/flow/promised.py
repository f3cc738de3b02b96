"""Promises of the agent that are still open: what they said they would do, and by when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from typing import NamedTuple

from coach.checks.flow.times import named_time
from coach.checks.flow.waiting import asks, in_one_breath, is_social
from coach.cues import Cues
from coach.hours import Hours
from coach.moment import Moment, Said

_HOLDS = ("asks-to-wait", "looking-now")
_NEWS = ("promise-act", *_HOLDS)
_ACTS = (*_NEWS, "promise-deed")
_UNSAID = 300
"""Who says «one moment» or «I am looking now», and no time, has so many seconds."""
_LONG = 300
_LOOKED_BACK = 20
"""So many messages of the agent are looked through for a promise."""


class Promise(NamedTuple):
    """An open promise. said: when it was given; due: by when; cause: when it was given, or long
    ago where nobody knows."""

    said: float
    due: float
    cause: float
    key: str


def pending(moment: Moment) -> Promise | None:
    """The newest promise of the agent that nothing has followed up yet."""
    if moment.talk.closed:
        return None
    ours = [i for i, one in enumerate(moment.said) if one.author == "agent"][-_LOOKED_BACK:]
    for index in reversed(ours):
        one, later = moment.said[index], moment.said[index + 1 :]
        due = _due(one, later, moment.hours)
        if due is not None:
            promise = Promise(one.at, due, one.at if one.known else -inf, one.key)
            return None if _is_kept(promise, one, later) else promise
    return None


def _due(one: Said, later: Sequence[Said], hours: Hours) -> float | None:
    """By when the agent promised to be back; None where a message promises nothing.

    What hangs on the customer's answer («… را بفرستید تا بپرسم») is counted from that answer.
    """
    cues = one.cues
    if not cues.any(*_ACTS):
        return None
    hanging = cues.any("if-you") or (asks(cues) and not cues.any("what-else"))
    start = _answered(later) if hanging else one.at
    if start is None:
        return None
    times = [
        named
        for first, last in _promising(cues)
        if (named := named_time(cues.text, first, last, start, hours)) is not None
    ]
    if times:
        return max(times)
    return start + _UNSAID if cues.any(*_HOLDS) and not cues.any("as-a-rule") else None


def _promising(cues: Cues) -> Iterator[tuple[int, int]]:
    """The stretches of words whose times are promised: a sentence that promises news, and of a deed
    the clause alone («می‌فرستم، ده دقیقه دیگه می‌رسه» promises no news in ten minutes)."""
    for sentence in cues.text.sentences:
        first, last = sentence.first, sentence.last
        if cues.within("as-a-rule", first, last):
            continue
        if any(cues.within(name, first, last) for name in _NEWS):
            yield first, last
    for deed in cues["promise-deed"]:
        yield cues.text.clause_of(deed.first)


def _answered(later: Sequence[Said]) -> float | None:
    """When the customer answered; None while they have not, or only said that they will."""
    for one in later:
        if one.author == "customer" and not one.cues.any("own-turn", "settled"):
            return one.at
    return None


def _is_kept(promise: Promise, given: Said, later: Sequence[Said]) -> bool:
    """Has the agent come back to it, or does the customer wait for it no more?"""
    asked: Said | None = None
    theirs = False
    for one in later:
        if one.author == "customer":
            theirs = True
            if one.cues.any("settled", "customer-closes") and not asks(one.cues):
                return True
            asked = one
        elif one.author == "agent" and not is_social(one.cues):
            if not theirs and promise.due - promise.said > _LONG and in_one_breath(given, one):
                continue
            if not (asked and _is_aside(asked, one, promise)):
                return True
            asked = None
    return False


def _is_aside(asked: Said, answer: Said, promise: Promise) -> bool:
    """Does a message only answer another question of the customer's, long before the promise is
    due? What is asked of the promised matter itself is no aside."""
    if not asks(asked.cues) or asked.cues.any("asks-after", "calls-again"):
        return False
    length = promise.due - promise.said
    return length >= _LONG and answer.at < promise.said + length / 2
