"""Broken files: each gives a clear error with its place, in both languages, and quickly.

No file, however made, crashes or hangs the reader, and a team's broken file leaves the live rules
as they were.
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest

from app.problems import sentence, told
from coach import PackError, Problem, load_pack
from coach.rule_entries import RuleEntry
from tests.rules.small_pack import GOOD_RULE, LEXICON, small_pack

PERSIAN = re.compile("[\u0621-\u06cc]")
SECONDS = 2.0
AT = "wording/final-price.yaml"


def changed(old: str, new: str) -> str:
    assert old in GOOD_RULE
    return GOOD_RULE.replace(old, new, 1)


def phrase(text: str) -> str:
    return changed("  - قیمت* نهایی\n", f'  - "{text}"\n')


DEEP_BRACKETS = "(" * 590
LARGE_PHRASE = "  -" + " (آ|ب ج|د ه)" * 7 + "\n"
MANY_WORDS = "[الف] " * 60 + "ب"
BROKEN_RULES: dict[str, tuple[str | bytes, str]] = {
    # what a file may be
    "empty": ("", "The file is empty"),
    "only a comment": ("# nothing\n", "The file is empty"),
    "a list": ("- a\n- b\n", "must hold names with values"),
    "a word": ("rule\n", "must hold names with values"),
    "not utf-8": (b"severity: \xff\xfe\n", "Not written in UTF-8"),
    "utf-16": (GOOD_RULE.encode("utf-16"), "Not written in UTF-8"),
    "too large": ("# " + "x" * 300_000, "Larger than"),
    "binary": (bytes(range(32)) * 20, "Not readable as YAML"),
    "two documents": (GOOD_RULE + "---\n" + GOOD_RULE, "Not readable as YAML"),
    "surrogate bytes": (b"severity: \xed\xa0\x80\n", "Not written in UTF-8"),
    "surrogate escape": (changed("نرم‌تر بگویید.", '"a\\ud800b"'), "Not readable as YAML"),
    "surrogate pair": (changed("نرم‌تر بگویید.", '"\\ud83d\\ude00 a"'), "Not readable as YAML"),
    "nul escape": (changed("نرم‌تر بگویید.", '"a\\0b"'), "A broken character"),
    "nul": (changed("tone", "to\0ne"), "Not readable as YAML"),
    # YAML and its traps
    "tab": (changed("  clause", "\tclause"), "Not readable as YAML"),
    "open quote": (changed("tone", '"tone'), "Not readable as YAML"),
    "open bracket": (changed("[calm, happy]", "[calm, happy"), "Not readable as YAML"),
    "no colon": (changed("severity: warning", "severity warning"), "Not readable as YAML"),
    "indentation": (changed("  en: Say", " en: Say"), "Not readable as YAML"),
    "repeated key": (changed("source: S4", "source: S4\nsource: S5"), "stands here twice"),
    "repeated inner key": (changed("  fa: نرم", "  fa: تند\n  fa: نرم"), "stands here twice"),
    "bare no": (changed("tone", "no"), "means yes or no"),
    "bare on": (changed("[calm, happy]", "[on]"), "means yes or no"),
    "bare off": (changed("S4", "off"), "means yes or no"),
    "a clock": (changed("قیمت* نهایی", "12:30"), "means a number"),
    "an octal": (changed("{words: 3}", "{words: 012}"), "means a number"),
    "an anchor": (changed("[calm, happy]", "&m [calm]"), "Anchors"),
    "a cycle": (changed("[calm, happy]", "&m [*m]"), "Anchors"),
    "a bomb": ("a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(9)), "Anchors"),
    "a merge": ("a: &a {x: 1}\nb: {<<: *a}\n", "Anchors"),
    "a tag": ("severity: !!python/object:os.system x\n", "The tag"),
    "a custom tag": (changed("tone", "!tone x"), "The tag"),
    "nested brackets": ("[" * 100_000, "nested too deeply"),
    "nested lists": ("- " * 100_000, "nested too deeply"),
    "nested maps": ("".join(" " * n + "a:\n" for n in range(200)), "nested too deeply"),
    "a comment that cuts": (changed("قیمت* نهایی", "تا # دقیقه"), "begins a comment"),
    "a broken anchor": (changed("قیمت* نهایی", "*قیمت نهایی"), ""),
    "an at sign": (changed("قیمت* نهایی", "@soft"), "Not readable as YAML"),
    # keys and values
    "unknown key": (changed("severity", "severty"), "Did you mean «severity»"),
    "unknown inner key": (changed("  en: It", "  eng: It"), "Did you mean «en»"),
    "unknown condition": (changed("moods", "mood"), "Did you mean «moods»"),
    "missing key": (changed("category: tone\n", ""), "«category» is missing"),
    "other language missing": (changed("  en: Say it more softly.\n", ""), "«en» is missing"),
    "unknown value": (changed("severity: warning", "severity: warnning"), "Did you mean «warning»"),
    "unknown mood": (changed("[calm, happy]", "[clam]"), "Did you mean «calm»"),
    "a number for text": (changed("source: S4", "source: 4"), "must be text"),
    "text for a number": (changed("{words: 3}", "{words: three}"), "must be a whole number"),
    "true for a number": (changed("{words: 3}", "{words: true}"), "must be a whole number"),
    "a negative limit": (changed("{words: 3}", "{words: -3}"), "is too small"),
    "a map for a list": (changed("unless:\n  clause: [اگر]", "unless: {clause: {a: 1}}"), "a list"),
    "text for a list": (changed("[این قیمت نهایی است]", "این قیمت"), "must be a list"),
    "a list for text": (changed("source: S4", "source: [S4]"), "must be text"),
    "nothing for text": (changed("source: S4", "source:"), "must be text"),
    "an empty phrase": (changed("- (بدون|بی) چانه", '- ""'), "is too short"),
    "a number for a phrase": (changed("- (بدون|بی) چانه", "- 12"), "must be text"),
    "text far too long": (changed("نرم‌تر بگویید.", "آ" * 700), "is too long"),
    "an example without a draft": (changed("[این قیمت خوب است]", "[{customer: x}]"), "«draft»"),
    "no examples": (changed("  allows: [این قیمت خوب است]", "  allows: []"), "both kinds"),
    "an unknown author": (
        changed("[این قیمت خوب است]", "[{draft: x, history: [{boss: x}]}]"),
        "not allowed",
    ),
    "a wrong phone format": (
        changed("[این قیمت خوب است]", "[{draft: x, lists: {phone_format: x}}]"),
        "digits and X",
    ),
    "gives way to nobody": (changed("tone", "tone\ngives_way_to: [last-wrod]"), "«last-word»"),
    # phrases
    "an unknown verb": (phrase("<قیمتیدن>"), "No verb is known"),
    "an unknown tag": (phrase("<توانستن منفیی>"), "no tag of a verb"),
    "an unknown set": (phrase("@sof"), "Did you mean @soft"),
    "an open group": (phrase("(آب|نان"), "A bracket is not closed"),
    "a closed group": (phrase("آب) نان"), "never opened"),
    "an empty choice": (phrase("(آب|) نان"), "An alternative is empty"),
    "a bare choice": (phrase("آب|نان"), "stands outside brackets"),
    "every word": (phrase("* *"), "matches every word"),
    "no word": (phrase("[آب]"), "without a word"),
    "only a gap": (phrase("…"), "without a word"),
    "a letter with endings": (phrase("آ*"), "too short for endings"),
    "only marks": (phrase("،"), "A mark stands"),
    "a stray bracket": (phrase("آب > نان"), "stands alone"),
    "a pattern that explodes": (phrase("(آ|ب ج|د ه) " * 12), "stands for"),
    "optional words that explode": (phrase(MANY_WORDS), "stands for"),
    "gaps that explode": (phrase("آب …9 " * 12 + "آب"), "too many gaps"),
    "a gap without end": (phrase("آب …99999 نان"), "is too long"),
    "deep groups": (phrase(DEEP_BRACKETS), "nested too deeply"),
    "many that are large": (
        changed("  - قیمت* نهایی\n", LARGE_PHRASE * 300),
        "stand for more than",
    ),
}  # fmt: skip


def problems_of(folder: Path, team: str = "default") -> tuple[Problem, ...]:
    """What a folder is told, in no more than two seconds; nothing where it loads."""
    begun = time.process_time()
    try:
        found = load_pack(folder, team).problems
    except PackError as error:
        found = error.problems
    assert time.process_time() - begun < SECONDS
    return found


def check(problem: Problem) -> None:
    """A problem is told with its file, a remedy, and in Persian."""
    assert problem.file and problem.wrong and problem.remedy
    for english in (problem.wrong, problem.remedy):
        assert PERSIAN.search(sentence(english, "fa")), f"no Persian for: {english}"
    assert "Traceback" not in told(problem, "fa")


def put(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))


def test_there_are_sixty() -> None:
    assert len(BROKEN_RULES) >= 60


def test_the_unbroken_one_is_well(tmp_path: Path) -> None:
    assert problems_of(small_pack(tmp_path)) == ()


@pytest.mark.parametrize("name", BROKEN_RULES)
def test_a_broken_rule_is_told_clearly(tmp_path: Path, name: str) -> None:
    content, wrong = BROKEN_RULES[name]
    put(small_pack(tmp_path) / AT, content)
    problems = problems_of(tmp_path)
    assert problems
    for problem in problems:
        check(problem)
        assert problem.file == AT, "no other file is blamed"
    assert any(wrong in p.wrong or wrong in p.remedy for p in problems), problems
    assert any(p.line for p in problems) or not content or "\n" not in str(content) or name in {
        *("not utf-8", "utf-16", "surrogate bytes", "only a comment"),
    }  # fmt: skip


@pytest.mark.parametrize("name", BROKEN_RULES)
def test_a_broken_rule_of_a_team_leaves_the_live_rules(tmp_path: Path, name: str) -> None:
    content, _ = BROKEN_RULES[name]
    put(small_pack(tmp_path) / "teams" / "shop" / "wording" / "own.yaml", content)
    pack = load_pack(tmp_path, "shop")
    assert {p.file for p in pack.problems} == {"teams/shop/wording/own.yaml"}
    assert {"final-price", "last-word", "missing-kindness"} <= pack.rules.keys()
    assert load_pack(tmp_path).problems == ()


def test_every_prefix_of_a_good_rule(tmp_path: Path) -> None:
    path = small_pack(tmp_path) / AT
    raw = GOOD_RULE.encode("utf-8")
    for end in range(0, len(raw), 3):
        path.write_bytes(raw[:end])
        for problem in problems_of(tmp_path):
            check(problem)
            assert problem.file == AT


def test_every_prefix_of_a_good_lexicon(tmp_path: Path) -> None:
    path = small_pack(tmp_path) / "lexicon" / "words.yaml"
    raw = LEXICON.encode("utf-8")
    for end in range(len(raw)):
        path.write_bytes(raw[:end])
        for problem in problems_of(tmp_path):
            check(problem)


TEAM = "extends: default\nrules:\n  final-price:\n    state: off\n    flags: {add: [خلاص]}\n"


def test_every_prefix_of_a_good_team(tmp_path: Path) -> None:
    path = small_pack(tmp_path) / "teams" / "shop.yaml"
    raw = TEAM.encode("utf-8")
    for end in range(len(raw)):
        put(path, raw[:end])
        for problem in problems_of(tmp_path, "shop"):
            check(problem)
            assert problem.file == "teams/shop.yaml"
        assert load_pack(tmp_path).problems == ()


@pytest.mark.parametrize("text", [text for text, _ in BROKEN_RULES.values()], ids=BROKEN_RULES)
@pytest.mark.parametrize("place", ["lexicon/words.yaml", "teams/shop.yaml"])
def test_any_broken_text_anywhere(tmp_path: Path, place: str, text: str | bytes) -> None:
    put(small_pack(tmp_path) / place, text)
    for problem in problems_of(tmp_path, "shop" if "teams" in place else "default"):
        check(problem)


@pytest.mark.parametrize("names", [("one", "one"), ("one", "two"), ("one", "two", "three")])
def test_circular_extends(tmp_path: Path, names: tuple[str, ...]) -> None:
    small_pack(tmp_path)
    for name, base in zip(names, (*names[1:], names[0]), strict=True):
        put(tmp_path / "teams" / f"{name}.yaml", f"extends: {base}\n")
    (problem,) = problems_of(tmp_path, "one")
    check(problem)
    assert "extend each other" in problem.wrong and problem.line == 1


def test_circular_sets(tmp_path: Path) -> None:
    put(small_pack(tmp_path) / "lexicon" / "more.yaml", 'one: ["@two آب"]\ntwo: ["@one آب"]\n')
    problems = problems_of(tmp_path)
    assert any("in a circle" in problem.wrong for problem in problems)
    for problem in problems:
        check(problem)


@pytest.mark.parametrize("kind", ["folder", "pipe", "loop", "device", "unreadable"])
def test_what_is_no_file(tmp_path: Path, kind: str) -> None:
    path = small_pack(tmp_path) / AT
    path.unlink()
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "loop":
        path.symlink_to(path.name)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        path.symlink_to(tmp_path / "nowhere")
    (problem,) = problems_of(tmp_path)
    check(problem)
    assert problem.file == AT


def test_a_file_that_is_linked_is_read(tmp_path: Path) -> None:
    path = small_pack(tmp_path) / AT
    put(tmp_path / "elsewhere" / "rule", GOOD_RULE)
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere" / "rule")
    assert problems_of(tmp_path) == ()


def test_two_rules_of_one_name(tmp_path: Path) -> None:
    put(small_pack(tmp_path) / "shape" / "final-price.yaml", GOOD_RULE)
    problems = problems_of(tmp_path)
    assert [p.file for p in problems] == ["shape/final-price.yaml"]
    check(problems[0])


def test_every_mistake_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    small_pack(tmp_path)
    put(tmp_path / AT, changed("tone", "tune").replace("severity", "sverity"))
    put(tmp_path / "wording" / "Bad Name.yaml", GOOD_RULE)
    put(tmp_path / "lexicon" / "more.yaml", "ok: [<قیمتیدن>]\nBad: [x]\n")
    wrongs = " ".join(problem.wrong for problem in problems_of(tmp_path))
    for wrong in (
        "«category»",
        "«sverity»",
        "«severity» is missing",
        "no rule id",
        "No verb",
        "«Bad»",
    ):
        assert wrong in wrongs, wrongs


def test_the_good_rule_uses_every_kind_of_key() -> None:
    keys = set(re.findall(r"^([a-z_]+):", GOOD_RULE, re.MULTILINE))
    assert RuleEntry.model_fields.keys() - keys == {
        *("show", "span", "state", "group", "gives_way_to", "needs"),
    }
