"""Where an insertion goes, and the marks and spaces that it needs there.

A reply has an order: greeting and name, kind words, content, what follows, an offer, goodbye.
An insertion goes where its kind belongs, so that several of them make one reply.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from coach.cues import Cue
from coach.persian import JOINER
from coach.rules import Replacement, Scene
from coach.text import NONE, Sentence
from coach.verbs import analyse

_MARKS = "،,.!؛؟?:"
_BLANKS = "{[<(%$_"
"""What opens a blank of a template."""
_COMMA = "،"
_ITEM = re.compile(r"\s*(?:\d{1,2}\s*[.)-]|[-•*])\s*\S")
"""A line of a list: nothing is said before or behind it on its own line."""
_LATEST_GREETING = 3
_LONGEST_ADDRESS = 4
_LONGEST_GOODBYE = 6
_EMOJI = 0x2190


class Opening(NamedTuple):
    """The greeting and address that open a draft: where they end, the greeting's last word (None
    where there is no greeting), and whether more than a greeting stands there."""

    word: int
    greeting: int | None
    addressed: bool


def at_start(text: str, scene: Scene) -> Replacement:
    """`text` before everything."""
    raw = scene.text.raw
    gap = "" if raw[:1].isspace() else "\n" if _ITEM.match(raw) else " "
    return Replacement(text + gap, 0)


def greeted(text: str, scene: Scene) -> Replacement:
    """`text`, a sentence, behind the greeting and the name."""
    opening = opening_of(scene)
    if opening.word == 0:
        return at_start(text, scene)
    raw = scene.text.raw
    at = end = scene.text.ends[opening.word - 1]
    while at < len(raw) and (raw[at] in _MARKS + " " + JOINER or ord(raw[at]) >= _EMOJI):
        at += 1
    marked = any(char in _MARKS or ord(char) >= _EMOJI for char in raw[end:at])
    if not marked:
        at = end
    head = "" if marked else _COMMA
    if not raw[at - 1].isspace():
        head += " "
    tail = "" if at == len(raw) or raw[at].isspace() else " "
    return Replacement(head + text + tail, at)


def called(name: str, scene: Scene) -> Replacement | None:
    """The name as an address, behind the greeting; None where somebody is addressed there."""
    opening = opening_of(scene)
    if opening.greeting is None:
        return None if opening.addressed else at_start(name + _COMMA, scene)
    if opening.addressed:
        return None
    raw = scene.text.raw
    at = scene.text.ends[opening.greeting - 1]
    rest = raw[at:].lstrip(" " + JOINER)
    if rest[:1] in _BLANKS and rest:
        return None
    ended = not rest or rest.startswith("و ") or rest[0] in _MARKS + "\n" or ord(rest[0]) >= _EMOJI
    return Replacement(f" {name}" + ("" if ended else _COMMA), at)


def at_end(text: str, scene: Scene, closing: bool) -> Replacement:
    """`text` behind all that is said, but before a goodbye; what is no closing word itself goes
    before an offer of help, too."""
    raw = scene.text.raw
    tail = _tail(scene, closing)
    at = _goodbye_in(scene, tail)
    if at is not None:
        head = "" if at == 0 or raw[at - 1].isspace() else " "
        return Replacement(f"{head}{text} ", at)
    stripped = raw.rstrip()
    if not stripped:
        return Replacement(text)
    masked = bool(scene.text.kinds) and scene.text.kinds[-1] == "m"
    last_line = stripped[stripped.rfind("\n") + 1 :]
    if (masked and scene.text.ends[-1] == len(stripped)) or _ITEM.match(last_line):
        return Replacement(("" if raw.endswith("\n") else "\n") + text)
    closed = stripped[-1] in ".!؟?…:" or ord(stripped[-1]) > 0x2000
    mark = "" if closed or stripped[-1] in "،," else "."
    return Replacement(mark + (" " if raw == stripped else "") + text)


def _tail(scene: Scene, closing: bool) -> Sentence | None:
    """The first of the sentences at the end that must stay there."""
    found: Sentence | None = None
    for sentence in reversed(scene.text.sentences):
        if not (_parts(scene, sentence) or (not closing and _offers(scene, sentence))):
            break
        found = sentence
    return found


def _goodbye_in(scene: Scene, tail: Sentence | None) -> int | None:
    """Where the last sentence begins to part, behind what it says first («نوش جان، خدانگهدار»);
    the start of `tail` where it parts at once."""
    text = scene.text
    start = None if tail is None else tail.span.start
    if not text.sentences or (tail is not None and tail != text.sentences[-1]):
        return start
    first, end = text.sentences[-1].first, text.sentences[-1].last
    while first < end and not scene.cues.within("goodbye", *text.clause_of(first)):
        first = text.clause_of(first)[1]
    behind = text.sentences[-1].first < first < end
    return text.starts[first] if behind and end - first <= _LONGEST_GOODBYE else start


def _parts(scene: Scene, sentence: Sentence) -> bool:
    """Is the sentence a goodbye and hardly anything else?"""
    if sentence.last - sentence.first > _LONGEST_GOODBYE:
        return False
    opens = any(sentence.first <= cue.first < sentence.last for cue in scene.cues["greeting"])
    if sentence.first == 0 and opens:
        return False
    return scene.cues.within("goodbye", sentence.first, sentence.last)


def _offers(scene: Scene, sentence: Sentence) -> bool:
    """Is the sentence an offer of further help alone?"""
    if sentence.first == 0:
        return False
    half = sentence.first + (sentence.last - sentence.first + 1) // 2
    return any(
        sentence.first <= cue.first < half and cue.last <= sentence.last
        for cue in scene.cues["offer"]
    )


def opening_of(scene: Scene) -> Opening:
    """The greeting that opens the draft, with what the customer is called in it."""
    text = scene.text
    greetings = scene.cues["greeting"]
    if greetings and greetings[0].first <= _LATEST_GREETING:
        last = _last_of_opening(scene, greetings)
        end = _address_end(scene, last)
        return Opening(end, last, end > last)
    for use in scene.names.uses(scene.cues):
        if use.first == _honorifics_end(scene, 0):
            return Opening(_honorific_end(scene, _name_end(scene, use.last)), None, True)
        break
    titles = [cue for cue in scene.cues["address-without-name"] if cue.first == 0]
    if titles and text.keys:
        return Opening(titles[0].last, None, True)
    return Opening(0, None, False)


def _last_of_opening(scene: Scene, greetings: list[Cue]) -> int:
    """The end of the last greeting of an opening that holds several, with a name between them at
    most."""
    text, last = scene.text, greetings[0].last
    for cue in greetings[1:]:
        between = range(last, cue.first)
        if len(between) > _LATEST_GREETING or any(text.breaks[word] != NONE for word in between):
            break
        last = max(last, cue.last)
    return last


def _address_end(scene: Scene, greeting: int) -> int:
    """Past the name or the few words of address that follow a greeting without a mark."""
    text = scene.text
    if greeting >= len(text.keys):
        return greeting
    for use in scene.names.uses(scene.cues):
        near = use.first - _LATEST_GREETING <= greeting <= use.first
        between = range(greeting + 1, use.first + 1)
        if near and not any(text.breaks[word] != NONE for word in between):
            return _honorific_end(scene, _name_end(scene, use.last))
    for cue in (*scene.cues["address-without-name"], *scene.cues["honorific-after"]):
        if cue.first == greeting and text.breaks[greeting] == NONE:
            return cue.last
    end = greeting
    sentence = text.sentence_of(greeting - 1)
    while end < sentence.last and text.breaks[end] == NONE:
        if end - greeting >= _LONGEST_ADDRESS or analyse(text.keys[end]):
            return greeting
        end += 1
    whole = end == len(text.keys) and not scene.cues.within("honorific-after", greeting, end)
    return greeting if whole or scene.cues.within("plain-no", greeting, end) else end


def _name_end(scene: Scene, word: int) -> int:
    """Past the further parts of a name that ends at `word` so far."""
    for use in scene.names.uses(scene.cues):
        if use.first == word and scene.text.breaks[word] == NONE:
            word = use.last
    return word


def _honorifics_end(scene: Scene, word: int) -> int:
    """The end of the honorifics that start at `word`."""
    while found := next((c for c in scene.cues["honorific-before"] if c.first == word), None):
        word = found.last
    return word


def _honorific_end(scene: Scene, word: int) -> int:
    found = next((c for c in scene.cues["honorific-after"] if c.first == word), None)
    return found.last if found else word
