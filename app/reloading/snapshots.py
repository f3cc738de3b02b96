"""Copies of the rules' folder, and which of them was good last.

What is read, checked and loaded is always a copy: nobody writes to it meanwhile, and the last good
one is there after a restart. `good.json` names for each team the copy that its live rules are from.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from coach import PackError, Problem

MOST_BYTES = 256 * 1024 + 1
"""Of a larger file only so much is copied: the reader refuses it all the same, with its reason."""
MOST_FILES = 5_000
DEEPEST = 5
_TRIES = 3
_OLD = 24 * 3600
"""Seconds after which a copy of another process is nobody's any more."""
_log = logging.getLogger("hamdel")
Mark = tuple[str, int, int, int, int]
"""A file as the file system knows it: its path, node, size and times."""


class Snapshot(NamedTuple):
    """A copy of the rules. `digest`: of all that lies in it."""

    folder: Path
    digest: str


class Good(NamedTuple):
    """Where a team's live rules are from, and which of their files had problems."""

    folder: Path
    blamed: frozenset[str]


class Snapshots:
    """The copies of one folder of rules. `home`: where they are kept."""

    def __init__(self, home: Path, folder: Path) -> None:
        self.folder = folder
        self._home = _writable(home)
        self._last = self._home / "good.json"
        self._count = 0

    def take(self) -> Snapshot:
        """Copy the folder as it is now; raises `coach.PackError` where there is none to copy.

        A folder that changes meanwhile is copied again: what is half old and half new is no pack.
        """
        self._count += 1
        copy = self._home / f"{os.getpid()}-{self._count}"
        tries, before = 0, marks_of(self.folder)
        while True:
            shutil.rmtree(copy, ignore_errors=True)
            digest = _copy(self.folder, copy)
            tries, after = tries + 1, marks_of(self.folder)
            if after == before or tries == _TRIES:
                return Snapshot(copy, digest)
            before = after

    def good(self) -> dict[str, Good]:
        """The last good rules of each team, none where none were kept or they cannot be read."""
        try:
            kept: dict[str, Any] = json.loads(self._last.read_text("utf-8"))
            found = {
                team: Good(self._home / one["folder"], frozenset(one["blamed"]))
                for team, one in kept.items()
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}
        return {team: one for team, one in found.items() if one.folder.is_dir()}

    def keep(self, good: Mapping[str, Good]) -> None:
        """Remember which copies are good, and let go of all others."""
        rows = {t: {"folder": g.folder.name, "blamed": sorted(g.blamed)} for t, g in good.items()}
        try:
            with tempfile.NamedTemporaryFile("w", dir=self._home, delete=False) as file:
                json.dump(rows, file)
                file.flush()
                os.fsync(file.fileno())
            Path(file.name).replace(self._last)
        except OSError as error:
            _log.warning("the last good rules could not be kept: %s", error.strerror)
            return
        needed = {one.folder for one in good.values()}
        for path in self._home.iterdir():
            if path not in needed and self._is_over(path):
                self.drop(path)

    def _is_over(self, path: Path) -> bool:
        """Is it a copy of ours, or of a server that has long stopped?"""
        if path == self._last:
            return False
        if path.name.startswith(f"{os.getpid()}-"):
            return True
        with suppress(OSError):
            return time.time() - path.stat().st_mtime > _OLD
        return False

    def drop(self, copy: Path) -> None:
        """Let go of a copy."""
        if copy.is_dir():
            shutil.rmtree(copy, ignore_errors=True)
        else:
            copy.unlink(missing_ok=True)


def home_of(database: Path, folder: Path) -> Path:
    """Where copies of a folder are kept: beside the database, apart from other folders' copies."""
    name = hashlib.sha256(str(folder.absolute()).encode("utf-8", "surrogateescape")).hexdigest()
    return database.parent / ".hamdel-rules" / name[:12]


def marks_of(folder: Path) -> frozenset[Mark]:
    """What the file system says of every rule file: another answer means that one was touched."""
    found: set[Mark] = set()
    for path in _files(folder):
        try:
            is_ = path.stat()
        except OSError:
            found.add((str(path), 0, 0, 0, 0))
            continue
        found.add((str(path), is_.st_ino, is_.st_size, is_.st_mtime_ns, is_.st_ctime_ns))
    return frozenset(found)


def _writable(home: Path) -> Path:
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            return home
    except OSError as error:
        _log.warning("the last good rules cannot be kept in the data folder: %s", error.strerror)
        return Path(tempfile.mkdtemp(prefix="hamdel-rules-"))


def _files(folder: Path) -> Iterator[Path]:
    """The YAML files below a folder, links followed; hidden ones are the business of others."""
    for at, folders, names in os.walk(folder, followlinks=True):
        deep = len(Path(at).relative_to(folder).parts)
        folders[:] = sorted(n for n in folders if n[0] != "." and deep < DEEPEST)
        yield from (Path(at, name) for name in folders if name.endswith(".yaml"))
        yield from (
            Path(at, name) for name in sorted(names) if name.endswith(".yaml") and name[0] != "."
        )


def _copy(folder: Path, copy: Path) -> str:
    """Copy all rule files; the digest of their names and contents."""
    if not folder.is_dir():
        wrong, remedy = "There is no such folder.", "Give the folder that holds the rules."
        raise PackError([Problem(str(folder), 0, "", wrong, remedy)])
    digest = hashlib.sha256()
    (copy / "teams").mkdir(parents=True)
    if (folder / "teams").is_dir():  # A team may have a folder alone, and nothing in it yet.
        for team in (folder / "teams").iterdir():
            if team.is_dir() and team.name[0] != ".":
                (copy / "teams" / team.name).mkdir(exist_ok=True)
                digest.update(team.name.encode("utf-8", "surrogateescape") + b"/")
    for count, path in enumerate(_files(folder)):
        if count == MOST_FILES:
            wrong = f"There are more than {MOST_FILES} files."
            raise PackError([Problem(str(folder), 0, "", wrong, "Give a folder of rules alone.")])
        name = path.relative_to(folder)
        raw = _copy_file(path, copy / name)
        digest.update(str(name).encode("utf-8", "surrogateescape") + b"\0")
        digest.update(hashlib.sha256(raw).digest())
    return digest.hexdigest()


def _copy_file(path: Path, copy: Path) -> bytes:
    """Copy one file. What is no file, or may not be read, is none in the copy either."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    try:
        if path.is_file():
            with path.open("rb") as file:
                raw = file.read(MOST_BYTES)
            copy.write_bytes(raw)
            return raw
    except PermissionError:
        copy.touch(0)
        return b"may not be read"
    except OSError:
        pass
    copy.mkdir(exist_ok=True)
    return b"no file"
