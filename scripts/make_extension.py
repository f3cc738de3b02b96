"""Assembles the browser extension: its own files, and the widget's as they are.

Usage: python -m scripts.make_extension [FOLDER] (`make extension`: dist/extension, and a zip of it)
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
ENTRIES = ["draft-coach.js", "make.js", "hosts/follow.js", "hosts/site.js"]
ADAPTERS = ["chatwoot", "crisp", "rocketchat", "zammad"]
LOOKS = ["palette.css", "fonts/Vazirmatn.woff2", "fonts/OFL.txt"]
IDENTIFIER = "hamdel@hamdel.example"
IMPORTED = re.compile(r'(?:from\s+|import\()"(\.[^"]+)"')


def modules(file: Path, found: set[Path]) -> set[Path]:
    """The module, and every module that it imports, at once or later."""
    if file not in found:
        found.add(file)
        for path in IMPORTED.findall(file.read_text(encoding="utf-8")):
            modules((file.parent / path).resolve(), found)
    return found


def widget() -> list[Path]:
    """The widget's files that the extension needs, relative to `frontend/`."""
    found: set[Path] = set()
    for name in [*ENTRIES, *(f"hosts/{one}.js" for one in ADAPTERS)]:
        modules(FRONTEND / name, found)
    return sorted(
        path.relative_to(FRONTEND) for path in [*found, *(FRONTEND / one for one in LOOKS)]
    )


def is_ours(folder: Path) -> bool:
    """Whether a folder has this extension in it: its manifest has our identifier."""
    try:
        told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return told["browser_specific_settings"]["gecko"]["id"] == IDENTIFIER
    except (OSError, ValueError, KeyError, TypeError):
        return False


def clear(folder: Path) -> None:
    """Makes room for the extension; what is not the extension is not deleted."""
    if not folder.exists():
        return
    if not folder.is_dir() or (any(folder.iterdir()) and not is_ours(folder)):
        raise FileExistsError(f"{folder} is not empty and is no extension of ours: left alone")
    shutil.rmtree(folder)


def assemble(folder: Path) -> Path:
    """Writes the extension into a folder, and beside it the same as a zip; returns the zip."""
    clear(folder)
    shutil.copytree(ROOT / "extension", folder, ignore=shutil.ignore_patterns("*.md"))
    for path in widget():
        target = folder / "widget" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(FRONTEND / path, target)
    archive = folder.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                # The same files make the same archive, whenever it is made.
                entry = zipfile.ZipInfo(file.relative_to(folder).as_posix())
                entry.compress_type = zipfile.ZIP_DEFLATED
                zipped.writestr(entry, file.read_bytes())
    return archive


if __name__ == "__main__":
    made = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / "extension"
    try:
        print(f"{made}, {assemble(made)}")
    except FileExistsError as wrong:
        sys.exit(str(wrong))
