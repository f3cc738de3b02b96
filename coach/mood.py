"""How the customer feels: a weighted reading of what their messages show.

Every feeling has cues that say it outright and signs that add up with others (`rules/lexicon/
mood.yaml`); emoji, marks and stretched letters add to them. What stands before «but» counts for
less, and praise that is followed by a complaint is sarcasm. The weights are few and listed here.

What nobody says outright («از ذوق خوابم نمی‌بره») is read by the learned model of `coach.feelings`,
which weighs these scores among everything else; where it finds the lexicon likely, the lexicon
decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from coach.conversation import Conversation
from coach.cues import Cue, Cues
from coach.feelings import Sign, likelihoods, load_model, moved_by

Scores = dict[str, float]

MOOD_OF: dict[str, tuple[str, float]] = {
    "anger": ("angry", 3.0),
    "anger-signs": ("angry", 0.8),
    "upset-words": ("upset", 2.2),
    "complaint": ("upset", 1.6),
    "complaint-signs": ("upset", 0.9),
    "worry": ("worried", 2.6),
    "worry-signs": ("worried", 0.9),
    "confusion": ("confused", 2.2),
    "confusion-signs": ("confused", 0.9),
    "excitement": ("excited", 2.2),
    "joy": ("happy", 2.2),
    "joy-signs": ("happy", 0.9),
    "delight": ("delight", 0.9),
    "calm-words": ("calm", 2.3),
}
"""Which mood a set of the lexicon speaks for, and how loudly. `delight` is joy or excitement."""

EMOJI: dict[str, tuple[str, float]] = {
    **dict.fromkeys("😡🤬😠👿", ("angry", 2.2)),
    **dict.fromkeys("😤🖕", ("angry", 1.8)),
    **dict.fromkeys("🙄😒😑", ("upset", 0.9)),
    **dict.fromkeys("😞😔☹🙁💔😣😖😫😩😓", ("upset", 1.3)),
    **dict.fromkeys("😢😥😭🥺", ("upset", 0.7)),
    **dict.fromkeys("😰😨😱😟😧🫣😦", ("worried", 1.6)),
    **dict.fromkeys("😳🥶", ("worried", 1.0)),
    **dict.fromkeys("🤔🧐🤷😕😵🤨", ("confused", 1.6)),
    **dict.fromkeys("🎉🥳🤩🎊🙌💃🕺🪩", ("excited", 1.8)),
    **dict.fromkeys("🔥🚀🎁✈🍕🏆🤸🍿", ("delight", 0.9)),
    **dict.fromkeys("😍🥰😻", ("delight", 1.6)),
    **dict.fromkeys("👏💯❤♥💚💙💛💜🧡🤍💖💗💕😘🤗😇🙏🌹💐🌷🌸👌👍", ("happy", 0.6)),
}
"""What an emoji speaks for. Prayer and flowers say little by themselves."""

LIVELY_EMOJI = frozenset("🎉🥳🤩🎊💃🕺🪩😎😍🥰😘🔥🚀🍿😋🤸")
"""Emoji of high spirits: out of place where somebody is hurt."""
OUTRIGHT = ("anger", "upset-words", "worry", "confusion", "excitement", "joy")
ASKED_OF = ("excitement", "joy", "joy-signs", "delight", "complaint-signs")
"""Sets that say little in a question."""
POOLED = ("confused", "upset", "angry")
"""Moods whose small signs count together."""
NEGATIVE = ("worried", "confused", "upset", "angry")
ENOUGH = 1.3
"""The least that counts as a feeling."""
MIXED = 1.75
"""The least that small signs of several bad feelings must come to together."""
REPEATED = 0.5
"""How much each further cue of the same set adds."""
ADDED = 0.7
"""The same for signs, which are made to add up."""
OLDER = 0.5
"""How much the message before counts, of the messages sent in one go."""
ASKED = 0.6
"""What is left of what is only asked about («بلیت صادر شد؟»)."""
BEFORE_TURN = 0.35
"""What is left of a feeling that stands before «but»."""
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_QUESTION_MARKS = "?\u061f"
_LOUD = re.compile(r"[!؟?]{2,}")
LIKELY_ENOUGH = 0.3
"""How likely the model must find what the lexicon tells for it to stand."""
SURE_ENOUGH = 0.4
"""How likely the model must find what the lexicon does not tell."""
MODEL = load_model()
_PREFERENCE = ("angry", "worried", "confused", "excited", "upset", "happy")
"""Which of two equally strong feelings is named."""


def read_mood(conversation: Conversation) -> str:
    """The newest feeling that the customer shows and no agent has acknowledged; calm otherwise."""
    older_turns = False
    for turn in _turns(conversation):
        if older_turns and turn.acknowledged:
            return "calm"
        mood = feeling_of(turn.messages)
        if mood is not None:
            return "calm" if turn.acknowledged and mood in NEGATIVE else mood
        older_turns = True
    return "calm"


class _Turn:
    """What the customer said in one go, and whether an agent has acknowledged it since."""

    __slots__ = ("acknowledged", "messages")

    def __init__(self, messages: list[Cues], acknowledged: bool) -> None:
        self.messages = messages
        self.acknowledged = acknowledged


def _turns(conversation: Conversation) -> Iterator[_Turn]:
    """The customer's turns, newest first."""
    said: list[Cues] = []
    acknowledged = False
    told = zip(reversed(conversation.messages), reversed(conversation.cues), strict=True)
    for message, cues in told:
        if message.author == "customer":
            said.insert(0, cues)
        elif message.author == "agent":
            if said:
                yield _Turn(said, acknowledged)
                said = []
            acknowledged = acknowledged or cues.any("empathy", "apology")
    if said:
        yield _Turn(said, acknowledged)


