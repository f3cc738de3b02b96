"""Compiled packs, kept on disk: what was loaded once is ready in a quarter of a second.

What was changed is compiled anew and the rest taken over. A pack lies under a fingerprint of all
that it was made of: the rule files, the engine's code and data, and what else has a say. It is a
pickle, and reading one runs what it says: so it is read only from a folder that is the user's own
and that nobody else may write to.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from coach import Pack, load_pack, shipped_rules

MOST_KEPT = 6
"""The packs that were used last; one takes some 15 MB."""
_SAYS = ("hazm", "pydantic", "PyYAML")
"""The libraries that a pack depends on."""


def load_compiled(folder: Path | None = None, team: str = "default") -> Pack:
    """`coach.load_pack`, or what it gave before for the same files; raises `coach.PackError`."""
    folder = folder or shipped_rules()
    place = _place()
    if place is None:
        return load_pack(folder, team)
    before = fingerprint(folder, team)
    kept = _read(place / f"{before}.pack")
    if kept is not None:
        return kept
    pack = load_pack(folder, team, _nearest(place))
    if fingerprint(folder, team) == before:  # Nobody saved a file meanwhile.
        _keep(place / f"{before}.pack", pack)
    return pack


def fingerprint(folder: Path, team: str) -> str:
    """The same for the same rule files, engine and team, wherever the files lie."""
    digest = hashlib.sha256(f"{team}\0".encode())
    for path in sorted(folder.rglob("*.yaml")):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        with suppress(OSError):  # What cannot be read is told of by whoever loads it.
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    for path in sorted((folder / "teams").glob("*")):
        digest.update(f"{path.name}\0".encode())
    return f"{_engine()}-{digest.hexdigest()[:24]}"


@cache
def _engine() -> str:
    """What stands for the engine's code and data, and for the libraries that it reads with."""
    digest = hashlib.sha256(sys.version.encode())
    for name in _SAYS:
        digest.update(f"{name} {version(name)}\0".encode())
    for path in sorted(_files_of_the_engine()):
        digest.update(f"{path.name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _files_of_the_engine() -> Iterable[Path]:
    root = Path(str(files("coach")))
    return (path for path in root.rglob("*") if path.suffix in (".py", ".json"))


def _nearest(place: Path) -> Pack | None:
    """The pack of this engine that was used last: most of it can be taken over."""
    kept = sorted(place.glob(f"{_engine()}-*.pack"), key=_used, reverse=True)
    return _read(kept[0]) if kept else None


def _used(path: Path) -> float:
    """When a pack was used last; long ago where it is gone."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _place() -> Path | None:
    """The folder for compiled packs; None where there can be none that is safe to read from."""
    place = _cache_folder() / "hamdel" / "packs"
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = place.stat()
    except OSError:
        return None
    if hasattr(os, "geteuid") and (found.st_uid != os.geteuid() or found.st_mode & 0o022):
        return None
    return place


def _cache_folder() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _read(path: Path) -> Pack | None:
    try:
        with path.open("rb") as file:
            pack = pickle.load(file)  # noqa: S301 - see `_place`
        os.utime(path)
    except Exception:  # noqa: BLE001 - a damaged file may raise anything; the rules are there anew
        return None
    return pack if isinstance(pack, Pack) else None


def _keep(path: Path, pack: Pack) -> None:
    """Write a pack whole or not at all, and forget those that were not used for longest."""
    half = path.with_suffix(f".{os.getpid()}")
    try:
        half.write_bytes(pickle.dumps(pack, pickle.HIGHEST_PROTOCOL))
        half.replace(path)
        for old in sorted(path.parent.glob("*.pack"), key=_used)[:-MOST_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:  # A full disk or a read-only one: then it is compiled each time.
        half.unlink(missing_ok=True)
