"""The vocabulary: from a word as it was typed to the numbers of the elements that it satisfies."""

from __future__ import annotations

from coach.matching.elements import OneWord, Option, VerbSpec
from coach.persian import COMMON, ENDINGS, NUMERALS, key, spellings, unstretch
from coach.verbs import Form, analyse

_LONGEST_ENDING = 8
Symbols = tuple[int, ...]
"""Each symbol once. A frozenset would take three times the room."""


class Vocabulary:
    """Turns a word into the symbols (numbers of one-word elements) that it satisfies."""

    def __init__(self) -> None:
        self.symbols: dict[frozenset[Option], int] = {}
        self.words: dict[str, Symbols] = {}
        self.stems: dict[str, Symbols] = {}
        self.verbs: dict[str, list[tuple[VerbSpec, int]]] = {}
        self.numbers: set[int] = set()
        self.any: set[int] = set()
        self._forms: dict[Form, frozenset[int]] = {}
        self.commonness: dict[int, float] = {}
        """How often a symbol is met, roughly: where to look first is where it is least."""
        self._next = 0

    def copy(self) -> Vocabulary:
        """One of the same symbols with the same numbers, to be changed on its own."""
        other = Vocabulary()
        other.symbols, other.words = self.symbols.copy(), self.words.copy()
        other.stems = self.stems.copy()
        other.verbs = {name: specs.copy() for name, specs in self.verbs.items()}
        other.numbers, other.any = self.numbers.copy(), self.any.copy()
        other.commonness, other._next = self.commonness.copy(), self._next
        return other

    def keep(self, used: frozenset[int]) -> None:
        """Forget all symbols but those in use."""
        over = [(options, n) for options, n in self.symbols.items() if n not in used]
        for options, symbol in over:
            del self.symbols[options], self.commonness[symbol]
            for kind, value in options:
                if isinstance(value, VerbSpec):
                    left = [one for one in self.verbs[value.infinitive] if one[1] != symbol]
                    self.verbs[value.infinitive] = left
                elif kind in ("word", "stem"):
                    _leave(self.words if kind == "word" else self.stems, value, symbol)
        gone = {symbol for _, symbol in over}
        self.numbers -= gone
        self.any -= gone
        self._forms.clear()

    def symbol(self, element: OneWord) -> int:
        """The number of this element; new ones are entered under all their options."""
        known = self.symbols.get(element.options)
        if known is not None:
            return known
        self._forms.clear()
        symbol = self.symbols[element.options] = self._next
        self._next += 1
        self.commonness[symbol] = sum(_commonness(option) for option in element.options)
        for kind, value in element.options:
            if isinstance(value, VerbSpec):
                self.verbs.setdefault(value.infinitive, []).append((value, symbol))
            elif kind == "word":
                _enter(self.words, value, symbol)
            elif kind == "stem":
                _enter(self.stems, value, symbol)
            elif kind == "number":
                self.numbers.add(symbol)
            else:
                self.any.add(symbol)
        return symbol

    def look_up(self, word: str, kind: str) -> set[int]:
        """The symbols that a word satisfies."""
        if kind == "n":
            return self.numbers.union(self.any, self.words.get(word, ()))
        if kind == "m":
            return self.any.union(self.words.get(word, ()))
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
        found.update(self.stems.get(word, ()))
        for cut in range(len(word) - 1, max(1, len(word) - _LONGEST_ENDING - 1), -1):
            stems = self.stems.get(word[:cut])
            if stems and word[cut:] in ENDINGS:
                found.update(stems)
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


def _enter(table: dict[str, Symbols], word: str, symbol: int) -> None:
    for spelling in spellings(word):
        known = table.get(spelling, ())
        if symbol not in known[-1:]:  # The newest symbol: two options may share a spelling.
            table[spelling] = (*known, symbol)


def _leave(table: dict[str, Symbols], word: str, symbol: int) -> None:
    for spelling in spellings(word):
        left = tuple(known for known in table.get(spelling, ()) if known != symbol)
        if left:
            table[spelling] = left
        else:
            table.pop(spelling, None)


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
