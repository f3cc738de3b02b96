"""`bare-bad-news`: bad news without a good thing before it and one after it."""

from __future__ import annotations

from dataclasses import replace

from coach.checks.refusals import helps, is_kind, refusals, unavailable, was_asked
from coach.checks.statements import is_retold, is_stated
from coach.cues import Cue
from coach.offers import insertions
from coach.rules import DONE, Replacement, Rule, Scene, State


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
    if before and after:
        return DONE
    return State(due=True, replacements=_lacking(rule, scene, before, after))


def _lacking(rule: Rule, scene: Scene, before: bool, after: bool) -> tuple[Replacement, ...]:
    """The half that is missing. Where both are, an alternative comes first: another reminder
    offers one."""
    if not before and not after:
        return ()
    wanted = "end" if before else "greeted"
    wordings = tuple(w for w in rule.wordings if w.at == wanted)
    return insertions(replace(rule, wordings=wordings), scene)


def _is_known(scene: Scene, cue: Cue) -> bool:
    """Has the customer said these very words? Nobody needs to be told them gently."""
    words = scene.text.keys[cue.first : cue.last]
    return any(set(words) <= set(c.text.keys) for c in scene.conversation.customer_turn)


def _bad_news(scene: Scene) -> list[Cue]:
    cues = scene.cues
    unwelcome = list(cues["bad-news"])
    if not scene.asked("wants-away"):
        unwelcome += cues["taken-away"]
    told = [
        c
        for c in unwelcome
        if is_stated(cues, c) and not is_retold(cues, c) and not _is_known(scene, c)
    ]
    return sorted({*told, *refusals(cues, was_asked(scene)), *unavailable(cues)})
