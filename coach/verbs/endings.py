"""What follows the stem of a Persian verb: endings, object clitics, emphatic tails.

A table maps each tail (a look-up key) to its readings. Tables are small because stems are no part
of them: every past stem takes the tails of `tails("past")`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal, NamedTuple

Kind = Literal[
    "present", "spoken", "letter", "vowel", "bare", "past", "copula",
    "latin present", "latin past", "latin copula",
]  # fmt: skip
"""present: a written stem; spoken: a spoken one; letter: a spoken one of a single letter (گ, ش);
vowel: one that ends in a vowel (خوا); bare: the stem of the singular imperative alone."""
Extra = Literal["", "clitic", "emphatic"]


class Tail(NamedTuple):
    """One reading of what follows a stem. `tense` is "" where the prefix decides it."""

    tense: str
    person: int
    clitic: int
    spoken: bool
    extra: Extra


_Ending = tuple[str, int, bool]
_WRITTEN: tuple[_Ending, ...] = (
    ("م", 1, False),
    ("ی", 2, False),
    ("یم", 4, False),
    ("ید", 5, False),
    ("ین", 5, True),
    ("ند", 6, False),
    ("ن", 6, True),
)
_VOWEL = (*_WRITTEN[:5], ("یید", 5, True), ("یین", 5, True), ("د", 3, False), ("ن", 6, True))
_ENDINGS: dict[str, tuple[_Ending, ...]] = {
    "present": (*_WRITTEN, ("د", 3, False), ("ه", 3, True)),
    "spoken": (*_WRITTEN, ("ه", 3, True)),
    "letter": (*_WRITTEN, ("ه", 3, True)),
    "vowel": _VOWEL,
    "bare": (),
    "past": (("", 3, False), *_WRITTEN),
    "copula": (("", 3, False), *_WRITTEN),
}
_CLITICS = (
    ("م", 1), ("ت", 2), ("ش", 3), ("مان", 4), ("مون", 4), ("تان", 5), ("تون", 5),
    ("شان", 6), ("شون", 6),
)  # fmt: skip
_SPOKEN_CLITICS = frozenset(("مون", "تون", "شون"))
_PERFECT: tuple[_Ending, ...] = (
    ("هام", 1, False),
    ("هم", 1, True),
    ("های", 2, False),
    ("هی", 2, True),
    ("ه", 3, False),
    ("هاست", 3, False),
    ("هس", 3, True),
    ("هایم", 4, False),
    ("هیم", 4, True),
    ("هاید", 5, False),
    ("هاین", 5, True),
    ("هین", 5, True),
    ("هاند", 6, False),
    ("هان", 6, True),
    ("هن", 6, True),
)


def _clash(person: int, clitic: int) -> bool:
    """Whether subject and object would be the same side: «me – us», «you – you»."""
    return person % 3 == clitic % 3 and person % 3 != 0


def _with_clitic(endings: Iterable[_Ending]) -> Iterator[tuple[str, Tail]]:
    for ending, person, spoken in endings:
        if ending == "ه":  # «می‌بینتش»: before a clitic the spoken ending is ت
            ending = "ت"
        for clitic, whom in _CLITICS:
            if not _clash(person, whom):
                informal = spoken or clitic in _SPOKEN_CLITICS
                yield ending + clitic, Tail("", person, whom, informal, "clitic")


def _emphatic(endings: Iterable[_Ending]) -> Iterator[tuple[str, Tail]]:
    for ending, person, _ in endings:
        yield ending + "ها", Tail("", person, 0, True, "emphatic")
        if not ending.endswith("ه"):
            yield ending + "ا", Tail("", person, 0, True, "emphatic")


def _present(kind: str) -> Iterator[tuple[str, Tail]]:
    for ending, person, spoken in _ENDINGS[kind]:
        yield ending, Tail("", person, 0, spoken, "")
    if kind in ("present", "spoken", "bare"):
        yield "", Tail("imperative", 2, 0, False, "")
    if kind in ("present", "spoken"):
        yield "ش", Tail("imperative", 2, 3, False, "clitic")
        yield "شون", Tail("imperative", 2, 6, True, "clitic")


def _compound() -> Iterator[tuple[str, Tail]]:
    """The forms that are written with a second verb: «رفته بودم», «رفته باشم»."""
    participle = "ه"
    for ending, person, spoken in _ENDINGS["past"]:
        yield f"{participle}بود{ending}", Tail("pluperfect", person, 0, spoken, "")
    for ending, person, spoken in _PERFECT:
        yield f"{participle}بود{ending}", Tail("pluperfect", person, 0, spoken, "")
    for ending, person, spoken in _ENDINGS["present"]:
        for second in ("باش", "بودهباش"):
            yield f"{participle}{second}{ending}", Tail("subjunctive", person, 0, spoken, "")
        yield f"{participle}خواه{ending}بود", Tail("future", person, 0, spoken, "")
    for second in ("باش", "بودهباش"):
        yield participle + second, Tail("imperative", 2, 0, False, "")


def _past() -> Iterator[tuple[str, Tail]]:
    for ending, person, spoken in _ENDINGS["past"]:
        yield ending, Tail("past", person, 0, spoken, "")
    yield "ن", Tail("infinitive", 0, 0, False, "")
    for ending, person, spoken in _PERFECT:
        yield ending, Tail("perfect", person, 0, spoken, "")
    yield "ه", Tail("participle", 0, 0, False, "")
    yield from _compound()
    for clitic, whom in _CLITICS:  # «ندادنش» is the verbal noun, hardly ever «they did not give it»
        yield "ن" + clitic, Tail("infinitive", 0, whom, clitic in _SPOKEN_CLITICS, "clitic")
    for clitic, whom in _CLITICS[2:]:
        yield "ه" + clitic, Tail("perfect", 3, whom, True, "clitic")


def _copula() -> Iterator[tuple[str, Tail]]:
    for ending, person, spoken in _ENDINGS["copula"]:
        yield ending, Tail("present", person, 0, spoken, "")
    yield "ش", Tail("present", 3, 0, True, "")


_LATIN = (
    ("am", 1), ("i", 2), ("im", 4), ("id", 5), ("in", 5), ("and", 6), ("an", 6),
)  # fmt: skip


def _latin(kind: str) -> Iterator[tuple[str, Tail]]:
    """The endings of a verb that is typed in Latin letters."""
    third = {"present": ("e", "eh", "ad"), "past": ("",), "copula": ("", "esh")}[kind]
    tense = {"present": "", "past": "past", "copula": "present"}[kind]
    for ending, person in (*_LATIN, *((ending, 3) for ending in third)):
        yield ending, Tail(tense, person, 0, True, "")


def _rows(kind: Kind) -> Iterator[tuple[str, Tail]]:
    if kind.startswith("latin"):
        yield from _latin(kind.removeprefix("latin "))
        return
    if kind == "copula":
        yield from _copula()
    else:
        yield from _past() if kind == "past" else _present(kind)
        yield from _with_clitic(row for row in _ENDINGS[kind] if (kind, row[0]) != ("past", "ن"))
    yield from _emphatic(_ENDINGS[kind])


@cache
def tails(kind: Kind) -> dict[str, tuple[Tail, ...]]:
    """Every tail of one kind of stem. A tail that is a plain ending has no further reading."""
    table: dict[str, list[Tail]] = {}
    for spelling, tail in _rows(kind):
        readings = table.setdefault(spelling, [])
        if not tail.extra or all(other.extra for other in readings):
            readings.append(tail)
    return {spelling: tuple(dict.fromkeys(found)) for spelling, found in table.items()}
