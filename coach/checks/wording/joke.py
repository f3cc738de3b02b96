"""`joke`: laughter, a playful emoji or a joke, while the customer is upset or has not joked.

Warm emoji are never jokes. A few (😄 😉 😎 😏) are what their company makes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from coach.cues import Cue, Cues
from coach.rules import Mark, Replacement, Rule, Scene
from coach.text import END, NONE, Span

_PLAYFUL = frozenset("😂🤣😆😅😁😜😝😛🤪🤡😹🙃")
_DEPENDS = frozenset("😄😉😎😏😃😬")
_SHEEPISH = frozenset("😅🙃😬")
"""Without such a one, the words that it closes are no joke."""
_GRIM = frozenset(("angry", "upset", "worried"))
_FEW = 3


class _Place(NamedTuple):
    """Where a joke is: the words `first` to `last`, and the characters of the whole mark."""

    first: int
    last: int
    span: Span


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """The clauses with a joke in them, one a sentence; none where the customer jokes along."""
    if _welcome(scene):
        return
    seen: set[int] = set()
    for place in sorted(_places(rule, scene), key=lambda place: place.first):
        sentence = scene.text.sentence_index(place.first)
        if sentence not in seen and not scene.text.is_quoted(place.first):
            seen.add(sentence)
            yield Mark(place.span, None, _without_joke(place, scene))


def _welcome(scene: Scene) -> bool:
    """Did the customer joke, and is nobody hurt now?"""
    talk = scene.conversation
    if talk.mood == "angry":
        return False
    heard = talk.customer_turn if talk.mood in _GRIM else talk.customer_cues
    return any(_jokes(cues) for cues in heard)


def _jokes(cues: Cues) -> bool:
    emoji = _PLAYFUL | _DEPENDS
    return cues.any("laughter") or any(mark in emoji for _, mark in cues.text.marks)


def _places(rule: Rule, scene: Scene) -> Iterator[_Place]:
    for cue in scene.cues["laughter"]:
        yield _around_laughter(cue, scene)
    for cue in scene.cues[f"{rule.id}/flags"]:
        first, _ = scene.text.clause_of(cue.first)
        _, last = scene.text.clause_of(cue.last - 1)
        yield _Place(first, last, scene.text.span(first, last))
    for at, mark in scene.text.marks:
        if mark in _PLAYFUL or mark in _DEPENDS:
            place = _around_emoji(at, scene)
            if place is not None and (mark in _PLAYFUL or _in_bad_company(place, scene)):
                yield place


def _in_bad_company(place: _Place, scene: Scene) -> bool:
    """Does a joking word stand by the emoji, or a hurt customer read it beside no comfort?"""
    cues = scene.cues
    if cues.within("banter", place.first, place.last):
        return True
    first = scene.text.sentence_of(place.first).first
    kind = any(
        cues.within(name, first, place.last)
        for name in ("apology", "empathy", "thanks", "greeting", "own-act", "please", "warm-wish")
    )
    return scene.conversation.mood in _GRIM and not kind


def _around_laughter(cue: Cue, scene: Scene) -> _Place:
    """Laughter with what is laughed at: what follows it, or what it closes."""
    text = scene.text
    first, last = text.clause_of(cue.first)
    if cue.first - first > 1:
        last = cue.last
    else:
        first = cue.first
    if last - first <= cue.last - cue.first:
        sentence = text.sentence_of(first)
        if last < sentence.last:
            last = text.clause_of(last)[1]
        elif first > sentence.first:
            first = text.clause_of(first - 1)[0]
    return _Place(first, last, text.span(first, last))


def _around_emoji(at: int, scene: Scene) -> _Place | None:
    """The clause that an emoji closes; where it opens one, the clause behind it."""
    text = scene.text
    before = [word for word, end in enumerate(text.ends) if end <= at]
    if before and "\n" not in text.raw[text.ends[before[-1]] : at]:
        first, last = _widened(before[-1], scene)
        return _Place(first, last, Span(text.starts[first], at + 1))
    after = [word for word, start in enumerate(text.starts) if start > at]
    if not after:
        return None
    first, last = text.clause_of(after[0])
    return _Place(first, last, Span(at, text.ends[last - 1]))


def _widened(word: int, scene: Scene) -> tuple[int, int]:
    """The clause of a word; one of few words with the clause before it, if that is no greeting."""
    text = scene.text
    first, last = text.clause_of(word)
    if last - first < _FEW and first > text.sentence_of(word).first and text.breaks[first] != END:
        earlier, _ = text.clause_of(first - 1)
        if not scene.cues.within("greeting", earlier, first):
            first = earlier
    return first, last


def _without_joke(place: _Place, scene: Scene) -> tuple[Replacement, ...]:
    """The words without the laughter; nothing is offered where they would still be a joke."""
    text, raw = scene.text, scene.text.raw
    sheepish = raw[place.span.end - 1] in _SHEEPISH
    grim = scene.conversation.mood in _GRIM and not sheepish
    if grim or scene.cues.within("banter", place.first, place.last):
        return _left_out(place, scene)
    laughing = [
        cue for cue in scene.cues["laughter"] if place.first <= cue.first and cue.last <= place.last
    ]
    words = [
        word
        for word in range(place.first, place.last)
        if not any(cue.first <= word < cue.last for cue in laughing)
    ]
    if (laughing and len(words) < _FEW) or words != list(range(words[0], words[-1] + 1)):
        return _left_out(place, scene)
    rest = raw[place.span.end :].lstrip(" ")
    stop = "\u060c" if rest[:1].isalnum() else ""
    return (Replacement(raw[text.starts[words[0]] : text.ends[words[-1]]] + stop),)


def _left_out(place: _Place, scene: Scene) -> tuple[Replacement, ...]:
    """Leaving the whole out, where it is a sentence of its own and something else is said."""
    text = scene.text
    alone = text.breaks[place.first] == END or place.first == 0
    ends = place.last == len(text.keys) or text.breaks[place.last] == END
    others = len(text.keys) - (place.last - place.first)
    whole = text.breaks[place.first] != NONE or place.first == 0
    return (Replacement(""),) if alone and ends and whole and others >= _FEW else ()
