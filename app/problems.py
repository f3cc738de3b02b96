"""Problems of rule files, told in Persian or English.

The engine makes English sentences; `problem_texts.yaml` pairs each with its Persian one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources

import yaml

from app.drawing import printable
from app.texts import Lang
from coach import Problem

_PLACE = re.compile(r"\\\{([a-z])\\\}")


@cache
def _pairs() -> list[tuple[re.Pattern[str], str]]:
    """Each English sentence as a pattern, and its Persian one."""
    file = resources.files("app").joinpath("problem_texts.yaml")
    pairs: list[list[str]] = yaml.safe_load(file.read_text("utf-8"))
    return [
        (re.compile(_PLACE.sub(r"(?P<\1>.+)", re.escape(english)), re.DOTALL), persian)
        for english, persian in pairs
    ]


def sentence(english: str, lang: Lang) -> str:
    """A sentence of the engine in `lang`; in English where it has no Persian twin."""
    if lang == "fa":
        for pattern, persian in _pairs():
            match = pattern.fullmatch(english)
            if match:
                return persian.format_map(match.groupdict())
    return english


def told(problem: Problem, lang: Lang) -> str:
    """A problem as lines: its place and what is wrong, the line itself, what to write."""
    place = f"{problem.file}:{problem.line}" if problem.line else problem.file
    lines = [f"{place}: {sentence(problem.wrong, lang)}"]
    if problem.excerpt:
        lines.append(f"    {problem.excerpt}")
    lines.append(f"    → {sentence(problem.remedy, lang)}")
    return printable("\n".join(lines))


def told_all(problems: Iterable[Problem], lang: Lang) -> str:
    """Problems one after the other."""
    return "\n".join(told(problem, lang) for problem in problems)
