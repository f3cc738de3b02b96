"""A trace: which rules speak about a draft, which almost did, and what held them back."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from itertools import starmap
from typing import Literal, NamedTuple

from coach.checks import mark_check, state_check
from coach.checks.conditions import place_allows, scene_allows
from coach.compiling import Compiler
from coach.conversation import Conversation
from coach.cues import EXCEPT, Cue
from coach.matching.known import outermost
from coach.pack import Pack
from coach.review import review_draft, scene_of
from coach.rules import Condition, Rule, Scene
from coach.sources import Written
from coach.text import Span

FACETS = (
    *("clause", "sentence", "draft", "customer"),
    *("moods", "registers", "stages", "question"),
)
Stop = Literal["allows", "quoted", "when", "unless", "gives-way", "code", "off", "done"]


class Held(NamedTuple):
    """What held a rule back. `told`: the words, the facet or the rule that did it."""

    stop: Stop
    told: str = ""


@dataclass(frozen=True, slots=True)
class Traced:
    """One place where a rule spoke (`held` is empty) or almost spoke. `span`: None for a reminder.

    `phrases`: (words, place) of the rule's phrases that match there.
    """

    rule: Rule
    span: Span | None
    words: str
    held: tuple[Held, ...]
    phrases: tuple[tuple[str, str], ...] = ()


def trace_draft(pack: Pack, conversation: Conversation, draft: str) -> tuple[Traced, ...]:
    """Everything that speaks or almost speaks about `draft` as it would be sent."""
    return tuple(_Tracer(pack, conversation, draft).trace())


class _Tracer:
    def __init__(self, pack: Pack, conversation: Conversation, draft: str) -> None:
        self.pack = pack
        self.scene = scene_of(pack, conversation, draft, None, True)
        self.found = pack.matcher.matches(self.scene.text)
        review = review_draft(pack, conversation, draft, final=True)
        self.said = {(f.rule, f.span) for f in (*review.findings, *review.shadowed)}
        self.phrases = self._phrases()

    def trace(self) -> Iterator[Traced]:
        for rule in self.pack.rules.values():
            if rule.section == "missing":
                yield from self._reminder(rule)
            elif rule.section != "flow":  # Those speak at a time, not about a draft.
                yield from self._inline(rule)

    def _phrases(self) -> dict[str, list[tuple[Written, Set[tuple[int, int]]]]]:
        """For each rule whose phrases match: which of them, and where."""
        if not any(f"{rule_id}/flags" in self.found for rule_id in self.pack.sources):
            return {}
        compiler = Compiler(self.pack.lexicon, frozenset(), self.pack.recipes)
        own: dict[str, tuple[str, Written]] = {}
        for rule_id, source in self.pack.sources.items():
            if f"{rule_id}/flags" in self.found:
                for index, one in enumerate(source.lists["flags"]):
                    own[f"{rule_id}/flags#{index}"] = (rule_id, one)
        for name, (_, one) in own.items():
            compiler.enter(name, [one])
        known = self.pack.matcher
        shared = [name for name in known.names if name.removesuffix(EXCEPT) in self.pack.lexicon]
        found = compiler.matcher([*shared, *own], known).matches(self.scene.text)
        phrases: dict[str, list[tuple[Written, Set[tuple[int, int]]]]] = {}
        for name, (rule_id, one) in own.items():
            if name in found:
                phrases.setdefault(rule_id, []).append((one, found[name]))
        return phrases

    # Rules that mark words

    def _inline(self, rule: Rule) -> Iterator[Traced]:
        marks = list(mark_check(rule.section, rule.id)(rule, self.scene))
        covered: list[Span] = []
        for mark in marks:
            covered.append(mark.span)
            spoke = (rule.id, mark.span) in self.said
            yield self._traced(rule, mark.span, () if spoke else (self._silencer(rule),))
        for cue in starmap(Cue, outermost(self.found.get(f"{rule.id}/flags", set()))):
            span = self.scene.cues.span(cue)
            if not any(span.start < c.end and c.start < span.end for c in covered):
                yield self._traced(rule, span, tuple(self._held(rule, cue)))

    def _silencer(self, rule: Rule) -> Held:
        """Why a mark of a rule is not said: it is off, or gives way."""
        if rule.state == "off":
            return Held("off")
        spoke = {name for name, _ in self.said}
        return Held("gives-way", ", ".join(sorted(rule.gives_way_to & spoke)))

    def _traced(self, rule: Rule, span: Span, held: tuple[Held, ...]) -> Traced:
        text = self.scene.text
        phrases = tuple(
            (one.words, one.place)
            for one, places in self.phrases.get(rule.id, ())
            if any(_overlap(text.span(first, last), span) for first, last in places)
        )
        return Traced(rule, span, text.raw[span.start : span.end], held, phrases)

    def _held(self, rule: Rule, cue: Cue) -> Iterator[Held]:
        """Everything that keeps a rule from speaking about a match of its phrases."""
        scene, before = self.scene, False
        for first, last in sorted(self.found.get(f"{rule.id}/flags{EXCEPT}", ())):
            if first < cue.last and cue.first < last:
                before = True
                span = scene.text.span(first, last)
                yield Held("allows", scene.text.raw[span.start : span.end])
        if scene.text.is_quoted(cue.first):
            before = True
            yield Held("quoted")
        for held in _conditions(rule, scene, cue):
            before = True
            yield held
        if rule.state == "off":
            before = True
            yield Held("off")
        if not before:
            yield Held("code", _about(rule))

    # Reminders

    def _reminder(self, rule: Rule) -> Iterator[Traced]:
        if (rule.id, None) in self.said:
            yield Traced(rule, None, "", ())
            return
        state = state_check(rule.id)(rule, self.scene)
        if state is not None and (rule.state == "off" or not state.due):
            held = Held("done", self._done_by(rule)) if not state.due else Held("off")
            yield Traced(rule, None, "", (held,))
        elif state is None and rule.when is not None:
            held = tuple(_conditions(rule, self.scene, None))
            if held:
                yield Traced(rule, None, "", held)

    def _done_by(self, rule: Rule) -> str:
        places = self.scene.cues[f"{rule.id}/needs"]
        if not places:
            return ""
        span = self.scene.cues.span(places[0])
        return self.scene.text.raw[span.start : span.end]


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _about(rule: Rule) -> str:
    """What the rule's own code looks at: the first line that it says of itself."""
    check = mark_check(rule.section, rule.id)
    return (check.__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " ")


def _conditions(rule: Rule, scene: Scene, cue: Cue | None) -> Iterator[Held]:
    """The facets of `when` and `unless` that do not let the rule speak, one by one."""
    for key in ("when", "unless"):
        condition: Condition | None = getattr(rule, key)
        if condition is None:
            continue
        for facet in FACETS:
            value = getattr(condition, facet)
            if value is None or value == frozenset():
                continue
            bare = Condition(**{facet: value})
            alone = replace(rule, when=None, unless=None)
            alone = replace(alone, when=bare) if key == "when" else replace(alone, unless=bare)
            allowed = scene_allows(alone, scene)
            if allowed and cue is not None:
                allowed = place_allows(alone, scene, cue)
            if not allowed:
                yield Held(key, facet)
