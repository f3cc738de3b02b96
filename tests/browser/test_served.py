"""What is sent of a script means what its source means: both are the same to another minifier."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from app.scripts import script_of

ROOT = Path(__file__).resolve().parents[2]
ESBUILD = ROOT / "node_modules" / ".bin" / "esbuild"
OPTIONS = ("--minify", "--legal-comments=none", "--charset=utf8", "--log-level=error")
STYLE = re.compile(r"(const CSS ?= ?`)([^`$]*)`")


def minified(folder: Path, to: Path) -> dict[str, str]:
    """Every file of a folder in the words of esbuild, which reads them by their grammar; but for
    the spaces in custom properties, which it leaves."""
    files = sorted(str(path) for path in folder.rglob("*.*s"))
    subprocess.run([ESBUILD, *files, *OPTIONS, f"--outdir={to}", f"--outbase={folder}"], check=True)
    found = {str(path.relative_to(to)): path.read_text("utf-8") for path in to.rglob("*.*s")}
    return {
        name: re.sub(r"(?<=[:,])\s+", "", text) if name.endswith(".css") else text
        for name, text in found.items()
    }


def keep(code: str, place: Path) -> None:
    """Writes a script, and the style sheet in it as a file of its own."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(STYLE.sub(r"\1`", code), "utf-8")
    if style := STYLE.search(code):
        place.with_suffix(".css").write_text(style[2].replace("\\\\", "\\"), "utf-8")


def test_every_script_means_the_same_as_it_is_sent(tmp_path: Path) -> None:
    if not ESBUILD.exists():
        pytest.skip("the browser tests' own packages are not installed")
    source = ROOT / "frontend"
    for path in source.rglob("*.js"):
        name = path.relative_to(source)
        keep(path.read_text("utf-8"), tmp_path / "written" / name)
        keep(script_of(path).code.decode(), tmp_path / "sent" / name)
    sent = minified(tmp_path / "sent", tmp_path / "two")
    assert len(sent) > len(list(source.rglob("*.js")))
    assert sent == minified(tmp_path / "written", tmp_path / "one")
