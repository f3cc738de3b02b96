"""Whether words are said to be so, or only asked, supposed, quoted or told again."""

from __future__ import annotations

from coach.cues import Cue, Cues
from coach.text import Text
from coach.verbs import Form, analyse

_TAG_LENGTH = 3
"""A last clause this short only asks whether the statement before it is right."""
_FINITE = frozenset(("present", "past", "imperfect", "perfect", "pluperfect", "future"))


def is_stated(cues: Cues, cue: Cue) -> bool:
    """Is `cue` part of a statement of the agent's own: not quoted, asked or supposed?"""
    return not (cues.text.is_quoted(cue.first) or is_asked(cues, cue) or is_supposed(cues, cue))


def is_asked(cues: Cues, cue: Cue) -> bool:
    """Do the words of `cue` belong to a question, not to a statement that a question follows?"""
    text = cues.text
    first, last = text.clause_of(cue.first)
    if any(c.last <= cue.last and c.first >= first for c in _inside(cues, "interrogative", first)):
        return True
    sentence = text.sentence_of(cue.first)
    if "؟" not in sentence.closing and "?" not in sentence.closing:
        return False
    if cues.within("either", cue.last, sentence.last):
        return True
    if sentence.last - last > _TAG_LENGTH:
        return False
    return not any(_asks_anew(text, at, last) for at in range(cue.last, sentence.last))


def _inside(cues: Cues, name: str, first: int) -> list[Cue]:
    return [c for c in cues[name] if c.first >= first]


def _asks_anew(text: Text, at: int, end: int) -> bool:
    """Does a new question begin with the verb at `at` («… می‌خواین …؟», «… بفرستم؟»)?

    end: where the clause that was stated ends; behind it any «shall I …» asks anew.
    """
    return any(
        not form.negative
        and (
            (form.person == 5 and form.tense == "present")
            or (form.person in (1, 4) and at == text.sentence_of(at).last - 1)
            or (form.person in (1, 4) and at >= end and form.tense == "subjunctive")
        )
        for form in analyse(text.keys[at])
    )


def is_supposed(cues: Cues, cue: Cue) -> bool:
    """Do the words of `cue` stand in an «if» or «when», or a wish?"""
    text = cues.text
    first, _ = text.clause_of(cue.first)
    openers = [c for c in cues["supposing"] if first <= c.first and c.last <= cue.first]
    if not openers:
        return False
    return not any(_closes_condition(text.keys[at]) for at in range(openers[-1].last, cue.first))


def _closes_condition(word: str) -> bool:
    """Is this the verb of an «if»-clause that ends before the words in question?"""
    forms = analyse(word)
    return any(f.tense in _FINITE or (f.tense == "subjunctive" and f.person) for f in forms) and (
        not any(f.tense in ("imperative", "infinitive", "participle") for f in forms)
        or any(f.negative for f in forms)
    )


def is_retold(cues: Cues, cue: Cue) -> bool:
    """Is the customer's own trouble told again in these words, with no «but» before them?"""
    sentence = cues.text.sentence_of(cue.first)
    return any(
        sentence.first <= c.first
        and c.last <= cue.first
        and not cues.within("contrast", c.last, cue.first)
        for c in cues["retold"]
    )


def forms_at(text: Text, cue: Cue) -> tuple[Form, ...]:
    """The readings of the first word of `cue` that is a verb."""
    for at in range(cue.first, cue.last):
        forms = analyse(text.keys[at])
        if forms:
            return forms
    return ()
