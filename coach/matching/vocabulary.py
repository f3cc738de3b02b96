"""The vocabulary: from a word as it was typed to the numbers of the elements that it satisfies."""

from __future__ import annotations

from coach.matching.elements import OneWord, Option, VerbSpec
from coach.persian import COMMON, ENDINGS, NUMERALS, key, spellings, unstretch
from coach.verbs import Form, analyse

_LONGEST_ENDING = 8


class Vocabulary:
    """Turns a word into the symbols (numbers of one-word elements) that it satisfies."""

    def __init__(self) -> None:
        self.symbols: dict[frozenset[Option], int] = {}
        self.words: dict[str, set[int]] = {}
        self.stems: dict[str, set[int]] = {}
        self.verbs: dict[str, list[tuple[VerbSpec, int]]] = {}
        self.numbers: set[int] = set()
        self.any: set[int] = set()
        self._forms: dict[Form, frozenset[int]] = {}

    def symbol(self, element: OneWord) -> int:
        """The number of this element; new ones are entered under all their options."""
        known = self.symbols.get(element.options)
        if known is not None:
            return known
        self._forms.clear()
        symbol = self.symbols[element.options] = len(self.symbols)
        for kind, value in element.options:
            if isinstance(value, VerbSpec):
                self.verbs.setdefault(value.infinitive, []).append((value, symbol))
            elif kind == "word":
                for spelling in spellings(value):
                    self.words.setdefault(spelling, set()).add(symbol)
            elif kind == "stem":
                for spelling in spellings(value):
                    self.stems.setdefault(spelling, set()).add(symbol)
            elif kind == "number":
                self.numbers.add(symbol)
            else:
                self.any.add(symbol)
        return symbol

    def commonness(self) -> dict[int, float]:
        """How often a symbol is met, roughly: where to look first is where it is least."""
        found: dict[int, float] = {}
        for options, symbol in self.symbols.items():
            found[symbol] = sum(_commonness(option) for option in options)
        return found

    def look_up(self, word: str, kind: str) -> set[int]:
        """The symbols that a word satisfies."""
        if kind == "n":
            return self.numbers | self.any | self.words.get(word, set())
        if kind == "m":
            return self.any | self.words.get(word, set())
        found = self._exact(word)
        for shorter in unstretch(word):
            found |= self._exact(shorter)
        if not found and len(word) > 2 and word.endswith("ع"):
            found = self._exact(word[:-1] + "ه")
        if word in NUMERALS:
            found = found | self.numbers
        return found | self.any

    def _exact(self, word: str) -> set[int]:
        found = set(self.words.get(word, ()))
        found |= self.stems.get(word, set())
        for cut in range(len(word) - 1, max(1, len(word) - _LONGEST_ENDING - 1), -1):
            stems = self.stems.get(word[:cut])
            if stems and word[cut:] in ENDINGS:
                found |= stems
        if self.verbs:
            for form in analyse(word):
                found |= self._of_form(form)
        return found

    def _of_form(self, form: Form) -> frozenset[int]:
        """The symbols that a verb form satisfies; remembered, for there are few hundred kinds."""
        kind = form._replace(clitic=0, spoken=False)
        known = self._forms.get(kind)
        if known is None:
            known = self._forms[kind] = frozenset(
                symbol
                for name in (form.infinitive, "*")
                for spec, symbol in self.verbs.get(name, ())
                if spec.fits(form)
            )
        return known


def _commonness(option: Option) -> float:
    """A guess at how many of 1,000 words of a chat an option meets."""
    kind, value = option
    if isinstance(value, VerbSpec):
        often = 60 if value.infinitive == "*" else 15 if key(value.infinitive) in COMMON else 1
        return often / (1 + len(value.tenses) + len(value.persons) + (value.negative is not None))
    if kind == "number":
        return 30
    if kind == "any":
        return 1000
    return 15 if value in COMMON else 0.3 if kind == "word" else 0.6
