"""Writing new names for old ones into a team's file: no comment and no order of it changes.

What cannot be done so (both names stand there, or the old one has no heir) is left as it is: the
loader tells of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Literal, NamedTuple

import yaml

from coach.past import Became, Past

Sort = Literal["team", "rule", "lexicon"]
_NAMED = re.compile(r"@([a-z][a-z0-9-]*)")
_PHRASES = {"flags", "allows", "needs", "when", "unless", "for"}
_Path = tuple[str, ...]


class Renamed(NamedTuple):
    """One name that was written anew, with its line."""

    line: int
    old: str
    new: str


class _Edit(NamedTuple):
    start: int
    end: int
    text: str
    told: Renamed


def rename(
    text: str, sort: Sort, past: Past, rules: Collection[str], sets: Collection[str]
) -> tuple[str, list[Renamed]]:
    """A team's file with today's names, and what was written anew.

    rules, sets: the names that are known today; a text that is no YAML stays as it is.
    """
    try:
        root: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return text, []
    writer = _Writer(text, sort, past, rules, sets)
    edits = sorted(writer.edits(root, ())) if root is not None else []
    for edit in reversed(edits):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text, [edit.told for edit in edits]


class _Writer:
    """Walks through a file and finds what is to be written anew."""

    def __init__(
        self, text: str, sort: Sort, past: Past, rules: Collection[str], sets: Collection[str]
    ) -> None:
        self.text = text
        self.sort = sort
        self.past = past
        self.rules = rules
        self.sets = sets

    def edits(self, node: Any, path: _Path) -> Iterator[_Edit]:
        if isinstance(node, yaml.MappingNode):
            there = {key.value for key, _ in node.value}
            for key, value in node.value:
                new = self._key(path, key.value)
                if new is not None and new not in there:
                    yield from self._edits(key, key.value, new)
                yield from self.edits(value, (*path, str(key.value)))
        elif isinstance(node, yaml.SequenceNode):
            for item in node.value:
                yield from self.edits(item, path)
        else:
            yield from self._scalar(node, path)

    def _scalar(self, node: Any, path: _Path) -> Iterator[_Edit]:
        if self.sort == "rule" and path == ("gives_way_to",):
            if (new := _heir(self.past.rules, node.value, self.rules)) is not None:
                yield from self._edits(node, node.value, new)
        elif self._holds_phrases(path):
            for old in dict.fromkeys(_NAMED.findall(node.value)):
                if (new := _heir(self.past.sets, old, self.sets)) is not None:
                    yield from self._edits(node, f"@{old}", f"@{new}")

    def _key(self, path: _Path, name: str) -> str | None:
        """Today's name of a key, where it is another."""
        if self.sort != "team":
            return None
        if path == ("rules",):
            return _heir(self.past.rules, name, self.rules)
        if path == ("lexicon",):
            return _heir(self.past.sets, name, self.sets)
        if len(path) == 3 and (path[0], path[2]) == ("rules", "limits"):
            rule = _heir(self.past.rules, path[1], self.rules) or path[1]
            return _heir(self.past.limits.get(rule, {}), name, ())
        return None

    def _holds_phrases(self, path: _Path) -> bool:
        if self.sort == "lexicon" or path[:1] == ("lexicon",):
            return True
        at = 2 if self.sort == "team" else 0
        if self.sort == "rule" and path[:1] == ("replacements",):
            at = 1
        return path[at : at + 1] != () and path[at] in _PHRASES

    def _edits(self, node: Any, old: str, new: str) -> Iterator[_Edit]:
        name = re.compile(re.escape(old) + r"(?![a-z0-9-])")
        for found in name.finditer(self.text, node.start_mark.index, node.end_mark.index):
            told = Renamed(self.text.count("\n", 0, found.start()) + 1, old, new)
            yield _Edit(found.start(), found.end(), new, told)


def _heir(past: Mapping[str, Became], name: str, known: Collection[str]) -> str | None:
    """What a name is called now, None where it still is called so or is gone."""
    if name in known or name not in past:
        return None
    return past[name].name
