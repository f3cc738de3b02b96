"""`coach rules …` and `coach verbs …` as a lead runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import main


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """Exit status, output and complaints of one command."""
    status = main([str(argument) for argument in arguments])
    told = capsys.readouterr()
    return status, told.out, told.err


def lines(file: Path, rows: list[object]) -> Path:
    """A file of JSON Lines."""
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return file


# ---- table ----


def test_the_table_goes_to_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    assert run(capsys, "rules", "table", "--lang", "fa", "--output", page) == (0, "", "")
    assert "### dont-know" in page.read_text("utf-8")
    status, _, wrong = run(capsys, "rules", "table", "--output", tmp_path)
    assert status == 2 and "cannot be written" in wrong


# ---- verbs check ----


def test_recall_and_precision_of_each_source(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows: list[object] = [
        {
            "source": "one",
            "text": "نمی‌توانم بیایم",
            "negated": [{"start": 0, "end": 8, "text": "نمی‌توانم", "lemma": "توانست#توان"}],
        },
        {"source": "two", "text": "نمی‌شود", "negated": []},
    ]
    status, told, _ = run(capsys, "verbs", "check", lines(tmp_path / "v", rows), "--show", "1")
    assert status == 0
    one, two, unmarked = told.splitlines()
    assert one.startswith("one: recall 100.00% (1 of 1), precision 100.00%")
    assert two.startswith("two: recall 100.00% (0 of 0), precision 0.00% (1 of 1")
    assert "نمی‌شود" in unmarked


@pytest.mark.parametrize("text", ["{", "[]", '{"source": 1}', '"x"', "[" * 100_000])
def test_a_file_of_another_shape_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str
) -> None:
    (tmp_path / "v").write_text(text)
    status, _, wrong = run(capsys, "verbs", "check", tmp_path / "v")
    assert status == 2 and "source" in wrong and "Traceback" not in wrong
