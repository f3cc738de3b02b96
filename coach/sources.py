"""Rules and sets as their files say them, before they are compiled: every phrase with its place.

A team's changes are made on these, so that each value of a rule is known with where it comes from.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from coach.rule_entries import ConditionEntry, RuleEntry, SetEntry
from coach.yaml_file import Path_, Problem, YamlFile

DEFAULT_PLACE = "default"
"""The place of a value that no file gives."""
CONDITION_PLACES = ("clause", "sentence", "draft", "customer")


class Written(NamedTuple):
    """A phrase and where it is written."""

    words: str
    file: YamlFile
    path: Path_

    @property
    def line(self) -> int:
        """The line, from 1."""
        return self.file.line_of(self.path)

    @property
    def place(self) -> str:
        """`wording/rush.yaml:12`."""
        return f"{self.file.name}:{self.line}"

    def problem(self, wrong: str, remedy: str) -> Problem:
        """A problem with this phrase."""
        return self.file.problem(self.line, wrong, remedy)


@dataclass(slots=True)
class SetSource:
    """A named set of the lexicon."""

    name: str
    file: YamlFile
    lists: dict[str, list[Written]]
    """`phrases` and `unless`."""


class Recipe(NamedTuple):
    """What a set was compiled from without a mistake: its phrases and the sets that they name, each
    with its phrases. `sizes`: in how many sequences each phrase was spread out."""

    phrases: tuple[str, ...]
    named: tuple[tuple[str, tuple[str, ...]], ...]
    sizes: tuple[int, ...]


@dataclass(slots=True)
class RuleSource:
    """A rule. `lists`: its phrases by where they stand (`flags`, `when/clause`, …).

    `changed`: the keys whose value a team gave, with the place; `removed`: what a team took out.
    """

    id: str
    section: Literal["wording", "missing", "shape", "flow"]
    entry: RuleEntry
    file: YamlFile
    lists: dict[str, list[Written]]
    changed: dict[str, str] = field(default_factory=dict[str, str])
    removed: dict[str, list[Written]] = field(default_factory=dict[str, list[Written]])

    @property
    def own(self) -> bool:
        """Is it a rule of a team's own?"""
        return self.file.name.startswith("teams/")

    def place(self, key: str) -> str:
        """Where the value of a key comes from."""
        if key in self.changed:
            return self.changed[key]
        path = tuple(re.split("[./]", key))
        if path[0] not in self.entry.model_fields_set:
            return DEFAULT_PLACE
        return f"{self.file.name}:{self.file.line_of(path)}"


class Value(NamedTuple):
    """An effective value of a rule: `sign` is + or - for a phrase that a team added or removed."""

    key: str
    value: str
    place: str
    sign: str = ""


def set_source(name: str, entry: SetEntry, file: YamlFile) -> SetSource:
    """The source of one set of a lexicon file."""
    bare = isinstance(file.data[name], list)
    phrases = written(entry.phrases, file, (name,) if bare else (name, "phrases"))
    return SetSource(
        name, file, {"phrases": phrases, "unless": written(entry.unless, file, (name, "unless"))}
    )


def rule_source(id: str, section: str, entry: RuleEntry, file: YamlFile) -> RuleSource:
    """The source of one rule file."""
    lists = {
        name: written(getattr(entry, name), file, (name,)) for name in ("flags", "allows", "needs")
    }
    for key, condition in (("when", entry.when), ("unless", entry.unless)):
        lists |= _condition_lists(key, condition, file)
    for index, item in enumerate(entry.replacements):
        if not isinstance(item, str):
            path = ("replacements", index, "for")
            lists[f"fits-{index}"] = written(item.fits, file, path)
    return RuleSource(id, section, entry, file, lists)  # pyright: ignore[reportArgumentType]


def _condition_lists(
    key: str, condition: ConditionEntry | None, file: YamlFile
) -> dict[str, list[Written]]:
    if condition is None:
        return {}
    return {
        f"{key}/{place}": written(getattr(condition, place), file, (key, place))
        for place in CONDITION_PLACES
    }


def written(phrases: Iterable[str], file: YamlFile, path: Path_) -> list[Written]:
    """The phrases of a list with their places."""
    return [Written(words, file, (*path, index)) for index, words in enumerate(phrases)]


def values_of(source: RuleSource) -> tuple[Value, ...]:
    """The effective values of a rule, each with its place."""
    entry, found = source.entry, list[Value]()
    for key in ("state", "severity", "category", "source", "span", "show", "group"):
        value = getattr(entry, key)
        if value is not None:
            found.append(Value(key, value, source.place(key)))
    for key in ("advice", "why"):
        for lang in ("fa", "en"):
            value = getattr(getattr(entry, key), lang)
            found.append(Value(f"{key}.{lang}", value, source.place(f"{key}.{lang}")))
    for name, limit in entry.limits.items():
        found.append(Value(f"limits.{name}", str(limit), source.place(f"limits.{name}")))
    for key, phrases in source.lists.items():
        removed = source.removed.get(key, [])
        for one in phrases:
            added = one.file is not source.file
            found.append(Value(key, one.words, one.place, "+" if added else ""))
        found += [Value(key, one.words, one.place, "-") for one in removed]
    return tuple(found)


def near(name: str, known: Iterable[str], otherwise: str, mark: str = "«{}»") -> str:
    """«Did you mean …?», or another remedy where nothing known is like it."""
    close = difflib.get_close_matches(name, list(known), 1, 0.6)
    return f"Did you mean {mark.format(close[0])}?" if close else otherwise
