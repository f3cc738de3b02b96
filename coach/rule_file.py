"""What may stand in a rule file and a lexicon file: the models, and mistakes told with lines."""

from __future__ import annotations

import difflib
import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from coach.yaml_file import Path_, Problem, YamlFile

RULE_ID = re.compile(r"[a-z][a-z0-9-]{1,47}$")
Phrase = Annotated[str, Field(min_length=1, max_length=600)]
Phrases = list[Phrase]
Category = Literal["greeting", "empathy", "tone", "solution", "closing", "personal", "compliance"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class Texts(_Strict):
    """A text for people, in both languages."""

    fa: Annotated[str, Field(min_length=3, max_length=600)]
    en: Annotated[str, Field(min_length=3, max_length=600)]


class ConditionEntry(_Strict):
    """Where a rule speaks (`when`) or keeps silent (`unless`)."""

    clause: Phrases = []
    sentence: Phrases = []
    draft: Phrases = []
    customer: Phrases = []
    moods: list[Literal["calm", "happy", "excited", "confused", "worried", "upset", "angry"]] = []
    registers: list[Literal["formal", "neutral", "chatty"]] = []
    stages: list[Literal["opening", "middle", "closing"]] = []
    question: bool | None = None


class WordingEntry(_Strict):
    """A replacement; `for` names the phrases that it fits, `at` where a reminder's goes."""

    formal: Annotated[str, Field(max_length=600)]
    spoken: Annotated[str, Field(max_length=600)]
    fits: Phrases = Field(default=[], alias="for")
    at: Literal["start", "greeted", "end"] = "end"


class ExampleEntry(_Strict):
    """A draft that proves the rule, with the talk around it where that matters."""

    draft: Annotated[str, Field(min_length=1, max_length=5000)]
    customer: str | None = None
    """The customer's last line: short for a history of one."""
    name: str | None = None
    title: str | None = None
    history: list[dict[Literal["customer", "agent", "bot"], str]] = []
    lists: dict[str, Any] = {}


class ExamplesEntry(_Strict):
    """Texts that the rule finds, and texts that it leaves alone."""

    flags: list[str | ExampleEntry]
    allows: list[str | ExampleEntry]


class RuleEntry(_Strict):
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
    limits: dict[str, int] = {}
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


class SetEntry(_Strict):
    """One named set of a lexicon: its phrases, and phrases around which they mean nothing."""

    phrases: Phrases
    unless: Phrases = []


class LexiconFile(BaseModel):
    """A lexicon file: names of sets and their phrases."""

    model_config = ConfigDict(strict=True, hide_input_in_errors=True)
    sets: dict[str, SetEntry]


def parse_rule(file: YamlFile) -> tuple[RuleEntry | None, list[Problem]]:
    """The rule of a file, or its problems."""
    return _parse(RuleEntry, file, file.data)


def parse_lexicon(file: YamlFile) -> tuple[dict[str, SetEntry], list[Problem]]:
    """The sets of a lexicon file (a bare list is a set without exceptions), and its problems."""
    if not isinstance(file.data, dict):
        wrong = "A lexicon file holds names with phrases below them."
        return {}, [file.problem(1, wrong, "Write «name:» and under it «- phrase» lines.")]
    named = {n: {"phrases": v} if isinstance(v, list) else v for n, v in file.data.items()}
    found, problems = _parse(LexiconFile, file, {"sets": named}, skip=1)
    return (found.sets if found else {}), problems


def _parse[M: BaseModel](
    model: type[M], file: YamlFile, data: Any, skip: int = 0
) -> tuple[M | None, list[Problem]]:
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, [_explain(model, file, item, skip) for item in error.errors(include_url=False)]


def _explain(model: type[BaseModel], file: YamlFile, error: Any, skip: int) -> Problem:
    """One pydantic error in words that a lead understands, with its line."""
    path: Path_ = tuple(p for p in error["loc"][skip:] if _in_file(p))
    kind, context = error["type"], error.get("ctx", {})
    name = path[-1] if path else "file"
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(str(name), _known_keys(model, path), 1, 0.6)
        remedy = f"Did you mean «{near[0]}»?" if near else "Remove it."
        wrong = f"«{name}» is not known here."
    elif kind == "missing":
        wrong, remedy = f"«{name}» is missing.", f"Add a line «{name}: …»."
    elif kind == "literal_error":
        wrong, remedy = (
            f"«{name}» has a value that is not allowed.",
            f"Write {context['expected']}.",
        )
    else:
        wrong, remedy = f"«{name}»: {error['msg']}.", "Correct the value; see docs/rules.md."
    return file.problem(file.line_of(path), wrong, remedy)


def _in_file(part: str | int) -> bool:
    """pydantic adds the names of union members to a path; the file knows nothing of them."""
    return not (isinstance(part, str) and part in ("str", "ExampleEntry", "WordingEntry"))


def _known_keys(model: type[BaseModel], path: Path_) -> list[str]:
    if len(path) <= 1:
        return list(model.model_fields)
    inner = {"when": ConditionEntry, "unless": ConditionEntry, "examples": ExamplesEntry}
    known = inner.get(str(path[0]), Texts if path[0] in ("advice", "why") else WordingEntry)
    return [field.alias or name for name, field in known.model_fields.items()]
