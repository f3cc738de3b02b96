"""Reading the rules of every team: what can be loaded, and what may take the place of what is live.

A team whose files are broken costs nobody else anything: see `read_all`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
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
    """Load one team's rules. `like`: a pack of which everything that is the same is taken over; the
    pack itself, where none of its files has changed."""
    if like is not None and is_same(folder, team, like):
        return Read(like, ())
    try:
        pack = load_compiled(folder, team) if like is None else load_pack(folder, team, like)
    except PackError as error:
        return Read(None, error.problems)
    return Read(pack, pack.problems)


def is_same(folder: Path, team: str, pack: Pack) -> bool:
    """Would a folder's files give a team this very pack? In doubt, no.

    A pack with problems does not know of the files that could not be read.
    """
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.yaml")}
    teams = {path.stem for path in (folder / "teams").glob("*") if path.name[0] != "."}
    if pack.problems or pack.team != team or pack.teams != frozenset({DEFAULT, *teams}):
        return False
    chain = {DEFAULT, team, *_extended(pack)}
    mine = {name for name in files if _team_of(name) in (None, *chain)}
    try:
        return mine == {*pack.files} and all(
            hashlib.sha256(files[name].read_bytes()).digest() == pack.files[name][0]
            for name in mine
        )
    except OSError:
        return False


def _extended(pack: Pack) -> Iterator[str]:
    """The teams that a pack's team files build on."""
    for name, (_, file) in pack.files.items():
        if _team_of(name) is not None and file.mapping is not None:
            yield str(file.mapping.get("extends"))


def _team_of(name: str) -> str | None:
    """The team whose file it is, None for one that all teams share."""
    first, _, rest = name.partition("/")
    return rest.partition("/")[0].removesuffix(".yaml") if first == "teams" else None


def read_each(folder: Path, like: Mapping[str, Pack]) -> Iterator[tuple[str, Read]]:
    """Load the rules of every team, one after the other, `default` first; without it none.

    Where the rules that all teams share are broken, their problems are told once, under `default`.
    """
    default = read_team(folder, DEFAULT, like.get(DEFAULT))
    yield DEFAULT, default
    if default.pack is not None:
        for team in sorted(default.pack.teams - {DEFAULT}):
            yield team, read_team(folder, team, like.get(team, default.pack))


def read_all(folder: Path, like: Mapping[str, Pack]) -> dict[str, Read]:
    """What `read_each()` gives."""
    return dict(read_each(folder, like))


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
