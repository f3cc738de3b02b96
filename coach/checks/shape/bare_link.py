"""bare-link: an address with no human sentence; a label or an emoji is none."""

from __future__ import annotations

from collections.abc import Iterator

from coach.offers import NAME, filled
from coach.rules import Mark, Replacement, Rule, Scene, Wording
from coach.text import Span
from coach.verbs import analyse

_NO_NOUNS = frozenset(("شدن", "بودن", "کردن", "دادن"))


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """The whole draft, where it is an address and at most a label of three words without a verb."""
    text = scene.text
    addresses = [
        word
        for word, kind in zip(text.keys, text.kinds, strict=True)
        if kind == "m" and ("." in word or "@" in word)
    ]
    words = [w for w, kind in zip(text.keys, text.kinds, strict=True) if kind == "w"]
    if not addresses or len(words) > rule.limits.get("label_words", 3):
        return
    if scene.conversation.agent_turn or scene.cues.any("greeting"):
        return
    if not any(_says_something(word) for word in words):
        span = Span(text.starts[0], text.ends[-1])
        link = text.raw[span.start : span.end]
        said = [filled(wording, scene) for wording in rule.wordings if _suits(wording, scene)]
        offered = [Replacement(f"{words}\n{link}") for words in said if words]
        yield Mark(span, None, tuple(offered[:1]))


def _says_something(word: str) -> bool:
    """Is the word a verb? The bare past of many is a noun, too: «خرید», «پرداخت»."""
    forms = analyse(word)
    return bool(forms) and not any(
        form.tense == "past" and form.person == 3 and form.infinitive not in _NO_NOUNS
        for form in forms
    )


def _suits(wording: Wording, scene: Scene) -> bool:
    """A wording that greets by name is for the first reply."""
    return NAME not in wording.formal or scene.conversation.first_reply
