"""A team whose files are the same is not loaded again; in doubt it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.reloading.reading import is_same, read_all
from coach import load_pack
from tests.rules.small_pack import GOOD_RULE, small_pack

TEAMS = {
    "teams__shop.yaml": "extends: house\nrules:\n  final-price: {severity: error}\n",
    "teams__house.yaml": "rules:\n  last-word: {state: off}\n",
    "teams__other.yaml": "rules:\n  last-word: {state: shadow}\n",
    "teams__shop__wording__our-word.yaml": GOOD_RULE.replace("قیمت* نهایی", "خلاص"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_pack(tmp_path, **TEAMS)


def write(name: str, text: str) -> Callable[[Path], object]:
    def edit(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    return edit


OF_OTHERS = [
    write("teams/other.yaml", "rules:\n  last-word: {state: off}\n"),
    write("teams/other/wording/own.yaml", GOOD_RULE),
    write("teams/other/wording/own.yaml", "["),
]
ITS_OWN = [
    write("wording/final-price.yaml", GOOD_RULE.replace("warning", "hint")),
    write("wording/new.yaml", GOOD_RULE),
    write("lexicon/heard/new.yaml", "new: [تازه]\n"),
    write("praise.yaml", "praises: []\n"),
    write("changes.yaml", "{}\n"),
    write("teams/shop.yaml", TEAMS["teams__shop.yaml"] + "# more\n"),
    write("teams/house.yaml", TEAMS["teams__house.yaml"] + "# more\n"),
    write("teams/house/lexicon/own.yaml", "own: [خود]\n"),
    write("teams/default.yaml", "register: formal\n"),
    write("teams/new.yaml", ""),
    lambda folder: (folder / "wording" / "last-word.yaml").unlink(),
    lambda folder: (folder / "teams" / "house.yaml").unlink(),
    lambda folder: (folder / "teams" / "shop" / "wording" / "our-word.yaml").unlink(),
    lambda folder: (folder / "teams" / "late").mkdir(),
]


@pytest.mark.parametrize("edit", OF_OTHERS)
def test_what_others_change_is_nothing_to_a_team(
    folder: Path, edit: Callable[[Path], object]
) -> None:
    packs = {team: load_pack(folder, team) for team in ("default", "house", "other", "shop")}
    before = dict(packs)
    (folder / "teams" / "other").mkdir()  # That there is such a team is known.
    edit(folder)
    found = {team: read.pack for team, read in read_all(folder, packs).items()}
    for team in ("default", "house", "shop"):
        assert found[team] is before[team]
    alone = load_pack(folder, "other")
    assert found["other"] is not None and found["other"].version == alone.version


@pytest.mark.parametrize("edit", ITS_OWN)
def test_what_a_team_builds_on_is_read_again(folder: Path, edit: Callable[[Path], object]) -> None:
    pack = load_pack(folder, "shop")
    assert is_same(folder, "shop", pack) and not is_same(folder, "house", pack)
    edit(folder)
    assert not is_same(folder, "shop", pack)


def test_a_pack_with_problems_is_read_again(folder: Path) -> None:
    own = folder / "teams" / "shop" / "wording" / "broken.yaml"
    own.write_text("[")
    pack = load_pack(folder, "shop")
    own.unlink()
    assert pack.problems and not is_same(folder, "shop", pack)
