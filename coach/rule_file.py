"""What may stand in a rule file and a lexicon file: the models, and mistakes told with lines."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from coach.yaml_file import Path_, Problem, YamlFile

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


def parse_rule(file: YamlFile) -> tuple[RuleEntry | None, list[Problem]]:
    """The rule of a file, or its problems."""
    if file.data is None:
        return None, [file.problem(0, "The file is empty.", "Write a rule; see docs/rules.md.")]
    return _parse(RuleEntry, file, file.data)


def parse_lexicon(file: YamlFile) -> tuple[dict[str, SetEntry], list[Problem]]:
    """The sets of a lexicon file (a bare list is a set without exceptions), and its problems.

    A set that is wrong does not take the others down.
    """
    if file.data is None:
        return {}, []
    given = file.mapping
    if given is None:
        wrong = "A lexicon file holds names with phrases below them."
        return {}, [file.problem(1, wrong, "Write «name:» and under it «- phrase» lines.")]
    sets: dict[str, SetEntry] = {}
    problems: list[Problem] = []
    for name, value in given.items():
        if not SET_NAME.match(name):
            wrong = f"«{name}» is no name of a set."
            remedy = "Use small Latin letters, digits and hyphens."
            problems.append(file.problem(file.line_of((name,)), wrong, remedy))
            continue
        bare = type(value) is list
        found, wrongs = _parse(SetEntry, file, {"phrases": value} if bare else value, (name,))
        problems += wrongs
        if found is not None:
            sets[name] = found
    return sets, problems


class PraisesEntry(Strict):
    """The sentences that praise an agent."""

    praises: Annotated[list[Texts], Field(max_length=200)]


def parse_praises(file: YamlFile) -> tuple[tuple[dict[str, str], ...], list[Problem]]:
    """The sentences of a praise file in both languages, and its problems."""
    entry, problems = _parse(PraisesEntry, file, file.data or {})
    return tuple(one.model_dump() for one in entry.praises) if entry else (), problems


def _parse[M: BaseModel](
    model: type[M], file: YamlFile, data: Any, at: Path_ = ()
) -> tuple[M | None, list[Problem]]:
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, explain_all(model, file, error, at)


def explain_all(
    model: type[BaseModel], file: YamlFile, error: ValidationError, at: Path_ = ()
) -> list[Problem]:
    """Every mistake of a file in words that a lead understands, with its line.

    `at`: where in the file the data of the model stands.
    """
    return [
        _explain(model, file, item, at)
        for item in error.errors(include_url=False)
        if not _said_of_another_member(item)
    ]


def _said_of_another_member(error: Any) -> bool:
    """Where a text or a mapping may stand, pydantic complains of both: one of them is meant."""
    if isinstance(error["input"], dict):
        return "str" in error["loc"]
    members = {"ExampleEntry", "WordingEntry"} & set(error["loc"][-1:])
    return error["type"] == "model_type" and bool(members)


def _path(error: Any) -> Path_:
    """Where the mistake is. pydantic adds the names of union members to a path; the file knows
    nothing of them."""
    return tuple(p for p in error["loc"] if p not in ("str", "ExampleEntry", "WordingEntry"))


_EXPECTED = {
    "string_type": ("must be text", "Write text; a number goes in quotes."),
    "int_type": ("must be a whole number", "Write a number without quotes."),
    "bool_type": ("must be true or false", "Write true or false."),
    "list_type": ("must be a list", "Write «- …» lines below it, or [ … ]."),
    "dict_type": ("must hold names with values", "Write «name: value» lines below it."),
    "model_type": ("must hold names with values", "Write «name: value» lines below it."),
    "string_too_short": ("is too short", "Write it out."),
    "string_too_long": ("is too long", "Shorten it, or split it."),
    "too_long": ("has too many entries", "Leave some out."),
    "greater_than_equal": ("is too small", "Write a number that is not negative."),
    "less_than_equal": ("is too large", "Write a smaller number."),
    "string_pattern_mismatch": ("is not written as it should be", "See docs/rules.md."),
}


def _explain(model: type[BaseModel], file: YamlFile, error: Any, at: Path_) -> Problem:
    path = _path(error)
    kind, context = error["type"], error.get("ctx", {})
    name = path[-1] if path else (at[-1] if at else "file")
    if isinstance(name, int):
        name = f"{path[-2] if len(path) > 1 else 'list'}, {name + 1}"
    if kind == "extra_forbidden":
        close = difflib.get_close_matches(str(name), _known_keys(model, path), 1, 0.6)
        remedy = f"Did you mean «{close[0]}»?" if close else "Remove it."
        wrong = f"«{name}» is not known here."
    elif kind == "missing":
        wrong, remedy = f"«{name}» is missing.", f"Add a line «{name}: …»."
    elif kind == "literal_error":
        wrong = f"«{name}» has a value that is not allowed."
        remedy = f"Write {context['expected']}."
        close = difflib.get_close_matches(
            str(error["input"]), re.findall(r"'([^']+)'", context["expected"]), 1, 0.6
        )
        remedy = f"Did you mean «{close[0]}»? {remedy}" if close else remedy
    elif kind == "value_error":
        wrong, remedy = f"«{name}» is wrong: {context['error']}.", "Correct it."
    else:
        what, remedy = _EXPECTED.get(kind, ("is wrong", "Correct the value; see docs/rules.md."))
        wrong = f"«{name}» {what}."
    return file.problem(file.line_of((*at, *path)), wrong, remedy)


def _known_keys(model: type[BaseModel], path: Path_) -> list[str]:
    """The keys that may stand where the last part of `path` stands."""
    kinds: list[Any] = [model]
    for part in path[:-1]:
        kinds = [inner for kind in kinds for inner in _inside(kind, part)]
    return [
        field.alias or name
        for kind in kinds
        if isinstance(kind, type) and issubclass(kind, BaseModel)
        for name, field in kind.model_fields.items()
    ]


def _inside(kind: Any, part: str | int) -> Iterator[Any]:
    """The types of what stands under `part` of a value of this type."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            if part in (name, field.alias):
                yield from _members(field.annotation)
    elif get_origin(kind) in (list, dict):
        yield from _members(get_args(kind)[-1])


def _members(kind: Any) -> Iterator[Any]:
    """The types that a union or an annotated type stands for."""
    if get_origin(kind) in (list, dict) or isinstance(kind, type):
        yield kind
    else:
        for inner in get_args(kind):
            yield from _members(inner)
