"""A folder of rules that was copied from the shipped ones, and what a newer version makes of it.

`.shipped.json` in the folder remembers what was copied: so it is known which files the folder's
owner has changed since, and which values have. Teams' own files are never replaced.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from app.loading import unhurried_collector
from app.reloading.reading import DEFAULT, read_all
from coach import Pack, Problem, Renamed, inherited_values, overtaken, rename, shipped_rules

RECORD = ".shipped.json"
NEWER = ".new"
"""What stands behind the name of a new file that is laid beside one which its owner changed."""


def remember(folder: Path) -> None:
    """Write down what was copied into a folder; raises `OSError`."""
    shipped = shipped_rules()
    record = {
        "version": version("hamdel"),
        "files": {name: _hash(shipped / name) for name in _names(shipped)},
        "values": inherited_values(shipped),
    }
    _put(folder / RECORD, json.dumps(record, ensure_ascii=False, indent=1).encode("utf-8"))


@dataclass(slots=True)
class Plan:
    """What becomes of the files of a folder, by name. `version`: of what it was copied from, None
    where that is not known.

    `kept`: changed by their owner and by us, so ours comes to lie beside theirs.
    """

    version: str | None
    values: dict[str, dict[str, str]]
    added: list[str] = field(default_factory=list[str])
    replaced: list[str] = field(default_factory=list[str])
    removed: list[str] = field(default_factory=list[str])
    kept: list[str] = field(default_factory=list[str])

    @property
    def is_empty(self) -> bool:
        """Is every file as it is shipped, or its owner's own affair?"""
        return not (self.added or self.replaced or self.removed or self.kept)


def plan(folder: Path, replace: bool = False) -> Plan:
    """Compare a folder with the shipped rules. replace: ours take the place of what was changed."""
    shipped, record = shipped_rules(), _record(folder)
    files: dict[str, str] = record.get("files", {})
    found = Plan(record.get("version"), record.get("values") or inherited_values(folder))
    for name in sorted({*_names(shipped), *files}):
        theirs, ours, before = _hash(folder / name), _hash(shipped / name), files.get(name)
        if theirs == ours:
            continue
        if theirs == before:
            sort = found.removed if not ours else found.replaced if theirs else found.added
            sort.append(name)
        elif ours != before and theirs:
            (found.replaced if replace and ours else found.kept).append(name)
    return found


def carry_out(plan: Plan, folder: Path) -> None:
    """Bring a folder to the shipped version, but for what its owner changed; raises `OSError`."""
    shipped = shipped_rules()
    for name in (*plan.added, *plan.replaced):
        _put(folder / name, (shipped / name).read_bytes())
    for name in plan.kept:
        if (shipped / name).is_file():
            _put(folder / f"{name}{NEWER}", (shipped / name).read_bytes())
    for name in plan.removed:
        (folder / name).unlink(missing_ok=True)


@dataclass(slots=True)
class Outlook:
    """What a plan makes of the teams: problems and values to look at, rules that come and go."""

    problems: list[Problem]
    overtaken: list[Problem]
    come: list[str]
    gone: list[str]
    packs: dict[str, Pack]

    @property
    def loads(self) -> bool:
        """Can the rules that all teams share be loaded at all?"""
        return DEFAULT in self.packs


def outlook(plan: Plan, folder: Path) -> Outlook:
    """What a folder will say once the plan is carried out."""
    before, now = plan.values, inherited_values(shipped_rules())
    with _copy(folder) as copy:
        carry_out(plan, copy)
        with unhurried_collector():
            reads = read_all(copy, {})
    packs = {team: read.pack for team, read in reads.items() if read.pack is not None}
    problems = dict.fromkeys(p for read in reads.values() for p in read.problems)
    changed = dict.fromkeys(p for pack in packs.values() for p in overtaken(pack, before, now))
    come, gone = now.keys() - before.keys(), before.keys() - now.keys()
    return Outlook([*problems], [*changed], sorted(come), sorted(gone), packs)


def renames(folder: Path, found: Outlook) -> Iterator[tuple[str, str, list[Renamed]]]:
    """Each file of a team that has old names: its name, its text with the new ones, these."""
    for team, pack in found.packs.items():
        rules = {*pack.rules} | {p.stem for p in (folder / "teams" / team).glob("*/*.yaml")}
        for name in _files_of(folder, team):
            with (folder / name).open(encoding="utf-8", newline="") as file:
                text = file.read()
            new, told = rename(text, _sort(name), pack.past, rules, pack.lexicon)
            if told:
                yield name, new, told


def write_text(folder: Path, name: str, text: str) -> None:
    """Put a text in the place of a file's own; raises `OSError`."""
    _put(folder / name, text.encode("utf-8"))


def _files_of(folder: Path, team: str) -> Iterator[str]:
    """The names of a team's files that can be read."""
    teams = folder / "teams"
    for path in [teams / f"{team}.yaml", *sorted((teams / team).glob("**/*.yaml"))]:
        with suppress(OSError, UnicodeDecodeError):
            path.read_text("utf-8")
            yield path.relative_to(folder).as_posix()


def _sort(name: str) -> Any:
    if name.count("/") == 1:
        return "team"
    return "lexicon" if name.split("/")[2] == "lexicon" else "rule"


def _names(folder: Path) -> Iterable[str]:
    """The names of what is shipped in a folder: the rules, and what is told of them."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(
        path.as_posix()
        for path in paths
        if path.suffix in (".yaml", ".md") and path.parts[0] != "teams" and path.name[0] != "."
    )


def _record(folder: Path) -> dict[str, Any]:
    """What was copied into a folder; empty where that was not written down as we write it."""
    try:
        found: Any = json.loads((folder / RECORD).read_text("utf-8"))
        inside = all(".." not in Path(name).parts and name[0] != "/" for name in found["files"])
        return found if inside and type(found["values"]) is dict else {}
    except (OSError, ValueError, LookupError, TypeError):
        return {}


def _hash(path: Path) -> str | None:
    """A hash of a file, None where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _put(path: Path, raw: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, new = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
        Path(new).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(new).replace(path)
    except BaseException:
        Path(new).unlink(missing_ok=True)
        raise


@contextmanager
def _copy(folder: Path) -> Generator[Path]:
    with tempfile.TemporaryDirectory(prefix="hamdel-upgrade-") as made:
        copy = Path(made) / "rules"
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".*", f"*{NEWER}"))
        yield copy
