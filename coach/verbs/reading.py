"""Reading a look-up key as a verb: the beginnings of all verb forms, and `analyse`.

A form is a *head* (preverb, prefix and stem) and a *tail* (`endings`). Heads are listed once, tails
once; a key is a verb form wherever it splits into a known head and a tail of the head's kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from coach.persian import key as look_up_key
from coach.verbs.endings import Kind, Tail, tails
from coach.verbs.stems import Verb, all_verbs, verb_data

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


class Head(NamedTuple):
    """The beginning of verb forms: what stands before the tail, and which tails it takes."""

    infinitive: str
    prefix: str
    kind: Kind
    spoken: bool
    common: bool
    limits: frozenset[str]
    """Which tails it does not take: "object", "third-object", "spoken", "imperative", "empty"."""


_Heads = dict[str, list[Head]]
_PREFIXES = ("", "ن", "ب", "می", "نمی", "نیمی")
_NEGATIVE = frozenset(("ن", "نمی", "نیمی"))
_PASTS = frozenset(("past", "latin past"))
_COPULAS = frozenset(("copula", "latin copula"))
_CONTINUOUS = frozenset(("می", "نمی", "نیمی"))
_LATIN_KIND: dict[str, Kind] = {"present": "latin present", "past": "latin past"}
_NO_LIMITS: frozenset[str] = frozenset()


def attached(prefix: str, stem: str) -> Iterator[tuple[str, bool]]:
    """The spellings of prefix and stem (آ is still آ in `stem`), and whether each is spoken."""
    plain = look_up_key(stem)
    if not prefix or not plain.startswith("ا") or stem.startswith("ای"):
        yield prefix + plain, False
    elif prefix in ("ن", "ب"):
        if stem.startswith("آ"):
            yield prefix + "ی" + plain, False
        else:
            yield prefix + "ی" + plain[1:], False
            yield prefix + "ی" + plain, False
    else:
        yield prefix + plain, False
        if len(plain) > 2 and not stem.startswith("آ"):
            yield prefix + plain[1:], True


def _kind(verb: Verb, stem: str, spoken: bool) -> Kind:
    """Which tails a present stem takes."""
    if stem.endswith(("ا", "آ")):
        return "vowel" if spoken else "bare"
    if not spoken:
        return "bare" if stem + "ی" in verb.presents else "present"
    return "letter" if len(stem) == 1 else "spoken"


def _present_stems(verb: Verb) -> Iterator[tuple[str, Kind, bool]]:
    for stem in verb.presents:
        kind = _kind(verb, stem, spoken=False)
        yield stem, kind, False
        if stem.endswith("ا") and stem + "ی" not in verb.presents:
            yield stem + "ی", "present", False
    for stem in verb.spoken_presents:
        yield stem, _kind(verb, stem, spoken=True), True


def _present_prefixes(verb: Verb) -> Iterator[tuple[str, frozenset[str]]]:
    """The prefixes of the present stem, and which tails each rules out."""
    objects = _NO_LIMITS if verb.takes_object else frozenset(("object",))
    for prefix in _PREFIXES if verb.common else ("می", "نمی"):
        limits = objects
        if prefix in _CONTINUOUS:
            limits |= {"imperative"}
        if not prefix and verb.without_prefix != "every":
            if not verb.without_prefix:
                continue
            limits |= {"spoken", "object"} if not verb.preverb else set[str]()
            limits |= {"imperative", "second"} if not verb.preverb else set[str]()
        yield prefix, limits


def _holds_nothing_alone(verb: Verb, prefix: str) -> bool:
    """دار without prefix, and with ن, makes no imperative of its own («نگه دار» apart)."""
    return verb.past == "داشت" and not verb.preverb and prefix in ("", "ن")


def _verb_heads(verb: Verb) -> Iterator[tuple[str, Head]]:
    pasts = ((verb.past, False), *((stem, True) for stem in verb.spoken_pasts))
    objects: frozenset[str] = _NO_LIMITS if verb.takes_object else frozenset(("object",))
    noun = verb.preverb + verb.past in verb_data()["nouns_as_past"]
    for prefix in ("", "ن", "می", "نمی", "نیمی") if verb.common else ("می", "نمی"):
        for stem, spoken in pasts:
            limits = objects | {"third-object"} if noun and not prefix else objects
            for spelling, slurred in attached(prefix, stem):
                yield (
                    look_up_key(verb.preverb) + spelling,
                    _head(verb, prefix, "past", spoken or slurred, limits),
                )
    for prefix, limits in _present_prefixes(verb):
        if _holds_nothing_alone(verb, prefix):
            limits |= {"imperative"}
        for stem, kind, spoken in _present_stems(verb):
            if spoken and "spoken" in limits:
                continue
            for spelling, slurred in attached(prefix, stem):
                yield (
                    look_up_key(verb.preverb) + spelling,
                    _head(verb, prefix, kind, spoken or slurred, limits),
                )


def _head(verb: Verb, prefix: str, kind: Kind, spoken: bool, limits: frozenset[str]) -> Head:
    return Head(verb.infinitive, prefix, kind, spoken, verb.common, limits)


def _listed_heads() -> Iterator[tuple[str, Head]]:
    """The heads that follow no pattern, the copula and the heads in Latin letters."""
    data = verb_data()
    for past, kinds in data["heads"].items():
        for kind, prefixes in kinds.items():
            for prefix, spellings in prefixes.items():
                limits = frozenset(("object", "imperative"))
                head = Head(look_up_key(past + "ن"), prefix, kind, True, True, limits)
                yield from ((spelling, head) for spelling in spellings)
    for spelling, negative, spoken in data["copula"]:
        prefix = "ن" if negative else ""
        yield (
            spelling,
            Head("بودن", prefix, "copula", spoken, True, _NO_LIMITS),
        )
    yield from _latin_heads(data["latin"])


def _latin_heads(latin: dict[str, Any]) -> Iterator[tuple[str, Head]]:
    for kind in ("present", "past"):
        for stem, infinitive in latin[kind].items():
            for prefix, letters in (
                ("", ""),
                ("ن", "na"),
                ("ب", "be"),
                ("می", "mi"),
                ("نمی", "nemi"),
            ):
                if prefix in ("", "ب") and stem not in latin["without_prefix"]:
                    continue
                limits = frozenset(("empty",)) if kind == "present" else _NO_LIMITS
                head = Head(infinitive, prefix, _LATIN_KIND[kind], True, True, limits)
                yield letters + stem, head
    for stem, negative in latin["copula"].items():
        head = Head("بودن", "ن" if negative else "", "latin copula", True, True, _NO_LIMITS)
        yield stem, head


class _Tables(NamedTuple):
    heads: dict[str, tuple[Head, ...]]
    future_stems: dict[str, str]
    fixed: dict[str, tuple[Form, ...]]
    longest_head: int


@cache
def _tables() -> _Tables:
    heads: _Heads = {}
    futures: dict[str, str] = {}
    for verb in all_verbs():
        if verb.common and not verb.preverb:
            futures.setdefault(look_up_key(verb.past), verb.infinitive)
        for spelling, head in _verb_heads(verb):
            heads.setdefault(spelling, []).append(head)
    for spelling, head in _listed_heads():
        heads.setdefault(spelling, []).append(head)
    data = verb_data()
    for spelling, infinitive in data["misread"].items():
        heads[spelling] = [head for head in heads[spelling] if head.infinitive != infinitive]
    fixed: dict[str, tuple[Form, ...]] = {word: () for word in data["not_verbs"]}
    for word, (infinitive, negative, person, tense, spoken) in data["irregular"].items():
        fixed[word] = (Form(infinitive, negative, person, tense, 0, spoken),)
    frozen = {spelling: tuple(dict.fromkeys(found)) for spelling, found in heads.items()}
    return _Tables(frozen, futures, fixed, max(map(len, frozen)))


def _fits(head: Head, tail: Tail) -> bool:
    """Whether this head takes this tail."""
    if tail.extra == "clitic":
        return _takes_clitic(head, tail)
    if tail.extra == "emphatic":
        return bool(head.prefix) or head.kind in _COPULAS
    if tail.tense in ("participle", "infinitive") and head.prefix in _CONTINUOUS:
        return False
    if tail.tense == "imperative" and "imperative" in head.limits:
        return False
    if "second" in head.limits and tail.person == 2 and head.kind not in _PASTS:
        return False
    return not ("spoken" in head.limits and tail.spoken)


def _takes_clitic(head: Head, tail: Tail) -> bool:
    if tail.tense == "imperative" and ("imperative" in head.limits or not head.prefix):
        return False
    if "object" in head.limits:  # «نبودش»: the ش that only follows the third person
        third = head.kind in _PASTS and tail.person == 3 and tail.clitic == 3
        return third and not tail.tense and "third-object" not in head.limits
    if tail.tense == "perfect":
        return bool(head.prefix)
    return not (tail.person == 3 and "third-object" in head.limits)


_TENSE_OF_PAST = {"past": "imperfect", "perfect": "imperfect"}


def _tense(head: Head, tail: Tail) -> str:
    tense = tail.tense or ("past" if head.kind in _PASTS else "")
    if tense:
        return _TENSE_OF_PAST.get(tense, tense) if head.prefix in _CONTINUOUS else tense
    if head.prefix in _CONTINUOUS:
        return "present"
    return "present" if head.infinitive == "داشتن" and head.prefix != "ب" else "subjunctive"


def _forms(head: Head, tail: Tail) -> Iterator[Form]:
    tense = _tense(head, tail)
    form = Form(
        head.infinitive,
        head.prefix in _NEGATIVE,
        tail.person,
        "present" if head.kind in _COPULAS else tense,
        tail.clitic,
        head.spoken or tail.spoken,
    )
    yield form
    if form.tense == "subjunctive" and form.person == 5 and not tail.tense:
        yield form._replace(tense="imperative")


_FUTURE = re.compile(r"(بر|در|باز|فرا|فرو|وا|)(ن?)خواه")
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
