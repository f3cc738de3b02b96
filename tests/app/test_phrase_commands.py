"""`coach phrases`: what it prints, what it makes of a spreadsheet, and what it says of its rows."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
import yaml

from app.cli import main
from app.problems import sentence
from coach import import_phrases, load_pack
from tests.rules.small_pack import small_pack

HELLO = "hello:\n  moment: greeting\n  spoken: سلام[ {name}]\n  formal: با سلام\n"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A small pack with two phrases."""
    wait = "wait-a-bit: {moment: hold, spoken: 'تا {ساعت} صبر کنین', keywords: [انتظار]}\n"
    return small_pack(tmp_path / "rules", **{"phrases__a.yaml": HELLO, "phrases__b.yaml": wait})


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    status = main(["phrases", *map(str, arguments)])
    told = capsys.readouterr()
    return status, told.out, told.err


def test_the_phrases_are_listed(capsys: pytest.CaptureFixture[str], rules: Path) -> None:
    status, out, _ = run(capsys, "list", "--rules", rules, "--lang", "en")
    assert status == 0 and "hello  [greeting]" in out and out.endswith("2 phrases\n")
    _, out, _ = run(capsys, "list", "--rules", rules, "--moment", "greeting", "--formal")
    assert "با سلام" in out and "wait-a-bit" not in out
    _, out, _ = run(capsys, "list", "--rules", rules, "--json")
    assert [one["place"] for one in json.loads(out)] == ["phrases/a.yaml:1", "phrases/b.yaml:1"]


def test_they_are_searched_as_agents_do(capsys: pytest.CaptureFixture[str], rules: Path) -> None:
    status, out, _ = run(capsys, "search", "سل", "--rules", rules, "--name", "سارا")
    assert (status, out) == (0, "hello  [greeting]\n    سلام سارای عزیز\n")
    _, out, _ = run(capsys, "search", "انتظار", "--rules", rules, "--json")
    (found,) = json.loads(out)
    assert found["blanks"] == ["{ساعت}"] and found["moment"] == "hold"
    assert run(capsys, "search", "qqqq", "--rules", rules)[0] == 1


def test_a_spreadsheet_becomes_a_phrase_file(
    capsys: pytest.CaptureFixture[str], rules: Path, tmp_path: Path
) -> None:
    table = tmp_path / "our.csv"
    table.write_text(
        "\ufeffid,moment,spoken,keywords,note\n"
        'our-bye,closing,"خداحافظ، {name}",بدرود؛ وداع,x\n'
        ",answer,بله،,,\n"
        "our-bye,hold,چند لحظه,,\n"
        "\n"
        ",thanks,ممنون: no #1,,\n",
        "utf-8",
    )
    output = rules / "teams" / "shop" / "phrases" / "our.yaml"
    status, out, told = run(capsys, "import", table, "--output", output, "--lang", "en")
    assert (status, out) == (1, "2 phrases were read, 2 rows were left out.\n")
    assert "our.csv:3: «questions» is missing" in told
    assert "our.csv:4: The id «our-bye» stands in line 2 already." in told
    assert "note" in told
    made = yaml.safe_load(output.read_text("utf-8"))
    assert made["our-bye"]["keywords"] == ["بدرود", "وداع"]
    assert made["thanks-6"] == {"moment": "thanks", "spoken": "ممنون: no #1"}
    assert {"our-bye", "thanks-6", "hello"} <= load_pack(rules, "shop").phrases.numbers.keys()


def test_a_table_without_what_is_needed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("id,text\nx,y\n", "utf-8")
    status, _, told = run(capsys, "import", table, "--lang", "en")
    assert status == 2 and "must name the columns" in told
    assert run(capsys, "import", tmp_path / "none.csv", "--lang", "en")[0] == 2
    table.write_text("moment,spoken,no\x1b[31mte\nhold,سلام جان,x\n", "utf-8")
    _, _, told = run(capsys, "import", table, "--lang", "en")
    assert "no\ufffd[31mte" in told and "\x1b" not in told


def test_a_cell_of_spaces_is_read_in_no_time() -> None:
    cell = "بدرود ؛" + " " * 40_000 + "وداع"
    before = time.process_time()
    row = {"moment": "closing", "spoken": "خداحافظ", "keywords": cell}
    imported = import_phrases(
        "a.csv", [(2, row), (3, row | {"keywords": "ب" + " " * 40_000 + "د"})]
    )
    assert time.process_time() - before < 2
    assert "- بدرود\n  - وداع\n" in imported.text


def test_every_mistake_in_a_row_has_its_persian() -> None:
    rows = [
        {"moment": "hold"},
        {"spoken": "سلام جان"},
        {"moment": "hold", "spoken": "سلام {name"},
        {"id": "A B", "moment": "hold", "spoken": "سلام"},
        {"moment": "answer", "spoken": "بله بله"},
        {"moment": "lunch", "spoken": "سلام"},
        {"id": "one", "moment": "hold", "spoken": "سلام"},
        {"id": "one", "moment": "hold", "spoken": "سلام"},
    ]
    imported = import_phrases("a.csv", enumerate(rows, 2))
    assert imported.taken == 1 and [one.line for one in imported.problems] == [2, 3, 4, 5, 6, 7, 9]
    for problem in imported.problems:
        for english in (problem.wrong, problem.remedy):
            assert sentence(english, "fa") != english, english
