"""register-mismatch: slang to a formal customer, or an official letter to a chatty one."""

from __future__ import annotations

from collections.abc import Iterator

from coach.checks.wording.mood_mismatch import is_flat
from coach.cues import Cue, Cues
from coach.register import says_thou, signs_of, talks_loosely
from coach.rules import Mark, Replacement, Rule, Scene
from coach.text import Sentence, Span

SLANG, STIFF = "chatty-words", "stiff-words"
SLANG_ENOUGH = 1.0
"""How chatty a draft must be; the measure is that of `coach.register`."""
_LEADING = " ،,.؛"
FEWEST_WORDS = 3
"""A customer who wrote fewer words has no register yet."""


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """The stretch of sentences that is out of tune with the customer, as one mark."""
    written = sum(cues.text.persian_words for cues in scene.conversation.customer_cues)
    if written < FEWEST_WORDS:
        return
    register = scene.conversation.register
    if register == "formal" and signs_of(scene.cues).chatty >= SLANG_ENOUGH:
        yield from _stretch(rule, scene, SLANG)
    elif register != "formal" and _is_stiff(scene, register == "chatty"):
        yield from _stretch(rule, scene, STIFF)


def _is_stiff(scene: Scene, chatty: bool) -> bool:
    """Does the draft sound like a letter? More is asked where the customer is but loose."""
    if not chatty and not talks_loosely(scene.conversation):
        return False
    signs = signs_of(scene.cues)
    stiff = len(scene.cues[STIFF])
    if signs.spoken > 1 or signs.chatty >= SLANG_ENOUGH:
        return False
    return stiff >= 2 or (stiff == 1 and chatty and (signs.written >= 2 or not signs.spoken))


def _stretch(rule: Rule, scene: Scene, name: str) -> Iterator[Mark]:
    """From the first sentence that shows it to the last."""
    shown = [s for s in scene.text.sentences if _shows(scene.cues, s, name)]
    if not shown:
        shown = scene.text.sentences
    span = Span(shown[0].span.start, shown[-1].span.end)
    yield Mark(span, None, _rewritten(rule, scene, name, span))


def _shows(cues: Cues, sentence: Sentence, name: str) -> bool:
    if cues.within(name, sentence.first, sentence.last):
        return True
    words = cues.text.keys[sentence.first : sentence.last]
    return name == SLANG and any(map(says_thou, words))


def _rewritten(rule: Rule, scene: Scene, name: str, span: Span) -> tuple[Replacement, ...]:
    """The marked words with every telling one exchanged; nothing where one cannot be, or where the
    rest would still answer joy with nothing."""
    raw, cues = scene.text.raw, scene.cues
    if name == STIFF and scene.conversation.mood == "excited" and is_flat(scene):
        return ()
    parts: list[str] = []
    at = span.start
    for cue in cues[name]:
        exchanged = _exchanged(rule, cues, cue, name)
        if exchanged is None or exchanged[0].start < at:
            return ()
        place, plain = exchanged
        parts += [raw[at : place.start], plain]
        at = place.end
    rest = signs_of(cues).chatty - len(cues[name])
    if not parts or (name == SLANG and rest > 0):
        return ()
    text = " ".join("".join([*parts, raw[at : span.end]]).split())
    return (Replacement(text.lstrip(_LEADING)),)


def _exchanged(rule: Rule, cues: Cues, cue: Cue, name: str) -> tuple[Span, str] | None:
    """Which of these words gives way, and to what, by the rule's replacements."""
    for wording in rule.wordings:
        for part in cues[wording.fits] if wording.fits else ():
            inside = cue.first <= part.first and part.last <= cue.last
            if inside and (cue.last - cue.first) - (part.last - part.first) <= 1:
                return cues.span(part), wording.formal if name == SLANG else wording.spoken
    return None
