"""The command line: `coach serve`, `coach review`, `coach settings`."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from app.answers import HttpReview
from app.cli import main
from app.drawing import draw, printable
from app.settings import SECRETS, Settings
from coach import Conversation, Pack, review_draft
from tests.app.running import ROOT
from tests.serving import plain_environment

NOT_KNOWN = "نمی‌دونم"
FINE = "سلام، در خدمتم."


def coach(*arguments: str | Path, stdin: bytes = b"", **env: str) -> tuple[int, str, str]:
    """Runs the command for real: its exit status, what it printed, what it complained of."""
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", *arguments],
        env=plain_environment(PYTHONPATH=str(ROOT), **env),
        input=stdin,
        capture_output=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def review(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    status = main(["review", *arguments])
    return status, capsys.readouterr().out


# ---- review ----


def test_findings_are_numbered_and_quote_the_words(capsys: pytest.CaptureFixture[str]) -> None:
    status, told = review(capsys, "--lang", "en", f"😀 {NOT_KNOWN}")
    assert status == 1
    first = told.splitlines()[0]
    assert first == f"😀 [1: {NOT_KNOWN}]"
    assert "1. warning dont-know (S4)" in told
    assert f"   «{NOT_KNOWN}»" in told
    assert "   Instead: " in told and "   Why: " in told
    assert "Tone: " in told


def test_persian_is_the_language_unless_told_otherwise(capsys: pytest.CaptureFixture[str]) -> None:
    _, persian = review(capsys, NOT_KNOWN)
    assert "هشدار dont-know" in persian and "چرا: " in persian


def test_nothing_to_mend_is_said_and_is_exit_status_0(capsys: pytest.CaptureFixture[str]) -> None:
    status, told = review(capsys, "--lang", "en", "--json", FINE)
    graver = [one for one in json.loads(told)["findings"] if one["severity"] != "hint"]
    assert (status, graver) == (0, [])


def test_json_is_what_http_answers(capsys: pytest.CaptureFixture[str]) -> None:
    status, told = review(capsys, "--json", f"😀 {NOT_KNOWN}")
    answer = json.loads(told)
    assert status == 1
    assert answer.keys() == HttpReview.__annotations__.keys() | {
        *("pack", "tone", "checklist", "praise", "findings"),
    }
    (finding,) = [one for one in answer["findings"] if one["rule"] == "dont-know"]
    assert finding["span"]["start"] == 3, "UTF-16"


def test_the_name_the_customers_words_and_a_history_count(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def rules(*arguments: str) -> set[str]:
        _, told = review(capsys, "--json", *arguments, FINE)
        return {finding["rule"] for finding in json.loads(told)["findings"]}

    assert "missing-name" not in rules()
    assert "missing-name" in rules("--name", "سارا احمدی", "--customer", "سلام")
    history = tmp_path / "talk.jsonl"
    said = [{"author": "customer", "text": "سلام"}, {"author": "agent", "text": "سلام سارا جان"}]
    history.write_text("\n".join(map(json.dumps, said)) + "\n\n", "utf-8")
    assert "missing-name" not in rules("--name", "سارا احمدی", "--history", str(history))


def test_a_draft_from_a_file_and_from_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "reply.txt"
    file.write_text(f"\ufeff{NOT_KNOWN}\n", "utf-8")
    for arguments, stdin in ((("--file", str(file)), b""), ((), NOT_KNOWN.encode() + b"\n")):
        status, told, _ = coach("review", "--json", *arguments, stdin=stdin)
        assert status == 1
        (finding,) = [one for one in json.loads(told)["findings"] if one["rule"] == "dont-know"]
        assert finding["span"]["start"] == 0


def test_a_draft_that_is_not_utf8_is_read_as_well_as_can_be() -> None:
    assert coach("review", stdin=b"\xff\x00 abc")[0] in (0, 1)
    done = subprocess.run(
        [os.fsencode(sys.executable), b"-m", b"app.cli", b"review", b"\xff abc"],
        env=plain_environment(PYTHONPATH=str(ROOT), PYTHONUTF8="1"),
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--file", "no-such-file"], "no-such-file"),
        (["--team", "nobody", "x"], "default"),
        (["--history", "no-such-file", "x"], "no-such-file"),
        (["ا" * 5001], "5000"),
        (["--name", "x" * 501, "x"], "500"),
    ],
)
def test_what_cannot_be_done_is_said_with_exit_status_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert main(["review", *arguments]) == 2
    complaint = capsys.readouterr().err
    assert told in complaint and "Traceback" not in complaint


def test_a_history_that_is_not_right_names_its_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    history = tmp_path / "talk.jsonl"
    history.write_text('{"author": "customer", "text": "x"}\n{"author": "boss", "text": "x"}\n')
    assert main(["review", "--history", str(history), "x"]) == 2
    complaint = capsys.readouterr().err
    assert "line 2" in complaint and "author" in complaint


def test_rules_that_are_not_right_are_told_as_a_list(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "wording").mkdir()
    (tmp_path / "wording" / "broken.yaml").write_text("severity: loud\n")
    assert main(["review", "--rules", str(tmp_path), "x"]) == 2
    assert "broken.yaml" in capsys.readouterr().err


def test_text_cannot_steer_the_terminal(pack: Pack) -> None:
    assert printable("a\x1b[2Jb\x07\x9bc\n") == "a\ufffd[2Jb\ufffd\ufffdc\n"
    draft = f"\x1b[31m{NOT_KNOWN}\x1b"
    told = draw(review_draft(pack, Conversation.begin(pack), draft), draft, "en", colour=False)
    assert "\x1b" not in told and NOT_KNOWN in told


# ---- help, settings, serve ----


def test_help_teaches() -> None:
    for arguments in (["--help"], ["review", "--help"], ["serve", "--help"]):
        status, told, _ = coach(*arguments)
        assert status == 0
        assert "coach review" in told or "coach serve" in told
    assert coach()[0] == 2
    assert "exit status" in coach("review", "--help")[1]


def test_settings_are_listed_with_their_variables(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settings"]) == 0
    told = capsys.readouterr().out
    for name, field in Settings.model_fields.items():
        assert f"HAMDEL_{name.upper()}=" in told
        assert str(field.description) in told


def test_every_setting_but_secrets_is_an_option() -> None:
    _, told, _ = coach("serve", "--help")
    for name in Settings.model_fields:
        assert (f"--{name.replace('_', '-')} " in told) is (name not in SECRETS)


def test_a_dangerous_start_is_refused_with_what_to_do() -> None:
    status, told, complaint = coach("serve", "--host", "0.0.0.0", "--port", "0")
    assert status == 2 and told == ""
    assert "HAMDEL_SECRET" in complaint and "HAMDEL_ORIGINS" in complaint
    status, _, complaint = coach("serve", HAMDEL_SECRET="short")
    assert status == 2 and "32" in complaint


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        status, _, complaint = coach("serve", "--port", port, "--database", tmp_path / "x.db")
    assert status == 2
    assert port in complaint and "--port" in complaint and "Traceback" not in complaint


def test_a_database_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"this is no database, " * 100)
    status, _, complaint = coach("serve", "--port", "0", "--database", tmp_path / "x.db")
    assert status == 2
    assert "HAMDEL_DATABASE" in complaint and "Traceback" not in complaint


def test_rules_that_are_not_right_do_not_start(tmp_path: Path) -> None:
    (tmp_path / "wording").mkdir()
    (tmp_path / "wording" / "broken.yaml").write_text("severity: loud\n")
    status, _, complaint = coach(
        "serve", "--port", "0", "--rules", tmp_path, "--database", tmp_path / "x.db"
    )
    assert status == 2
    assert "broken.yaml" in complaint and "Traceback" not in complaint
