"""What the rules, sets and limits of a pack were once called: `changes.yaml` at its head.

A team's file may name what a newer version of the shipped rules renamed or took away. The loader
then says what to write, and until that is written a new name stands in for the old one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, NamedTuple

from pydantic import Field, ValidationError

from coach.rule_entries import RULE_ID, SET_NAME, Strict
from coach.rule_file import explain_all
from coach.sources import near
from coach.yaml_file import Problem, YamlFile

CHANGES = "changes.yaml"
_VERSION = re.compile(r"\d+(\.\d+){1,3}$")
_Uses = dict[str, Annotated[list[str], Field(max_length=10)]]


class RenamedEntry(Strict):
    """New names by old ones; limits by the rule that they are of, as it is called now."""

    rules: dict[str, str] = Field(default={})
    sets: dict[str, str] = Field(default={})
    limits: dict[str, dict[str, str]] = Field(default={})


class RemovedEntry(Strict):
    """What is there no more, each with what to use instead, if there is anything."""

    rules: _Uses = Field(default={})
    sets: _Uses = Field(default={})
    limits: dict[str, _Uses] = Field(default={})


class VersionEntry(Strict):
    """What one version of the pack renamed and removed."""

    renamed: RenamedEntry = RenamedEntry()
    removed: RemovedEntry = RemovedEntry()


class Became(NamedTuple):
    """What became of a name in `version`: it is called `name` now, or is gone (None).

    `use`: names of what does its work, where it is gone.
    """

    version: str
    name: str | None
    use: tuple[str, ...] = ()

    def told(self, what: str, old: str, mark: str = "«{}»") -> tuple[str, str]:
        """What is wrong with the old name, and what to write."""
        if self.name is not None:
            wrong = f"The {what} «{old}» has another name since version {self.version}."
            return wrong, f"Write {mark.format(self.name)}."
        wrong = f"The {what} «{old}» was removed in version {self.version}."
        use = ", ".join(mark.format(name) for name in self.use)
        return wrong, f"Remove it; what does its work: {use}." if use else "Remove it."


@dataclass(slots=True)
class Past:
    """What became of names: `rules`, `sets`, and `limits` by the rule that they are of."""

    rules: dict[str, Became] = field(default_factory=dict[str, Became])
    sets: dict[str, Became] = field(default_factory=dict[str, Became])
    limits: dict[str, dict[str, Became]] = field(default_factory=dict[str, dict[str, Became]])

    def add(self, version: str, entry: VersionEntry) -> None:
        """Take in a version, which must be newer than those before."""
        old, gone = entry.renamed, entry.removed
        _note(self.rules, version, old.rules, gone.rules)
        _note(self.sets, version, old.sets, gone.sets)
        for before, after in old.rules.items():  # A rule takes its limits' past along.
            if before in self.limits:
                self.limits[after] = self.limits.pop(before)
        for rule in {*old.limits, *gone.limits}:
            limits = self.limits.setdefault(rule, {})
            _note(limits, version, old.limits.get(rule, {}), gone.limits.get(rule, {}))


def _note(
    past: dict[str, Became],
    version: str,
    renamed: Mapping[str, str],
    removed: Mapping[str, Iterable[str]],
) -> None:
    """What became of what became: a name that is renamed twice leads to the last one."""
    for old, became in list(past.items()):
        now = became.name or old
        if now in renamed:
            past[old] = Became(version, renamed[now])
        elif now in removed:
            past[old] = Became(version, None, tuple(removed[now]))
    past |= {old: Became(version, new) for old, new in renamed.items()}
    past |= {old: Became(version, None, tuple(use)) for old, use in removed.items()}


def parse_changes(file: YamlFile) -> tuple[Past, list[Problem]]:
    """The past that a `changes.yaml` tells, and what is wrong in it."""
    past, problems = Past(), list[Problem]()
    if file.data is not None and file.mapping is None:
        wrong = "This file holds versions with what they renamed and removed."
        return past, [file.problem(1, wrong, 'Write «"0.2.0":» and the names below it.')]
    versions: dict[tuple[int, ...], tuple[str, VersionEntry]] = {}
    for version, data in (file.mapping or {}).items():
        if not _VERSION.match(version):
            remedy = 'Write it as "0.2.0", in quotes.'
            line = file.line_of((version,))
            problems.append(file.problem(line, f"«{version}» is no version.", remedy))
            continue
        try:
            entry = VersionEntry.model_validate(data)
        except ValidationError as error:
            problems += explain_all(VersionEntry, file, error, (version,))
            continue
        problems += _wrong_names(file, version, entry)
        versions[tuple(map(int, version.split(".")))] = version, entry
    for _, (version, entry) in sorted(versions.items()):
        past.add(version, entry)
    return past, problems


def _wrong_names(file: YamlFile, version: str, entry: VersionEntry) -> list[Problem]:
    line = file.line_of((version,))
    pairs = [(RULE_ID, entry.renamed.rules), (SET_NAME, entry.renamed.sets)]
    wrong = [name for form, names in pairs for name in names.values() if not form.match(name)]
    remedy = "Use small Latin letters, digits and hyphens."
    return [file.problem(line, f"«{name}» is no name of a set.", remedy) for name in wrong]


def unknown_set(past: Past, name: str, known: Iterable[str]) -> tuple[str, str]:
    """What is wrong with a phrase that names a set which is not there, and what to write."""
    if name in past.sets:
        return past.sets[name].told("set", name, "@{}")
    hint = near(name, known, "Define it in a file of rules/lexicon.", "@{}")
    return f"There is no lexicon set «{name}».", hint
