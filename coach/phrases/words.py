"""The words of phrases and of what is typed to find them, in whatever spelling."""

from __future__ import annotations

import re
from functools import lru_cache

from coach.layout import as_typed_in_persian
from coach.persian import ENDINGS, spellings, unstretch
from coach.text import Text
from coach.verbs import analyse

LONGEST_TEXT = 500
"""How many characters of a text are read."""
_SHORTEST_STEM = 3
_BRACES = re.compile(r"[{}\[\]]")


def words_of(text: str) -> list[str]:
    """The look-up keys of the words of a text."""
    return Text(_BRACES.sub(" ", text[:LONGEST_TEXT])).keys


def on_the_other_layout(typed: str) -> list[str]:
    """The words of what was typed with the keyboard set to English."""
    return words_of(as_typed_in_persian(typed))


@lru_cache(maxsize=1 << 14)
def alike(word: str) -> frozenset[str]:
    """Other spellings of the same word: spoken and written twins, less stretched."""
    return frozenset((*spellings(word), *unstretch(word))) - {word}


@lru_cache(maxsize=1 << 14)
def stems(word: str) -> dict[str, float]:
    """What other forms of a word have in common with it, and how near that makes them.

    «سفارشم» and «سفارش‌ها» share «سفارش»; forms of a verb share its infinitive.
    """
    found = {word: 1.0}
    for at in range(_SHORTEST_STEM, len(word)):
        if word[at:] in ENDINGS:
            found[word[:at]] = 0.85
    for form in analyse(word):
        no = "-" if form.negative else "+"
        found[f"{no}{form.infinitive}"] = 0.9
        found.setdefault(f"~{form.infinitive}", 0.6)
    return found
