"""What every rule has (`Rule`) and what a check returns (`Finding`).

A `Finding` is one remark about a draft. Its span counts code points of the draft exactly as it was
typed, end exclusive; the wire converts to UTF-16 at its edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["hint", "warning", "error"]
Section = Literal["wording", "missing", "shape", "flow"]
Show = Literal["now", "pause", "send"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the draft in code points, `start` inclusive, `end` exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Replacement:
    """An edit that is offered: the text that takes the place of the finding's span.

    For a finding without a span the text is inserted at `at` (code points), or at the end where
    `at` is None.
    """

    text: str
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark about a draft. `span` is None for reminders alone."""

    id: str
    rule: str
    section: Section
    category: str
    severity: Severity
    span: Span | None
    show: Show
    advice: str
    why: str
    source: str
    replacements: tuple[Replacement, ...] = ()
    group: str | None = None
