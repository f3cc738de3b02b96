"""phone-format: a phone number that is not written the way the support guide says.

The guide gives a pattern such as `0XX-XXXXXXXX`: digits stand for themselves, X for any digit,
everything else is written as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from coach.rules import Mark, Replacement, Rule, Scene
from coach.text import Span

_NUMBER = re.compile(r"(?<![\w+])[+(]?\d(?:(?:[\d ()/_\-–‌]|\.(?=\d))*\d)?(?!\w)")
_DIGITS = {"۰": "۰۱۲۳۴۵۶۷۸۹", "٠": "٠١٢٣٤٥٦٧٨٩"}
_MOBILE = 10
_LANDLINE = re.compile(r"\W*0[xX1-8][xX0-9](?![xX0-9])")
"""A pattern whose area code of three digits stands apart."""
_COUNTRY = re.compile(r"^(?:0098|98)(?=\d{10}$)")


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """Each number of the pattern's length that begins as a phone number does and is set wrong."""
    pattern, text = scene.lists.phone_format, scene.text
    if not pattern or len(text.canonical) != len(text.raw):
        return
    wanted = sum(char in "xX0123456789" for char in pattern)
    for match in _NUMBER.finditer(text.canonical):
        typed = match.group()
        digits = _COUNTRY.sub("0", "".join(c for c in typed if c.isdecimal()))
        if _lacks_zero(digits, scene):
            digits = "0" + digits
        if len(digits) != wanted or not _begins(digits, pattern) or _is_other(scene, match.start()):
            continue
        written = _filled(pattern, digits)
        if typed.strip() != written:
            raw = text.raw[match.start() : match.end()]
            yield Mark(Span(match.start(), match.end()), None, (Replacement(_as_in(raw, written)),))


def _lacks_zero(digits: str, scene: Scene) -> bool:
    """Is it a mobile number without its 0, where a phone is spoken of?"""
    mobile = len(digits) == _MOBILE and digits.startswith("9")
    return mobile and (scene.cues.any("phone-words") or scene.asked("phone-words"))


def _begins(digits: str, pattern: str) -> bool:
    """Do the digits begin as the pattern does? A landline pattern («0XX-…») is not for mobile
    numbers; one that sets four digits apart, or none, is for any."""
    places = [char for char in pattern if char in "xX0123456789"]
    landline = _LANDLINE.match(pattern) is not None
    return not (landline and digits.startswith("09")) and all(
        place in "xX" or place == digit for place, digit in zip(places, digits, strict=True)
    )


def _filled(pattern: str, digits: str) -> str:
    rest = iter(digits)
    return "".join(next(rest) if char in "xX0123456789" else char for char in pattern)


def _as_in(raw: str, written: str) -> str:
    """`written` in the digits of `raw`."""
    for zero, digits in _DIGITS.items():
        if any(char in digits for char in raw):
            return written.translate({ord("0") + i: digits[i] for i in range(10)}) if zero else ""
    return written


def _is_other(scene: Scene, start: int) -> bool:
    """Is it the number of an order, a card or a bill, as the words before it say?"""
    text = scene.text
    word = next((i for i, at in enumerate(text.starts) if at <= start < text.ends[i]), None)
    if word is None:
        word = next((i for i, at in enumerate(text.starts) if at >= start), 0)
    return any(word - 4 <= cue.first < word for cue in scene.cues["number-of-a-thing"])
