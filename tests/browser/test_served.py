"""What is sent of a script means what its source means: both are the same to another minifier."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from app.scripts import script_of

ROOT = Path(__file__).resolve().parents[2]
ESBUILD = ROOT / "node_modules" / ".bin" / "esbuild"
OPTIONS = ("--minify", "--legal-comments=none", "--charset=utf8", "--log-level=error")


def minified(folder: Path, to: Path) -> dict[str, str]:
    """Every script of a folder in the words of esbuild, which reads the language by its grammar."""
    files = sorted(str(path) for path in folder.rglob("*.js"))
    subprocess.run([ESBUILD, *files, *OPTIONS, f"--outdir={to}", f"--outbase={folder}"], check=True)
    return {str(path.relative_to(to)): path.read_text("utf-8") for path in to.rglob("*.js")}


def test_every_script_means_the_same_as_it_is_sent(tmp_path: Path) -> None:
    if not ESBUILD.exists():
        pytest.skip("the browser tests' own packages are not installed")
    source, sent = ROOT / "frontend", tmp_path / "sent"
    for path in source.rglob("*.js"):
        copy = sent / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(script_of(path).code)
    assert minified(sent, tmp_path / "two") == minified(source, tmp_path / "one")
