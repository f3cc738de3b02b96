"""What may stand in a team's file: what the team changes of the rules it builds on."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, field_validator

from coach.hours import DEFAULT_ZONE
from coach.phrases import PhraseEntry
from coach.rule_entries import DepartmentEntry, ListsEntry, Phrases, Strict
from coach.rule_file import explain_all
from coach.yaml_file import Problem, YamlFile

_HOURS = re.compile(r"([01]?\d|2[0-3]):[0-5]\d-([01]?\d|2[0-4]):[0-5]\d$")
_CHANGES = ("rules", "lexicon", "lists", "phrases", "blanks")
Text = Annotated[str, Field(min_length=3, max_length=600)]
Hours = Annotated[str, Field(max_length=11)] | None


class WordsChange(Strict):
    """Phrases that come in and phrases that go out."""

    add: Phrases = Field(default=[])
    remove: Phrases = Field(default=[])


class TextsChange(Strict):
    """A text of the team's own; a language that is left out keeps what it had."""

    fa: Text | None = None
    en: Text | None = None


class RuleChange(Strict):
    """What a team changes of one rule."""

    state: Literal["live", "shadow", "off"] | None = None
    severity: Literal["hint", "warning", "error"] | None = None
    limits: dict[str, Annotated[int, Field(ge=0, le=100_000)]] = Field(default={})
    advice: TextsChange | None = None
    why: TextsChange | None = None
    flags: WordsChange | None = None
    allows: WordsChange | None = None
    needs: WordsChange | None = None


class SetChange(Strict):
    """What a team changes of one set of the lexicon."""

    add: Phrases = Field(default=[])
    remove: Phrases = Field(default=[])
    unless: WordsChange | None = None


class WorkingHours(Strict):
    """When the team works, by day; a day that is left out is a day off."""

    timezone: Annotated[str, Field(pattern=r"^[A-Za-z]+(/[A-Za-z_+-]+)*$", max_length=40)] = (
        DEFAULT_ZONE
    )
    sat: Hours = None
    sun: Hours = None
    mon: Hours = None
    tue: Hours = None
    wed: Hours = None
    thu: Hours = None
    fri: Hours = None

    @field_validator("timezone")
    @classmethod
    def _is_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (OSError, ValueError, KeyError):
            raise ValueError('a time zone is written as "Asia/Tehran"') from None
        return value

    @field_validator("sat", "sun", "mon", "tue", "wed", "thu", "fri")
    @classmethod
    def _is_hours(cls, value: str | None) -> str | None:
        if value is not None and not _HOURS.match(value):
            raise ValueError('hours are written as "09:00-17:00"')
        return value


class TeamEntry(Strict):
    """One team file."""

    extends: str = "default"
    register_: Literal["formal", "spoken"] | None = Field(default=None, alias="register")
    working_hours: WorkingHours | None = None
    department: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    departments: list[DepartmentEntry] = Field(default=[], max_length=100)
    rules: dict[str, RuleChange] = Field(default={})
    lexicon: dict[str, SetChange] = Field(default={})
    lists: ListsEntry = ListsEntry()
    phrases: dict[str, PhraseEntry] = Field(default={})
    blanks: dict[str, Annotated[str, Field(max_length=200)]] = Field(default={})


def parse_team(file: YamlFile) -> tuple[TeamEntry, list[Problem]]:
    """The team of a file and its problems; what is wrong is left out, the rest holds."""
    if file.data is None:
        return TeamEntry(), []
    given = file.mapping
    if given is None:
        wrong = "A team file holds names with values below them."
        return TeamEntry(), [file.problem(1, wrong, "Write «rules:» and the changes below it.")]
    data = deepcopy(given)
    problems: list[Problem] = []
    while True:
        try:
            return TeamEntry.model_validate(data), problems
        except ValidationError as error:
            problems += explain_all(TeamEntry, file, error)
            for item in error.errors(include_url=False):
                _leave_out(data, [str(part) for part in item["loc"]])


def _leave_out(data: dict[str, Any], path: list[str]) -> None:
    """Take the change that is wrong out of `data`: one rule, one set, one list, or a key."""
    inner = data.get(path[0])
    if path[0] in _CHANGES and len(path) > 1 and isinstance(inner, dict):
        inner.pop(path[1], None)  # pyright: ignore[reportUnknownMemberType]
    else:
        data.pop(path[0], None)
