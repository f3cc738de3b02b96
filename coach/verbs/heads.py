"""The beginnings of verb forms: preverb, prefix and stem, and which tails may follow them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from coach.persian import key as look_up_key
from coach.verbs.endings import Kind
from coach.verbs.stems import Verb, all_verbs, verb_data


class Head(NamedTuple):
    """The beginning of verb forms: what stands before the tail, and which tails it takes."""

    infinitive: str
    prefix: str
    kind: Kind
    spoken: bool
    common: bool
    limits: frozenset[str]
    """Which tails it does not take: "object", "third-object", "spoken", "imperative", "empty"."""


_PREFIXES = ("", "ن", "ب", "می", "نمی", "نیمی")
NEGATIVE = frozenset(("ن", "نمی", "نیمی"))
PASTS = frozenset(("past", "latin past"))
COPULAS = frozenset(("copula", "latin copula"))
CONTINUOUS = frozenset(("می", "نمی", "نیمی"))
_LATIN_KIND: dict[str, Kind] = {"present": "latin present", "past": "latin past"}
_NO_LIMITS: frozenset[str] = frozenset()


def _attached(prefix: str, stem: str) -> Iterator[tuple[str, bool]]:
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
        if prefix in CONTINUOUS:
            limits |= {"imperative"}
        if not prefix and verb.without_prefix != "every":
            if not verb.without_prefix:
                continue
            limits |= {"spoken", "object"} if not verb.preverb else set[str]()
            limits |= {"imperative", "second"} if not verb.preverb else set[str]()
        yield prefix, limits


def _has_no_imperative(verb: Verb, prefix: str) -> bool:
    """توانستن has no imperative; دار none without prefix or with ن («نگه دار» apart)."""
    holds = verb.past == "داشت" and not verb.preverb and prefix in ("", "ن")
    return holds or verb.past == "توانست"


def _verb_heads(verb: Verb) -> Iterator[tuple[str, Head]]:
    pasts = ((verb.past, False), *((stem, True) for stem in verb.spoken_pasts))
    objects: frozenset[str] = _NO_LIMITS if verb.takes_object else frozenset(("object",))
    noun = verb.preverb + verb.past in verb_data()["nouns_as_past"]
    for prefix in ("", "ن", "می", "نمی", "نیمی") if verb.common else ("می", "نمی"):
        for stem, spoken in pasts:
            limits = objects | {"third-object"} if noun and not prefix else objects
            for spelling, slurred in _attached(prefix, stem):
                yield (
                    look_up_key(verb.preverb) + spelling,
                    _head(verb, prefix, "past", spoken or slurred, limits),
                )
    for prefix, limits in _present_prefixes(verb):
        if _has_no_imperative(verb, prefix):
            limits |= {"imperative"}
        for stem, kind, spoken in _present_stems(verb):
            if spoken and "spoken" in limits:
                continue
            if verb.preverb and not prefix and stem == "آ":  # «برام», «برای»: other words
                continue
            for spelling, slurred in _attached(prefix, stem):
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


def all_heads() -> dict[str, tuple[Head, ...]]:
    """Every head by its spelling, those of common verbs first."""
    heads: dict[str, list[Head]] = {}
    for verb in all_verbs():
        for spelling, head in _verb_heads(verb):
            heads.setdefault(spelling, []).append(head)
    for spelling, head in _listed_heads():
        heads.setdefault(spelling, []).append(head)
    for spelling, infinitive in verb_data()["misread"].items():
        heads[spelling] = [head for head in heads[spelling] if head.infinitive != infinitive]
    return {spelling: tuple(dict.fromkeys(found)) for spelling, found in heads.items()}
