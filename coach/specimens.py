"""Texts made from phrases: the shortest drafts that a phrase ought to match."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product

from coach.matching.elements import Edge, Element, OneWord, Option, Ref, Sequence_, VerbSpec
from coach.verbs import inflect

_TENSES = ("present", "past", "perfect", "imperative", "subjunctive", "future", "imperfect")
_ANY_VERB = ("کردن", "رفتن", "گرفتن")
MOST_SEQUENCES = 6
MOST_OPTIONS = 3
_DEEPEST = 4

SequencesOf = Callable[[str], Sequence[Sequence_]]


def specimens(sequences: Sequence[Sequence_], sequences_of: SequencesOf) -> Iterator[str]:
    """A few texts that a phrase, spread out into `sequences`, ought to match.

    `sequences_of` gives the sequences of a set by its name.
    """
    step = max(1, len(sequences) // MOST_SEQUENCES)
    for sequence in sequences[::step]:
        for turn in range(MOST_OPTIONS):
            text = _text(sequence, sequences_of, turn, _DEEPEST)
            if text:
                yield text


def _text(sequence: Sequence_, sequences_of: SequencesOf, turn: int, depth: int) -> str:
    words: list[str] = []
    for index, element in enumerate(sequence):
        if isinstance(element, Edge):
            _set_edge(words, element.mark, index)
        else:
            word = _element(element, sequences_of, turn, depth)
            words += [word] if word else []
    return " ".join(words)


def _set_edge(words: list[str], mark: str, index: int) -> None:
    """A question closes the last word; any other edge inside is a mark between words."""
    if not words:
        return
    if mark == "؟":
        words[-1] += "؟"
    elif mark == "^" or index:
        words[-1] = words[-1].rstrip("،") + "،"


def _element(element: Element, sequences_of: SequencesOf, turn: int, depth: int) -> str:
    if isinstance(element, Ref):
        inner = sequences_of(element.name)
        if not inner or depth == 0:
            return ""
        return _text(inner[turn % len(inner)], sequences_of, turn, depth - 1)
    if isinstance(element, OneWord):
        options = sorted(element.options, key=str)
        return _word(options[turn % len(options)], turn)
    return ""


def _word(option: Option, turn: int) -> str:
    if isinstance(option.value, VerbSpec):
        forms = list(islice(_verb_forms(option.value), MOST_OPTIONS))
        return forms[turn % len(forms)] if forms else ""
    if option.kind == "number":
        return "5"
    return option.value or "سفارش"


def _verb_forms(spec: VerbSpec) -> Iterator[str]:
    """Forms that the tags allow, as they are spoken and as they are written."""
    infinitives = _ANY_VERB if spec.infinitive == "*" else (spec.infinitive,)
    persons = sorted(spec.persons) or (3, 5, 1, 2, 4, 6)
    tenses = sorted(spec.tenses) or _TENSES
    for infinitive, tense, person, spoken in product(
        infinitives, tenses, (*persons, 0), (False, True)
    ):
        form = inflect(
            infinitive, person=person, tense=tense, negative=bool(spec.negative), spoken=spoken
        )
        if form:
            yield form
