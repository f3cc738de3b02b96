"""Rule files and lexicon files are read, and their mistakes told with lines."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from coach.rule_entries import SET_NAME, PraisesEntry, RuleEntry, SetEntry
from coach.yaml_file import Path_, Problem, YamlFile


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
