"""Findings drawn for a terminal.

Terminals disagree about where a right-to-left letter stands, so nothing relies on columns: a
finding is numbered, its words stand between brackets with that number in the draft, and are quoted
beside its advice.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.texts import Lang, text
from coach import Finding, Review

_COLOURS = {"error": "\x1b[31m", "warning": "\x1b[33m", "hint": "\x1b[36m"}
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def draw(review: Review, draft: str, lang: Lang, colour: bool) -> str:
    """The whole review as lines: the draft with its marks, each finding, the tone."""
    lines = [_marked(draft, review.findings), ""]
    for number, finding in enumerate(review.findings, 1):
        lines += [*_finding(number, finding, draft, lang, colour), ""]
    if not review.findings:
        lines += [text("review", "nothing", lang), ""]
    if review.praise:
        lines += [printable(review.praise), ""]
    zone = text("review", review.tone.zone, lang)
    lines.append(text("review", "tone", lang, zone=zone, value=review.tone.value))
    return "\n".join(lines)


def printable(words: str) -> str:
    """Text that cannot steer the terminal: control characters are shown as U+FFFD."""
    return "".join("\ufffd" if _steers(char) else char for char in words)


def _steers(char: str) -> bool:
    return (char < " " and char not in "\n\t") or "\x7f" <= char <= "\x9f"


def _bare(words: str, finding: Finding) -> str:
    """An insertion without the marks and spaces that join it to the draft."""
    return words.strip() if finding.span is not None else words.strip().lstrip(".\u060c,").strip()


def _marked(draft: str, findings: Iterable[Finding]) -> str:
    """The draft with each finding's words in brackets: [1: words]."""
    starts: dict[int, list[int]] = {}
    ends: dict[int, int] = {}
    for number, finding in enumerate(findings, 1):
        if finding.span is not None:
            starts.setdefault(finding.span.start, []).append(number)
            ends[finding.span.end] = ends.get(finding.span.end, 0) + 1
    pieces: list[str] = []
    for at in range(len(draft) + 1):
        pieces.append("]" * ends.get(at, 0))
        pieces += [f"[{number}: " for number in starts.get(at, ())]
        pieces.append(draft[at : at + 1])
    return printable("".join(pieces))


def _finding(number: int, finding: Finding, draft: str, lang: Lang, colour: bool) -> list[str]:
    words = text("review", "missing", lang)
    if finding.span is not None:
        words = f"«{draft[finding.span.start : finding.span.end]}»"
    severity = text("review", finding.severity, lang)
    head = f"{number}. {severity} {finding.rule} ({finding.source})"
    if colour:
        head = f"{_COLOURS[finding.severity]}{_BOLD}{head}{_PLAIN}"
    lines = [head, f"   {printable(words)}", f"   {printable(finding.advice)}"]
    for offer in finding.replacements:
        name = "delete" if not offer.text else "insert" if finding.span is None else "instead"
        lines.append("   " + text("review", name, lang, text=printable(_bare(offer.text, finding))))
    lines.append("   " + text("review", "why", lang, text=printable(finding.why)))
    return lines
