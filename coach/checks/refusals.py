"""What a reply refuses, and what softens or replaces it. Shared by the rules about saying no."""

from __future__ import annotations

from collections.abc import Iterable

from coach.checks.statements import is_retold, is_stated
from coach.cues import Cue, Cues
from coach.rules import Scene
from coach.text import Text
from coach.verbs import analyse

SOFTENERS = ("empathy", "thanks", "apology", "regret", "alternative")
_SHORTEST = 2
_SHORT_ANSWER = 7
_KINDNESS = ("empathy", "thanks", "good-news", "warm-wish", "alternative")


def was_asked(scene: Scene) -> bool:
    """Did the customer ask for something? Where nothing is known of the customer: is the draft
    as short as the answer to a request is, or opens it with a no?"""
    if scene.conversation.customer_turn:
        return scene.asked("request")
    return len(scene.text.keys) <= _SHORT_ANSWER or scene.cues.any("plain-no", "greeting")


def refusals(cues: Cues, asked: bool) -> list[Cue]:
    """The places where `cues` refuse, softly or bluntly, in order.

    asked: the customer asked for something; then plain negations refuse it.
    """
    names = ["refusal"]
    if asked:
        names.append("we-do-not")
        if "affirmed" not in cues:
            names += ["refusal-if-asked", "refusal-state"]
    return _stated(cues, names)


def unavailable(cues: Cues) -> list[Cue]:
    """The places that say a thing is not to be had."""
    return _stated(cues, ("unavailable",))


def _stated(cues: Cues, names: Iterable[str]) -> list[Cue]:
    found = {
        cue
        for name in names
        for cue in cues[name]
        if is_stated(cues, cue) and not is_retold(cues, cue)
    }
    return sorted(found)


def helps(cues: Cues, after: int = 0) -> bool:
    """Is something offered instead, done, or handed on, at word `after` or later?"""
    return any(
        cue.first >= after and not cues.text.is_quoted(cue.first)
        for cue in (*cues["alternative"], *helping(cues), *_turns(cues))
    )


def _turns(cues: Cues) -> list[Cue]:
    """Where a «but» opens a clause that says something and takes nothing away."""
    return [cue for cue in cues["contrast"] if _says_something(cues.text, cue.last)]


def _says_something(text: Text, first: int) -> bool:
    """Do the clauses from word `first` on tell of something, with no negation in the first?"""
    last = text.clause_of(first - 1)[1]
    end = text.sentence_of(first - 1).last
    while last - first < _SHORTEST and last < end:
        last = text.clause_of(last)[1]
    return last - first >= _SHORTEST and not any(
        form.negative for at in range(first, last) for form in analyse(text.keys[at])
    )


def helping(cues: Cues) -> list[Cue]:
    """What the agent does for the customer; not what is told as a reason."""
    return [
        cue for cue in cues["helping"] if not cues.within("reason", *cues.text.clause_of(cue.first))
    ]


def is_softened(scene: Scene, found: Iterable[Cue] = ()) -> bool:
    """Does the agent's turn show understanding, regret, thanks, good news or an alternative?

    found: the refusals; what is good in the very clause of one («free plans we do not offer») is
    refused with it.
    """
    earlier = scene.conversation.agent_turn
    if scene.turn(*SOFTENERS) or any(cues.any("good-news") for cues in earlier):
        return True
    refused = {scene.text.clause_of(cue.first) for cue in found}
    if any(
        scene.text.clause_of(cue.first) not in refused and not scene.text.is_quoted(cue.first)
        for cue in scene.cues["good-news"]
    ):
        return True
    return any(helps(cues) for cues in (scene.cues, *earlier))


def is_kind(cues: Cues, first: int, last: int) -> bool:
    """Is anything good said in the words `first` to `last`?"""
    if any(cues.within(name, first, last) for name in _KINDNESS):
        return True
    return any(first <= cue.first and cue.last <= last for cue in (*helping(cues), *_turns(cues)))
