"""What was typed with the keyboard set to English («sghl» for «سلام»): found and put right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from coach.text import Span

_KEYS = dict(
    zip(
        "qwertyuiop[]asdfghjkl;'zxcvbnm,\\",
        "ض ص ث ق ف غ ع ه خ ح ج چ ش س ی ب ل ا ت ن م ک گ ظ ط ز ر ذ د پ و ژ".split(),
        strict=True,
    )
) | {"`": "پ", "H": "آ", "N": "أ", "?": "؟", "T": "،", "C": "ژ"}
_RUN = re.compile(r"[A-Za-z;'\[\],\\`]+(?: [A-Za-z;'\[\],\\`]+)*[?]?")
_WORD = re.compile(r"\S+")


def as_typed_in_persian(text: str) -> str:
    """The same keys on the Persian layout."""
    return "".join(_KEYS.get(char, _KEYS.get(char.lower(), char)) for char in text)


def mistyped(raw: str, knows: Callable[[str], bool]) -> Iterator[tuple[Span, str]]:
    """Stretches of Latin letters that are Persian words on the other layout, with those words.

    knows: is a key a Persian word? Most of the words of a stretch must be, one of them of four
    letters or two of three, so that English names and codes are left alone.
    """
    for run in _RUN.finditer(raw):
        words = [as_typed_in_persian(word) for word in _WORD.findall(run.group().rstrip("?"))]
        known = [word for word in words if len(word) > 1 and knows(word)]
        longest = max(map(len, known), default=0)
        enough = longest >= 4 or (longest == 3 and len(known) >= 2)
        if enough and len(known) * 10 >= len(words) * 6:
            yield Span(run.start(), run.end()), as_typed_in_persian(run.group())
