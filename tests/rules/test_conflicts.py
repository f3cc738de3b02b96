"""What `coach rules check` finds doubtful: each kind by a file that has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.problems import sentence
from coach import Problem, doubts, load_pack
from tests.rules.small_pack import GOOD_RULE, small_pack

PLAIN = GOOD_RULE.replace("unless:\n  clause: [اگر]\nwhen:\n  moods: [calm, happy]\n", "")
PLAIN = PLAIN.replace("allows:\n  - قیمت نهایی @soft\n", "")
OFFER = '{formal: "بهترین قیمت ما", spoken: "بهترین قیمتمون"}'


def plain(*phrases: str, more: str = "", offer: str = OFFER) -> str:
    """A rule without conditions, of some phrases."""
    lines = "".join(f"  - {phrase}\n" for phrase in phrases)
    rule = PLAIN.replace("  - قیمت* نهایی\n  - (بدون|بی) چانه\n", lines).replace(OFFER, offer)
    return rule.replace("advice:", f"{more}advice:", 1)


def found(folder: Path, **files: str) -> list[Problem]:
    small_pack(folder, **files)
    (folder / "teams").mkdir(exist_ok=True)
    (folder / "teams" / "shop.yaml").touch()
    pack = load_pack(folder, "shop")
    for name in files:
        assert pack.problems == (), name
    problems = doubts(pack)
    theirs = [one for one in problems if one.file.startswith("teams/")]
    assert {*theirs} <= {*doubts(pack, changed=True)} <= {*problems}
    return [one for one in problems if "words.yaml" not in one.file]


def told(problems: list[Problem], wrong: str) -> Problem:
    (problem,) = [one for one in problems if one.wrong == wrong]
    for english in (problem.wrong, problem.remedy):
        assert sentence(english, "fa") != english
    return problem


OWN = "teams__shop__wording__our-word.yaml"


NEVER = "هزینه ؟ نهایی"


@pytest.mark.parametrize(
    "rule",
    [
        plain(NEVER, "خلاص"),
        plain("خلاص", more=f"allows:\n  - {NEVER}\n"),
        plain("خلاص", more=f"unless:\n  draft: [{NEVER}]\n"),
        plain("خلاص", more=f"when:\n  customer: [{NEVER}]\n"),
    ],
    ids=["flags", "allows", "unless", "when"],
)
def test_a_phrase_that_never_matches_wherever_it_stands(tmp_path: Path, rule: str) -> None:
    problems = found(tmp_path, **{OWN: rule})
    assert told(problems, "«هزینه ؟ نهایی» can never match.").file.endswith("our-word.yaml")


def test_a_replacement_for_a_phrase_that_never_matches(tmp_path: Path) -> None:
    offer = '{formal: "بفرمایید", spoken: "بفرمایین", for: [هزینه ؟ نهایی]}'
    problems = found(tmp_path, **{OWN: plain("خلاص", offer=offer)})
    assert told(problems, "«هزینه ؟ نهایی» can never match.")


def test_a_phrase_that_always_gives_way(tmp_path: Path) -> None:
    other = plain("حرف آخر")
    own = plain("حرف آخر ماست", "خلاص", more="gives_way_to: [other-word]\n")
    problems = found(tmp_path, **{"wording__other-word.yaml": other, OWN: own})
    wrong = "Wherever «حرف آخر ماست» matches, «our-word» gives way to «other-word»."
    assert told(problems, wrong).line == 6
    assert not any("«خلاص»" in one.wrong for one in problems)


def test_a_teams_phrase_that_another_rule_marks_too(tmp_path: Path) -> None:
    files = {"wording__other-word.yaml": plain("حرف آخر"), OWN: plain("حرف آخر ماست", "خلاص")}
    problems = found(tmp_path, **files)
    wrong = "What «حرف آخر ماست» matches «other-word» marks, too: two remarks on it."
    assert told(problems, wrong).file == OWN.replace("__", "/")
    for settled in ("group: words\n", "unless: {customer: [بله]}\n"):
        both = {
            name: text.replace("advice:", settled + "advice:", 1) for name, text in files.items()
        }
        assert not [one for one in found(tmp_path, **both) if "too" in one.wrong]


def test_two_rules_that_give_way_to_each_other(tmp_path: Path) -> None:
    files = {
        "wording__one-word.yaml": plain("حرف آخر", more="gives_way_to: [two-word]\n"),
        "wording__two-word.yaml": plain("خلاص", more="gives_way_to: [one-word]\n"),
    }
    problems = found(tmp_path, **files)
    for one, other in (("one", "two"), ("two", "one")):
        wrong = f"«{one}-word» and «{other}-word» give way to each other: neither speaks."
        assert told(problems, wrong).line == 7


def test_an_offer_that_another_rule_marks(tmp_path: Path) -> None:
    offer = '{formal: "این دیگر حرف آخر ماست", spoken: "{name}، این دیگه حرف آخر ماست"}'
    files = {"wording__other-word.yaml": plain("حرف آخر"), OWN: plain("خلاص", offer=offer)}
    problems = found(tmp_path, **files)
    wrong = "«our-word» offers «این دیگر حرف آخر ماست», which «other-word» marks."
    assert told(problems, wrong).line == 14
    pack = load_pack(tmp_path, "shop")
    assert told(doubts(pack, file=OWN.replace("__", "/")), wrong)
    assert not [
        one for one in doubts(pack, file="wording/other-word.yaml") if "offers" in one.wrong
    ]


def test_one_language_alone(tmp_path: Path) -> None:
    problems = found(
        tmp_path,
        **{"teams__shop.yaml": "rules:\n  final-price:\n    advice: {fa: مهربان باشید}\n"},
    )
    assert told(problems, "«advice» of «final-price» was changed in one language alone.").line == 3
