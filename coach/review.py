"""Review a draft: run the rules, settle overlaps, order what is left, keep quiet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple
from weakref import WeakKeyDictionary

from coach.checks import MarkCheck, StateCheck, mark_check, state_check
from coach.conversation import Conversation
from coach.cues import Cues, find_cues
from coach.offers import emptied, insertions, replacements, seamed
from coach.pack import Pack
from coach.praise import praise_for
from coach.register import sounds_spoken
from coach.rules import Finding, Mark, Replacement, Rule, Scene, Show, State
from coach.text import Span, Text
from coach.tone import Complaint, Tone, draft_tone
from coach.verbs import analyse

_GRAVITY = {"error": 0, "warning": 1, "hint": 2}
_ANY_LANGUAGE = frozenset(("wrong-layout", "bare-link", "stale-reference", "phone-format"))
MOST_FINDINGS = 40

Inline = list[tuple[Rule, list[Mark]]]
States = list[tuple[Rule, State]]


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """A reminder that applies to the draft: still due, or done."""

    rule: str
    state: Literal["due", "done"]


@dataclass(frozen=True, slots=True)
class Review:
    """Everything the coach says of one draft. findings: in the order to show them."""

    findings: tuple[Finding, ...]
    tone: Tone
    checklist: tuple[ChecklistItem, ...]
    praise: str | None
    pack: str
    shadowed: tuple[Finding, ...] = ()
    """What rules in shadow find: counted, and never shown to an agent."""
    failed: tuple[str, ...] = ()
    """Rules whose check broke on this draft: a fault of ours, to be counted and mended."""


def review_draft(
    pack: Pack,
    conversation: Conversation,
    draft: str,
    *,
    caret: int | None = None,
    final: bool = False,
    lang: Literal["fa", "en"] = "fa",
) -> Review:
    """Review `draft` with the conversation in mind.

    caret: code points, None at the end; the word it touches is still being typed unless `final`.
    """
    scene = scene_of(pack, conversation, draft, caret, final)
    live, shadows = _plan_of(pack)
    if conversation.dismissed or not _is_persian(scene.cues.text):
        live, shadows = (_speaking(plan, scene) for plan in (live, shadows))
    inline, states = _inline(live, scene), _states(live, scene)
    # Shadows look last: no live rule sees their marks.
    shadowed = _findings(_inline(shadows, scene), _states(shadows, scene), scene, lang)
    checklist = tuple(ChecklistItem(r.id, "due" if s.due else "done") for r, s in states)
    findings = _findings(inline, states, scene, lang)
    tone = _tone(_before_the_caret(pack, live, inline, scene), scene)
    failed = tuple(dict.fromkeys(scene.failed))
    praise = praise_for(pack.praises, scene, findings, tone, lang)
    return Review(findings, tone, checklist, praise, pack.version, shadowed, failed)


class _Plan(NamedTuple):
    """The rules of one state with their checks, in the order in which they look."""

    marking: tuple[tuple[Rule, MarkCheck], ...]
    reminding: tuple[tuple[Rule, StateCheck], ...]


_plans: WeakKeyDictionary[Pack, tuple[_Plan, _Plan]] = WeakKeyDictionary()


def _plan_of(pack: Pack) -> tuple[_Plan, _Plan]:
    """The rules that are live and those in shadow; laid out once for a pack."""
    known = _plans.get(pack)
    if known is None:
        known = _plans[pack] = _planned(pack, "live"), _planned(pack, "shadow")
    return known


def _planned(pack: Pack, state: str) -> _Plan:
    rules = [rule for rule in pack.rules.values() if rule.state == state]
    marking = (rule for rule in rules if rule.section in ("wording", "shape"))
    reminding = (rule for rule in rules if rule.section == "missing")
    return _Plan(
        tuple((rule, mark_check(rule.section, rule.id)) for rule in marking),
        tuple((rule, state_check(rule.id)) for rule in reminding),
    )


def _speaking(plan: _Plan, scene: Scene) -> _Plan:
    """The plan without what was dismissed, nor what does not judge another language."""
    silent, persian = scene.conversation.dismissed, _is_persian(scene.cues.text)

    def speaks(rule: Rule) -> bool:
        return rule.id not in silent and (persian or rule.id in _ANY_LANGUAGE)

    return _Plan(
        tuple(one for one in plan.marking if speaks(one[0])),
        tuple(one for one in plan.reminding if speaks(one[0])),
    )


def _findings(inline: Inline, states: States, scene: Scene, lang: str) -> tuple[Finding, ...]:
    """In the order to show them."""
    findings = [
        _finding(rule, index, mark, scene, lang)
        for rule, marks in inline
        for index, mark in enumerate(marks)
    ]
    findings += [_reminder(r, s, scene, lang) for r, s in states if s.due]
    findings.sort(key=_order)
    return tuple(findings[:MOST_FINDINGS])


def scene_of(
    pack: Pack, conversation: Conversation, draft: str, caret: int | None, final: bool
) -> Scene:
    """What the checks are shown of a draft."""
    cues = find_cues(pack.matcher, draft)
    return Scene(
        cues=cues,
        conversation=conversation,
        names=conversation.names,
        lists=pack.lists,
        caret=len(draft) if caret is None else caret,
        final=final,
        spoken=_spoken(pack, cues, conversation),
        knows=pack.matcher.knows,
    )


def _spoken(pack: Pack, cues: Cues, conversation: Conversation) -> bool:
    """Which spelling is offered: the one that the team wants, else the draft's own."""
    wanted = pack.house.register
    return wanted == "spoken" if wanted else sounds_spoken(cues, conversation.register)


