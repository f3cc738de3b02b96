"""A team's rules as they lie there, and as they would be with an edit that nobody has saved."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from pathlib import Path
from typing import NamedTuple

from app.reloading.reading import DEFAULT, Read, read_team
from app.reloading.snapshots import Snapshot, Snapshots
from coach import Pack, PackError

_REMEMBERED = 8


class Edited(NamedTuple):
    """An edit: the file, below the folder of rules, and its text; None: the file is gone."""

    file: str
    text: str | None


class Overlay:
    """Reads rules with and without edits. `home`: where copies of the rules are made."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._sources: dict[Path, Snapshots] = {}
        self._copies: dict[Path, Snapshot] = {}
        self._reads: OrderedDict[tuple[str, str, Edited | None], Read] = OrderedDict()
        self._packs: dict[str, Pack] = {}

    def read(self, folder: Path, team: str, edit: Edited | None = None) -> Read:
        """The rules of a team; a team that is not there yet has those that all share."""
        try:
            copy = self._copy(folder)
        except PackError as error:
            return Read(None, error.problems)
        key = (copy.digest, team, edit)
        read = self._reads.get(key)
        if read is None:
            read = self._reads[key] = self._read(copy.folder, team, edit)
            if len(self._reads) > _REMEMBERED:
                self._reads.popitem(last=False)
        self._reads.move_to_end(key)
        return read

    def _copy(self, folder: Path) -> Snapshot:
        """A copy of the folder as it is now, the last one where nothing has changed."""
        source = self._sources.get(folder)
        if source is None:
            name = hashlib.sha256(str(folder).encode("utf-8", "surrogateescape")).hexdigest()[:12]
            source = self._sources[folder] = Snapshots(self._home / name, folder)
        new, last = source.take(), self._copies.get(folder)
        if last is not None:
            source.drop(new.folder if new.digest == last.digest else last.folder)
        if last is None or new.digest != last.digest:
            self._copies[folder] = last = new
        return last

    def _read(self, copy: Path, team: str, edit: Edited | None) -> Read:
        if edit is None:
            return self._load(copy, team)
        path = copy / edit.file
        before = path.read_bytes() if path.is_file() else None
        try:
            _put(path, None if edit.text is None else edit.text.encode("utf-8", "replace"))
            return self._load(copy, team)
        finally:
            _put(path, before)

    def _load(self, copy: Path, team: str) -> Read:
        teams = copy / "teams"
        is_there = (teams / f"{team}.yaml").exists() or (teams / team).is_dir()
        name = team if is_there else DEFAULT
        read = read_team(copy, name, self._packs.get(name) or self._packs.get(DEFAULT))
        if read.pack is not None:
            self._packs[name] = read.pack
        return read


def _put(path: Path, raw: bytes | None) -> None:
    if raw is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
