"""Phrases that lie over a text in very many ways do not hold a review up."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from coach import Conversation, load_pack, review_draft
from tests.rules.small_pack import GOOD_RULE, small_pack

BUDGET = 5.0
"""Seconds; a busy machine takes one. Without care these take hours."""
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
    assert time.process_time() - begun < BUDGET
