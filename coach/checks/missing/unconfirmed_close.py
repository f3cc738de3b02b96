"""unconfirmed-close: the draft says goodbye, and whether all is settled nobody has said."""

from __future__ import annotations

from coach.checks.missing.asking import asks_back
from coach.checks.statements import is_supposed
from coach.conversation import Conversation
from coach.cues import Cue, Cues
from coach.offers import fitted
from coach.placing import at_end
from coach.rules import DONE, Replacement, Rule, Scene, State

_OPENING = 6
"""A wish that starts at a later word than this is none that opens a reply."""
_SHORT = 2
"""So few words beside a goodbye are a name or an interjection."""


def check(rule: Rule, scene: Scene) -> State | None:
    """Due where the draft closes the talk without asking whether it is solved.

    Settled is what the customer says is settled; a talk that the customer closes is closed.
    """
    cues = scene.cues
    if not scene.conversation.customer_turn:
        return None
    closing = next((cue for cue in cues["goodbye"] if _closes(scene, cue)), None)
    if closing is None or _is_settled(scene):
        return None
    if scene.turn("asks-solved") or asks_back(cues):
        return DONE
    return State(True, _questions(rule, scene, closing))


def _questions(rule: Rule, scene: Scene, goodbye: Cue) -> tuple[Replacement, ...]:
    """The rule's questions, those about the customer's case first: before the goodbye where it
    has a sentence or a clause of its own, else at the end."""
    suited = [w for w in rule.wordings if w.fits is not None and scene.asked(w.fits)]
    general = [w for w in rule.wordings if w.fits is None]
    text = scene.text
    sentence = text.sentence_of(goodbye.first)
    first, _ = text.clause_of(goodbye.first)
    apart = sentence.first > 0 and sentence.last - sentence.first <= _OPENING
    found: list[Replacement] = []
    for words in (fitted(wording, scene) for wording in (*suited, *general)):
        if apart or goodbye.first - first > _SHORT:
            found.append(at_end(words, scene, closing=True))
        else:
            found.append(Replacement(f"{words} ", text.starts[first]))
    return tuple(found)


def _closes(scene: Scene, cue: Cue) -> bool:
    """Is this goodbye a goodbye: not a wish that opens the reply, not quoted, not supposed?"""
    cues = scene.cues
    if cues.text.is_quoted(cue.first) or is_supposed(cues, cue):
        return False
    if any(c.touches(cue) for c in cues["farewell"]):
        return True
    if scene.conversation.first_reply and cues.within("offer", cue.last, len(cues.text.keys)):
        return False  # Who has just begun and says «ask me» after the wish leaves nothing.
    if cue.first >= cues.text.sentences[0].last:
        return True
    if scene.conversation.first_reply and (
        any(c.touches(cue) for c in cues["greeting"])
        or (cue.first == 0 and len(cues.text.keys) - cue.last > _SHORT)
    ):
        return False
    return not _opens(cues, cue)


def _opens(cues: Cues, cue: Cue) -> bool:
    """Does a wish in the first sentence open the reply?"""
    text = cues.text
    words = len(text.keys)
    if cue.first <= _OPENING and any(g.first == 0 and not g.touches(cue) for g in cues["greeting"]):
        if len(text.sentences) > 1 or words - cue.last > _SHORT:
            return True
        return cues.within("offer", cue.last, words)
    end = text.sentences[0].last
    return (cue.first == 0 and not _closing(cues, cue.last, end)) or any(
        not _closing(cues, s.first, s.last) for s in text.sentences[1:]
    )


def _closing(cues: Cues, first: int, last: int) -> bool:
    """Are these words the end of a talk, too: a goodbye, an offer of help, thanks, a name?"""
    if last - first <= _SHORT:
        return True
    return any(cues.within(name, first, last) for name in ("goodbye", "offer", "thanks"))


def _is_settled(scene: Scene) -> bool:
    """Has the customer said that it is solved, that nothing is left, or goodbye?"""
    talk = scene.conversation
    if scene.asked("customer-closes") or _says_so(talk.customer_turn):
        return True
    return _only_thanks(talk.customer_turn[-1]) or _wants_no_more(talk)


def _wants_no_more(talk: Conversation) -> bool:
    """Has the customer answered our «anything else?» with a no?"""
    asked = any(message.author == "agent" for message in talk.messages[-2:-1])
    offered = asked and talk.cues[-2].any("offer") and "؟" in talk.messages[-2].text
    return offered and any(cue.first == 0 for cue in talk.customer_turn[-1]["plain-no"])


def _says_so(turn: tuple[Cues, ...]) -> bool:
    return any(cues.any("settled") and not cues.any("about-to-try") for cues in turn)


def _only_thanks(cues: Cues) -> bool:
    """Is the message thanks and hardly anything else, so that nothing is left open?"""
    thanks = cues["thanks"]
    if not thanks or cues.any("about-to-try"):
        return False
    return len(cues.text.keys) - sum(c.last - c.first for c in thanks) <= 3
