"""The catalogue in docs/ is the one that the rules give, and shows every rule in full."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from app.rule_commands.catalogue import catalogue, escaped
from coach import Pack
from tests.packs import shipped

DOCS = Path(__file__).resolve().parents[2] / "docs"


@cache
def pack() -> Pack:
    return shipped()


@pytest.mark.parametrize(("lang", "file"), [("en", "catalogue.md"), ("fa", "catalogue.fa.md")])
def test_the_page_is_what_the_rules_give(lang, file) -> None:
    there = (DOCS / file).read_text("utf-8")
    assert there == catalogue(pack(), lang), "make catalogue writes it anew"


def test_every_rule_has_its_section_in_both_languages() -> None:
    page = (DOCS / "catalogue.md").read_text("utf-8")
    for rule in pack().rules.values():
        section = page.split(f"\n### {rule.id}\n")[1].split("\n### ")[0].split("\n## ")[0]
        for words in (rule.advice("fa"), rule.advice("en"), rule.why("fa"), rule.why("en")):
            assert escaped(words) in section
        assert escaped(rule.examples_flags[0].draft) in section
        assert rule.source in section and rule.severity in section


def test_words_of_people_are_no_markup() -> None:
    assert escaped("{نام} [x](y) <b> `c` *d*\nدوم") == (r"\{نام\} \[x\](y) \<b\> \`c\` \*d\* ⏎ دوم")
    assert len(escaped("آ" * 500)) == 160