def feeling_of(messages: list[Cues]) -> str | None:
    """The mood that messages sent in one go show; None where they show none.

    «calm» where the customer says so («نگران نیستم»), and «angry» too («واقعاً عصبانی‌ام»).
    """
    total = total_of(messages)
    said = strongest(total)
    if said == "calm" or any(cues.any("sarcasm", "says-angry") for cues in messages):
        return said
    return decide(said, likelihoods(MODEL, messages, total))


def decide(said: str | None, likely: Mapping[str, float]) -> str | None:
    """What the lexicon tells, where the model does not find it unlikely; else what the model finds,
    where it is sure enough and it is a feeling."""
    if said is not None and likely[said] >= LIKELY_ENOUGH:
        return said
    best = max(likely, key=lambda mood: likely[mood])
    return best if best != "calm" and likely[best] >= SURE_ENOUGH else None


def why_of(messages: list[Cues]) -> list[tuple[Sign, float]]:
    """What moved the learned reading of messages sent in one go to its most likely mood."""
    likely = likelihoods(MODEL, messages, total_of(messages))
    return moved_by(MODEL, messages, max(likely, key=lambda mood: likely[mood]))


def total_of(messages: list[Cues]) -> Scores:
    """How strongly messages sent in one go speak for each mood by the words of the lexicon."""
    total: Scores = {}
    weight = 1.0
    for cues in reversed(messages):
        for mood, score in scores_of(cues).items():
            total[mood] = total.get(mood, 0.0) + weight * score
        weight *= OLDER
    return total


def strongest(total: Scores) -> str | None:
    """The mood that the lexicon tells, if it tells one."""
    calm = total.get("calm", 0.0)
    shown = {mood: total.get(mood, 0.0) for mood in _PREFERENCE}
    mood = max(_PREFERENCE, key=lambda m: shown[m])
    if shown[mood] >= ENOUGH and shown[mood] > calm:
        return mood
    bad = max(POOLED, key=lambda m: shown[m])
    if sum(shown[m] for m in POOLED) >= MIXED + calm and shown[bad] >= max(shown.values()):
        return bad
    return "calm" if calm >= ENOUGH else None


def scores_of(cues: Cues) -> Scores:
    """How strongly one message speaks for each mood."""
    scores = _from_words(cues)
    _add_emoji(cues, scores)
    _add_voice(cues, scores)
    _settle_delight(cues, scores)
    if _is_sarcastic(cues, scores):
        scores["angry"] = scores.get("angry", 0.0) + scores.get("upset", 0.0) + 2.0
        scores["happy"] = scores["excited"] = 0.0
    elif "angry" in scores and scores["angry"] >= ENOUGH:
        scores["angry"] += 0.5 * (scores.get("upset", 0.0) + scores.get("worried", 0.0))
    if scores.get("worried", 0.0) >= ENOUGH:
        scores["worried"] += 0.6 * scores.get("upset", 0.0)
    if scores.get("happy", 0.0) >= ENOUGH and scores.get("upset", 0.0) < 2 * ENOUGH:
        scores["happy"] += 0.5 * scores.get("delight", 0.0)
    return scores


