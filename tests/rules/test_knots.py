"""Phrases that lie over a text in very many ways are found as quickly as others, and the same."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from coach import Conversation, load_pack, review_draft
from coach.compiling import Compiler
from coach.matching import index
from coach.matching.matcher import Matcher
from coach.text import Text
from tests.rules.small_pack import GOOD_RULE, small_pack

CORPUS = Path(__file__).parents[1] / "corpus" / "inline.jsonl"
KNOTS = [
    "آب …7 " * 4 + "آب",
    "آب …3 " * 6 + "آب",
    "آب …16 آب …16 آب …16 آب",
    "آب " + "@soft " * 7 + "نان",
    "…20 آب …20 آب",
    "(آب|آب آب) " * 11 + "نان",
]


@pytest.mark.parametrize("phrase", KNOTS)
def test_a_long_draft_does_not_hang_on_a_knotty_phrase(tmp_path: Path, phrase: str) -> None:
    rule = GOOD_RULE.replace("  - قیمت* نهایی\n", f'  - "{phrase}"\n')
    lexicon = "soft: [آب, آب آب, آب آب آب]\nkind: [آب]\n"
    small_pack(tmp_path)
    (tmp_path / "wording" / "final-price.yaml").write_text(rule, "utf-8")
    (tmp_path / "lexicon" / "words.yaml").write_text(lexicon, "utf-8")
    pack = load_pack(tmp_path)
    begun = time.process_time()
    review_draft(pack, Conversation.begin(pack), "آب " * 1600, final=True)
    assert time.process_time() - begun < 2.0


def test_both_ways_of_walking_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    lines = CORPUS.read_text("utf-8").splitlines()[::4]
    texts = [Text(json.loads(line)["draft"]) for line in lines]
    pack = load_pack()
    compiler = Compiler(pack.lexicon, frozenset())
    for source in pack.sources.values():
        compiler.rule(source)
    for knotty in (0, 1_000):
        monkeypatch.setattr(index, "KNOTTY", knotty)
        matcher = Matcher(compiler.sets)
        found.append([matcher.matches(text) for text in texts])
    assert found[0] == found[1]
    assert sum(len(one) for one in found[0]) > len(texts)
