"""`coach rules upgrade`: a newer pack under what a folder's teams changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app import upgrading
from app.cli import main
from app.rule_commands import upgrade
from tests.rules.small_pack import GOOD_RULE, LEXICON, small_pack

CHANGES = """\
"0.2.0":
  renamed:
    rules: {last-word: final-word}
    sets: {soft: gentle}
    limits: {final-price: {words: most}}
"""
SHOP = """\
# our shop
rules:
  final-price:
    severity: error          # since May
    limits: {words: 5}
    advice: {en: "Ours, with @soft in it."}
    flags: {add: [حرف آخر, قیمت آخر, "@soft قیمت"]}
  last-word: {state: off}
"""
UPGRADED = SHOP.replace("words: 5", "most: 5").replace('"@soft ق', '"@gentle ق')
UPGRADED = UPGRADED.replace("  last-word:", "  final-word:")


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What is shipped; a folder is copied from it before it is upgraded."""
    folder = small_pack(tmp_path / "shipped", **{"wording__gone.yaml": GOOD_RULE})
    for module in (upgrading, upgrade):
        monkeypatch.setattr(module, "shipped_rules", lambda: folder)
    return folder


@pytest.fixture
def ours(tmp_path: Path, shipped: Path) -> Path:
    folder = tmp_path / "ours"
    shutil.copytree(shipped, folder)
    upgrading.remember(folder)
    (folder / "teams" / "shop" / "wording").mkdir(parents=True)
    (folder / "teams" / "shop.yaml").write_text(SHOP, "utf-8")
    return folder


def new_version(shipped: Path) -> None:
    """Renames a rule, a set and a limit, changes values, takes up a phrase, brings a new rule."""
    (shipped / "wording" / "gone.yaml").unlink()
    (shipped / "wording" / "last-word.yaml").rename(shipped / "wording" / "final-word.yaml")
    rule = GOOD_RULE.replace("@soft", "@gentle").replace("words: 3", "most: 4")
    rule = rule.replace("severity: warning", "severity: hint")
    rule = rule.replace("  - قیمت* نهایی\n", "  - قیمت* نهایی\n  - قیمت آخر\n")
    files = {
        "changes.yaml": CHANGES,
        "lexicon/words.yaml": LEXICON.replace("soft", "gentle"),
        "wording/final-price.yaml": rule.replace("Say it more softly.", "Be softer."),
        "wording/our-word.yaml": GOOD_RULE.replace("@soft", "برای"),
    }
    for name, text in files.items():
        (shipped / name).write_text(text, "utf-8")


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    status = main(["rules", "upgrade", *map(str, arguments), "--lang", "en"])
    told = capsys.readouterr()
    return status, told.out + told.err


