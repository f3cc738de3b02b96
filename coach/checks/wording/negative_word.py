"""`negative-word`: «cannot», «will not be» and the words of the negative list, said of our side."""

from __future__ import annotations

from collections.abc import Iterator

from coach.checks.statements import forms_at, is_retold, is_stated
from coach.cues import Cue
from coach.offers import replacements
from coach.rules import Mark, Rule, Scene
from coach.verbs import analyse

_FAR = 60
"""No clause is longer; one that is was never told apart by its marks."""
_TRYING = frozenset(("past", "perfect", "pluperfect", "imperfect"))


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """Every negated «can» or «become», every word of the list, in a statement of the agent's."""
    cues, text = scene.cues, scene.text
    for cue in cues[f"{rule.id}/flags"]:
        if not is_stated(cues, cue) or _is_the_customers(scene, cue):
            continue
        mark = Mark(text.span(cue.first, cue.last), cue)
        yield mark._replace(
            replacements=replacements(rule, mark, scene) if _fits(scene, cue) else ()
        )


def _is_the_customers(scene: Scene, cue: Cue) -> bool:
    """Is it the customer's own trouble («اینکه نتوانستید…», «… برای شما باز نمی‌شود»)?"""
    forms = forms_at(scene.text, cue)
    theirs = any(form.person in (2, 5) for form in forms)
    if theirs and any(form.tense in _TRYING for form in forms):
        return True
    ours = any(form.person in (1, 4) for form in forms)
    return not ours and is_retold(scene.cues, cue)


def _fits(scene: Scene, cue: Cue) -> bool:
    """Does «not possible» fit in place of the verb: is what it governs told after it?"""
    text = scene.text
    forms = forms_at(text, cue)
    if not forms:
        return True
    persons = {form.person for form in forms}
    last = min(text.clause_of(cue.first)[1], cue.last + _FAR)
    return any(
        form.tense == "subjunctive" and (form.person in persons or persons <= {0, 3})
        for at in range(cue.last, last)
        for form in analyse(text.keys[at])
    )
