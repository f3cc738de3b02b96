"""What is offered for a finding: the rule's wordings, fitted to the draft."""

from __future__ import annotations

from functools import lru_cache

from coach import placing
from coach.rules import Mark, Replacement, Rule, Scene, Wording
from coach.text import Span

MOST_OFFERED = 3
NAME = "{name}"
"""Stands in a wording for what the customer is called."""
_WHOLE = 6
"""A text of so many words is a sentence of its own."""
_LEADING = (
    *("greeting", "honorific-before", "honorific-after", "contrast", "and", "filler", "apology"),
    *("address-without-name", "yes-no", "regret"),
)
"""What a sentence may begin with before it says anything."""
_CLOSING = "؟?!.…"
_STOPS = _CLOSING + "،,؛"


def replacements(rule: Rule, mark: Mark, scene: Scene) -> tuple[Replacement, ...]:
    """The rule's wordings that fit a mark, in the draft's register; those made for this very match
    first, general ones only where there are none."""
    fitting = [w for w in rule.wordings if w.fits and _fits(w, mark, scene)]
    chosen = fitting or [w for w in rule.wordings if w.fits is None]
    before = scene.text.raw[mark.span.start : mark.span.end]
    texts: list[str] = []
    for wording in chosen:
        text = filled(wording, scene)
        said = text is not None and len(text.split()) > 3 and text in scene.text.raw
        if text is None or said or text == before or text in texts:
            continue
        if not (len(text.split()) >= _WHOLE and _hangs(mark, scene)):
            texts.append(text)
    return tuple(Replacement(text) for text in texts[:MOST_OFFERED])


def _hangs(mark: Mark, scene: Scene) -> bool:
    """Does the mark go on with what its clause began («قیمتا همینه که هست»)? A whole sentence in
    its place would hang on that."""
    if mark.cue is None:
        return False
    text, cues = scene.text, scene.cues
    first = text.clause_of(mark.cue.first)[0]
    led = {at for name in _LEADING for cue in cues[name] for at in range(cue.first, cue.last)}
    led.update(at for use in scene.names.uses(cues) for at in range(use.first, use.last))
    start = next((at for at in range(first, mark.cue.first) if at not in led), mark.cue.first)
    return text.starts[start] < mark.span.start


def seamed(
    span: Span, offered: tuple[Replacement, ...], raw: str
) -> tuple[Span, tuple[Replacement, ...]]:
    """The span with the marks behind it that a whole sentence in its place would leave standing:
    the question mark of what was no question, and shouting."""
    end = span.end
    while end < len(raw) and raw[end] in _CLOSING:
        end += 1
    marks = raw[span.end : end]
    asked = "؟" in marks or "?" in marks or len(marks) > 1
    closes = any(offer.text[-1:] in _CLOSING and offer.text for offer in offered)
    if closes and not marks and raw[end : end + 1] in _STOPS:
        end += len(raw[end : end + 1])
    if not (asked or closes) or not offered or end == span.end:
        return span, offered
    texts = [o.text if o.text[-1:] in _CLOSING else o.text + "." for o in offered if o.text]
    return Span(span.start, end), tuple(map(Replacement, texts))


def emptied(span: Span, raw: str) -> Span:
    """The span of words that are to be left out, with the marks and spaces behind them."""
    end = span.end
    while end < len(raw) and raw[end] in _STOPS + " ":
        end += 1
    return Span(span.start, end)


def insertions(rule: Rule, scene: Scene) -> tuple[Replacement, ...]:
    """The wordings of a reminder, each with the place where it goes in; those made for this very
    case first. Which of several comes first depends on what the customer wrote."""
    suited = [w for w in rule.wordings if w.fits is not None and _suits(w, scene)]
    general = [w for w in rule.wordings if w.fits is None]
    found: list[Replacement] = []
    for wording in (*_turned(suited, scene), *_turned(general, scene)):
        text = filled(wording, scene)
        if text and text not in scene.text.raw:
            placed = inserted(text, wording, rule, scene)
            if placed is not None:
                found.append(placed)
    return tuple(found[:MOST_OFFERED])


def _suits(wording: Wording, scene: Scene) -> bool:
    """Does a wording that ends a reply suit the reply, and one that opens it suit the customer?"""
    name = wording.fits or ""
    if wording.at == "end" or not scene.conversation.customer_turn:
        return scene.cues.any(name)
    return scene.asked(name)


def _turned(wordings: list[Wording], scene: Scene) -> list[Wording]:
    """The wordings, beginning with one that the customer's words choose: always the same for the
    same words, and another for others."""
    if len(wordings) < 2:
        return wordings
    said = "".join(cues.text.raw for cues in scene.conversation.customer_turn)
    first = _sum(said) % len(wordings)
    return wordings[first:] + wordings[:first]


@lru_cache(maxsize=256)
def _sum(said: str) -> int:
    return sum(map(ord, said))


def fitted(wording: Wording, scene: Scene) -> str:
    """The text in the draft's register."""
    return wording.spoken if scene.spoken else wording.formal


def filled(wording: Wording, scene: Scene) -> str | None:
    """The text in the draft's register with the name in it; None if the name is not known."""
    text = fitted(wording, scene)
    if NAME not in text:
        return text
    name = scene.names.address(scene.spoken)
    return None if name is None else text.replace(NAME, name)


def inserted(text: str, wording: Wording, rule: Rule, scene: Scene) -> Replacement | None:
    """`text` as an insertion where the wording says, with its marks and spaces."""
    if wording.at == "end":
        return placing.at_end(text, scene, rule.category == "closing")
    if wording.at == "start":
        return placing.at_start(text, scene)
    if NAME in wording.formal:
        return placing.called(text, scene)
    return placing.greeted(text, scene)


def _fits(wording: Wording, mark: Mark, scene: Scene) -> bool:
    """Do the words that the wording is for lie in the mark?"""
    if wording.fits is None:
        return True
    text = scene.text
    return any(
        text.starts[cue.first] >= mark.span.start and text.ends[cue.last - 1] <= mark.span.end
        for cue in scene.cues[wording.fits]
    )
