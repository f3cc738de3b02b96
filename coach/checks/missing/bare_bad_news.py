"""`bare-bad-news`: bad news without a good thing before it and one after it."""

from __future__ import annotations

from coach.checks.refusals import helps, is_kind, refusals, unavailable, was_asked
from coach.checks.statements import is_retold, is_stated
from coach.cues import Cue
from coach.rules import DONE, DUE, Rule, Scene, State


def check(rule: Rule, scene: Scene) -> State | None:
    """Asked for where the draft refuses or brings bad news."""
    news = _bad_news(scene)
    if not news:
        return None
    first, last = news[0].first, max(cue.last for cue in news)
    before = is_kind(scene.cues, 0, first) or any(
        is_kind(cues, 0, len(cues.text.keys)) for cues in scene.conversation.agent_turn
    )
    after = helps(scene.cues, news[0].last) or is_kind(scene.cues, last, len(scene.text.keys))
    return DONE if before and after else DUE


def _bad_news(scene: Scene) -> list[Cue]:
    cues = scene.cues
    unwelcome = list(cues["bad-news"])
    if not scene.asked("wants-away"):
        unwelcome += cues["taken-away"]
    told = [c for c in unwelcome if is_stated(cues, c) and not is_retold(cues, c)]
    return sorted({*told, *refusals(cues, was_asked(scene)), *unavailable(cues)})
