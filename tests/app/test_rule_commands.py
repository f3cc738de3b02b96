"""`coach rules …` and `coach verbs …` as a lead runs them."""

from __future__ import annotations

import io
import json
import re
import shutil
import tempfile
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from app.cli import main
from app.problems import sentence
from coach import load_pack
from tests.rules.small_pack import GOOD_RULE, small_pack


def texts_of_problems() -> list[list[str]]:
    """What the engine says of mistakes, with its Persian twins."""
    return yaml.safe_load(files("app").joinpath("problem_texts.yaml").read_text("utf-8"))


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


# ---- check, show, try ----


def test_a_good_folder_is_exit_status_0(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    small_pack(tmp_path)
    (tmp_path / "wording" / "last-word.yaml").unlink()
    status, told, _ = run(capsys, "rules", "check", tmp_path, "--lang", "en")
    assert status == 0, told
    assert told == "All is well: 2 rules, 4 examples, 1 teams.\n"


BROKEN = {
    "wording__new.yaml": "severity: loud\n",
    "wording__old.yml": "",
    "wordings__lost.yaml": "",
    "teams__shop.yaml": "rules: {final-prise: {state: off}}\n",
}


def test_every_mistake_is_told_at_once_in_both_languages(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    small_pack(tmp_path, **BROKEN)
    (tmp_path / "wording" / "new.yaml").write_text(
        GOOD_RULE.replace("  flags: [این قیمت نهایی است]", "  flags: [هیچ]")
        .replace("- قیمت* نهایی", "- هزینه ؟ نهایی\n  - خوب برای شما")
        .replace("@soft", "\n  - خوب برای شما")
        .replace("It closes the door.", "در است")
    )
    status, told, _ = run(capsys, "rules", "check", tmp_path, "--lang", "en")
    assert status == 1
    for wrong in (
        "«new» does not find this example.",
        "«هزینه ؟ نهایی» can never match.",
        "«خوب برای شما» is silenced wherever it matches",
        "«(بدون|بی) چانه» stands in wording/",
        "«why.en» of «new» holds no English.",
        "wording/old.yml: This file is not read.",
        "wordings/lost.yaml: This file is not read.",
        "teams/shop.yaml:1: There is no rule «final-prise».",
    ):
        assert wrong in told, told
    status, persian, _ = run(capsys, "rules", "check", tmp_path)
    assert status == 1 and "منظورتان «final-price» بود؟" in persian and "ایراد" in persian
    status, as_json, _ = run(capsys, "rules", "check", tmp_path, "--json")
    assert len(json.loads(as_json)["problems"]) == told.count("\n    → ")


def test_a_pack_that_does_not_load_is_told_too(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    small_pack(tmp_path, **{"wording__new.yaml": "severity: loud\n"})
    status, told, _ = run(capsys, "rules", "check", tmp_path)
    assert status == 1 and "wording/new.yaml:1: «severity» مقدار" not in told
    assert "مقدار «severity» پذیرفته نیست" in told
    status, _, wrong = run(capsys, "rules", "show", "--rules", tmp_path)
    assert status == 2 and "wording/new.yaml" in wrong


def test_show_tells_what_a_team_changed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    small_pack(tmp_path, teams__shop__yaml="")
    (tmp_path / "teams").mkdir(exist_ok=True)
    (tmp_path / "teams" / "shop.yaml").write_text("rules:\n  final-price: {state: off}\n")
    status, told, _ = run(capsys, "rules", "show", "--rules", tmp_path, "--team", "shop")
    assert status == 0
    assert "final-price\toff\twarning\twording/final-price.yaml:2\tchanged: 1" in told
    one = ("rules", "show", "final-price", "--rules", tmp_path, "--team", "shop")
    assert "  state: off\t[teams/shop.yaml:2]" in run(capsys, *one)[1]
    status, _, wrong = run(capsys, "rules", "show", "final-prise", "--rules", tmp_path)
    assert status == 2 and "final-price" in wrong
    status, _, wrong = run(capsys, "rules", "show", "--rules", tmp_path, "--team", "shp")
    assert status == 2 and "«shop»" in wrong


def trace(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> dict[str, list]:
    status, told, _ = run(capsys, "rules", "try", "--json", "--rules", folder, *arguments)
    assert status == 0
    found: dict[str, list] = {}
    for row in json.loads(told):
        found.setdefault(row["rule"], []).append((row["fires"], row["held"], row["phrases"]))
    return found


def test_try_tells_what_fires_and_by_which_phrase(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    small_pack(tmp_path)
    found = trace(capsys, tmp_path, "این قیمت نهایی است")
    phrase = {"phrase": "قیمت* نهایی", "place": "wording/final-price.yaml:6"}
    assert found["final-price"] == [(True, [], [phrase])]
    assert found["last-word"][0][1] == [{"by": "gives-way", "what": "final-price"}]
    told = run(capsys, "rules", "try", "این قیمت نهایی است", "--rules", tmp_path)[1]
    assert "حرف می‌زند:" in told and "به این قاعده راه داد: final-price" in told


@pytest.mark.parametrize(
    ("draft", "customer", "by", "what"),
    [
        ("قیمت نهایی برای شما همین است", "", "allows", "قیمت نهایی برای شما"),
        ("نوشتید «قیمت نهایی» چیست", "", "quoted", ""),
        ("اگر قیمت نهایی باشد می‌گویم", "", "unless", "clause"),
        ("این قیمت نهایی است", "افتضاحه!!! دیوونه‌م کردین، واقعاً که بی‌شعورید", "when", "moods"),
    ],
)
def test_try_tells_what_held_a_rule_back(
    capsys: pytest.CaptureFixture[str], draft: str, customer: str, by: str, what: str
) -> None:
    said = ["--customer", customer] if customer else []
    rules = Path(str(files("rules") / "README.md")).parent
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "rules"
        shutil.copytree(rules / "lexicon", folder / "lexicon")
        (folder / "lexicon" / "small.yaml").write_text("soft: [برای شما]\n")
        (folder / "wording").mkdir()
        (folder / "wording" / "final-price.yaml").write_text(GOOD_RULE)
        found = trace(capsys, folder, draft, *said)
    held = [one for fires, stops, _ in found["final-price"] for one in stops if not fires]
    assert {"by": by, "what": what} in held


def test_try_tells_of_reminders(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    small_pack(tmp_path)
    assert trace(capsys, tmp_path, "این کتاب است")["missing-kindness"][0][0] is True
    done = trace(capsys, tmp_path, "ممنونم از شما", "--rule", "missing-kindness")
    assert done == {"missing-kindness": [(False, [{"by": "done", "what": "ممنونم"}], [])]}


# ---- new, schema ----

ANSWERS = """\
wording
loud
hint
tone
راهنما
حرف آخر

نگویید حرف آخر.
Do not say last word.
گفت‌وگو را می‌بندد.
It ends the talk.
نظر ما این است

این حرف آخر ماست

این نظر ماست

"""


def answer(monkeypatch: pytest.MonkeyPatch, answers: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answers))


def test_new_writes_a_rule_that_holds(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    small_pack(tmp_path, **{"teams__shop.yaml": ""})
    answers = ANSWERS.replace("حرف آخر\n\nنگویید", "حرف آخر\n\nبه نام خدا\n\nنگویید", 1)
    answer(monkeypatch, answers)
    status, told, _ = run(capsys, "rules", "new", "my-word", "--rules", tmp_path, "--team", "shop")
    assert status == 0 and "my-word.yaml" in told
    pack = load_pack(tmp_path, "shop")
    assert pack.rules["my-word"].file == "teams/shop/wording/my-word.yaml"
    assert pack.rules["my-word"].advice("fa") == "نگویید حرف آخر."
    again = ("rules", "new", "my-word", "--rules", tmp_path, "--team", "shop")
    answer(monkeypatch, "wording\n")
    assert run(capsys, *again)[0] == 2


def test_new_that_does_not_load_is_set_aside(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    small_pack(tmp_path)
    answer(monkeypatch, ANSWERS.replace("حرف آخر\n\n", "<حرفیدن>\n\n\n", 1))
    status, told, wrong = run(capsys, "rules", "new", "my-word", "--rules", tmp_path)
    assert status == 1 and "my-word.yaml.draft" in told and "<حرفیدن>" in wrong
    assert load_pack(tmp_path).rules.keys() == load_pack(small_pack(tmp_path)).rules.keys()


def test_new_without_answers_writes_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = sorted(small_pack(tmp_path).rglob("*"))
    answer(monkeypatch, "wording\nhint\n")
    assert run(capsys, "rules", "new", "my-word", "--rules", tmp_path)[0] == 2
    assert run(capsys, "rules", "new", "My Word", "--rules", tmp_path)[0] == 2
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("kind", ["rule", "team", "lexicon"])
def test_a_schema_names_every_key(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str
) -> None:
    file = tmp_path / "schema.json"
    assert run(capsys, "rules", "schema", kind, "--output", file)[0] == 0
    schema = json.loads(file.read_text("utf-8"))
    assert schema["$schema"].startswith("https://json-schema.org/")
    if kind == "lexicon":
        assert "phrases" in json.dumps(schema["additionalProperties"])
        return
    example = GOOD_RULE if kind == "rule" else "extends: default\nrules: {}\nregister: formal\n"
    keys = {line.split(":")[0] for line in example.splitlines() if line[:1].isalpha()}
    assert keys <= schema["properties"].keys()
    assert schema["additionalProperties"] is False


# ---- in Persian ----


@pytest.mark.parametrize("pair", texts_of_problems(), ids=lambda pair: pair[0][:60])
def test_a_sentence_of_the_engine_is_told_by_its_own_twin(pair: list[str]) -> None:
    english, persian = (re.sub(r"\{([a-z])\}", r"Q\1", text) for text in pair)
    assert sentence(english, "fa") == persian
