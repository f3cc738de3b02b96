"""`coach rules backtest` and `coach rules diff`: transcripts in, rates out."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.backtest import Counts, Task, count
from app.chats import Chat, Turn
from app.cli import main
from tests.app.running import ROOT
from tests.rules.small_pack import small_pack
from tests.serving import plain_environment

BAD, GOOD = "این قیمت نهایی است", "این قیمت خوب است، ممنونم"


def talk(number: int, *replies: str, group: str = "one", at: str = "2025-01-13T10:00:00") -> dict:
    turns = [{"from": "customer", "text": "سلام، قیمت؟", "at": at}]
    turns += [{"from": "agent", "text": reply, "at": at} for reply in replies]
    return {"id": str(number), "group": group, "customer": {"name": "سارا"}, "turns": turns}


def chats(file: Path, rows: list) -> Path:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return file


TALKS = [
    talk(1, BAD, GOOD),
    talk(2, BAD, BAD, BAD, group="two", at="2025-01-20T10:00:00"),
    talk(3, GOOD, group="<two>"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_pack(tmp_path / "rules")


def backtest(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: object) -> dict:
    line = ["rules", "backtest", "--json", "--rules", folder, *arguments]
    assert main([str(one) for one in line]) == 0
    return json.loads(capsys.readouterr().out)


# ---- backtest ----


def test_rates_by_rule_by_group_and_by_week(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    found = backtest(capsys, folder, chats(tmp_path / "c.jsonl", TALKS), "--jobs", "1")
    assert (found["conversations"], found["messages"], found["replies"]) == (3, 9, 6)
    assert found["rules"]["final-price"] == {"state": "live", "fired": 4, "rate": 4 / 6}
    assert found["groups"]["one"]["final-price"] == 0.5
    assert found["weeks"] == {
        "2025-01-11": {"final-price": 1 / 3, "missing-kindness": 1 / 3},
        "2025-01-18": {"final-price": 1.0, "missing-kindness": 1.0},
    }
    assert found["most_fired"][0] == "final-price"
    assert found["dead"] == ["last-word"]
    assert found["nagging"] == ["final-price", "missing-kindness"]


def test_many_processes_count_the_same_as_one(folder: Path) -> None:
    def all_of_them() -> list[Chat]:
        turns = [Turn("customer", "سلام", ""), Turn("agent", BAD, "2025-01-11")]
        return [Chat(str(n), "one", None, turns * (n % 5)) for n in range(400)]

    totals: list[Counts] = []
    for jobs in (1, 3):
        task = Task([(folder, "default")], count, Counts(), jobs)
        seen: list[int] = []
        assert task.run(iter(all_of_them()), lambda total, seen=seen: seen.append(total.messages))
        assert len(seen) > 5 and seen == sorted(seen)
        totals.append(task.total)
    assert totals[0] == totals[1] and totals[0].replies == 800


def test_no_more_is_read_than_the_processes_can_take(folder: Path) -> None:
    read = 0

    def endless():
        nonlocal read
        for _ in range(3000):
            read += 1
            yield Chat("x", "", None, [Turn("agent", GOOD, "")] * 10)

    ahead: list[int] = []

    def look(total: Counts) -> None:
        ahead.append(read - total.conversations)

    assert Task([(folder, "default")], count, Counts(), 2).run(endless(), look)
    assert max(ahead) <= 15 * (2 * 3 + 2)


def test_shadow_counts_and_off_is_not_dead(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    (folder / "teams").mkdir()
    (folder / "teams" / "shop.yaml").write_text(
        "rules:\n  final-price: {state: shadow}\n  last-word: {state: off}\n"
    )
    file = chats(tmp_path / "c.jsonl", TALKS)
    found = backtest(capsys, folder, file, "--team", "shop", "--jobs", "1")
    assert found["rules"]["final-price"] == {"state": "shadow", "fired": 4, "rate": 4 / 6}
    assert found["dead"] == []


def test_the_table_and_the_report(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    file, page = chats(tmp_path / "c.jsonl", TALKS), tmp_path / "report.html"
    line = ["rules", "backtest", str(file), "--rules", str(folder), "--jobs", "1"]
    assert main([*line, "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "final-price" in told and "66.67%" in told and "Dead (never fired): last-word" in told
    assert main([*line, "--html", str(page)]) == 0
    html = page.read_text("utf-8")
    assert '<html lang="fa" dir="rtl">' in html and html.count("<svg") == 2
    assert "final-price" in html and "۶۶٫۷٪" in html and "66.7" not in html
    assert "&lt;two&gt;" in html and "<two>" not in html
    assert "http" not in html and "<script" not in html and "src=" not in html
    for part in html.split("<svg")[1:]:
        ElementTree.fromstring("<svg" + part.split("</svg>")[0] + "</svg>")


def test_ctrl_c_tells_what_was_done(folder: Path, tmp_path: Path) -> None:
    file = chats(tmp_path / "c.jsonl", [talk(n, *[BAD] * 20) for n in range(20_000)])
    running = subprocess.Popen(
        [
            *(sys.executable, "-m", "app.cli", "rules", "backtest", "--json", "--lang", "en"),
            *("--rules", str(folder), str(file), "--jobs", "2"),
        ],
        cwd=ROOT,
        env=plain_environment(PYTHONPATH=str(ROOT), PYTHONUTF8="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        # What a shell starts in the background is deaf to Ctrl-C, and so is all that it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    time.sleep(6)
    os.killpg(running.pid, signal.SIGINT)
    told, wrong = running.communicate(timeout=30)
    assert running.returncode == 130, wrong.decode()
    found = json.loads(told)
    assert 0 < found["messages"] < 420_000
    assert found["rules"]["final-price"]["fired"] == found["replies"]
    assert "Stopped" in wrong.decode() and "Traceback" not in wrong.decode()


# ---- a bad end ----


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_was_counted_before_a_wrong_file_is_told(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path, jobs: int
) -> None:
    good = chats(tmp_path / "good.jsonl", [talk(n, BAD) for n in range(500)])
    wrong = chats(tmp_path / "wrong.jsonl", [1])
    line = ["rules", "backtest", "--json", "--rules", folder, good, wrong, "--jobs", jobs]
    assert main([str(one) for one in line]) == 2
    told = capsys.readouterr()
    assert json.loads(told.out)["replies"] == 500
    assert "هیچ پیامی" in told.err and "1,000" in told.err


def die(packs: list, some: Iterable[Chat]) -> Counts:
    for chat in some:
        if chat.id == "300":
            os.kill(os.getpid(), signal.SIGKILL)
    return count(packs, [])


def test_a_process_that_is_killed_is_told(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr("app.rule_commands.backtest.count", die)
    file = chats(tmp_path / "c.jsonl", [talk(n, BAD) for n in range(1000)])
    line = ["rules", "backtest", "--rules", str(folder), str(file), "--jobs", "2", "--lang", "en"]
    assert main(line) == 2
    assert "One of the processes died" in capsys.readouterr().err


def stop_after(messages: int) -> Callable[[Counts], None]:
    """Presses Ctrl-C, once, when so many messages are counted."""
    presses = iter([signal.SIGINT])

    def look(total: Counts) -> None:
        if total.messages > messages and (press := next(presses, None)):
            signal.raise_signal(press)

    return look


def test_ctrl_c_leaves_nothing_half_counted(folder: Path) -> None:
    def endless():
        for number in itertools.count():
            yield Chat(str(number), "one", None, [Turn("agent", BAD, "")] * 10)

    for jobs in (1, 2):
        task = Task([(folder, "default")], count, Counts(), jobs)

        pressed = stop_after(2_000)
        assert task.run(endless(), pressed) is False
        found = task.total
        assert found.messages == found.replies == found.fired["final-price"]
        assert found.conversations * 10 == found.messages
        assert found.groups["one"] == found.by_group["final-price", "one"] == found.messages
        assert found.nagged["final-price"] == found.conversations
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


# ---- diff ----


def test_diff_tells_what_newly_fires_and_what_falls_silent(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    (folder / "teams").mkdir()
    (folder / "teams" / "shop.yaml").write_text("rules:\n  final-price: {state: off}\n")
    file = chats(tmp_path / "c.jsonl", TALKS)
    line = ["rules", "diff", str(folder), f"{folder}:shop", str(file), "--jobs", "1"]
    assert main([*line, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["replies"], found["changed"]) == (6, 4)
    assert found["silent"] == {"final-price": {"replies": 4, "examples": [BAD]}}
    assert found["newly"] == {"last-word": {"replies": 4, "examples": [BAD]}}
    assert main([*line, "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "4 of 6 replies" in told and "Newly fires:\n  last-word  4\n    «" in told
    assert main(["rules", "diff", "no-such", str(folder), str(file), "--lang", "en"]) == 2
    assert "no-such" in capsys.readouterr().err


def test_diff_as_a_report(folder: Path, tmp_path: Path) -> None:
    (folder / "teams").mkdir()
    (folder / "teams" / "shop.yaml").write_text("rules:\n  final-price: {state: off}\n")
    page = tmp_path / "diff.html"
    file = chats(tmp_path / "c.jsonl", [talk(1, f"<b>{BAD}</b>")])
    line = ["rules", "diff", str(folder), f"{folder}:shop", str(file), "--jobs", "1"]
    assert main([*line, "--html", str(page), "--lang", "en"]) == 0
    html = page.read_text("utf-8")
    assert '<html lang="en" dir="ltr">' in html and html.count("<svg") == 2
    assert f"&lt;b&gt;{BAD}" in html and "<b>" not in html and "<code>last-word</code>" in html


def test_diff_over_many_processes_is_the_same(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    (folder / "teams").mkdir()
    (folder / "teams" / "shop.yaml").write_text("rules:\n  final-price: {state: off}\n")
    rows = [talk(n, *[f"{BAD} {n % 7}"] * 3) for n in range(200)]
    file = chats(tmp_path / "c.jsonl", rows)
    told: list[str] = []
    for jobs in ("1", "2"):
        line = ["rules", "diff", str(folder), f"{folder}:shop", str(file), "--jobs", jobs]
        assert main([*line, "--json"]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
