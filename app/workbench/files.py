"""The files of one team: read with their version, written as one, never another's.

A version is a hash of what lies there; a file that is not there has none.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from app.workbench.naming import kind_of

MOST_BYTES = 256 * 1024
"""No larger file is written: the reader of rules would refuse it."""


class NotYours(Exception):
    """The name of a file that is not one of the team's own."""


def version_of(raw: bytes | None) -> str | None:
    """The version of what lies in a file."""
    return None if raw is None else hashlib.sha256(raw).hexdigest()[:16]


def text_of(raw: bytes | None) -> str | None:
    """What a file says; what is no UTF-8 in it as U+FFFD."""
    if raw is None:
        return None
    return raw.decode("utf-8-sig", "replace").replace("\r\n", "\n")


def raw_of(text: str | None, before: bytes | None) -> bytes | None:
    """A text as bytes, with the line ends of the file whose place it takes."""
    if text is None:
        return None
    if before is not None and before.count(b"\r\n") * 2 > before.count(b"\n"):
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    return text.encode("utf-8")


class TeamFiles:
    """The files of a team below the folder of rules."""

    def __init__(self, folder: Path, team: str) -> None:
        self._folder = folder
        self._team = team

    def names(self) -> Iterator[str]:
        """The names of all files that are there, the team's file first."""
        teams = self._folder / "teams"
        if (teams / f"{self._team}.yaml").is_file():
            yield f"teams/{self._team}.yaml"
        for path in sorted((teams / self._team).glob("**/*.yaml")):
            name = path.relative_to(self._folder).as_posix()
            if kind_of(name, self._team) and path.is_file():
                yield name

    def read(self, file: str) -> bytes | None:
        """What lies in a file, None where there is none; raises `NotYours`."""
        path = self._path(file)
        try:
            with path.open("rb") as opened:
                return opened.read(MOST_BYTES + 1)
        except (FileNotFoundError, NotADirectoryError):
            return None

    def write(self, file: str, raw: bytes | None) -> None:
        """Let the file hold this from now on, None: be gone; raises `NotYours` and `OSError`.

        Whoever reads it sees the old or the new text, whole.
        """
        path = self._path(file)
        if raw is None:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, new = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as opened:
                opened.write(raw)
                opened.flush()
                os.fsync(opened.fileno())
            Path(new).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
            Path(new).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(new).unlink()
            raise

    def _path(self, file: str) -> Path:
        """Where a file lies. A link may not lead the way out of the folder of teams."""
        if kind_of(file, self._team) is None:
            raise NotYours(file)
        path = self._folder / file
        if not path.parent.resolve().is_relative_to((self._folder / "teams").resolve()):
            raise NotYours(file)
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise NotYours(file)
        return path
