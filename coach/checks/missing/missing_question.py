"""missing-question: the customer's message is too vague to act on and nobody asks."""

from __future__ import annotations

from coach.checks.missing.asking import asks, asks_back
from coach.checks.missing.wanted import is_named
from coach.cues import Cues
from coach.rules import DONE, DUE, Rule, Scene, State
from coach.verbs import analyse

_DEFINITE = ("known-time", "done-so-far", "next-step", "reason-answer")
_DONE = ("done-so-far", "reason")
"""What can be told of a trouble that nobody has described: what was done, and why."""
_MOST_WITH_A_THING = 2
"""So many words beside a vague complaint still name no more than the thing."""


def check(rule: Rule, scene: Scene) -> State | None:
    """Due where all that the customer said is vague and the reply neither asks nor gives back what
    was understood, and shows no work done on the matter."""
    talk = scene.conversation
    said = [c for c in talk.customer_cues if not (c.fact(_says_nothing) or c.any("has-question"))]
    if not said or not all(cues.fact(_is_vague) for cues in said):
        return None
    if talk.messages[0].author == "agent" and talk.cues[0].fact(_tells_news):
        return None
    replies = (*talk.agent_cues, scene.cues)
    if any(asks(cues) or cues.any("gives-back") for cues in (*talk.agent_turn, scene.cues)):
        return DONE
    if any(cues.any("question") or asks_back(cues) for cues in talk.agent_cues):
        return None
    if scene.cues.any("sends-somebody"):
        return None
    if any(_has_acted(cues) or _is_concrete(cues, said) for cues in replies):
        return None
    return DUE


def _tells_news(cues: Cues) -> bool:
    """Does it tell what has happened? What the customer says then is about that."""
    return any(
        form.person == 3 and form.tense in ("past", "perfect")
        for word in cues.text.keys
        for form in analyse(word)
    )


def _content(cues: Cues) -> list[int]:
    """The words that say something, by number."""
    small = {at for cue in cues["small-talk"] for at in range(cue.first, cue.last)}
    small |= {at for cue in cues["greeting"] for at in range(cue.first, cue.last)}
    return [at for at, kind in enumerate(cues.text.kinds) if kind != "o" and at not in small]


def _says_nothing(cues: Cues) -> bool:
    """Is it a greeting or an answer of a word, about no matter at all?"""
    bare = {at for cue in cues["no-matter"] for at in range(cue.first, cue.last)}
    return all(at in bare for at in _content(cues))


def _is_vague(cues: Cues) -> bool:
    content = _content(cues)
    if any(cues.text.kinds[at] in "nm" for at in content):
        return False
    if len(content) == 1 and any(c.first == content[0] for c in cues["vague-thing"]):
        return True
    for name, most in (("vague-strong", _MOST_WITH_A_THING), ("vague-alone", 0)):
        covered = {at for cue in cues[name] for at in range(cue.first, cue.last)}
        if covered and sum(at not in covered for at in content) <= most:
            return True
    return False


def _is_concrete(cues: Cues, said: list[Cues]) -> bool:
    """Does a reply tell something definite of the thing that was named?"""
    words = [t.text.keys[at] for t in said for at in _content(t)]
    definite = cues.any(*_DEFINITE)
    if any(t.any("vague-strong") for t in said):
        return cues.any(*_DONE) and any(is_named(word, cues) for word in words)
    if len(words) == 1 and not any(t.any("vague-alone") for t in said):
        return definite or any(kind in "nm" for kind in cues.text.kinds)
    return definite and any(is_named(word, cues) for word in words)


def _has_acted(cues: Cues) -> bool:
    """Does the agent tell what they have already done for the customer?"""
    handed = [*cues["hand-over"], *cues["thanks"], *cues["apology"], *cues["understood"]]
    return any(
        form.person in (1, 4)
        and not form.negative
        and form.tense in ("past", "perfect")
        and not any(cue.first <= at < cue.last for cue in handed)
        and not cues.text.is_quoted(at)
        for at, word in enumerate(cues.text.keys)
        for form in analyse(word)
    )
