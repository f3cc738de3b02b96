"""Measuring: what counts as found, as missed, and as read where nothing is marked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coach.measure import Counts, measure_negated_verbs


def row(text: str, *marked: tuple[str, str], source: str = "chat") -> str:
    spans = [
        {
            "start": text.index(word),
            "end": text.index(word) + len(word),
            "text": word,
            "lemma": lemma,
        }
        for word, lemma in marked
    ]
    return json.dumps({"source": source, "text": text, "negated": spans}, ensure_ascii=False)


def measured(tmp_path: Path, *rows: str) -> dict[str, Counts]:
    listed = tmp_path / "labelled.jsonl"
    listed.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return measure_negated_verbs(listed)


def test_each_source_is_counted_by_itself(tmp_path: Path) -> None:
    found = measured(
        tmp_path,
        row("این کار نمی شه", ("نمی شه", "شد#شو")),
        row("پاسخ داده نخواهد شد", ("نخواهد", "خواست"), source="press"),
        row("کتاب را برنمی‌دارد", ("برنمی‌دارد", "داشت"), source="press"),
    )
    assert [(name, c.marked, c.found, c.read) for name, c in found.items()] == [
        ("chat", 1, 1, 1),
        ("press", 2, 2, 1),
    ]


def test_a_marked_word_that_is_not_read_is_missed(tmp_path: Path) -> None:
    found = measured(tmp_path, row("این نشدع است", ("نشدع", "شد#شو")))["chat"]
    other = measured(tmp_path, row("این سلام است", ("سلام", "شد#شو")))["chat"]
    assert (found.recall, found.missed) == (1.0, [])
    assert (other.recall, other.missed) == (0.0, [("این سلام است", "سلام")])


def test_a_negative_nobody_marked_is_told(tmp_path: Path) -> None:
    text = "نمی‌دونم و نبودن و نمی‌پزم"
    found = measured(tmp_path, row(text))["chat"]
    assert (found.read, found.precision) == (1, 0.0)
    assert found.unmarked == [(text, "نمی‌دونم")]


def test_nothing_marked_and_nothing_read_is_no_failure() -> None:
    assert (Counts().recall, Counts().precision) == (1.0, 1.0)


def test_a_malformed_line_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError):
        measured(tmp_path, "{")
    with pytest.raises(KeyError):
        measured(tmp_path, '{"source": "chat"}')
