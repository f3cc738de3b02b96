"""What may stand in a rule file, a lexicon file and a team's lists: the models."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

SET_NAME = re.compile(r"[a-z][a-z0-9-]{0,60}$")
RULE_ID = re.compile(r"[a-z][a-z0-9-]{1,47}$")
_PHONE = re.compile(r"(?=(?:[^0-9Xx]*[0-9Xx]){4,20}[^0-9Xx]*$)[0-9Xx+() .\-–]+$")
Phrase = Annotated[str, Field(min_length=1, max_length=600)]
Phrases = list[Phrase]
Happening = Annotated[
    str, Field(pattern=r"^\d{1,6} (customer|agent|bot|system|draft|send|types)$", max_length=40)
]
"""When, in seconds from the start, and what: a message of somebody's; `draft`: the agent has this
in the composer; `send`: it is about to go out; `types`: the customer starts or stops typing."""
Category = Literal["greeting", "empathy", "tone", "solution", "closing", "personal", "compliance"]


class Strict(BaseModel):
    """No key that is not known, and no value that would have to be converted."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class Texts(Strict):
    """A text for people, in both languages."""

    fa: Annotated[str, Field(min_length=3, max_length=600)]
    en: Annotated[str, Field(min_length=3, max_length=600)]


class ConditionEntry(Strict):
    """Where a rule speaks (`when`) or keeps silent (`unless`)."""

    clause: Phrases = []
    sentence: Phrases = []
    draft: Phrases = []
    customer: Phrases = []
    moods: list[Literal["calm", "happy", "excited", "confused", "worried", "upset", "angry"]] = []
    registers: list[Literal["formal", "neutral", "chatty"]] = []
    stages: list[Literal["opening", "middle", "closing"]] = []
    question: bool | None = None


class WordingEntry(Strict):
    """A replacement; `for` names the phrases that it fits, `at` where a reminder's goes."""

    formal: Annotated[str, Field(max_length=600)]
    spoken: Annotated[str, Field(max_length=600)]
    fits: Phrases = Field(default=[], alias="for")
    at: Literal["start", "greeted", "end"] = "end"


class TermEntry(Strict):
    """A wording or reference of the support guide, and what takes its place."""

    match: Annotated[str, Field(min_length=1, max_length=200)]
    use: Annotated[str, Field(max_length=600)]


class DepartmentEntry(Strict):
    """A department and the phrases that customers name its topics with."""

    name: Annotated[str, Field(min_length=2, max_length=60)]
    name_en: Annotated[str, Field(min_length=2, max_length=60)] | None = None
    topics: Annotated[list[Phrase], Field(min_length=1, max_length=200)]


class ListsEntry(Strict):
    """The support guide's own lists."""

    stale_references: Annotated[list[TermEntry], Field(max_length=5000)] = []
    preferred_wording: Annotated[list[TermEntry], Field(max_length=5000)] = []
    phone_format: Annotated[str, Field(max_length=40)] | None = None

    @field_validator("phone_format")
    @classmethod
    def _is_pattern(cls, value: str | None) -> str | None:
        if value is not None and not _PHONE.match(value):
            raise ValueError("a phone format is digits and X with marks between: 0XX-XXXXXXXX")
        return value


class ExampleEntry(Strict):
    """A draft that proves the rule, with the talk around it where that matters; or a talk in time,
    which proves a nudge: {"30 customer": …} is what the customer says in second 30."""

    talk: list[dict[Happening, str]] = []
    draft: Annotated[str, Field(max_length=5000, validate_default=True)] = ""
    until: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    departments: list[DepartmentEntry] = []
    hours: Annotated[str, Field(pattern=r"^\d\d:\d\d-\d\d:\d\d$")] | None = None
    begins: Annotated[str, Field(pattern=r"^\d\d:\d\d$")] | None = None
    customer: str | None = None
    """The customer's last line: short for a history of one."""
    name: str | None = None
    title: str | None = None
    history: list[dict[Literal["customer", "agent", "bot"], str]] = []
    lists: ListsEntry = ListsEntry()

    @field_validator("draft")
    @classmethod
    def _is_there(cls, value: str, info: ValidationInfo) -> str:
        if not value and not info.data.get("talk"):
            raise PydanticCustomError("missing", "a draft or a talk")
        return value


class ExamplesEntry(Strict):
    """Texts that the rule finds, and texts that it leaves alone."""

    flags: list[str | ExampleEntry]
    allows: list[str | ExampleEntry]


class RuleEntry(Strict):
    """One rule file."""

    severity: Literal["hint", "warning", "error"]
    category: Category
    source: Annotated[str, Field(min_length=1, max_length=40)]
    advice: Texts
    why: Texts
    show: Literal["now", "pause", "send"] = "now"
    span: Literal["match", "clause", "sentence"] = "match"
    state: Literal["live", "shadow", "off"] = "live"
    group: str | None = None
    gives_way_to: list[str] = []
    limits: dict[str, Annotated[int, Field(ge=0, le=100_000)]] = {}
    flags: Phrases = []
    allows: Phrases = []
    needs: Phrases = []
    when: ConditionEntry | None = None
    unless: ConditionEntry | None = None
    replacements: list[str | WordingEntry] = []
    examples: ExamplesEntry

    @field_validator("replacements")
    @classmethod
    def _no_markup(cls, value: list[str | WordingEntry]) -> list[str | WordingEntry]:
        if len(value) > 200:
            raise ValueError("more than 200 replacements")
        return value


class SetEntry(Strict):
    """One named set of a lexicon: its phrases, and phrases around which they mean nothing."""

    phrases: Phrases
    unless: Phrases = []


class PraisesEntry(Strict):
    """The sentences that praise an agent."""

    praises: Annotated[list[Texts], Field(max_length=200)]
