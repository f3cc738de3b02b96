"""What is made for others to run: the extension's folder, the proxy's configuration."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.make_extension import assemble

ROOT = Path(__file__).resolve().parent.parent


def test_the_extension_is_made_where_nothing_is_or_where_it_was(tmp_path: Path) -> None:
    made = tmp_path / "extension"
    made.mkdir()
    assemble(made)
    (made / "old.js").write_text("", encoding="utf-8")
    assert assemble(made).is_file()
    assert (made / "manifest.json").is_file()
    assert not (made / "old.js").exists()


@pytest.mark.parametrize("manifest", [None, "{}", "no json", '{"name": "__MSG_name__"}'])
def test_what_is_not_the_extension_is_not_deleted(tmp_path: Path, manifest: str | None) -> None:
    (tmp_path / "diary.txt").write_text("mine", encoding="utf-8")
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(manifest, encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(FileExistsError, match="left alone"):
        assemble(tmp_path)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("path", ["/metrics", "/readyz"])
def test_what_is_for_those_who_watch_is_not_public(path: str) -> None:
    """The coach's own health check asks `/healthz` in its container, not the proxy."""
    proxy = (ROOT / "examples" / "deployment" / "nginx.conf").read_text(encoding="utf-8")
    assert re.search(rf"location = {path} \{{\s+return 404;\s+\}}", proxy)
