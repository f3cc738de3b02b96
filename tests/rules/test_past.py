"""Names of yesterday: what is said to a team that still has them, and what holds meanwhile."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.problems import sentence
from coach import Pack, PackError, load_pack
from tests.packs import shipped
from tests.rules.small_pack import GOOD_RULE, small_pack

CHANGES = """\
"0.2.0":
  renamed:
    rules: {old-price: new-price, first-word: last-word}
    sets: {nice: kind}
    limits: {final-price: {most: words}}
  removed:
    rules: {gone: [last-word, final-price], lost: []}
    sets: {hard: []}
    limits: {final-price: {least: []}}
"0.10.0":
  renamed:
    rules: {new-price: final-price}
"""


def pack(folder: Path, shop: str, **more: str) -> Pack:
    files = {"changes.yaml": CHANGES, "teams__shop.yaml": shop, **more}
    return load_pack(small_pack(folder, **files), "shop")


def told(found: Pack) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.wrong, problem.remedy) for problem in found.problems]


@pytest.mark.parametrize(
    ("shop", "wrong", "remedy"),
    [
        (
            "rules: {old-price: {state: off}}",
            "The rule «old-price» has another name since version 0.10.0.",
            "Write «final-price».",
        ),
        (
            "rules: {gone: {state: off}}",
            "The rule «gone» was removed in version 0.2.0.",
            "Remove it; what does its work: «last-word», «final-price».",
        ),
        ("rules: {lost: {}}", "The rule «lost» was removed in version 0.2.0.", "Remove it."),
        (
            "lexicon: {nice: {add: [سپاس]}}",
            "The set «nice» has another name since version 0.2.0.",
            "Write «kind».",
        ),
        ("lexicon: {hard: {}}", "The set «hard» was removed in version 0.2.0.", "Remove it."),
        (
            "rules: {final-price: {limits: {most: 2}}}",
            "The limit «most» has another name since version 0.2.0.",
            "Write «words».",
        ),
        (
            "rules: {final-price: {limits: {least: 2}}}",
            "The limit «least» was removed in version 0.2.0.",
            "Remove it.",
        ),
        (
            'rules: {final-price: {flags: {add: ["@nice آخر"]}}}',
            "The set «nice» has another name since version 0.2.0.",
            "Write @kind.",
        ),
        (
            "rules: {final-prise: {}}",
            "There is no rule «final-prise».",
            "Did you mean «final-price»?",
        ),
    ],
)
def test_an_old_name_is_told_with_the_new_one(
    tmp_path: Path, shop: str, wrong: str, remedy: str
) -> None:
    assert told(pack(tmp_path, shop)) == [(1, wrong, remedy)]
    for english in (wrong, remedy):
        assert sentence(english, "fa") != english


def test_what_a_team_wants_holds_under_the_old_name(tmp_path: Path) -> None:
    found = pack(
        tmp_path,
        "rules:\n  old-price: {state: off, limits: {most: 7}}\nlexicon:\n  nice: {add: [سپاس]}\n",
    )
    rule = found.rules["final-price"]
    assert (rule.state, rule.limits["words"]) == ("off", 7)
    assert "سپاس" in [one.words for one in found.lexicon["kind"].lists["phrases"]]
    values = {value.key: value.place for value in found.values("final-price")}
    assert values["limits.words"] == values["state"] == "teams/shop.yaml:2"


def test_the_new_name_wins_where_both_are_written(tmp_path: Path) -> None:
    both = (
        "rules:\n  old-price: {severity: hint}\n  final-price:\n    limits: {most: 7, words: 8}\n"
    )
    rule = pack(tmp_path, both).rules["final-price"]
    assert (rule.severity, rule.limits["words"]) == ("warning", 8)


def test_a_rule_of_the_teams_own_that_gives_way_to_an_old_name(tmp_path: Path) -> None:
    own = GOOD_RULE.replace("unless:", "gives_way_to: [first-word]\nunless:")
    found = pack(tmp_path, "", **{"teams__shop__wording__our-price.yaml": own})
    assert [(p.wrong, p.remedy) for p in found.problems] == [
        ("The rule «first-word» has another name since version 0.2.0.", "Write «last-word».")
    ]


@pytest.mark.parametrize("changes", ["next-one: {}", '"0.2": {renamed: {rule: {}}}', "- a"])
def test_a_wrong_file_of_changes_is_told(tmp_path: Path, changes: str) -> None:
    with pytest.raises(PackError) as caught:
        load_pack(small_pack(tmp_path, **{"changes.yaml": changes}))
    assert {problem.file for problem in caught.value.problems} == {"changes.yaml"}


def test_no_name_of_a_release_vanishes_unsaid() -> None:
    """Whoever renames or removes a shipped rule, set or limit writes it into rules/changes.yaml."""
    names = json.loads((Path(__file__).parent / "released_names.json").read_text("utf-8"))
    rules, past = shipped(), shipped().past
    assert names["rules"].keys() - rules.rules.keys() <= past.rules.keys()
    assert {*names["sets"]} - rules.lexicon.keys() <= past.sets.keys()
    for rule, limits in names["rules"].items():
        if rule in rules.rules:
            gone = {*limits} - rules.rules[rule].limits.keys()
            assert gone <= past.limits.get(rule, {}).keys()
