"""Reading the rules of every team: what can be loaded, and what may take the place of what is live.

A team whose files are broken costs nobody else anything: see `read_all`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from app.compiled import load_compiled
from coach import Pack, PackError, Problem, load_pack

DEFAULT = "default"


class Read(NamedTuple):
    """What reading one team's rules gave: a pack, None where there can be none, its problems."""

    pack: Pack | None
    problems: tuple[Problem, ...]


class Verdict(NamedTuple):
    """What became of reading a team's rules. `version`: None where they cannot be loaded."""

    version: str | None
    problems: tuple[Problem, ...]


def read_team(folder: Path, team: str, like: Pack | None = None) -> Read:
    """Load one team's rules. `like`: a pack of which everything that is the same is taken over."""
    try:
        pack = load_compiled(folder, team) if like is None else load_pack(folder, team, like)
    except PackError as error:
        return Read(None, error.problems)
    return Read(pack, pack.problems)


def read_all(
    folder: Path, like: Mapping[str, Pack], only: Iterable[str] | None = None
) -> dict[str, Read]:
    """Load the rules of every team, or of those in `only`; without `default`, of none but it.

    Where the rules that all teams share are broken, their problems are told once, under `default`.
    """
    default = read_team(folder, DEFAULT, like.get(DEFAULT))
    if default.pack is None:
        return {DEFAULT: default}
    wanted = default.pack.teams if only is None else default.pack.teams & {*only}
    others = sorted(wanted - {DEFAULT})
    return {DEFAULT: default} | {
        team: read_team(folder, team, like.get(team, default.pack)) for team in others
    }


def verdict(read: Read) -> Verdict:
    """The verdict on what was read."""
    return Verdict(read.pack.version if read.pack else None, read.problems)


def may_replace(found: Verdict, blamed: Iterable[str] | None) -> bool:
    """May rules that were read take the place of a team's live ones?

    blamed: the files of the live rules that had problems when these went live; None where the team
    has no live rules. A file that was well and is broken now keeps the live rules as they are.
    """
    if found.version is None:
        return False
    return blamed is None or files_of(found.problems) <= {*blamed}


def files_of(problems: Iterable[Problem]) -> set[str]:
    """The files that problems are in."""
    return {problem.file for problem in problems}
