"""unanswered-question: the customer asked several things and the reply leaves one out."""

from __future__ import annotations

from coach.checks.missing.asking import asks
from coach.checks.missing.wanted import (
    Question,
    has_stem,
    is_named,
    is_named_in,
    questions,
    verbs_in,
)
from coach.cues import Cue, Cues
from coach.rules import DONE, DUE, Rule, Scene, State
from coach.text import Sentence
from coach.verbs import analyse

_STRICT = frozenset(("price", "time", "count", "amount"))
"""Kinds whose answers show a number or a word of their own."""
_LARGE = 2
"""A number of so many digits may be a price even where no currency follows."""
_LEAST_STEM = 3
"""A shorter word at the beginning of another is chance."""
_PUTS_OFF = ("follow-up", "hand-over", "check-promise", "covers-all", "refusal")


def check(rule: Rule, scene: Scene) -> State | None:
    """Due where an answer to one of two or more questions is plainly missing.

    A reply that asks back, puts off, hands on or answers all at once is not judged.
    """
    asked = questions(scene.conversation.customer_turn)
    if len(asked) < 2:
        return None
    turn = [*scene.conversation.agent_turn, scene.cues]
    if any(asks(c) or _puts_off(c) or "m" in c.text.kinds for c in turn):
        return None
    said = _said(scene)
    untouched = [q for q in asked if not _touched(q, asked, turn, said)]
    if not untouched:
        return DONE
    if not any(_statements(c) for c in turn):
        return None
    if any(question.kinds & _STRICT for question in untouched):
        return DUE
    spare = sum(_free_statements(c, asked, untouched) for c in turn)
    return DUE if len(untouched) > spare else DONE


def _puts_off(cues: Cues) -> bool:
    """Is the answer left for later, handed on or refused? What is merely offered is none of it."""
    return any(
        not cues.text.is_quoted(cue.first) and not cues.within("offer", cue.first, cue.last)
        for name in _PUTS_OFF
        for cue in cues[name]
    )


def _said(scene: Scene) -> frozenset[str]:
    """The customer's words: a reply that only says them again tells nothing with them."""
    return frozenset(word for c in scene.conversation.customer_turn for word in c.text.keys)


def _touched(
    question: Question, asked: list[Question], turn: list[Cues], said: frozenset[str]
) -> bool:
    others = [q for q in asked if q is not question]
    own = _own(question, asked)
    named = any(is_named(word, cues) for word in own for cues in turn)
    if not question.kinds:
        return named or not own or _has_a_yes(asked, turn)
    for kind in question.kinds:
        rivals = sum(kind in q.kinds for q in others)
        if _evidence(kind, turn, said, own) > (0 if named else rivals):
            return True
    return named and not question.kinds & _STRICT


def _own(question: Question, asked: list[Question]) -> frozenset[str]:
    """The words that only this question holds, and that do not begin with a word of another."""
    others = {word for q in asked if q is not question for word in q.topic}
    return frozenset(
        word for word in question.topic - others if not any(_opens(word, other) for other in others)
    )


def _opens(word: str, other: str) -> bool:
    """Does a word begin with another of which it is no mere form?"""
    return len(other) >= _LEAST_STEM and word.startswith(other) and not has_stem(word, other)


def _has_a_yes(asked: list[Question], turn: list[Cues]) -> bool:
    """Is there a yes or no for each question that wants one and is not named in the reply?"""
    topics = [_own(question, asked) for question in asked if not question.kinds]
    unnamed = sum(not any(is_named(word, cues) for word in own for cues in turn) for own in topics)
    words = frozenset(word for own in topics for word in own)
    return sum(_free_yeses(cues, words) for cues in turn) >= unnamed


def _free_yeses(cues: Cues, words: frozenset[str]) -> int:
    """How many yeses and noes stand in clauses that name none of the things asked about?"""
    found = 0
    clauses = [c for sentence in cues.text.sentences for c in _clauses(cues, sentence)]
    for place in cues["yes-no"]:
        at = next(i for i, (first, last) in enumerate(clauses) if first <= place.first < last)
        first, last = clauses[at]
        if last - first == place.last - place.first and at + 1 < len(clauses):
            last = clauses[at + 1][1]
        end = cues.text.sentence_of(first).last
        if not cues.within("too", last, end):
            last = end
        found += not any(is_named_in(word, cues, first, last) for word in words)
    return found


def _evidence(kind: str, turn: list[Cues], said: frozenset[str], own: frozenset[str]) -> int:
    """In how many places do the replies show an answer of this kind?"""
    if kind == "time":
        return sum(_tells_when(cues, place, said) for cues in turn for place in cues["time-answer"])
    found = sum(
        not cues.within("counted", place.first, place.last) or kind != "place"
        for cues in turn
        for place in cues[f"{kind}-answer"]
    )
    if kind == "reason":
        found += sum(len(cues["apology"]) for cues in turn)
    if kind in _STRICT:
        found += sum(_numbers(cues, kind, own) for cues in turn)
    return found


