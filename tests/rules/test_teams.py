"""Teams: what they change, what is told of their mistakes, and what stays live all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach import Conversation, Customer, Pack, PackError, Review, load_pack, review_draft
from tests.rules.small_pack import GOOD_RULE, LEXICON, small_pack

FINAL = "این قیمت نهایی است"


def review(pack: Pack, draft: str) -> Review:
    return review_draft(pack, Conversation.begin(pack, Customer()), draft, final=True)


def fired(pack: Pack, draft: str) -> set[str]:
    return {finding.rule for finding in review(pack, draft).findings}


def team(folder: Path, text: str, name: str = "shop", **files: str) -> Pack:
    return load_pack(small_pack(folder, **{f"teams__{name}.yaml": text}, **files), name)


def told(problems) -> str:
    return "\n".join(map(str, problems))


def test_without_a_team_the_rules_are_as_shipped(tmp_path: Path) -> None:
    pack = team(tmp_path, "rules:\n  final-price: {state: off}\n")
    shipped = load_pack(tmp_path)
    assert pack.teams == shipped.teams == {"default", "shop"}
    assert "final-price" in fired(shipped, FINAL) and "final-price" not in fired(pack, FINAL)
    assert pack.version != shipped.version and pack.problems == ()


def test_severity_limits_advice_and_why(tmp_path: Path) -> None:
    pack = team(
        tmp_path,
        "rules:\n  final-price:\n    severity: error\n    limits: {words: 9}\n"
        "    advice: {fa: مهربان باشید}\n    why: {en: Because we say so.}\n",
    )
    rule = pack.rules["final-price"]
    assert (rule.severity, rule.limits) == ("error", {"words": 9})
    assert rule.advice("fa") == "مهربان باشید" and rule.advice("en") == "Say it more softly."
    assert rule.why("en") == "Because we say so."


def test_words_come_in_and_go_out(tmp_path: Path) -> None:
    pack = team(
        tmp_path,
        "rules:\n  final-price:\n    flags: {add: [حرف آخر], remove: [قیمت* نهایی]}\n"
        "lexicon:\n  kind: {add: [سپاس*]}\n",
    )
    assert "final-price" in fired(pack, "این حرف آخر من است")
    assert "final-price" not in fired(pack, FINAL)
    assert "missing-kindness" not in fired(pack, "سپاس از شما")
    assert "missing-kindness" in fired(load_pack(tmp_path), "سپاس از شما")


def test_every_value_tells_where_it_comes_from(tmp_path: Path) -> None:
    pack = team(
        tmp_path,
        "rules:\n  final-price:\n    severity: error\n"
        "    flags: {add: [حرف آخر], remove: [(بدون|بی) چانه]}\n",
    )
    values = {(v.key, v.value): (v.place, v.sign) for v in pack.values("final-price")}
    assert values["severity", "error"] == ("teams/shop.yaml:3", "")
    assert values["category", "tone"] == ("wording/final-price.yaml:2", "")
    assert values["state", "live"] == ("default", "")
    assert values["advice.en", "Say it more softly."] == ("wording/final-price.yaml:16", "")
    assert values["flags", "قیمت* نهایی"] == ("wording/final-price.yaml:6", "")
    assert values["flags", "حرف آخر"] == ("teams/shop.yaml:4", "+")
    assert values["flags", "(بدون|بی) چانه"] == ("teams/shop.yaml:4", "-")


def test_a_rule_in_shadow_is_counted_and_never_shown(tmp_path: Path) -> None:
    pack = team(tmp_path, "rules:\n  final-price: {state: shadow}\n")
    found = review(pack, FINAL)
    assert "final-price" not in {finding.rule for finding in found.findings}
    assert [finding.rule for finding in found.shadowed] == ["final-price"]
    assert "last-word" in {f.rule for f in found.findings}, "it gives way to no shadow"
    assert "last-word" not in fired(load_pack(tmp_path), FINAL)


def test_teams_extend_teams(tmp_path: Path) -> None:
    pack = team(
        tmp_path,
        "extends: house\nrules:\n  final-price: {limits: {words: 5}}\n",
        teams__house__yaml="",
        **{"teams__house.yaml": "rules:\n  final-price: {severity: error, limits: {words: 4}}\n"},
    )
    rule = pack.rules["final-price"]
    assert (rule.severity, rule.limits["words"]) == ("error", 5)


def test_a_default_file_holds_for_every_team(tmp_path: Path) -> None:
    own = {"teams__default.yaml": "rules:\n  last-word: {state: off}\n"}
    pack = team(tmp_path, "rules:\n  final-price: {state: off}\n", **own)
    assert pack.rules["last-word"].state == load_pack(tmp_path).rules["last-word"].state == "off"


def test_rules_and_lexicon_of_its_own(tmp_path: Path) -> None:
    rule = GOOD_RULE.replace("قیمت* نهایی", "'@blunt'").replace("این قیمت نهایی است", "خلاص")
    pack = load_pack(
        small_pack(
            tmp_path,
            **{
                "teams__shop__wording__our-word.yaml": rule,
                "teams__shop__lexicon__ours.yaml": "blunt: [خلاص, همین]\n",
            },
        ),
        "shop",
    )
    assert pack.problems == () and "our-word" in fired(pack, "دیگه خلاص")
    assert "our-word" not in load_pack(tmp_path).rules


def test_lists_register_and_hours(tmp_path: Path) -> None:
    pack = team(
        tmp_path,
        'lists:\n  phone_format: "0XX-XXXXXXXX"\n'
        "  stale_references: [{match: طلایی, use: نقره‌ای}]\n"
        'register: formal\nworking_hours: {sat: "09:00-17:00"}\n',
    )
    assert pack.lists.phone_format == "0XX-XXXXXXXX"
    assert pack.lists.stale_references == (("طلایی", "نقره‌ای"),)
    assert pack.house.working_hours is not None and pack.house.working_hours.sat == "09:00-17:00"
    (finding, *_) = [f for f in review(pack, "قیمت نهایی رو میگم").findings if f.span]
    assert finding.replacements[0].text == "بهترین قیمت ما"


def test_departments_and_hours_are_what_nudges_go_by(tmp_path: Path) -> None:
    """All teams of the chain list theirs; a team's own is nobody else's."""
    listed = "departments: [{name: واحد مالی, name_en: billing, topics: [فاکتور*]}]\n"
    own = "{name: واحد فنی, topics: [مودم*]}"
    pack = team(
        tmp_path,
        f"extends: all\ndepartment: واحد فنی\ndepartments: [{own}]\n"
        'working_hours: {sat: "09:00-17:00", timezone: Europe/Berlin}\n',
        **{"teams__all.yaml": listed},
    )
    assert pack.problems == ()
    assert [one.names["en"] for one in pack.departments.all] == ["billing"]
    found = pack.departments.of(pack.read("فاکتورمو می‌خوام"))
    assert found is not None and found.names["fa"] == "واحد مالی"
    assert pack.departments.of(pack.read("مودمم خرابه")) is None
    assert pack.house.hours.zone == "Europe/Berlin" and not pack.house.hours.always


# ---- mistakes ----

MISTAKES = {
    "rules: {final-prise: {state: off}}": "Did you mean «final-price»",
    "rules: {final-price: {severty: error}}": "Did you mean «severity»",
    "rules: {final-price: {severity: eror}}": "Did you mean «error»",
    "rules: {final-price: {limits: {word: 3}}}": "Did you mean «words»",
    "rules: {final-price: {flags: {add: [<توانستنن>]}}}": "No verb is known",
    "rules: {final-price: {flags: {remove: [قیمت نهایی]}}}": "Did you mean «قیمت* نهایی»",
    "rules: {final-price: {flags: {add: [قیمت* نهایی]}}}": "stands there already",
    "rules: {final-price: {flags: [x]}}": "must hold names",
    "lexicon: {kin: {add: [x]}}": "Did you mean «kind»",
    "lexicon: {kind: {add: ['@sof']}}": "Did you mean @soft",
    "lexicon: {soft: {add: ['@kind ما']}}": "in a circle",
    "lists: {phone_format: abc}": "digits and X",
    "lists: {stale_references: [{match: a}]}": "«use» is missing",
    "register: loud": "not allowed",
    'working_hours: {sat: "9-5"}': "hours are written",
    "working_hours: {timezone: Asia/Teheran}": "a time zone is written",
    "departments: [{name: مالی, topics: ['@kind']}]": "cannot stand in a topic",
    "departments: [{name: مالی, topics: ['<فاکتوریدن>']}]": "No verb is known",
    "departments: [{name: مالی}]": "«topics» is missing",
    "extends: shopp": "There is no team",
    "ruls: {}": "Did you mean «rules»",
    "- a": "holds names with values",
}


@pytest.mark.parametrize("text", MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake_is_told_and_the_rest_holds(tmp_path: Path, text: str) -> None:
    mended = "" if text.startswith("- ") else "\nregister: spoken" if "rules" in text else ""
    pack = team(tmp_path, text + mended + "\n")
    assert MISTAKES[text] in told(pack.problems), told(pack.problems)
    assert all(p.file == "teams/shop.yaml" and p.remedy for p in pack.problems)
    assert "final-price" in fired(pack, FINAL)
    assert not mended or pack.house.register == "spoken"


def test_one_bad_rule_of_a_team_does_not_take_the_others_down(tmp_path: Path) -> None:
    own = GOOD_RULE.replace("قیمت* نهایی", "خلاص")
    pack = load_pack(
        small_pack(
            tmp_path,
            **{
                "teams__shop__wording__good-one.yaml": own,
                "teams__shop__wording__bad-one.yaml": own.replace("severity: warning", ""),
                "teams__shop__wording__bad-verb.yaml": own.replace("خلاص", "<خلاصیدن>"),
                "teams__shop__wording__broken.yaml": "\t" + own,
                "teams__shop__wording__final-price.yaml": own,
                "teams__shop__wording__terms.yaml": own,
            },
        ),
        "shop",
    )
    assert pack.rules.keys() - load_pack(tmp_path).rules.keys() == {"good-one"}
    assert "good-one" in fired(pack, "دیگه خلاص")
    files = {problem.file.split("/")[-1] for problem in pack.problems}
    assert files == {
        "bad-one.yaml",
        "bad-verb.yaml",
        "broken.yaml",
        "final-price.yaml",
        "terms.yaml",
    }


@pytest.mark.parametrize(
    ("name", "files", "wrong"),
    [
        ("shop", {"teams__shop.yaml": "extends: shop\n"}, "extend each other: shop → shop"),
        (
            "one",
            {"teams__one.yaml": "extends: two\n", "teams__two.yaml": "extends: one\n"},
            "extend each other: one → two → one",
        ),
        ("shopp", {"teams__shop.yaml": ""}, "Did you mean «shop»"),
    ],
)
def test_no_team_to_speak_of(tmp_path: Path, name: str, files: dict[str, str], wrong: str) -> None:
    with pytest.raises(PackError) as caught:
        load_pack(small_pack(tmp_path, **files), name)
    assert wrong in str(caught.value)
    assert load_pack(tmp_path).rules, "the others are not touched"


def test_a_broken_lexicon_file_is_one_problem(tmp_path: Path) -> None:
    small_pack(tmp_path, **{"lexicon__words.yaml": LEXICON + "soft: [x]\n"})
    with pytest.raises(PackError) as caught:
        load_pack(tmp_path)
    (problem,) = caught.value.problems
    assert problem.line == 5 and "stands here twice" in problem.wrong