def _is_persian(text: Text) -> bool:
    """Does the draft hold a word in Persian letters, or Finglish? Another language is not judged,
    but for what is the same in all of them."""
    if "w" in text.kinds:
        return True
    return any(
        kind == "l" and analyse(word) for word, kind in zip(text.keys, text.kinds, strict=True)
    )


def _inline(plan: _Plan, scene: Scene) -> Inline:
    found: Inline = []
    for rule, check in plan.marking:
        # A check that breaks on a draft is silent, is told of, and takes no other down with it: a
        # rule of a team may meet what nobody foresaw.
        try:
            marks = list(check(rule, scene))
        except Exception:  # noqa: BLE001
            scene.failed.append(rule.id)
            continue
        if marks:
            scene.marks[rule.id] = marks
            found.append((rule, marks))
    return [(rule, kept) for rule, marks in found if (kept := _yielding(rule, marks, scene))]


def _yielding(rule: Rule, marks: list[Mark], scene: Scene) -> list[Mark]:
    """The marks that do not overlap a mark of a rule that this one gives way to."""
    if not rule.gives_way_to:
        return marks
    taken = [m.span for other in rule.gives_way_to for m in scene.marks.get(other, ())]
    return [m for m in marks if not any(_overlap(m.span, span) for span in taken)]


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _states(plan: _Plan, scene: Scene) -> States:
    found: States = []
    for rule, check in plan.reminding:
        try:
            state = check(rule, scene)
        except Exception:  # noqa: BLE001
            scene.failed.append(rule.id)
            continue
        if state is not None:
            found.append((rule, state))
    return found


def _order(finding: Finding) -> tuple[int, int, int]:
    """The gravest first; in a draft from its start; reminders after what has a place."""
    at = finding.span.start if finding.span else 1_000_000
    return (_GRAVITY[finding.severity], at, 0)


def _finding(rule: Rule, index: int, mark: Mark, scene: Scene, lang: str) -> Finding:
    span, offered = mark.span, mark.replacements
    if offered is None:
        offered = replacements(rule, mark, scene)
        span, offered = seamed(span, offered, scene.text.raw)
    elif offered == (Replacement(""),):
        span = emptied(span, scene.text.raw)
    return _say(rule, f"{rule.id}:{index}", span, _show(rule, mark.span, scene), offered, lang)


def _reminder(rule: Rule, state: State, scene: Scene, lang: str) -> Finding:
    offered = state.replacements if state.replacements is not None else insertions(rule, scene)
    return _say(rule, rule.id, None, "send", offered, lang)


def _say(
    rule: Rule,
    id: str,
    span: Span | None,
    show: Show,
    offered: tuple[Replacement, ...],
    lang: str,
) -> Finding:
    return Finding(
        id=id,
        rule=rule.id,
        section=rule.section,
        category=rule.category,
        severity=rule.severity,
        span=span,
        show=show,
        advice=rule.advice(lang),
        why=rule.why(lang),
        source=rule.source,
        replacements=offered,
        group=rule.group,
    )


def _show(rule: Rule, span: Span, scene: Scene) -> Show:
    """A remark that touches the word at the caret waits for a pause."""
    if scene.final:
        return "now"
    return "pause" if span.start <= scene.caret <= span.end else rule.show


def _tone(inline: Inline, scene: Scene) -> Tone:
    """The tone of the draft; the word being typed has no say until it is finished, nor has the
    shape of a draft that is still growing."""

    def settled(span: Span) -> bool:
        return scene.final or not (span.start < scene.caret == span.end)

    judged = ("wording", "shape") if scene.final else ("wording",)
    complaints = [
        Complaint(mark.span, rule.severity, rule.group)
        for rule, marks in inline
        for mark in marks
        if rule.section in judged
    ]
    names = [scene.cues.span(cue) for cue in scene.names.uses(scene.cues)]
    return draft_tone(scene.cues, complaints, names, settled)


def _before_the_caret(pack: Pack, live: _Plan, inline: Inline, scene: Scene) -> Inline:
    """The remarks as they were before the word that is being typed, where any reaches it."""
    text = scene.text
    growing = not scene.final and text.ends and text.ends[-1] == scene.caret == len(text.raw)
    if not growing or not any(m.span.end == scene.caret for _, ms in inline for m in ms):
        return inline
    before = scene_of(pack, scene.conversation, text.raw[: text.starts[-1]], None, False)
    return _inline(live, before)
