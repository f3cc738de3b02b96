"""Who waits for whom: the customer's unanswered messages, holds, and what asks for no answer."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import NamedTuple

from coach.cues import Cues
from coach.moment import Moment, Said

_IDLE = (
    *("idle-words", "social-turn", "thanks", "goodbye", "farewell", "customer-closes", "settled"),
    *("warm-wish", "time-wish", "about-to-try", "own-turn"),
)
"""Sets of a customer's words that ask nothing of the agent."""
_MOST_LEFT = 1
_SAME_BREATH = 60
"""What the agent sends within so many seconds of a message of theirs continues it."""
_WRITING_PAUSE = 20
_WRITING_EXCUSE = 60
"""Who is writing the reply is left in peace so long beyond the time."""
UPSET = ("angry", "upset")


class Wait(NamedTuple):
    """The customer waits. since: when their newest message with something in it came; first: when
    the first one came that nobody has answered; cause: since, or long ago where nobody knows."""

    since: float
    first: float
    cause: float
    key: str


def waiting(moment: Moment) -> Wait | None:
    """Does the customer wait for a message of the agent's, and since when?"""
    asked = [one for one in _unanswered(moment) if one.author == "customer"]
    asked = [one for one in asked if not _asks_nothing(one, moment)]
    return None if moment.talk.closed else _wait(asked)


def unsettled(moment: Moment) -> Wait | None:
    """The same, where being asked to wait, or a word of courtesy, is no answer."""
    if moment.talk.closed or (waiting(moment) is None and not _is_held(moment)):
        return None
    if moment.said[-1].author == "customer" and moment.said[-1].cues.any("own-turn"):
        return None
    turn: list[Said] = []
    for one in reversed(moment.said):
        if one.author == "agent" and not is_hold(one.cues) and not is_social(one.cues):
            break
        if one.author == "customer":
            turn.insert(0, one)
    return _wait([one for one in turn if not _asks_nothing(one, moment)])


def _wait(asked: Sequence[Said]) -> Wait | None:
    if not asked:
        return None
    counted = [one for one in asked if not one.cues.any("calls-again")] or asked[:1]
    newest = counted[-1]
    cause = newest.at if newest.known else -inf
    return Wait(newest.at, asked[0].at, cause, newest.key)


def _unanswered(moment: Moment) -> list[Said]:
    """What came since the agent, or a bot that asked something, spoke last."""
    for index in range(len(moment.said) - 1, -1, -1):
        one = moment.said[index]
        if one.author == "agent" or (one.author == "bot" and asks(one.cues)):
            return list(moment.said[index + 1 :])
    return list(moment.said)


def _is_held(moment: Moment) -> bool:
    """Is the last word of the agent that the customer should wait?"""
    last = next((one for one in reversed(moment.said) if one.author == "agent"), None)
    return last is not None and is_hold(last.cues)


def left_in_peace(at: float, moment: Moment) -> float:
    """A little later where the agent is writing: until they pause, and for a minute at most."""
    open_draft = moment.flow.composing
    if open_draft is None:
        return at
    return max(at, min(open_draft.at + _WRITING_PAUSE, at + _WRITING_EXCUSE))


def is_hold(cues: Cues) -> bool:
    """Is a message of the agent no more than a request to wait, or that they are looking?"""
    if asks(cues) or len(cues.text.keys) > 25 or cues.any("if-you"):
        return False
    return cues.any("asks-to-wait", "looking-now")


def is_social(cues: Cues) -> bool:
    """Is a message of the agent a word of courtesy and no more?"""
    return not asks(cues) and _left(cues, ("idle-words", "social-reply", "thanks", "greeting")) < 1


def in_one_breath(one: Said, other: Said) -> bool:
    """Do two messages of the agent belong together?"""
    return other.at - one.at <= _SAME_BREATH


def asks(cues: Cues) -> bool:
    """Does a message hold a question mark?"""
    return "؟" in cues.text.raw or "?" in cues.text.raw


def _asks_nothing(one: Said, moment: Moment) -> bool:
    """Is a customer's message thanks, a goodbye, consent to wait: nothing to be answered?"""
    if asks(one.cues) or "m" in one.cues.text.kinds or _only_greets(one.cues):
        return False
    before = _agent_before(one, moment)
    if before is None:
        return bool(one.cues.text.keys) and _left(one.cues, ("thanks", "goodbye")) < 1
    closes = one.cues.any("own-turn", "thanks", "goodbye", "customer-closes")
    if _wants_consent(before.cues) and one.cues.any("consent") and not closes:
        return False
    return _left(one.cues, _IDLE) <= (_MOST_LEFT if len(one.cues.text.keys) > 2 else 0)


def _only_greets(cues: Cues) -> bool:
    """Is a message a greeting alone? It wants an answer wherever it stands."""
    return cues.any("hails") and _left(cues, ("greeting", "time-wish", "hails")) < 1


def _agent_before(one: Said, moment: Moment) -> Said | None:
    at = moment.said.index(one)
    return next((x for x in reversed(moment.said[:at]) if x.author == "agent"), None)


def _wants_consent(cues: Cues) -> bool:
    """Did the agent ask something that a yes answers, and not only whether there is more?"""
    return asks(cues) and not cues.any("what-else")


def _left(cues: Cues, sets: Sequence[str]) -> int:
    """How many words are in none of these sets (emoji and marks are no words)."""
    covered = {at for name in sets for cue in cues[name] for at in range(cue.first, cue.last)}
    return len(cues.text.keys) - len(covered)