def _tells_when(cues: Cues, place: Cue, said: frozenset[str]) -> bool:
    """Is it a time that the customer has not named, and of no other thing, as a guarantee has?"""
    if said.issuperset(cues.text.keys[place.first : place.last]):
        return False
    return not cues.within("lasting", *cues.text.clause_of(place.first))


def _numbers(cues: Cues, kind: str, own: frozenset[str]) -> int:
    """The numbers that are no times, and of what was asked: a price is large, a count no money,
    neither is of a thing told besides."""
    text, found = cues.text, 0
    for place in cues["counted"]:
        at = place.first
        if _inside(cues["known-time"], at):
            continue
        if kind == "price":
            found += text.kinds[at] == "n" and len(text.keys[at]) >= _LARGE
        elif not _is_besides(cues, at, own):
            money = any(c.first in (at, at + 1) for c in cues["currency"])
            found += kind == "amount" or not money
    return found


def _is_besides(cues: Cues, at: int, own: frozenset[str]) -> bool:
    """Is number `at` of a thing told besides («two bedrooms, too»), and no money?"""
    first, last = cues.text.clause_of(at)
    if not cues.within("too", first, last) or cues.within("currency", first, last):
        return False
    return not any(is_named_in(word, cues, first, last) for word in own)


def _inside(places: list[Cue], at: int) -> bool:
    return any(place.first <= at < place.last for place in places)


def _statements(cues: Cues) -> list[tuple[int, int]]:
    """The clauses that say something: no greeting, thanks, offer of help or question."""
    return [
        (first, last)
        for sentence in cues.text.sentences
        if "؟" not in sentence.closing and "?" not in sentence.closing
        for first, last in _clauses(cues, sentence)
        if _says_something(cues, first, last, sentence)
    ]


def _says_something(cues: Cues, first: int, last: int, sentence: Sentence) -> bool:
    if cues.within("social", first, last):
        return False
    if last - first > 1:
        return True
    quotes = any(cues.text.is_quoted(at) for at in range(sentence.first, sentence.last))
    return not quotes and not cues.within("yes-no", first, last)


def _is_address(cues: Cues, first: int, last: int) -> bool:
    """Does the clause follow a greeting and say nothing («… و احترام جناب دکتر»)?"""
    sentence = cues.text.sentence_of(first)
    if cues.text.breaks[first] or not cues.within("greeting", sentence.first, first):
        return False
    return not any(map(analyse, cues.text.keys[first:last]))


def _free_statements(cues: Cues, asked: list[Question], untouched: list[Question]) -> int:
    """How many statements may answer what is untouched: those that tell nothing of the rest?"""
    touched = [question for question in asked if question not in untouched]
    words = frozenset(word for question in touched for word in question.topic)
    kinds = frozenset(kind for question in touched for kind in question.kinds)
    shown = [f"{kind}-answer" for kind in kinds] + ["counted"] * bool(kinds & _STRICT)
    other = _verbs(touched) - _verbs(untouched)
    return sum(
        not any(is_named_in(word, cues, first, last) for word in words)
        and not any(cues.within(name, first, last) for name in shown)
        and not _adds(cues, first, last, other)
        for first, last in _statements(cues)
        if not _is_address(cues, first, last)
    )


def _verbs(asked: list[Question]) -> frozenset[str]:
    return frozenset(verb for question in asked for verb in question.verbs)


def _adds(cues: Cues, first: int, last: int, verbs: frozenset[str]) -> bool:
    """Does it tell more of what is answered: «and on Mondays at seven», «a cellar, too»?

    verbs: those that asked what is answered.
    """
    if any(cue.first == first for cue in cues["and"]) and not cues.within("too", first, last):
        if cues.within("counted", first, last) and (
            cues.within("known-time", first, last) or cues.within("currency", first, last)
        ):
            return True
    elif not cues.within("too", first, last):
        return False
    return not verbs.isdisjoint(verbs_in(cues, first, last))


def _clauses(cues: Cues, sentence: Sentence) -> list[tuple[int, int]]:
    """The stretches of a sentence between commas, emoji and conjunctions. An «and» after listed
    things or a bare yes joins no clauses."""
    joints = {cue.first for name in ("and", "contrast") for cue in cues[name]}
    edges = [sentence.first]
    for at in range(sentence.first + 1, sentence.last):
        if cues.text.breaks[at] or (at in joints and not _lists(cues, edges[-1], at)):
            edges.append(at)
    return list(zip(edges, [*edges[1:], sentence.last], strict=True))


def _lists(cues: Cues, first: int, last: int) -> bool:
    """Do the words name things, or say yes, without a verb?"""
    return not any(map(analyse, cues.text.keys[first:last])) and (
        cues.within("counted", first, last) or cues.within("yes-no", first, last)
    )
