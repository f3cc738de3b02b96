"""What every rule has (`Rule`), what a check is given (`Scene`) and what it returns.

An inline check returns `Mark`s, a reminder check returns a `State`. The review turns both into
`Finding`s, which carry the rule's texts. Spans count code points of the draft exactly as typed,
end exclusive; the wire converts to UTF-16 at its edge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from coach.conversation import Conversation
from coach.cues import Cue, Cues
from coach.naming import Names
from coach.text import Span, Text

Severity = Literal["hint", "warning", "error"]
Section = Literal["wording", "missing", "shape", "flow"]
Show = Literal["now", "pause", "send"]
Lang = Literal["fa", "en"]


@dataclass(frozen=True, slots=True)
class Wording:
    """One text offered in place of a match, in both registers. `fits`: the set of phrases that a
    match must hold for this text to fit; None where it always fits."""

    formal: str
    spoken: str
    fits: str | None = None
    at: Literal["start", "greeted", "end"] = "end"


@dataclass(frozen=True, slots=True)
class Condition:
    """Where a rule speaks or is silent: names of phrase sets by place, moods, stages, registers."""

    clause: str | None = None
    sentence: str | None = None
    draft: str | None = None
    customer: str | None = None
    moods: frozenset[str] = frozenset()
    registers: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    question: bool | None = None


class Timed(NamedTuple):
    """A small conversation in time. events: (second, what, text), `what` an author, `draft`, `send`
    or `types`; until: the second at which it is looked at last; departments: (name, topics);
    hours: the working hours of every day; begins: the clock when it begins, in minutes."""

    events: tuple[tuple[int, str, str], ...]
    until: int
    departments: tuple[tuple[str, tuple[str, ...]], ...] = ()
    hours: str | None = None
    begins: int = 600

    @property
    def readable(self) -> str:
        """On one line, for those who read reports."""
        return " · ".join(f"{at}s {what}: {text}" for at, what, text in self.events)


@dataclass(frozen=True, slots=True)
class Example:
    """A text that proves a rule: it is found by it (`flags`) or left alone (`allows`)."""

    draft: str
    name: str | None = None
    title: str | None = None
    history: tuple[tuple[str, str], ...] = ()
    """(author, text) in order."""
    lists: Mapping[str, object] = field(default_factory=dict[str, object])
    line: int = 0
    timed: Timed | None = None
    """A talk in time, where it is a nudge that is proved."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a pack, as its file says it."""

    id: str
    section: Section
    category: str
    severity: Severity
    advice_texts: Mapping[str, str]
    why_texts: Mapping[str, str]
    source: str
    show: Show = "now"
    span: Literal["match", "clause", "sentence"] = "match"
    when: Condition | None = None
    unless: Condition | None = None
    has_flags: bool = False
    has_needs: bool = False
    gives_way_to: frozenset[str] = frozenset()
    group: str | None = None
    limits: Mapping[str, int] = field(default_factory=dict[str, int])
    wordings: tuple[Wording, ...] = ()
    state: Literal["live", "shadow", "off"] = "live"
    examples_flags: tuple[Example, ...] = ()
    examples_allows: tuple[Example, ...] = ()
    file: str = ""

    def advice(self, lang: str) -> str:
        """What to do, in `fa` or `en`."""
        return self.advice_texts[lang]

    def why(self, lang: str) -> str:
        """Why it matters, in `fa` or `en`."""
        return self.why_texts[lang]


@dataclass(frozen=True, slots=True)
class Lists:
    """The support guide's own lists: (match, use) pairs and the way to write a phone number."""

    stale_references: tuple[tuple[str, str], ...] = ()
    preferred_wording: tuple[tuple[str, str], ...] = ()
    phone_format: str | None = None


@dataclass(slots=True)
class Scene:
    """What a check looks at: the draft with its cues, the conversation, the names, the lists.

    `caret`: code points; the word it touches is still being typed unless `final`.
    `spoken`: does the draft use spoken spelling (or, where it shows neither, should it)?
    """

    cues: Cues
    conversation: Conversation
    names: Names
    lists: Lists
    caret: int
    final: bool
    spoken: bool
    knows: Callable[[str], bool]
    """Is a key a Persian word, as far as the pack can tell?"""
    marks: dict[str, list[Mark]] = field(default_factory=dict[str, "list[Mark]"])
    """Marks of the rules that have already looked, by rule id."""
    failed: list[str] = field(default_factory=list[str])
    """Rules whose check broke on this draft."""

    @property
    def text(self) -> Text:
        """The draft."""
        return self.cues.text

    def turn(self, *names: str) -> bool:
        """Does the agent's turn (the draft and what was sent since the customer spoke) show one?"""
        return self.cues.any(*names) or any(c.any(*names) for c in self.conversation.agent_turn)

    def lately(self, *names: str) -> bool:
        """Does the draft or one of the two agent messages before it show one of these?"""
        return self.cues.any(*names) or any(c.any(*names) for c in self.conversation.agent_recent)

    def asked(self, *names: str) -> bool:
        """Do the customer's messages of this turn show one of these?"""
        return any(c.any(*names) for c in self.conversation.customer_turn)

    def heard(self, *names: str) -> bool:
        """Does any message of the customer show one of these?"""
        return any(c.any(*names) for c in self.conversation.customer_cues)


@dataclass(frozen=True, slots=True)
class Replacement:
    """An edit that is offered: the text that takes the place of the finding's span.

    For a finding without a span the text is inserted at `at` (code points), or at the end where
    `at` is None.
    """

    text: str
    at: int | None = None


class Mark(NamedTuple):
    """One place that an inline or shape check remarks on, with its own replacements if it has any
    (None: the rule's)."""

    span: Span
    cue: Cue | None = None
    replacements: tuple[Replacement, ...] | None = None


class State(NamedTuple):
    """What a reminder check says of a draft: `due`, or done; and its own insertions if any."""

    due: bool
    replacements: tuple[Replacement, ...] | None = None


DUE, DONE = State(True), State(False)


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark about a draft. `span` is None for reminders alone."""

    id: str
    rule: str
    section: Section
    category: str
    severity: Severity
    span: Span | None
    show: Show
    advice: str
    why: str
    source: str
    replacements: tuple[Replacement, ...] = ()
    group: str | None = None
