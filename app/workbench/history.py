"""What was published: who, when, why, and the texts before and after, so that it can be undone.

An entry is a file of JSON in the data folder, beside the database, apart for each folder of rules
and each team. It is there before the rule file is changed, and never changed itself.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

SHOWN = 50
"""How many entries are told at once."""


class Entry(BaseModel):
    """One publication. `before` and `after`: None where the file was not there."""

    model_config = ConfigDict(frozen=True)

    id: int
    at: str
    author: str
    note: str
    file: str
    before: str | None
    after: str | None
    undoes: int | None = None


class History:
    """The entries of one team. `home`: where the entries of this folder of rules lie."""

    def __init__(self, home: Path, team: str) -> None:
        self._folder = home / team

    def entries(self, before: int | None = None) -> Iterator[Entry]:
        """The newest first; `before`: only those with a smaller id."""
        for number in sorted(self._ids(), reverse=True):
            if before is None or number < before:
                entry = self.entry(number)
                if entry is not None:
                    yield entry

    def entry(self, number: int) -> Entry | None:
        """One entry; None where there is none, or none that can be read."""
        try:
            return Entry.model_validate_json(self._path(number).read_bytes())
        except (OSError, ValidationError):
            return None

    def last_of(self, file: str) -> Entry | None:
        """The newest entry about a file."""
        return next((entry for entry in self.entries() if entry.file == file), None)

    def add(self, **fields: Any) -> Entry:
        """Remember a publication; raises `OSError`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        number = max(self._ids(), default=0) + 1
        while True:
            entry = Entry(id=number, **fields)
            try:
                self._write(entry)
            except FileExistsError:  # Another server on the same folder was quicker.
                number += 1
                continue
            return entry

    def drop(self, entry: Entry) -> None:
        """Forget a publication that did not come about."""
        with suppress(OSError):
            self._path(entry.id).unlink()

    def _write(self, entry: Entry) -> None:
        with self._path(entry.id).open("x", encoding="utf-8") as file:
            json.dump(entry.model_dump(), file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())

    def _ids(self) -> Iterator[int]:
        for path in self._folder.glob("*.json"):
            if path.stem.isdecimal():
                yield int(path.stem)

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:06}.json"


def home_of_history(database: Path, folder: Path) -> Path:
    """Where the history of a folder of rules is kept: beside the database."""
    name = hashlib.sha256(str(folder.absolute()).encode("utf-8", "surrogateescape")).hexdigest()
    return database.parent / "hamdel-history" / name[:12]
