"""Transcripts in files: JSON Lines, CSV, Parquet, and what is no transcript."""

from __future__ import annotations

import csv
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from app.chat_files import ChatsError
from app.chats import MOST_TURNS, Reader, week_of
from app.cli import main
from tests.app.test_backtest import TALKS, backtest, chats, folder

__all__ = ["folder"]


def test_csv_is_read_as_messages(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    with (tmp_path / "c.csv").open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["conversation", "author", "text", "at", "group"])
        for one in TALKS:
            for turn in one["turns"]:
                rows.writerow([one["id"], turn["from"], turn["text"], turn["at"], one["group"]])
        rows.writerow(["9", "boss", "x", "", ""])
    found = backtest(capsys, folder, tmp_path / "c.csv", "--jobs", "1")
    as_json = backtest(capsys, folder, chats(tmp_path / "c.jsonl", TALKS), "--jobs", "1")
    for key in ("rules", "groups", "weeks", "conversations", "messages"):
        assert found[key] == as_json[key]


def test_json_lines_of_messages(tmp_path: Path) -> None:
    rows = [{"conversation": n // 2, "author": "agent", "text": "x\ud800\0"} for n in range(6)]
    reader = Reader([chats(tmp_path / "c.jsonl", rows)])
    found = list(reader.chats())
    assert [(chat.id, len(chat.turns)) for chat in found] == [("0", 2), ("1", 2), ("2", 2)]
    assert found[0].turns[0].text == "x?\ufffd" and reader.share == 1.0


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("c.txt", "x", "chats_ending"),
        ("c.jsonl", "", "chats_shape"),
        ("c.jsonl", "[1]\n{\n" + "[" * 5000, "chats_shape"),
        ("c.csv", "a,b\n1,2\n", "chats_columns"),
        ("c.csv", "", "chats_columns"),
        ("c.csv", "conversation,author,text\n1,boss,x\n", "chats_shape"),
        ("c.csv", "conversation,author,text\n1,agent," + "x" * 200_000, "chats_unreadable"),
        ("c.csv", b"\xff\xfe\x00", "chats_encoding"),
        ("c.parquet", b"PAR1 and no more", "chats_unreadable"),
        ("c.parquet", "", "chats_unreadable"),
        ("missing.csv", None, "chats_missing"),
    ],
)
def test_a_file_of_another_shape(tmp_path: Path, name: str, text: object, said: str) -> None:
    if isinstance(text, str):
        (tmp_path / name).write_text(text)
    elif isinstance(text, bytes):
        (tmp_path / name).write_bytes(text)
    with pytest.raises(ChatsError) as caught:
        list(Reader([tmp_path / name]).chats())
    assert caught.value.name == said


def test_a_wrong_file_is_told_on_the_command_line(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    line = ["rules", "backtest", "--rules", str(folder)]
    assert main([*line, str(tmp_path / "no.csv"), "--lang", "en"]) == 2
    assert "There is no file" in capsys.readouterr().err
    assert main([*line, str(chats(tmp_path / "c.jsonl", [1]))]) == 2
    assert "هیچ پیامی" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("at", "week"),
    [
        ("2025-01-11T00:10:00+03:30", "2025-01-11"),
        ("2025-01-17T23:59:00+03:30", "2025-01-11"),
        ("2025-01-18", "2025-01-18"),
        (1736760000, "2025-01-11"),
        ("1736760000.5", "2025-01-11"),
        ("yesterday", ""),
        (None, ""),
        (1e300, ""),
    ],
)
def test_weeks_begin_on_saturday(at: object, week: str) -> None:
    assert week_of(at) == week


def arrow() -> Any:
    """pyarrow, which has threads from then on: other tests fork before."""
    return import_module("pyarrow")


def parquet(file: Path, rows: Any, group: int = 100) -> Path:
    table = arrow().Table.from_pylist(rows) if isinstance(rows, list) else rows
    import_module("pyarrow.parquet").write_table(table, file, row_group_size=group)
    return file


def test_semicolons_and_tabs_stand_between_columns_too(tmp_path: Path) -> None:
    for mark in ";\t":
        file = tmp_path / "c.csv"
        file.write_text(f"conversation{mark}author{mark}text\n1{mark}agent{mark}a, b\n", "utf-8")
        (chat,) = Reader([file]).chats()
        assert chat.turns[0].text == "a, b"


def test_a_conversation_without_end_is_taken_for_several(tmp_path: Path) -> None:
    rows = [{"author": "agent", "text": "x"}] * (MOST_TURNS + 1)
    found = [len(chat.turns) for chat in Reader([chats(tmp_path / "c.jsonl", rows)]).chats()]
    assert found == [MOST_TURNS, 1]


def test_parquet_gives_the_same_as_json_lines(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    rows = [
        {
            "conversation": int(one["id"]),
            "author": turn["from"],
            "text": turn["text"],
            "at": datetime.fromisoformat(turn["at"]),
            "group": one["group"],
            "internal note": "never read",
        }
        for one in TALKS
        for turn in one["turns"]
    ]
    table = arrow().Table.from_pylist(rows)
    fine = table.set_column(3, "at", table["at"].cast(arrow().timestamp("ns", "UTC")))
    nested = [{**one, "turns": one["turns"]} for one in TALKS]
    as_json = backtest(capsys, folder, chats(tmp_path / "c.jsonl", TALKS), "--jobs", "1")
    for given, group in ((table, 2), (fine, 100), (nested, 1)):
        found = backtest(
            capsys, folder, parquet(tmp_path / "c.parquet", given, group), "--jobs", "1"
        )
        for key in ("rules", "groups", "weeks", "conversations", "messages"):
            assert found[key] == as_json[key]


def test_parquet_is_read_a_group_of_rows_at_a_time(tmp_path: Path) -> None:
    at = datetime(2025, 1, 13, tzinfo=UTC)
    rows = [
        {"conversation": n // 4, "author": "agent", "text": "x" * 1000, "at": at}
        for n in range(20_000)
    ]
    reader = Reader([parquet(tmp_path / "c.parquet", rows, 1_000)])
    shares, most = set[float](), 0
    for chat in reader.chats():
        assert len(chat.turns) == 4 and chat.turns[0].week == "2025-01-11"
        shares.add(round(reader.share, 3))
        most = max(most, arrow().total_allocated_bytes())
    assert len(shares) >= 20 and reader.share == pytest.approx(1.0)
    assert most < 8 * 2**20 < 20_000 * 1000


def test_columns_that_hold_no_messages_are_named(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "c.csv").write_text("chat;sender;body\n", "utf-8")
    table = parquet(tmp_path / "c.parquet", [{"chat": 1, "sender": "agent", "body": "x"}])
    for file in (tmp_path / "c.csv", table):
        line = [
            "rules",
            "backtest",
            str(file),
            "--rules",
            str(folder),
            "--lang",
            "en",
            "--jobs",
            "1",
        ]
        assert main(line) == 2
        assert "The columns of" in (told := capsys.readouterr().err)
        assert "are: body, chat, sender. It needs conversation, author" in told


def test_without_pyarrow_it_is_told_how_to_have_it(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    tmp_path: Path,
) -> None:
    file = parquet(tmp_path / "c.parquet", [{"conversation": 1, "author": "agent", "text": "x"}])
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    line = ["rules", "backtest", str(file), "--rules", str(folder), "--jobs", "1", "--lang", "en"]
    assert main(line) == 2
    assert "pip install 'hamdel[parquet]'" in capsys.readouterr().err
