"""template-residue: an unfilled placeholder, or «کاربر گرامی» where the name is known."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from coach.checks.wording import found
from coach.naming.parts import with_ezafe
from coach.rules import Mark, Replacement, Rule, Scene
from coach.text import Span

_SHAPES = re.compile(
    r"\{\{?[^{}\n]{1,40}\}\}?"
    r"|%[a-z_]{2,30}%"
    r"|<[a-z_ ]{2,30}>"
    r"|\$\{?[a-z_]{3,30}\}?"
    r"|(?<![a-z0-9])x{3,}(?![a-z0-9])"
    r"|_{3,}"
    r"|\[[ .…*_-]{2,20}\]"
    r"|#[a-z_]{3,30}#"
    r"|(?<![a-z_])(?:[a-z]{2,20}_here|(?:your|insert|enter)_[a-z_]{2,20})(?![a-z_])"
    r"|(?<![a-z])(?:dd[/.-]mm[/.-]yy(?:yy)?|yyyy[/.-]mm[/.-]dd|hh:mm)(?![a-z])"
)
_TRACE = re.compile(r"[{%<$\[#_a-zA-Z]")
"""A character that every shape holds."""
_BRACKETED = re.compile(r"(?:[\[<(]|--|\*\*)([^\[\]<>()*\n-]{2,40})(?:[\]>)]|--|\*\*)")
_DOTS = re.compile(r"[.…]{4,}|…{2,}")
_LEFT_OPEN = re.compile(r"(?<= )(?:\.{2,3}|…)(?= )")
_ASKED = re.compile(r"(?<= )[؟?]{3,}(?= )")


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """Placeholders by their shape, and an address without a name where the name is known."""
    raw = scene.text.raw
    shaped = _SHAPES.finditer(raw.lower()) if _TRACE.search(raw) else ()
    spans = [Span(m.start(), m.end()) for m in shaped]
    spans += _named_blanks(scene)
    spans += [mark.span for mark in found(rule, scene)]
    spans = [span for span in spans if not _spoken_of(span, scene)]
    end = -1
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if span.start >= end:
            end = span.end
            yield Mark(span, None, _filled(span, scene))
    yield from _nameless(scene)


def _spoken_of(span: Span, scene: Scene) -> bool:
    """Is it the very token that the customer showed us?"""
    token = scene.text.raw[span.start : span.end]
    return any(token in cues.text.raw for cues in scene.conversation.customer_cues)


def _named_blanks(scene: Scene) -> Iterator[Span]:
    """«[شماره سفارش]»: brackets around the name of something, not around a label to press."""
    raw, starts = scene.text.raw, scene.text.starts
    names = {starts[cue.first] for cue in scene.cues["blank-name"]}
    for match in _BRACKETED.finditer(raw):
        first = bisect_right(starts, match.start())
        if first < len(starts) and starts[first] < match.end() and starts[first] in names:
            yield Span(match.start(), match.end())
    followers = {starts[cue.first] for cue in scene.cues["blank-follower"]}
    for quoted in scene.text.quoted if followers else ():
        first, after = bisect_left(starts, quoted.start), bisect_left(starts, quoted.end)
        if starts[first] in names and after < len(starts) and starts[after] in followers:
            yield quoted
    yield from _joined_blanks(scene)
    yield from _dotted_blanks(scene)
    for cue in scene.cues["two-titles"]:
        between = raw[scene.text.ends[cue.first] : starts[cue.last - 1]]
        if "/" in between or "\\" in between:
            yield scene.cues.span(cue)
    for cue in scene.cues["blank-unset"]:
        yield scene.text.span(cue.last - 1, cue.last)


def _joined_blanks(scene: Scene) -> Iterator[Span]:
    """«@نام» and «نام_مشتری»: the name of a blank as a programmer writes it."""
    raw = scene.text.raw
    for cue in scene.cues["blank-name"]:
        span = scene.cues.span(cue)
        if raw[span.start - 1 : span.start] == "@":
            yield Span(span.start - 1, span.end)
        elif "_" in raw[span.start : span.end]:
            yield span


def _dotted_blanks(scene: Scene) -> Iterator[Span]:
    """Dots where a name belongs: before «عزیز», behind «آقای»; question marks for a number."""
    raw, starts, ends = scene.text.raw, scene.text.starts, scene.text.ends
    followers = {starts[cue.first] for cue in scene.cues["blank-follower"]}
    titles = {ends[cue.last - 1] for cue in scene.cues["honorific-before"]}
    named = {ends[cue.last - 1] for cue in scene.cues["blank-lead"]}
    for match in _DOTS.finditer(raw) if followers or titles else ():
        after = bisect_left(starts, match.end())
        follows = after < len(starts) and starts[after] in followers
        led = len(raw[: match.start()].rstrip()) in titles and after < len(starts)
        if led or (follows and not raw[match.end() : starts[after]].strip()):
            yield Span(match.start(), match.end())
    for match in _ASKED.finditer(raw) if named else ():
        if len(raw[: match.start()].rstrip()) in named:
            yield Span(match.start(), match.end())
    counted = {starts[cue.first] for cue in scene.cues["blank-unit"]} if named else set[int]()
    for match in _LEFT_OPEN.finditer(raw) if counted else ():
        if len(raw[: match.start()].rstrip()) in named and match.end() + 1 in counted:
            yield Span(match.start(), match.end())


def _filled(span: Span, scene: Scene) -> tuple[Replacement, ...]:
    """The name, where the placeholder asks for it and it is known."""
    asks = any(
        span.start <= scene.text.starts[cue.first] < span.end
        for cue in scene.cues["blank-for-name"]
    )
    names = scene.names
    if not asks or not names.known or names.latin:
        return ()
    cues, text = scene.cues, scene.text
    after = next((at for at, start in enumerate(text.starts) if start >= span.end), None)
    titled = any(0 <= span.start - text.ends[cue.last - 1] <= 1 for cue in cues["honorific-before"])
    family = [part.spelled for part in names.parts if part.family]
    called = family[0] if titled and family else names.parts[0].spelled
    if after is not None and any(cue.first == after for cue in cues["blank-follower"]):
        called = with_ezafe(called)
    return (Replacement(called),)


def _nameless(scene: Scene) -> Iterator[Mark]:
    if not scene.names.known:
        return
    for cue in scene.cues["address-without-name"]:
        if scene.text.is_quoted(cue.first) or _meant_by_name(scene, cue.last):
            continue
        address = scene.names.address(scene.spoken)
        offered = (Replacement(address),) if address else ()
        yield Mark(scene.cues.span(cue), cue, offered)


def _meant_by_name(scene: Scene, word: int) -> bool:
    """«مشتری گرامی خانم احمدی»: the name follows at once."""
    return any(0 <= use.first - word <= 3 for use in scene.names.uses(scene.cues))
