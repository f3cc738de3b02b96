"""The learned reading of what customers feel: implicit feelings, plain talk, and its weights."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach import Conversation, Message
from coach.feelings import MOODS, likelihoods, load_model, moved_by
from coach.mood import MODEL, feeling_of, total_of, why_of
from tests.packs import shipped

PACK = shipped()
ROOT = Path(__file__).resolve().parent.parent.parent


def moods(*said: str) -> dict[str, float]:
    cues = [PACK.read(text) for text in said]
    return likelihoods(MODEL, cues, total_of(cues))


def feeling(*said: str) -> str | None:
    return feeling_of([PACK.read(text) for text in said])


@pytest.mark.parametrize(
    ("said", "mood"),
    [
        ("با شماها حرفی ندارم، رئیستون رو بیارین پای تلفن", "angry"),
        ("از ذوق دیشب تا صبح بیدار بودم، سفرمون فرداست!", "excited"),
        ("دخترم پشت در موند و هدیه‌ی تولدش نیومد", "upset"),
        ("دو تا مبلغ متفاوت نوشته، کدوم رو باید پرداخت کنم؟", "confused"),
        ("اگه دارو تا شب نرسه حال مادرم بد میشه", "worried"),
    ],
)
def test_a_feeling_that_no_word_names_is_read(said: str, mood: str) -> None:
    assert feeling(said) == mood


@pytest.mark.parametrize(
    "said",
    [
        "سفارش من ۲۲۳۱ هست",
        "هزینه‌ی لغو رزرو هتل چقدره؟",
        "گزینه‌ی چاپ کار نمیکنه، نسخه‌ی ۳ هست",
        "لطفاً شرایط خسارت و سرقت را ارسال فرمایید.",
        "باشه پس شنبه میام",
    ],
)
def test_plain_talk_shows_no_feeling(said: str) -> None:
    assert feeling(said) is None


def test_nothing_said_is_calm() -> None:
    assert Conversation.begin(PACK, messages=[Message("customer", "")]).mood == "calm"


said = st.lists(
    st.sampled_from("سلام پولم نیومد خیلی ممنون 😡 😍 !! ؟ کی میرسه نگرانم وااای گفتین".split()),
    max_size=8,
).map(" ".join)


@given(said)
@settings(max_examples=60, deadline=None)
def test_likelihoods_are_shares_and_always_the_same(text: str) -> None:
    shares = moods(text)
    assert list(shares) == list(MOODS)
    assert sum(shares.values()) == pytest.approx(1)
    assert shares == moods(text)


@given(said, st.text("abcdef0123456789-", min_size=1, max_size=12))
@settings(max_examples=40, deadline=None)
def test_ids_and_what_a_bot_says_change_no_mood(text: str, id: str) -> None:
    bare = Conversation.begin(PACK, messages=[Message("customer", text)])
    named = [Message("bot", "پیام شما ثبت شد"), Message("customer", text, id=id)]
    assert Conversation.begin(PACK, messages=named).mood == bare.mood


@given(said)
@settings(max_examples=40, deadline=None)
def test_arabic_letters_change_no_mood(text: str) -> None:
    assert moods(text) == moods(text.replace("ی", "ي").replace("ک", "ك"))


def test_the_reason_of_a_reading_is_told() -> None:
    told = why_of([PACK.read("میترسم پولم برنگرده")])
    assert told
    assert all(weight > 0 for _, weight in told)
    assert [weight for _, weight in told] == sorted((w for _, w in told), reverse=True)
    assert ("set", "worry") in [(sign.kind, sign.what) for sign, _ in told]


def test_what_moved_it_depends_on_the_mood_asked_for() -> None:
    cues = [PACK.read("میترسم پولم برنگرده")]
    assert moved_by(MODEL, cues, "worried") != moved_by(MODEL, cues, "happy")


def test_the_model_is_whole() -> None:
    model = load_model()
    rows = [row for table in model.signs.values() for row in table.values()]
    assert {len(row) for row in [model.start, *model.scores.values(), *rows]} == {len(MOODS)}
    assert tuple(model.about["order of moods"]) == MOODS


def test_every_set_that_the_model_weighs_is_in_the_lexicon() -> None:
    """A set that was renamed would silently count for nothing: learn the model anew then."""
    assert set(load_model().signs["set"]) <= set(PACK.lexicon)


def test_the_model_is_small_and_tells_where_it_comes_from() -> None:
    file = ROOT / "coach" / "data" / "mood.json"
    assert file.stat().st_size < 300_000
    for name in json.loads(file.read_text(encoding="utf-8"))["about"]["from"]:
        assert (ROOT / name).is_file()
