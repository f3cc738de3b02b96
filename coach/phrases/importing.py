"""Phrases out of a table, as a lead's spreadsheet has them: each row becomes an entry of YAML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import yaml

from coach.phrases.entries import Phrases
from coach.yaml_file import Problem, YamlFile, YamlTrouble

_TEXTS = ("moment", "formal", "spoken")
_LISTS = ("moods", "registers", "stages", "topics", "questions", "keywords")
COLUMNS = ("id", *_TEXTS, *_LISTS)
_BETWEEN = re.compile(r"[;؛|\n]")
_WIDEST = 10_000


class Imported(NamedTuple):
    """What became of a table: the text of a phrase file, how many phrases were `taken`, and what is
    wrong with the other rows."""

    text: str
    taken: int
    problems: tuple[Problem, ...]


def import_phrases(name: str, rows: Iterable[tuple[int, Mapping[str, str]]]) -> Imported:
    """The phrases of a table called `name`; rows come with their lines. A row that is wrong is left
    out and told of. Without an id a phrase is called by its moment and its line."""
    texts: list[str] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for line, row in rows:
        cells = {key: cell.strip() for key, cell in row.items() if key and cell and cell.strip()}
        if not cells:
            continue
        phrase = cells.get("id") or f"{cells.get('moment', 'phrase')}-{line}"
        text, wrong = _read(name, line, phrase, cells)
        if phrase in seen and not wrong:
            told = f"The id «{phrase}» stands in line {seen[phrase]} already."
            wrong = [Problem(name, line, _excerpt(cells), told, "Rename one of them.")]
        problems += wrong
        if not wrong:
            seen[phrase] = line
            texts.append(text)
    return Imported("".join(texts), len(texts), tuple(problems))


def _read(name: str, line: int, phrase: str, cells: Mapping[str, str]) -> tuple[str, list[Problem]]:
    """A row as an entry of YAML, and what is wrong with it."""
    entry: dict[str, Any] = {key: cells[key] for key in _TEXTS if key in cells}
    entry |= {key: _parts(cells[key]) for key in _LISTS if key in cells}
    options: dict[str, Any] = {"allow_unicode": True, "sort_keys": False, "width": _WIDEST}
    text = str(yaml.safe_dump({phrase: entry}, **options))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
    phrases = Phrases()
    try:
        phrases.read(YamlFile(name, text))
        wrong = phrases.problems
    except YamlTrouble as trouble:
        wrong = trouble.problems
    return text, [replace(one, line=line, excerpt=_excerpt(cells)) for one in wrong]


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in _BETWEEN.split(cell)]


def _excerpt(cells: Mapping[str, str]) -> str:
    return " | ".join(cells.values())[:120]
