"""What is offered for a finding: the rule's wordings, fitted to the draft."""

from __future__ import annotations

from collections.abc import Sequence

from coach.cues import Cue
from coach.rules import Mark, Replacement, Rule, Scene, Wording
from coach.text import NONE, Text

MOST_OFFERED = 3


def replacements(rule: Rule, mark: Mark, scene: Scene) -> tuple[Replacement, ...]:
    """The rule's wordings that fit a mark, in the draft's register; those made for this very match
    first, general ones only where there are none."""
    fitting = [w for w in rule.wordings if w.fits and _fits(w, mark, scene)]
    chosen = fitting or [w for w in rule.wordings if w.fits is None]
    before = scene.text.raw[mark.span.start : mark.span.end]
    texts: list[str] = []
    for wording in chosen:
        text = filled(wording, scene)
        if text is not None and text != before and text not in texts:
            texts.append(text)
    return tuple(Replacement(text) for text in texts[:MOST_OFFERED])


def insertions(rule: Rule, scene: Scene) -> tuple[Replacement, ...]:
    """The wordings of a reminder, each with the place where it goes in."""
    found: list[Replacement] = []
    for wording in rule.wordings:
        if wording.fits and not scene.cues.any(wording.fits) and not scene.asked(wording.fits):
            continue
        text = filled(wording, scene)
        if text:
            found.append(inserted(text, wording.at, scene))
    return tuple(found[:MOST_OFFERED])


def fitted(wording: Wording, scene: Scene) -> str:
    """The text in the draft's register."""
    return wording.spoken if scene.spoken else wording.formal


def filled(wording: Wording, scene: Scene) -> str | None:
    """The text in the draft's register with the name in it; None if the name is not known."""
    text = fitted(wording, scene)
    if "{name}" not in text:
        return text
    name = scene.names.address(scene.spoken)
    return None if name is None else text.replace("{name}", name)


def inserted(text: str, where: str, scene: Scene) -> Replacement:
    """`text` as an insertion at the start, after the greeting, or at the end, with its spaces."""
    raw = scene.text.raw
    if where == "end":
        return Replacement(_joined(raw, text))
    at = after_greeting(scene) if where == "greeted" else 0
    before = " " if at and not raw[at - 1].isspace() else ""
    after = "" if raw[at : at + 1].isspace() else " "
    return Replacement(before + text + after, at)


def _joined(raw: str, text: str) -> str:
    """`text` with what must stand between it and the end of the draft."""
    stripped = raw.rstrip()
    if not stripped:
        return text
    gap = "" if raw != stripped else " "
    last = stripped[-1]
    closed = last in ".!؟?…،:" or ord(last) > 0x2000
    return ("" if closed else ".") + (gap or ("" if closed else " ")) + text


def after_greeting(scene: Scene) -> int:
    """The place behind the opening greeting (and the name in it), 0 where there is none."""
    greetings = scene.cues["greeting"]
    if not greetings or greetings[0].first > 3:
        return 0
    text = scene.text
    last = _last_of_opening(text, greetings)
    sentence = text.sentence_of(last.first)
    word = last.last
    while word < sentence.last and text.breaks[word] < 1:
        if word - last.last >= 4:
            return text.ends[last.last - 1]
        word += 1
    end = text.ends[word - 1]
    while end < len(text.raw) and text.raw[end] in "،,.!؛ ‌":
        end += 1
    return end


def _last_of_opening(text: Text, greetings: Sequence[Cue]) -> Cue:
    """The last greeting of an opening that holds several, with a name between them at most."""
    last = greetings[0]
    for cue in greetings[1:]:
        between = range(last.last, cue.first)
        if len(between) > 3 or any(text.breaks[word] != NONE for word in between):
            break
        last = cue
    return last


def _fits(wording: Wording, mark: Mark, scene: Scene) -> bool:
    """Do the words that the wording is for lie in the mark?"""
    if wording.fits is None:
        return True
    text = scene.text
    return any(
        text.starts[cue.first] >= mark.span.start and text.ends[cue.last - 1] <= mark.span.end
        for cue in scene.cues[wording.fits]
    )
