"""jargon: technical detail in an apology or in the explanation of a fault."""

from __future__ import annotations

from collections.abc import Iterator

from coach.checks.wording import widened
from coach.cues import Cue
from coach.rules import Mark, Rule, Scene
from coach.text import Span
from coach.verbs import Form, analyse

_SHORTEST = 2


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """Each clause that tells what went wrong in technical words.

    A term that the customer used first is theirs; a clause without a verb of what happened
    (a product described, a step to take) explains no fault.
    """
    cues, text = scene.cues, scene.text
    terms = _meant(scene)
    if not terms or scene.heard("developer-talk") or not _explains(scene):
        return
    last_end = -1
    for cue in terms:
        first, last = _told_in(scene, cue)
        if text.is_quoted(cue.first) or _theirs(scene, first, last):
            continue
        if not (cues.within("fault-past", first, last) and _failed(scene, cue, first, last)):
            continue
        last = _before_the_rest(scene, terms, cue, last)
        marked = widened(rule, scene, cue)
        span = Span(min(marked.start, text.starts[first]), text.ends[last - 1])
        if span.start >= last_end:
            last_end = span.end
            yield Mark(span, cue)


def _meant(scene: Scene) -> list[Cue]:
    """The technical terms; a word that has a plain meaning too («کش», elastic) counts only beside
    another term, or where draft or customer speak of computing."""
    cues = scene.cues
    terms = sorted([*cues["tech-term"], *cues["tech-failure"]])
    doubtful = [cue for cue in terms if cues.within("two-meanings", cue.first, cue.last)]
    if len(doubtful) < len(terms) or cues.any("computing") or scene.asked("computing"):
        return terms
    return []


def _told_in(scene: Scene, cue: Cue) -> tuple[int, int]:
    """The clause of a term; with the next where it names but the cause («به دلیل باگ، …»)."""
    cues, text = scene.cues, scene.text
    first, last = text.clause_of(cue.first)
    named = cues.within("owing-to", first, last) and not cues.within("fault-past", first, last)
    if named and last < text.sentence_of(cue.first).last:
        last = text.clause_of(last)[1]
    return first, last


def _before_the_rest(scene: Scene, terms: list[Cue], cue: Cue, last: int) -> int:
    """The end of what failed: before «and» and what was done since, if no term follows there."""
    cues = scene.cues
    for joint in cues["and"]:
        if (
            cue.last <= joint.first
            and joint.last < last
            and cues.within("fault-past", cue.first, joint.first)
            and not any(joint.last <= term.first < last for term in terms)
            and any(f.person for at in range(joint.last, last) for f in _forms(scene, at))
        ):
            return joint.first
    return last


def _forms(scene: Scene, at: int) -> tuple[Form, ...]:
    return analyse(scene.text.keys[at])


def _explains(scene: Scene) -> bool:
    """Is it an apology, or about something that went wrong?"""
    cues = scene.cues
    if cues.any("apology", "trouble") or scene.asked("trouble", "customer-fault"):
        return True
    return "tech-failure" in cues and len({cue.first for cue in cues["tech-term"]}) > 1


def _failed(scene: Scene, cue: Cue, first: int, last: int) -> bool:
    """Does the clause say that something failed or was apologised for?"""
    cues = scene.cues
    if cues.within("tech-failure", first, last) or cues.within("trouble", first, last):
        return True
    if cues.any("apology", "regret"):
        return True
    terms = {place.first for place in cues["tech-term"] if first <= place.first < last}
    return len(terms) > 1 and scene.asked("trouble", "customer-fault")


def _theirs(scene: Scene, first: int, last: int) -> bool:
    """Did the customer use a term of this clause? Then its other terms are no news to them."""
    words = {
        key
        for term in (*scene.cues["tech-term"], *scene.cues["tech-failure"])
        if first <= term.first < last
        for key in scene.text.keys[term.first : term.last]
    }
    return any(
        any(_are_one_term(key, word) for word in words)
        for said in scene.conversation.customer_cues
        for term in said["tech-term"]
        for key in said.text.keys[term.first : term.last]
    )


def _are_one_term(said: str, typed: str) -> bool:
    """Are they one word, each with an ending of its own (with «my», with «your»)?"""
    shorter = min(len(said), len(typed))
    return shorter > _SHORTEST and said[: shorter - 1] == typed[: shorter - 1]
