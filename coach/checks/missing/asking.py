"""What the agent asks of the customer: questions and requests for details, not offers of help."""

from __future__ import annotations

from collections.abc import Iterable

from coach.cues import Cues
from coach.text import Sentence
from coach.verbs import Form, analyse


def asks(cues: Cues) -> bool:
    """Does a reply ask the customer for something that is needed to go on?"""
    offers = cues["offer"]
    return (
        cues.any("question")
        or any(
            not cues.text.is_quoted(cue.first) and not any(cue.touches(o) for o in offers)
            for cue in cues["asks-details"]
        )
        or asks_back(cues)
    )


def asks_back(cues: Cues) -> bool:
    """Is there a question about the customer's matter, with a question mark?"""
    return asks_in(cues, cues.text.sentences)


def asks_in(cues: Cues, sentences: Iterable[Sentence]) -> bool:
    """Is one of these sentences such a question?"""
    return any(_is_question(cues, sentence) for sentence in sentences)


def _is_question(cues: Cues, sentence: Sentence) -> bool:
    """Is it a question about the customer's matter, not whether to do something for them?"""
    closing = sentence.closing
    if "؟" not in closing and "?" not in closing:
        return False
    if cues.within("offer", *cues.text.clause_of(sentence.last - 1)):
        return False
    if cues.within("pleasantry", sentence.first, sentence.last):
        return False
    return not any(
        form.person in (1, 4) and not form.negative and form.tense in ("subjunctive", "present")
        for form in _last_verb(cues, sentence)
    )


def _last_verb(cues: Cues, sentence: Sentence) -> tuple[Form, ...]:
    for at in range(sentence.last - 1, sentence.first - 1, -1):
        forms = analyse(cues.text.keys[at])
        if forms:
            return forms
    return ()
