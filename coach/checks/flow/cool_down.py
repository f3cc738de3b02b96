"""cool-down: hostile words in the draft, or anger that grows on both sides. A calm breath."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from coach.checks.flow.offering import hostile_words, phrases, softened
from coach.checks.flow.waiting import UPSET
from coach.cues import Cues
from coach.moment import Due, Moment, Said
from coach.rules import Rule

_HARD = ("hostile/flags", "blame/flags", "rush/flags", "curt-phrase/flags", "brushes-off")
_MOST_NAMED = 2


def check(rule: Rule, moment: Moment) -> Iterator[Due]:
    """Due when hostile words stand in the draft for a moment, once before each message; and when
    an angry customer answers hard words of the agent's."""
    if moment.talk.closed:
        return
    due = _hostile_draft(rule, moment) or _rising(rule, moment)
    if due is None or moment.told(rule.id, due.key, due.cause):
        return
    yield due


def _hostile_draft(rule: Rule, moment: Moment) -> Due | None:
    draft = moment.flow.composing
    words = hostile_words(draft) if draft else ()
    if draft is None or not words:
        return None
    last = moment.said[-1] if moment.said else None
    cause = last.at if last and last.known else -inf
    at = draft.at if draft.final else draft.at + rule.limits["pause"]
    softer = softened(draft)
    offers = phrases(rule, moment) if softer is None else (softer,)
    named = "»، «".join(dict.fromkeys(words[:_MOST_NAMED]))
    return Due(at, cause, f"{last.key if last else ''}!", {"words": named}, offers)


def _rising(rule: Rule, moment: Moment) -> Due | None:
    """The customer is angry, and their newest message answers hard words of the agent's."""
    if moment.talk.mood not in UPSET or not moment.said:
        return None
    newest = moment.said[-1]
    if newest.author != "customer" or not is_heated(newest.cues):
        return None
    ours = [one for one in moment.said if one.author == "agent"]
    if not ours or not _is_hard(ours[-1]):
        return None
    told = [one for one in moment.flow.told if one.rule == rule.id]
    if told and moment.now - told[-1].at < rule.limits["again"]:
        return None
    cause = newest.at if newest.known else -inf
    return Due(newest.at, cause, newest.key, {}, phrases(rule, moment))


def _is_hard(one: Said) -> bool:
    return one.cues.any(*_HARD)


def is_heated(cues: Cues) -> bool:
    """Does a message itself sound angry, and not only its talk?"""
    marks = cues.text.raw.count("!") + cues.text.raw.count("؟")
    heated = ("anger", "anger-signs", "sarcasm", "complaint", "complaint-signs", "upset-words")
    return marks > 1 or cues.any(*heated, "retorts")
