"""The one place where code points (inside) meet UTF-16 code units (on the wire)."""

from __future__ import annotations

from bisect import bisect_left
from typing import TypedDict

from coach import Span


class Offsets:
    """Converts offsets into one text between code points and UTF-16 code units.

    A text without characters beyond U+FFFF has the same offsets in both: nothing is built then.
    The text must hold no lone surrogate (`app.protocol` has read those as U+FFFD).
    """

    __slots__ = ("_code_points", "_units", "length", "units")

    def __init__(self, text: str) -> None:
        self.length = len(text)
        self.units = len(text.encode("utf-16-le")) // 2
        self._code_points: list[int] = []
        self._units: list[int] = []
        if self.units != self.length:
            self._code_points = [at for at, char in enumerate(text) if char > "\uffff"]
            self._units = [at + pairs for pairs, at in enumerate(self._code_points)]

    def to_wire(self, offset: int) -> int:
        """The UTF-16 offset of a code point offset."""
        if not self._code_points:
            return offset
        return offset + bisect_left(self._code_points, offset)

    def from_wire(self, offset: int) -> int:
        """The code point offset of a UTF-16 offset.

        What lies past the end counts as the end; what lies inside a surrogate pair, as its start.
        """
        offset = min(offset, self.units)
        if not self._units:
            return offset
        return offset - bisect_left(self._units, offset)


class SpanAnswer(TypedDict):
    """UTF-16 code units into the draft, end exclusive."""

    start: int
    end: int


def span_answer(span: Span, offsets: Offsets) -> SpanAnswer:
    """A span of code points as the wire has it."""
    return {"start": offsets.to_wire(span.start), "end": offsets.to_wire(span.end)}
