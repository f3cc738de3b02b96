"""Reading a YAML file that a lead wrote: safely, with lines, and with its traps refused.

A file can neither crash nor hang the reader: its size and nesting are bounded and anchors, tags
and merges are refused before anything is built (the C composer overflows its stack on deep
nesting).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

MOST_BYTES = 256 * 1024
DEEPEST = 12
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BOOLEAN = re.compile(r"(?i:yes|no|on|off|y|n)$")
_CLOCK = re.compile(r"\d{1,2}(:\d{2})+$")
_OCTAL = re.compile(r"0\d+$")

_CUT_ITEM = re.compile(r"\s*-\s+(?![\"'])[^\"']*\s#|\s*-\s+#")

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file: where it is, what is wrong, what to write instead."""

    file: str
    line: int
    excerpt: str
    wrong: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        excerpt = f"\n    {self.excerpt}" if self.excerpt else ""
        return f"{place}: {self.wrong}{excerpt}\n    → {self.remedy}"


class YamlTrouble(Exception):
    """The problems of one file."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class YamlFile:
    """The data of a file and the line of each value: `line_of(("advice", "fa"))`."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self._rows = text.splitlines()
        self._lines: dict[Path_, int] = {}
        self._problems: list[Problem] = []
        self.data: Any = None
        try:
            self._refuse_traps(text)
            node = yaml.compose(text, Loader=_Loader)
        except yaml.YAMLError as error:
            line = _line_of_error(error, text)
            what = getattr(error, "problem", None) or getattr(error, "reason", "it is no YAML")
            raise YamlTrouble(
                [self.problem(line, f"Not readable as YAML: {what}.", _remedy(text, line))]
            ) from None
        self._refuse_cut_items()
        if node is not None:
            self.data = self._build(node, ())
        if self._problems:
            raise YamlTrouble(self._problems)

    @property
    def mapping(self) -> dict[str, Any] | None:
        """The data, where it is names with values; None where it is anything else."""
        return cast("dict[str, Any]", self.data) if hasattr(self.data, "keys") else None

    def line_of(self, path: Path_) -> int:
        """The line (from 1) of the value at `path`, or of the nearest value around it."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def problem(self, line: int, wrong: str, remedy: str) -> Problem:
        """A problem in this file at `line`, with the line itself as its excerpt."""
        excerpt = self._rows[line - 1].strip()[:120] if 0 < line <= len(self._rows) else ""
        return Problem(self.name, line, excerpt, wrong, remedy)

    def _refuse_traps(self, text: str) -> None:
        depth = 0
        for event in yaml.parse(text, Loader=_Loader):
            line = getattr(event.start_mark, "line", 0) + 1
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                self._stop(line, "Anchors (&) and aliases (*) are not used here.", "Write it out.")
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > DEEPEST:
                    self._stop(line, "The file is nested too deeply.", "Nothing here is so deep.")
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            tag = getattr(event, "tag", None)
            if tag and not isinstance(event, yaml.CollectionEndEvent):
                self._stop(
                    line, f"The tag {tag[:40]} is not used here.", "Remove what begins with !."
                )

    def _refuse_cut_items(self) -> None:
        """«- # دقیقه»: behind ` #` stands a comment to YAML, and half of a phrase would be lost."""
        for line, row in enumerate(self._rows, 1):
            if _CUT_ITEM.match(row):
                wrong = "A # behind a space begins a comment: the rest of this phrase is lost."
                self._problems.append(self.problem(line, wrong, "Put the whole phrase in quotes."))

    def _stop(self, line: int, wrong: str, remedy: str) -> None:
        raise YamlTrouble([self.problem(line, wrong, remedy)])

    def _build(self, node: Any, path: Path_) -> Any:
        self._lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._build(item, (*path, i)) for i, item in enumerate(node.value)]
        return self._scalar(node, path)

    def _mapping(self, node: Any, path: Path_) -> dict[str, Any]:
        built: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            name = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
            if name in built:
                self._problems.append(
                    self.problem(line, f"«{name}» stands here twice.", "Keep one of the two.")
                )
            built[name] = self._build(value_node, (*path, name))
            self._lines[(*path, name)] = line
        return built

    def _scalar(self, node: Any, path: Path_) -> Any:
        text: str = node.value
        if path[-1:] == ("state",) and text == "off":  # what a lead writes, and cannot mislead
            return text
        if node.style:  # quoted, or a block: text as it stands
            return self._clean(text, node)
        line = node.start_mark.line + 1
        for trap, sort in ((_BOOLEAN, "yes or no"), (_CLOCK, "a number"), (_OCTAL, "a number")):
            if trap.match(text):
                self._problems.append(
                    self.problem(
                        line, f"A bare {text} means {sort} to YAML.", f'Write "{text}" in quotes.'
                    )
                )
                return text
        if text in ("", "~", "null"):
            return None
        if text in ("true", "false"):
            return text == "true"
        if re.fullmatch(r"-?\d{1,15}", text):
            return int(text)
        if re.fullmatch(r"-?\d+\.\d+", text):
            return float(text)
        return self._clean(text, node)

    def _clean(self, text: str, node: Any) -> str:
        if any(char == "\0" or "\ud800" <= char <= "\udfff" for char in text):
            self._problems.append(
                self.problem(
                    node.start_mark.line + 1, "A broken character stands here.", "Remove it."
                )
            )
        return text


def _line_of_error(error: yaml.YAMLError, text: str) -> int:
    """The line of a mistake, 0 where YAML does not tell."""
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        return mark.line + 1
    at = getattr(error, "position", None)
    return text.count("\n", 0, at) + 1 if isinstance(at, int) else 0


def _remedy(text: str, line: int) -> str:
    rows = text.splitlines()
    row = rows[line - 1] if 0 < line <= len(rows) else ""
    if "\t" in row:
        return "Indent with spaces, not with tabs."
    return "Check the indentation, the quotes and the brackets of this line and the one above."


def read_yaml(path: Path, name: str) -> YamlFile:
    """Read the file at `path`, called `name` in messages. Raises YamlTrouble with every problem."""

    def trouble(wrong: str, remedy: str) -> YamlTrouble:
        return YamlTrouble([Problem(name, 0, "", wrong, remedy)])

    try:
        if not path.is_file():
            raise trouble("This is no ordinary file.", "Put the text of the rule in a plain file.")
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise trouble(f"Cannot be read: {error.strerror}.", "Check its permissions.") from None
    if len(raw) > MOST_BYTES:
        raise trouble(f"Larger than {MOST_BYTES // 1024} KiB.", "Split it into several files.")
    try:
        return YamlFile(name, raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise trouble("Not written in UTF-8.", "Save it as UTF-8.") from None
