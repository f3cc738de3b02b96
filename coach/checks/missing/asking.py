"""What the agent asks of the customer: questions and requests for details, not offers of help."""

from __future__ import annotations

from coach.cues import Cue, Cues
from coach.text import Sentence
from coach.verbs import Form, analyse


def asks(cues: Cues) -> bool:
    """Does a reply ask the customer for something that is needed to go on?"""
    return any(
        not cues.text.is_quoted(cue.first) and not _offers(cues, cue)
        for name in ("question", "asks-details")
        for cue in cues[name]
    ) or any(_is_question(cues, sentence) for sentence in cues.text.sentences)


def _offers(cues: Cues, cue: Cue) -> bool:
    """Do the words stand in an offer?"""
    first, last = cues.text.clause_of(cue.first)
    return cues.within("offer", first, last)


def _is_question(cues: Cues, sentence: Sentence) -> bool:
    """Is it a question about the customer's matter, not whether to do something for them?"""
    closing = sentence.closing
    if "؟" not in closing and "?" not in closing:
        return False
    if cues.within("offer", sentence.first, sentence.last):
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
