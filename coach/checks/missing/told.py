"""What the customer told and what has been said to it: shared by the reminders that answer an act.

A complaint, a report, an idea asks for an answer until an agent has given it or the customer is
content again.
"""

from __future__ import annotations

from collections.abc import Callable

from coach.cues import Cues
from coach.rules import DONE, DUE, Scene, State

Test = Callable[[Cues], bool]
"""Does one message show it? A function of a module: what it says of a sent message is kept."""
CONTENT = ("settled", "all-well")
MOST_REPLIES_SINCE = 3
AT_LENGTH = 33
"""Whoever writes so many words has attended to the matter."""
_KIND = ("apology", "thanks", "empathy", "reassurance", "reason", "meaning", "will-tell", "helping")


def answered(scene: Scene, told: Test, answers: Test, replies: int = MOST_REPLIES_SINCE) -> State:
    """DUE where the customer told something and neither a reply since nor the draft answers it.

    Only for what is still open (see `is_open`); replies: how many may have passed over it.
    """
    if answers(scene.cues):
        return DONE
    return DONE if any(c.fact(answers) for c in _replies_since(scene, told, replies)) else DUE


def is_open(scene: Scene, told: Test, replies: int = MOST_REPLIES_SINCE) -> bool:
    """Did the customer tell it, at most `replies` replies ago, and not grow content since?"""
    talk = scene.conversation
    since = 0
    for message, cues in zip(reversed(talk.messages), reversed(talk.cues), strict=True):
        if message.author == "agent":
            since += 1
            if since > replies:
                return False
        elif message.author == "customer":
            if cues.fact(told):
                return True
            if cues.any(*CONTENT):
                return False
    return False


def _replies_since(scene: Scene, told: Test, replies: int) -> list[Cues]:
    """The agent's messages after the first message that told it, and always the last two."""
    talk = scene.conversation
    first = next(
        (
            index
            for index, (message, cues) in enumerate(zip(talk.messages, talk.cues, strict=True))
            if message.author == "customer" and cues.fact(told)
        ),
        len(talk.messages),
    )
    later = [
        cues
        for message, cues in zip(talk.messages[first:], talk.cues[first:], strict=True)
        if message.author == "agent"
    ]
    return [*later, *talk.agent_recent][-(replies + 2) :]


def words_in(cues: Cues) -> int:
    """How many words a message has."""
    return len(cues.text.keys)


def is_thorough(scene: Scene) -> bool:
    """Is the draft a long one that cares for the customer in one way at least? A reminder is for
    what was dashed off: here only what is plain is worth one."""
    return words_in(scene.cues) >= AT_LENGTH and scene.cues.any(*_KIND)
