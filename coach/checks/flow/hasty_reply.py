"""hasty-reply: a long message of the customer's, and a ready-made reply about to go out at once."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from coach.checks.flow.waiting import is_social
from coach.checks.missing.wanted import is_named, topic_word
from coach.cues import Cues
from coach.moment import Due, Moment, Said
from coach.rules import Rule

_ACKNOWLEDGING = ("looking-now", "asks-to-wait", "will-read")


def check(rule: Rule, moment: Moment) -> Iterator[Due]:
    """Due where a whole reply is about to go out before the customer's message can have been read,
    and says little or nothing of what they wrote. To say that one will read it is never hasty."""
    draft, limits = moment.flow.composing, rule.limits
    turn = _turn(moment)
    if draft is None or not draft.final or not turn or moment.talk.closed:
        return
    newest = turn[-1]
    words = sum(len(one.cues.text.keys) for one in turn)
    if words < limits["words"] or not newest.known:
        return
    reading = min(limits["seconds"], words / limits["words-a-second"])
    if not 0 <= draft.at - newest.at < reading:
        return
    cues = moment.read(draft.text)
    if len(cues.text.keys) < limits["reply"] or cues.any(*_ACKNOWLEDGING) or is_social(cues):
        return
    canned = any(finding.rule == "canned-reply" for finding in draft.findings)
    if not canned and _named(cues, turn) > limits["named"]:
        return
    if not moment.told(rule.id, newest.key, newest.at):
        yield Due(draft.at, newest.at, newest.key, until=inf)


def _turn(moment: Moment) -> list[Said]:
    """The customer's messages since the agent wrote last."""
    return [one for one in moment.since("agent") if one.author == "customer"]


def _named(reply: Cues, turn: list[Said]) -> int:
    """How many matters of the customer's the reply names."""
    matters = {
        word
        for one in turn
        for at in range(len(one.cues.text.keys))
        if (word := topic_word(one.cues, at))
    }
    return sum(is_named(word, reply) for word in matters)
