"""The corpus as a floor: a change that loses precision or recall on labelled drafts is seen."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from coach import Conversation, Customer, Message, Pack, review_draft
from tests.corpus.score import (
    Tally,
    rows_of,
    score_clean,
    score_context,
    score_inline,
    score_mood,
)
from tests.packs import shipped

HERE = Path(__file__).parent


@cache
def pack() -> Pack:
    return shipped()


@pytest.mark.parametrize("name", ["inline.jsonl", "inline_stranger.jsonl"])
def test_inline_findings_are_precise_and_found(name: str) -> None:
    tally = Tally()
    for row in rows_of(HERE / name):
        score_inline(pack(), row, tally)
    precision, recall, _ = tally.figures()
    assert precision >= 0.97, dict(tally.false)
    assert recall >= 0.95, dict(tally.missed)
    assert tally.macro_f1() >= 0.95


@pytest.mark.parametrize(
    "name", ["context.jsonl", "rounds_context.jsonl", "context_stranger.jsonl"]
)
def test_reminders_are_precise_and_found(name: str) -> None:
    tally = Tally()
    for row in rows_of(HERE / name):
        score_context(pack(), row, tally)
    precision, recall, _ = tally.figures()
    assert precision >= 0.95, dict(tally.false)
    assert recall >= 0.95, dict(tally.missed)
    assert tally.macro_f1() >= 0.93


@pytest.mark.parametrize(
    "name",
    [
        *("clean.jsonl", "rounds_clean.jsonl", "clean_stranger.jsonl"),
        *("rounds_clean_written.jsonl", "rounds_clean_spoken.jsonl"),
    ],
)
def test_good_replies_raise_no_alarm(name: str) -> None:
    tally = Tally()
    rows = list(rows_of(HERE / name))
    alarmed = sum(bool(score_clean(pack(), row, tally)) for row in rows)
    assert alarmed <= len(rows) * 0.02, dict(tally.mistakes)


@pytest.mark.parametrize("name", ["mood.jsonl", "mood_stranger.jsonl"])
def test_moods_and_registers_are_read(name: str) -> None:
    wrong: list[str] = []
    read = [score_mood(pack(), row, wrong) for row in rows_of(HERE / name)]
    assert sum(mood for mood, _ in read) >= 0.93 * len(read), wrong
    assert sum(register for _, register in read) >= 0.95 * len(read), wrong


@pytest.mark.parametrize("path", sorted(HERE.glob("*.jsonl")), ids=lambda path: path.stem)
def test_no_check_breaks_on_a_labelled_draft(path: Path) -> None:
    for row in rows_of(path):
        if "draft" not in row:
            continue
        customer = row.get("customer") or {}
        messages = [
            Message(m.get("author") or m["from"], m["text"]) for m in row.get("history", [])
        ]
        talk = Conversation.begin(pack(), Customer(customer.get("name")), messages)
        for final in (False, True):
            assert review_draft(pack(), talk, row["draft"], final=final).failed == (), row["id"]
