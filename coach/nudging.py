"""Nudges: what the coach says by itself when its time has come, and when it must look again.

`look` is pure: the same flow at the same time gives the same outlook. Whoever holds the flow adds
what it sent to `Flow.told`; the coach never speaks twice within `QUIET` seconds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf

from coach.checks import due_check
from coach.moment import Due, Flow, Moment, Told
from coach.pack import Pack
from coach.rules import Lang, Replacement, Rule, Severity

QUIET = 60
"""Seconds that lie between two nudges at least."""
_FIRST = (
    "cool-down",
    "customer-typing",
    "hasty-reply",
    "wrong-department",
    "promise-due",
    "offer-callback",
    "slow-reply",
)
"""Of several that are due the one that is lost soonest."""
_SENTENCE = re.compile(r"(?<=[.؟!?؛])\s+")
_FIELD = re.compile(r"\{(\w+)\}")
_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@dataclass(frozen=True, slots=True)
class Nudge:
    """One thing that the coach says by itself. replacements: texts that may take the whole draft's
    place; id: the same for the same cause, whoever computes it."""

    id: str
    rule: str
    severity: Severity
    advice: str
    why: str
    replacements: tuple[Replacement, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is due now (one at most), and when to look again if nothing happens (`inf`: never)."""

    nudge: Nudge | None
    next: float
    failed: tuple[str, ...] = ()
    """Rules whose check broke on this conversation: a fault of ours, to be counted and mended."""


def look(pack: Pack, flow: Flow, now: float, lang: Lang = "fa", quiet: float = -inf) -> Outlook:
    """What to say of a conversation at `now`. quiet: nothing may be said before that moment."""
    rules = {r.id: r for r in pack.rules.values() if _speaks(r, flow)}
    if not rules:
        return Outlook(None, inf)
    moment = Moment(
        flow,
        now,
        read=pack.read,
        hours=pack.house.hours,
        departments=pack.departments,
        spoken=(pack.house.register or flow.conversation.register) != "formal",
    )
    failed: list[str] = []
    found = [
        (due, rule)
        for rule in sorted(rules.values(), key=_order)
        for due in _dues(rule, moment, failed)
        if due.until > max(now, due.at)
    ]
    free = max(quiet, *(told.at + QUIET for told in flow.told)) if flow.told else quiet
    ripe = [one for one in found if one[0].at <= now]
    if ripe and free <= now:
        due, rule = ripe[0]
        return Outlook(_nudge(rule, due, moment, lang), now + QUIET, tuple(failed))
    next_at = min((max(due.at, free) for due, _ in found), default=inf)
    return Outlook(None, next_at, tuple(failed))


def _dues(rule: Rule, moment: Moment, failed: list[str]) -> tuple[Due, ...]:
    """What a check says; one that breaks on a conversation is silent and takes no other down."""
    try:
        return tuple(due_check(rule.id)(rule, moment))
    except Exception:  # noqa: BLE001 - whatever a talk holds, the agent is answered
        failed.append(rule.id)
        return ()


def tell(flow: Flow, nudge: Nudge, now: float) -> Flow:
    """The flow after a nudge was sent."""
    return replace(flow, told=(*flow.told, Told(nudge.rule, now, nudge.id)))


def _speaks(rule: Rule, flow: Flow) -> bool:
    live = rule.section == "flow" and rule.state == "live"
    return live and rule.id not in flow.conversation.dismissed


def _order(rule: Rule) -> int:
    return _FIRST.index(rule.id) if rule.id in _FIRST else len(_FIRST)


def _nudge(rule: Rule, due: Due, moment: Moment, lang: Lang) -> Nudge:
    count = len(moment.told(rule.id, due.key, due.cause)) + 1
    return Nudge(
        id=f"{rule.id}:{due.key}:{count}",
        rule=rule.id,
        severity=rule.severity,
        advice=filled(rule.advice(lang), due.fields, lang),
        why=filled(rule.why(lang), due.fields, lang),
        replacements=tuple(Replacement(text) for text in due.offers),
    )


def filled(text: str, fields: Mapping[str, str | float | Mapping[str, str]], lang: Lang) -> str:
    """A text with its fields in it; a sentence with a field that is not known is left out."""
    known = {name: _said(value, lang) for name, value in fields.items()}
    sentences = [
        _FIELD.sub(lambda field: known[field[1]], sentence)
        for sentence in _SENTENCE.split(text)
        if all(name in known for name in _FIELD.findall(sentence))
    ]
    return " ".join(sentences)


def _said(value: str | float | Mapping[str, str], lang: Lang) -> str:
    """Words as they are, in the language; seconds as minutes."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return value[lang]
    minutes = str(max(1, round(value / 60)))
    return minutes.translate(_PERSIAN_DIGITS) if lang == "fa" else minutes
