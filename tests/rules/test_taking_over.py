"""A pack that takes over what is the same from another is no other than one loaded alone."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest

from coach import Conversation, Pack, PackError, load_pack, review_draft, shipped_rules
from coach.text import Text
from tests.rules.small_pack import GOOD_RULE, small_pack

CORPUS = Path(__file__).parents[1] / "corpus" / "inline.jsonl"
DRAFTS = [json.loads(line)["draft"] for line in CORPUS.read_text("utf-8").splitlines()]
WORDS = sorted({word for draft in DRAFTS for word in draft.split()})


def same(one: Pack, other: Pack, drafts: list[str]) -> None:
    """Do both say the same of themselves and of all drafts?"""
    assert (one.version, one.problems, one.house, one.lists) == (
        *(other.version, other.problems, other.house, other.lists),
    )
    assert one.rules == other.rules and one.recipes == other.recipes
    for ours, theirs in ((one.matcher, other.matcher), (one.hearing, other.hearing)):
        assert ours.names == theirs.names and ours.uses == theirs.uses
        for draft in drafts:
            text = Text(draft)
            assert ours.matches(text) == theirs.matches(text)
        assert [w for w in WORDS if ours.knows(w)] == [w for w in WORDS if theirs.knows(w)]
    for draft in drafts:
        reviews = (review_draft(p, Conversation.begin(p), draft, final=True) for p in (one, other))
        assert next(reviews) == next(reviews)


def with_words(path: Path, new: str) -> None:
    """One more phrase in the first list of phrases of a file, or one word less."""
    lines = path.read_text("utf-8").splitlines()
    at = [n for n, line in enumerate(lines) if line.startswith("  - ") and "{" not in line]
    if new:
        lines.insert(at[0], f'  - "{new}"')
    elif len(at) > 1:
        del lines[at[1]]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def test_change_after_change_of_the_shipped_rules(tmp_path: Path) -> None:
    """Ten saves in a row, each taken over from the one before; the last is compared with what it is
    alone."""
    folder = tmp_path / "rules"
    shutil.copytree(shipped_rules(), folder)
    chance = random.Random(7)
    files = sorted(p for p in folder.rglob("*.yaml") if "\nflags:\n  - " in p.read_text("utf-8"))
    live = load_pack(folder)
    for step in range(10):
        words = " ".join(chance.sample(WORDS, 2)) if step % 3 else ""
        with_words(chance.choice(files), words.strip('.,:;!?"()[]{}|<>@#*^$«»…؟،'))
        try:
            new = load_pack(folder, like=live)
        except PackError:
            continue
        live = new
    same(live, load_pack(folder), DRAFTS[::5])


CHANGES = {
    "nothing": {},
    "a phrase": {"wording__final-price.yaml": GOOD_RULE.replace("نهایی\n", "آخر\n", 1)},
    "a rule more": {"shape__more.yaml": GOOD_RULE.replace("قیمت* نهایی", "خلاص")},
    "a set that others use": {"lexicon__words.yaml": "soft: [برای ما]\nkind: [ممنون*, '@soft']\n"},
    "a set that is written out": {"lexicon__words.yaml": "soft: [ما]\nkind: [ممنون*, '@soft']\n"},
    "a circle": {"lexicon__words.yaml": "soft: ['@kind ما']\nkind: ['@soft ما']\n"},
    "a set that is gone": {"lexicon__words.yaml": "kind: [ممنون*]\n"},
    "a set heard": {"lexicon__heard__moods.yaml": "sad: [وای من]\n"},
    "a verb": {"wording__final-price.yaml": GOOD_RULE.replace("قیمت* نهایی", "<رفتن منفی>")},
    "a mistake": {"wording__final-price.yaml": GOOD_RULE.replace("قیمت* نهایی", "(آب")},
    "a team": {"teams__shop.yaml": "rules:\n  final-price: {flags: {add: [حرف آخر]}}\n"},
}


@pytest.mark.parametrize("second", CHANGES)
@pytest.mark.parametrize("first", CHANGES)
def test_from_any_pack_to_any_other(tmp_path: Path, first: str, second: str) -> None:
    drafts = [
        "این قیمت نهایی است",
        "ممنونم برای شما",
        "خلاص، حرف آخر این قیمت آخر",
        "نمی‌رم برای ما",
    ]
    one = small_pack(tmp_path / "one", **CHANGES[first])
    other = small_pack(tmp_path / "other", **CHANGES[second])
    for team in ("default", "shop"):
        try:
            live = load_pack(one, team)
        except PackError:
            continue
        try:
            alone = load_pack(other, team)
        except PackError as error:
            with pytest.raises(PackError) as caught:
                load_pack(other, team, live)
            assert caught.value.problems == error.problems
        else:
            same(load_pack(other, team, live), alone, drafts)
            same(load_pack(one, team, live), load_pack(one, team), drafts)


def test_what_is_taken_over_stays_as_it_was(tmp_path: Path) -> None:
    """The pack that serves meanwhile finds what it found."""
    folder = small_pack(tmp_path)
    live = load_pack(folder)
    (folder / "wording" / "final-price.yaml").write_text(
        GOOD_RULE.replace("قیمت* نهایی", "قیمت* آخر نهایی"), "utf-8"
    )
    load_pack(folder, like=live)
    review = review_draft(live, Conversation.begin(live), "این قیمت نهایی است")
    assert "final-price" in {finding.rule for finding in review.findings}
