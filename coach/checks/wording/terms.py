"""Finding the terms of a team's lists in a draft: in any spelling, never inside another word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from coach.persian import ENDINGS, JOINER, fold
from coach.rules import Mark, Replacement, Scene
from coach.text import Span

_LETTER = r"[^\W_]"
_GAP = f"[ {JOINER}]*"
_LONG_ENDINGS = sorted(
    (e for e in ENDINGS if len(e) > 1 and e[0] in "هشتم" and e not in ("هم", "هست")),
    key=len,
    reverse=True,
)
_SHORT_TERM = 4
_IS, _IS_AFTER_VOWEL = "ه", JOINER + "ست"
"""The spoken «is» on a word («ناموجوده»), and on one that ends in a vowel («هزینه‌ست»)."""
_VOWELS = "اوه"
_SCHEME = re.compile(r"(?:https?://)?(?:www\.)?", re.IGNORECASE)


def listed(scene: Scene, entries: tuple[tuple[str, str], ...]) -> Iterator[Mark]:
    """Every place of a listed term, with what the list says to use instead."""
    canonical, raw = scene.text.canonical, scene.text.raw
    if not entries or len(canonical) != len(raw):
        return
    taken: list[Span] = []
    for match, use in sorted(entries, key=lambda entry: -len(entry[0])):
        pattern = _pattern(match)
        for place in pattern.finditer(canonical) if pattern else ():
            span = Span(place.start(), place.start("end") if place["end"] else place.end())
            if any(span.start < other.end and other.start < span.end for other in taken):
                continue
            if _is_the_cure(canonical, fold(use), span) or not _is_ending(place["end"]):
                continue
            whole = _address_around(scene, span) if "/" in use and "/" not in match else None
            taken.append(span)
            if place["end"] == _IS and use[-1:] in _VOWELS:
                span, use = Span(place.start(), place.end()), use + _IS_AFTER_VOWEL
            if whole is not None:
                span = whole
                use = _scheme(raw[span.start : span.end]) + use.removeprefix(_scheme(use))
            yield Mark(span, None, (Replacement((place["scheme"] or "") + use),))


def _address_around(scene: Scene, span: Span) -> Span | None:
    """The address that a term is a part of, which the one to use instead replaces as a whole."""
    text = scene.text
    for start, end, kind in zip(text.starts, text.ends, text.kinds, strict=True):
        if kind == "m" and start <= span.start < end and "/" in text.raw[start:end]:
            return Span(start, max(end, span.end))
    return None


def _scheme(address: str) -> str:
    found = _SCHEME.match(address)
    return found.group() if found else ""


def _is_ending(tail: str) -> bool:
    """Is what a half-space joins on an ending, and not another word?"""
    return not tail.startswith(JOINER) or tail.strip(JOINER) in ENDINGS


def _is_the_cure(canonical: str, use: str, span: Span) -> bool:
    """Does the term stand inside what the list says to use («پست» in «شرکت ملی پست»)?"""
    at = canonical.find(use)
    while at >= 0:
        if at <= span.start and span.end <= at + len(use):
            return True
        at = canonical.find(use, at + 1)
    return False


@lru_cache(maxsize=2_000)
def _pattern(term: str) -> re.Pattern[str] | None:
    """A pattern over canonical text: joiners anywhere, any space between words, whole words."""
    plain = fold(term).replace(JOINER, " ").strip()
    words = plain.split()
    if not words:
        return None
    between = f"(?:{JOINER}*(?:های?|ی))?{_GAP}"
    spelled = between.join(f"{JOINER}*".join(map(re.escape, word)) for word in words)
    numeric = words[0][0].isdecimal()
    before = r"(?<![\w.,٫٬/])" if numeric else r"(?<!\w)"
    if "/" in term or re.search(r"[a-z0-9]\.[a-z]", plain):
        bare = re.sub(r"^https?://(?:www\.)?", "", "".join(words))
        spelled = re.escape(bare)
        return re.compile(
            rf"(?P<scheme>(?:https?://)?(?:www\.)?)(?<![\w.-]){spelled}(?![\w-])(?P<end>)"
            if bare[0].isalnum()
            else rf"(?P<scheme>){spelled}(?P<end>)"
        )
    endings = "|".join(map(re.escape, _LONG_ENDINGS)) if len(plain) >= _SHORT_TERM else "(?!)"
    copula = _IS if len(plain) > _SHORT_TERM and plain[-1] not in _VOWELS else "(?!)"
    after = rf"(?P<end>(?:{JOINER}+{_LETTER}{{1,6}}|{endings}|ش|{copula})?)(?!\w)"
    if numeric and words[-1][-1].isdecimal():
        after = r"(?P<end>)(?![\w]|[.,٫٬]\d)"
    return re.compile(rf"{before}(?P<scheme>){spelled}{after}")
