"""Conditions: where a rule speaks (`when`) and where it is silent (`unless`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from coach.cues import Cue
from coach.rules import Condition, Rule, Scene

_Combining = Callable[[Iterable[bool]], bool]
"""All of the facts that a condition asks for, or any."""


def place_allows(rule: Rule, scene: Scene, cue: Cue) -> bool:
    """May the rule speak about the words of `cue`, as far as their clause and sentence tell?"""
    when, unless = rule.when, rule.unless
    return (when is None or _place(when, scene, cue, all)) and not (
        unless is not None and _place(unless, scene, cue, any)
    )


def scene_allows(rule: Rule, scene: Scene) -> bool:
    """May the rule speak at all, as far as the draft, the customer and the talk tell?"""
    when, unless = rule.when, rule.unless
    return (when is None or _scene(when, scene, all)) and not (
        unless is not None and _scene(unless, scene, any)
    )


def _place(condition: Condition, scene: Scene, cue: Cue, combine: _Combining) -> bool:
    cues, text = scene.cues, scene.text
    facts: list[bool] = []
    if condition.clause:
        facts.append(cues.within(condition.clause, *text.clause_of(cue.first)))
    if condition.sentence or condition.question is not None:
        sentence = text.sentence_of(cue.first)
        if condition.sentence:
            facts.append(cues.within(condition.sentence, sentence.first, sentence.last))
        if condition.question is not None:
            asked = "؟" in sentence.closing or "?" in sentence.closing
            facts.append(asked == condition.question)
    return combine(facts)


def _scene(condition: Condition, scene: Scene, combine: _Combining) -> bool:
    facts: list[bool] = []
    if condition.draft:
        facts.append(scene.cues.any(condition.draft))
    if condition.customer:
        facts.append(scene.asked(condition.customer))
    if condition.moods:
        facts.append(scene.conversation.mood in condition.moods)
    if condition.registers:
        facts.append(scene.conversation.register in condition.registers)
    if condition.stages:
        facts.append(scene.conversation.stage in condition.stages)
    return combine(facts)
