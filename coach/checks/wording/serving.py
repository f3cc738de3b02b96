"""Orders that are none: what they ask for is handed to us so that we may act, or is only asked."""

from __future__ import annotations

from coach.cues import Cue
from coach.rules import Scene
from coach.text import NONE, Sentence
from coach.verbs import analyse

_YOU = 5
_OURS = frozenset((1, 4))
_NOW = frozenset(("present", "subjunctive", "future"))
_TOLD = frozenset(
    ("present", "imperfect", "future", "imperative", "subjunctive", "past", "perfect")
)
_REACH = 12


def serves(cue: Cue, sentence: Sentence, scene: Scene) -> bool:
    """Is it «شماره رو بگین تا پیگیری کنم» or «یه پیام بدین، درستش می‌کنم»?"""
    if not scene.cues.within("hands-over", cue.first, cue.last + 1):
        return False
    keys = scene.text.keys
    for word in range(cue.last, min(sentence.last, cue.last + _REACH)):
        forms = [form for form in analyse(keys[word]) if form.person and form.tense in _TOLD]
        if any(form.person == _YOU and form.tense == "present" for form in forms):
            continue  # «بگین دنبال چی هستین، …»
        if forms:
            return _opens_clause(cue.last, word, scene) and any(
                form.person in _OURS and form.tense in _NOW and not form.negative for form in forms
            )
    return False


def closes_question(cue: Cue, sentence: Sentence, scene: Scene) -> bool:
    """Does it end a question, or lead to the reason or the choice that ends it?"""
    asked = "؟" in sentence.closing or "?" in sentence.closing
    return asked and (
        cue.last >= sentence.last - 1
        or scene.cues.within("so-that", cue.last, cue.last + 1)
        or scene.cues.within("or-choice", cue.last, sentence.last)
    )


def _opens_clause(after: int, verb: int, scene: Scene) -> bool:
    """Do the words behind the order open a clause of their own: with «تا», «که» or a mark? A bare
    «کدش رو بدین ثبت کنم» still sounds bossy."""
    opened = scene.cues.within("so-that", after, after + 1)
    return opened or any(scene.text.breaks[word] != NONE for word in range(after, verb + 1))