def _from_words(cues: Cues) -> Scores:
    scores: Scores = {}
    outright = [cue for name in OUTRIGHT for cue in _said(cues, name)]
    told = outright + _said(cues, "complaint")
    for name, (mood, weight) in MOOD_OF.items():
        places = _said(cues, name)
        if name not in OUTRIGHT:
            stronger = outright if name == "complaint" else told
            places = [place for place in places if not _within(place, stronger)]
        share = 1.0
        for place in places:
            worth = weight * share * _after_turn(cues, place)
            if name in ASKED_OF and _only_asks(cues, place):
                worth *= ASKED
            scores[mood] = scores.get(mood, 0.0) + worth
            share *= ADDED if name.endswith("-signs") else REPEATED
    return scores


def _said(cues: Cues, name: str) -> list[Cue]:
    """Where a set matches outside quotation marks."""
    return [cue for cue in cues[name] if not cues.text.is_quoted(cue.first)]


def _only_asks(cues: Cues, cue: Cue) -> bool:
    """Does the cue stand in a question that is neither called out nor stretched?"""
    closing = cues.text.sentence_of(cue.first).closing
    asked = any(mark in closing for mark in _QUESTION_MARKS) and "!" not in closing
    return asked and _STRETCHED.search(cues.text.canonical) is None


def _within(cue: Cue, others: list[Cue]) -> bool:
    """Is the cue part of another one, which says more?"""
    return any(other.first <= cue.first and cue.last <= other.last for other in others)


def _after_turn(cues: Cues, cue: Cue) -> float:
    """1, or less where «but» or «now» follows: what came before it is over or outdone."""
    turns = [turn.first for turn in cues["feeling-turns"] if turn.first > 0]
    return BEFORE_TURN if any(turn >= cue.last for turn in turns) else 1.0


def _add_emoji(cues: Cues, scores: Scores) -> None:
    seen: dict[str, int] = {}
    for _, mark in cues.text.marks:
        if mark in EMOJI:
            mood, weight = EMOJI[mark]
            share = REPEATED ** seen.get(mood, 0)
            seen[mood] = seen.get(mood, 0) + 1
            scores[mood] = scores.get(mood, 0.0) + weight * share


def _add_voice(cues: Cues, scores: Scores) -> None:
    """Shouting and stretched letters make what is felt louder."""
    canonical = cues.text.canonical
    called = "!" in canonical
    stretched = _STRETCHED.search(canonical) is not None
    loud = _LOUD.search(canonical) is not None
    if loud and scores.get("upset", 0.0) + scores.get("angry", 0.0) >= ENOUGH / 2:
        scores["angry"] = scores.get("angry", 0.0) + 1.2
    if called and scores.get("angry", 0.0) >= ENOUGH / 2:
        scores["angry"] += 0.7
    if (stretched or called) and scores.get("happy", 0.0) + scores.get("delight", 0.0) > 0:
        scores["delight"] = scores.get("delight", 0.0) + (0.6 if stretched else 0.4)
    if not cues.text.keys and loud and "!" not in canonical:
        scores["confused"] = scores.get("confused", 0.0) + ENOUGH


def _settle_delight(cues: Cues, scores: Scores) -> None:
    """Delight is excitement where it is called out, and joy otherwise."""
    delight = scores.get("delight", 0.0)
    if not delight or scores.get("upset", 0.0) + scores.get("worried", 0.0) >= ENOUGH:
        return
    loud = "!" in cues.text.canonical or _STRETCHED.search(cues.text.canonical) is not None
    thankful = scores.get("happy", 0.0)
    if loud or scores.get("excited", 0.0) > 0:
        scores["excited"] = scores.get("excited", 0.0) + delight + 0.25 * thankful
    else:
        scores["happy"] = thankful + (delight if delight >= ENOUGH else 0.3 * delight)


def _is_sarcastic(cues: Cues, scores: Scores) -> bool:
    """Praise with a complaint after it and no «but» between: «ممنون از سرعتتون، فقط دو هفته!»"""
    if "sarcasm" in cues:
        return True
    praise = [c for name in ("joy", "joy-signs") for c in cues[name]]
    trouble = [c for name in ("complaint", "upset-words") for c in cues[name]]
    if not praise or not trouble or "feeling-turns" in cues or scores.get("worried", 0.0):
        return False
    after = min(p.first for p in praise) < min(t.first for t in trouble)
    mocking = any(mark in "👏🙄😒😏" for _, mark in cues.text.marks) or "!" in cues.text.canonical
    return after and mocking