def all_of(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_nothing_is_left_to_be_done(capsys: pytest.CaptureFixture[str], ours: Path) -> None:
    (ours / "teams" / "shop.yaml").write_text("rules: {last-word: {severity: hint}}")
    status, told = run(capsys, ours)
    assert status == 0 and "nothing is left to be done" in told


def test_every_line_of_a_team_is_told_what_became_of_it(
    capsys: pytest.CaptureFixture[str], shipped: Path, ours: Path
) -> None:
    (ours / "teams/shop/wording/our-word.yaml").write_text(GOOD_RULE, "utf-8")
    new_version(shipped)
    before = all_of(ours)
    status, told = run(capsys, ours)
    assert status == 1 and all_of(ours) == before, "nothing is written unasked"
    for line in (
        "Shared files: 3 new, 2 replaced, 2 removed.",
        "New rules: final-word, our-word",
        "Rules that are there no more: gone, last-word",
        "teams/shop.yaml:8: The rule «last-word» has another name since version 0.2.0.",
        "→ Write «final-word».",
        "teams/shop.yaml:5: The limit «words» has another name since version 0.2.0.",
        "teams/shop.yaml:7: The set «soft» has another name since version 0.2.0.",
        "→ Write @gentle.",
        "teams/shop.yaml:7: «قیمت آخر» stands there already (wording/final-price.yaml:7).",
        "teams/shop/wording/our-word.yaml: A rule «our-word» is in wording/our-word.yaml already.",
        "teams/shop.yaml:4: The shipped value of «severity» in «final-price» was «warning» and is"
        " «hint» now.\n    severity: error",
        "teams/shop.yaml:5: The shipped value of «limits.most» in «final-price» was «3» and is «4»",
        "«advice.en» in «final-price» was «Say it more softly.» and is «Be softer.» now.",
        "Nothing was written; --write does it.",
    ):
        assert line in told, told


def test_write_brings_the_folder_up_to_date_and_keeps_comments(
    capsys: pytest.CaptureFixture[str], shipped: Path, ours: Path
) -> None:
    new_version(shipped)
    status, told = run(capsys, ours, "--write")
    assert status == 1 and "teams/shop.yaml:8: last-word → final-word" in told
    assert "has another name" not in told and "stands there already" in told
    assert (ours / "teams" / "shop.yaml").read_text("utf-8") == UPGRADED
    assert not (ours / "wording" / "last-word.yaml").exists()
    shared = {name: text for name, text in all_of(shipped).items() if name[0] != "."}
    assert shared.items() <= all_of(ours).items()
    (ours / "teams" / "shop.yaml").write_text(UPGRADED.replace("قیمت آخر, ", ""), "utf-8")
    status, told = run(capsys, ours)
    assert status == 0 and "nothing is left to be done" in told


def test_a_shared_file_that_was_changed_here_is_kept(
    capsys: pytest.CaptureFixture[str], shipped: Path, ours: Path
) -> None:
    new_version(shipped)
    mine = GOOD_RULE.replace("@soft", "شما").replace("words: 3", "most: 3")
    (ours / "wording" / "final-price.yaml").write_text(mine, "utf-8")
    (ours / "wording" / "gone.yaml").write_text(mine, "utf-8")
    (ours / "missing" / "missing-kindness.yaml").unlink()
    status, told = run(capsys, ours, "--write")
    assert status == 1
    assert "wording/final-price.yaml: changed by you and by us; yours stays" in told
    assert "wording/gone.yaml: changed by you and removed by us; yours stays." in told
    assert (ours / "wording" / "final-price.yaml").read_text("utf-8") == mine
    beside = (ours / "wording" / "final-price.yaml.new").read_text("utf-8")
    assert beside == (shipped / "wording" / "final-price.yaml").read_text("utf-8")
    assert not (ours / "missing").is_dir() or not any((ours / "missing").iterdir())
    assert "changed by you" not in run(capsys, ours)[1], "it is told once"


@pytest.mark.parametrize(
    "record",
    ["[]", "{", "{}", '{"files": {"../x": ""}, "values": {}}', '{"files": {}, "values": 1}'],
)
def test_without_a_record_nothing_of_the_owners_is_replaced(
    capsys: pytest.CaptureFixture[str], shipped: Path, ours: Path, record: str
) -> None:
    (ours / ".shipped.json").write_text(record)
    (shipped / "wording" / "last-word.yaml").write_text(GOOD_RULE.replace("hint", "error"), "utf-8")
    (shipped / "lexicon" / "more.yaml").write_text("more: [بیشتر]\n")
    status, told = run(capsys, ours, "--write")
    assert status == 1 and "was not written down" in told and "1 new, 0 replaced" in told
    assert (ours / "wording" / "last-word.yaml.new").is_file()
    assert (ours / "lexicon" / "more.yaml").is_file()
    (ours / ".shipped.json").unlink()
    assert "1 replaced" in run(capsys, ours, "--write", "--replace")[1]
    mine, theirs = (folder / "wording" / "last-word.yaml" for folder in (ours, shipped))
    assert mine.read_text("utf-8") == theirs.read_text("utf-8")


def test_what_would_not_load_is_not_written(
    capsys: pytest.CaptureFixture[str], shipped: Path, ours: Path
) -> None:
    (ours / "wording" / "own.yaml").write_text(GOOD_RULE.replace("@soft", "@soft @kind"), "utf-8")
    new_version(shipped)
    before = all_of(ours)
    status, told = run(capsys, ours, "--write")
    assert status == 2 and "nothing is written" in told and "wording/own.yaml:9" in told
    assert all_of(ours) == before


def test_a_folder_that_is_none(
    capsys: pytest.CaptureFixture[str], shipped: Path, tmp_path: Path
) -> None:
    assert run(capsys, tmp_path)[0] == run(capsys, tmp_path / "no")[0] == 2
    status, told = run(capsys, shipped)
    assert status == 2 and "the shipped rules themselves" in told
