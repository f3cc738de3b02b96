"""Where a reminder's words go in: behind the whole opening, before what is to be said."""

from __future__ import annotations

from functools import cache

import pytest

from coach import Conversation, Customer, Message, Pack, review_draft
from tests.packs import shipped


@cache
def pack() -> Pack:
    return shipped()


def inserted(rule: str, customer: str, draft: str, name: str | None = None) -> list[str]:
    """The draft with each of the rule's insertions in it."""
    talk = Conversation.begin(pack(), Customer(name), [Message("customer", customer)])
    found = [f for f in review_draft(pack(), talk, draft, final=True).findings if f.rule == rule]
    places = [(r, len(draft) if r.at is None else r.at) for f in found for r in f.replacements]
    return [draft[:at] + r.text + draft[at:] for r, at in places]


@pytest.mark.parametrize(
    ("draft", "opening"),
    [
        ("سلام خانم احمدی، وقتتون بخیر. فردا وصل میشه", "سلام خانم احمدی، وقتتون بخیر. "),
        ("سلام. وقت شما بخیر، فردا وصل می‌شود", "سلام. وقت شما بخیر، "),
        ("سلام، فردا وصل میشه", "سلام، "),
        ("فردا وصل میشه", ""),
    ],
)
def test_apology_stands_behind_the_whole_opening(draft: str, opening: str) -> None:
    texts = inserted("missing-apology", "از صبح اینترنتمون قطعه", draft, "سارا احمدی")
    assert texts
    assert all(t.startswith(opening) and t.endswith(draft[len(opening) :]) for t in texts)


def test_apology_names_the_outage_first() -> None:
    texts = inserted("missing-apology", "از صبح اینترنتمون قطعه", "سلام، فردا وصل میشه")
    assert "قطعی" in texts[0]


def test_greeting_before_a_name_has_no_comma() -> None:
    texts = inserted("missing-greeting", "موجوده؟", "خانم نجفی، بله موجوده", "مینا نجفی")
    assert texts == ["سلام خانم نجفی، بله موجوده"]


def test_greeting_before_a_sentence_is_parted_from_it() -> None:
    texts = inserted("missing-greeting", "موجوده؟", "بله موجوده")
    assert texts
    assert all(t.split("بله")[0].rstrip()[-1] in "،." for t in texts)
