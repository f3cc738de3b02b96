"""What a phrase is made of: one-word elements, gaps, edges, other sets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from coach.verbs import Form


class PhraseError(ValueError):
    """A phrase that cannot be read: `wrong` says what is wrong, `remedy` what to write."""

    def __init__(self, wrong: str, remedy: str) -> None:
        super().__init__(f"{wrong} {remedy}")
        self.wrong = wrong
        self.remedy = remedy


class VerbSpec(NamedTuple):
    """Which forms of a verb are meant; None or an empty set: any. infinitive «*»: any verb."""

    infinitive: str
    negative: bool | None
    persons: frozenset[int]
    tenses: frozenset[str]

    def fits(self, form: Form) -> bool:
        """Is `form` one of the forms meant? (The infinitive is taken as given.)"""
        return (
            (self.negative is None or form.negative == self.negative)
            and (not self.persons or form.person in self.persons)
            and (not self.tenses or form.tense in self.tenses)
        )


class Option(NamedTuple):
    """One way to be a word: kind `word`, `stem`, `verb`, `number` or `any`, and its value."""

    kind: str
    value: str | VerbSpec


@dataclass(frozen=True, slots=True)
class OneWord:
    """An element that one word of the text satisfies by any of its options."""

    options: frozenset[Option]


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to `most` words of any kind, none included."""

    most: int


@dataclass(frozen=True, slots=True)
class Edge:
    """A place between words: `^` start of a stretch, `$` its end, `؟` a question's end."""

    mark: str


@dataclass(frozen=True, slots=True)
class Ref:
    """Any match of another set, by its name."""

    name: str


Element = OneWord | Gap | Edge | Ref
Sequence_ = tuple[Element, ...]
