"""Reading a look-up key as a verb form.

A form is a head (preverb, prefix and stem: `heads`) and a tail (ending, clitic: `endings`). Both
are listed once; a key is a verb form wherever it splits into a head and a tail that fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from coach.persian import key as look_up_key
from coach.verbs.endings import Tail, tails
from coach.verbs.heads import CONTINUOUS, COPULAS, NEGATIVE, PASTS, Head, all_heads
from coach.verbs.stems import all_verbs, verb_data

LONGEST_KEY = 40


class Form(NamedTuple):
    """One reading of a verb form."""

    infinitive: str
    """The look-up key of the infinitive: "توانستن", "امدن", "برگشتن"; "بودن" for هست and نیست."""
    negative: bool
    person: int
    """1 من, 2 تو, 3 او, 4 ما, 5 شما, 6 آنها; 0 where the form has none."""
    tense: str
    """present past imperfect perfect pluperfect future subjunctive imperative participle
    infinitive."""
    clitic: int
    """The person of the object clitic, or 0."""
    spoken: bool
    """Whether the spelling is a spoken one («نمی‌تونم»)."""


class _Tables(NamedTuple):
    heads: dict[str, tuple[Head, ...]]
    future_stems: dict[str, str]
    fixed: dict[str, tuple[Form, ...]]
    longest_head: int


@cache
def _tables() -> _Tables:
    heads = all_heads()
    futures: dict[str, str] = {}
    for verb in all_verbs():
        if verb.common and not verb.preverb:
            futures.setdefault(look_up_key(verb.past), verb.infinitive)
    data = verb_data()
    fixed: dict[str, tuple[Form, ...]] = dict.fromkeys(data["not_verbs"], ())
    for word, (infinitive, negative, person, tense, spoken) in data["irregular"].items():
        fixed[word] = (Form(infinitive, negative, person, tense, 0, spoken),)
    return _Tables(heads, futures, fixed, max(map(len, heads)))


def _fits(head: Head, tail: Tail) -> bool:
    """Whether this head takes this tail."""
    if tail.extra == "clitic" and tail.tense != "infinitive":
        return _takes_clitic(head, tail)
    if tail.extra == "emphatic":
        return head.prefix not in ("", "ب") or head.kind in COPULAS
    if tail.tense in ("participle", "infinitive") and head.prefix in CONTINUOUS:
        return False
    if tail.tense == "imperative" and "imperative" in head.limits and head.kind not in PASTS:
        return False
    if "second" in head.limits and tail.person == 2 and head.kind not in PASTS:
        return False
    return not ("spoken" in head.limits and tail.spoken)


def _takes_clitic(head: Head, tail: Tail) -> bool:
    if tail.tense == "imperative" and ("imperative" in head.limits or not head.prefix):
        return False
    if "object" in head.limits:  # «نبودش»: the ش that only follows the third person
        third = head.kind in PASTS and tail.person == 3 and tail.clitic == 3
        return third and not tail.tense and "third-object" not in head.limits
    if tail.tense == "perfect":
        return bool(head.prefix)
    if head.kind == "letter" and head.prefix == "ب" and tail.person in (2, 3, 6):
        return False  # «بدنم», «بدیشان»: other words
    if tail.person == 3 and not head.prefix:  # «گفتش», but «گفتمان»
        return tail.clitic in (3, 6) and "third-object" not in head.limits
    return True


_TENSE_OF_PAST = {"past": "imperfect", "perfect": "imperfect"}


def _tense(head: Head, tail: Tail) -> str:
    tense = tail.tense or ("past" if head.kind in PASTS else "")
    if tense:
        return _TENSE_OF_PAST.get(tense, tense) if head.prefix in CONTINUOUS else tense
    if head.prefix in CONTINUOUS:
        return "present"
    return "present" if head.infinitive == "داشتن" and head.prefix != "ب" else "subjunctive"


def _forms(head: Head, tail: Tail) -> Iterator[Form]:
    tense = _tense(head, tail)
    form = Form(
        head.infinitive,
        head.prefix in NEGATIVE,
        tail.person,
        "present" if head.kind in COPULAS else tense,
        tail.clitic,
        head.spoken or tail.spoken,
    )
    yield form
    plain = not tail.tense or head.infinitive == "داشتن"  # «داشته باشید»
    if form.tense == "subjunctive" and form.person == 5 and plain:
        yield form._replace(tense="imperative")


_FUTURE = re.compile(r"(بر|در|باز|فرا|فرو|وا|)(ن?)(?:می)?خواه")
_FUTURE_PERSONS = {"م": 1, "ی": 2, "د": 3, "یم": 4, "ید": 5, "ین": 5, "ند": 6, "ن": 6}


def _future(word: str) -> Iterator[Form]:
    """«نخواهدشد»: the auxiliary and the past stem, joined."""
    match = _FUTURE.match(word)
    if not match:
        return
    preverb, negative, rest = match[1], bool(match[2]), word[match.end() :]
    for ending, person in _FUTURE_PERSONS.items():
        infinitive = _tables().future_stems.get(rest.removeprefix(ending))
        if infinitive and rest.startswith(ending):
            yield Form(preverb + infinitive, negative, person, "future", 0, ending in ("ین", "ن"))


def _read(word: str) -> tuple[Form, ...]:
    tables = _tables()
    fixed = tables.fixed.get(word)
    if fixed is not None:
        return fixed
    found: list[tuple[bool, Form]] = []
    for cut in range(min(len(word), tables.longest_head), 0, -1):
        for head in tables.heads.get(word[:cut], ()):
            for tail in tails(head.kind).get(word[cut:], ()):
                if _fits(head, tail) and not ("empty" in head.limits and cut == len(word)):
                    found += [(head.common, form) for form in _forms(head, tail)]
    common = [form for is_common, form in found if is_common] or [form for _, form in found]
    forms = dict.fromkeys((*common, *_future(word)))
    return tuple(f for f in forms if not f.spoken or f._replace(spoken=False) not in forms)


_STRETCHED = re.compile(r"(.)\1{2,}")


def _repaired(word: str) -> Iterator[str]:
    """Spellings that a word which is no verb may be a slip for: ع for ه, a letter held down."""
    if word.endswith("ع"):
        yield word[:-1] + "ه"
    short = _STRETCHED.sub(r"\1", word)
    if short != word:
        yield short
        yield _STRETCHED.sub(r"\1\1", word)
    elif word[-1:] == word[-2:-1]:
        yield word[:-1]


@lru_cache(maxsize=1 << 15)
def analyse(key: str) -> tuple[Form, ...]:
    """Every reading of a look-up key as a verb form; () where it is none.

    Slips of the finger are read only where a prefix (می, نمی, ن) leaves no doubt. Words that look
    like verb forms and are nearly always something else («نگین», «نبرد») have no reading.
    """
    if not 1 < len(key) <= LONGEST_KEY:
        return ()
    forms = _read(key)
    if forms or key in _tables().fixed or len(key) < 4:
        return forms
    for spelling in _repaired(key):
        forms = _read(spelling)
        if spelling.startswith(("می", "نمی")) or (forms and forms[0].negative):
            return forms
    return ()


@cache
def infinitives() -> frozenset[str]:
    """The look-up keys of all infinitives that `analyse` can name."""
    listed = {form[0] for form in verb_data()["irregular"].values()}
    return frozenset(verb.infinitive for verb in all_verbs()) | listed
