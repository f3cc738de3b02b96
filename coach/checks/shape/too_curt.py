"""too-curt: one or two bare words to a real question or problem."""

from __future__ import annotations

from collections.abc import Iterator

from coach.cues import Cues
from coach.rules import Mark, Rule, Scene
from coach.text import Span

_ALREADY_SAID = ("curt-phrase", "hostile", "commanding", "hold-without-time")


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """The turn counts: with something sent since the customer spoke, a short line is no answer
    alone. Greeting and name do not make a bare word longer, nor does an emoji."""
    text, limit = scene.text, rule.limits.get("words", 2)
    if scene.conversation.agent_turn or "m" in text.kinds or "n" in text.kinds:
        return
    words = _said(scene)
    if not 0 < words <= limit or scene.cues.any("social-reply"):
        return
    if scene.cues.any("nod") and not any(map(_has_question, scene.conversation.customer_turn)):
        return
    if any(name in scene.marks for name in _ALREADY_SAID) or "؟" in text.raw or "?" in text.raw:
        return
    if any(_asks(cues, limit) for cues in scene.conversation.customer_turn):
        yield Mark(_whole(text.raw))


def _whole(raw: str) -> Span:
    """All that was typed, with the marks and emoji around the words."""
    return Span(len(raw) - len(raw.lstrip()), len(raw.rstrip()))


def _said(scene: Scene) -> int:
    """How many words are left without greeting, name and «دیگه»."""
    cues = scene.cues
    aside = (*cues["greeting"], *cues["honorific-after"], *scene.names.uses(cues))
    left = len(scene.text.keys) - len({w for cue in aside for w in range(cue.first, cue.last)})
    fillers = sum(cue.last - cue.first for cue in cues["curt-extra"])
    return max(left - fillers, min(left, 1))


def _has_question(cues: Cues) -> bool:
    return "؟" in cues.text.raw or "?" in cues.text.raw


def _asks(cues: Cues, limit: int) -> bool:
    """Is a customer's line a question or a problem, not thanks or agreement?"""
    if _has_question(cues):
        return True
    if cues.any("has-question"):
        return False
    greeted = {word for cue in cues["greeting"] for word in range(cue.first, cue.last)}
    words = len(cues.text.keys) - len(greeted)
    social = any(cue.first not in greeted for cue in cues["social-turn"])
    return words > limit and (not social or words > 6 + limit)
