"""What is remembered of words changes nothing: a warm coach says what a cold one says."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from coach import Conversation, Customer, Message, Pack, load_pack, review_draft
from coach import text as text_module

CORPUS = Path(__file__).parent.parent / "corpus"
EDITS = 300


@cache
def pack() -> Pack:
    return load_pack()


def forget() -> None:
    """Empty what the engine remembers of words and of the stretches between spaces."""
    memory = vars(pack().matcher)["_words"]
    assert memory, "nothing was remembered: this test would prove nothing"
    memory.clear()
    vars(text_module)["_pieces_of"].clear()


def edited(source: random.Random, drafts: list[str]) -> Iterator[str]:
    """Drafts with a stretch cut out, doubled, swapped with another draft's or joined to it."""
    for _ in range(EDITS):
        one, other = source.choice(drafts), source.choice(drafts)
        start, end = sorted(source.choices(range(len(one) + 1), k=2))
        put = source.choice(
            ["", " ", "\u200c", "\n", ".", "؟", one[start:end] * 2, other, "a1", "۱۲"]
        )
        yield one[:start] + put + one[end:]


def test_a_warm_coach_says_what_a_cold_one_says() -> None:
    lines = (CORPUS / "inline.jsonl").read_text(encoding="utf-8").splitlines()
    drafts = [json.loads(line)["draft"] for line in lines]
    talk = Conversation.begin(
        pack(), Customer("سارا احمدی"), [Message("customer", "سلام، سفارشم نرسیده. کی می‌رسه؟")]
    )
    for draft in edited(random.Random(7), drafts):
        warm = review_draft(pack(), talk, draft)
        forget()
        names = Conversation.begin(pack(), talk.customer, talk.messages)
        assert review_draft(pack(), names, draft) == warm, draft
