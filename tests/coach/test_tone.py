"""How drafts sound: the tone meter, and in which spelling a draft is written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach import Conversation, Customer, Message, Tone, review_draft
from coach.cues import Cues
from coach.register import sounds_spoken
from coach.text import Text
from tests.packs import shipped

PACK = shipped()
WARM = (
    "ممنون از صبوریتون",
    "کاملاً درکتون می‌کنم",
    "سؤال دیگه‌ای بود در خدمتم",
    "روز خوبی داشته باشید",
)
COLD = ("به من چه", "امری باشه؟", "شما اشتباه کردید", "نمیشه")
PLAIN = ("سفارش ارسال شد", "کد پیگیری ۱۲۳۴ است", "بسته فردا می‌رسد", "مبلغ برگشت خورد")
ASKED = "لطفاً این قابلیت را به برنامه اضافه کنید، می‌شود؟"
BAD = "خیر ما آن چه می‌خواهید را نداریم."
ORDINARY = (
    "متوجه منظور شما شدم و اطلاع دارم که این قابلیت مفید است، ولی متأسفانه در حال حاضر"
    " برنامه‌ای برای استفاده از این قابلیت نداریم."
)
GOOD = (
    "بسیار متشکرم که زمان خود را صرف ارائه نظر به ما کردید و نظرتان را با ما در میان گذاشتید."
    " ولی امکان استفاده از این قابلیت در حال حاضر وجود ندارد. سپاسگزاریم که ایده خود را مطرح کردید."
)


def tone_of(draft: str, *, final: bool = True, name: str | None = None) -> Tone:
    talk = Conversation.begin(PACK, Customer(name), [Message("customer", ASKED)])
    return review_draft(PACK, talk, draft, final=final).tone


def test_the_articles_own_sentences_stand_in_their_order() -> None:
    assert tone_of(BAD).value < tone_of(ORDINARY).value < tone_of(GOOD).value
    assert tone_of(BAD).zone == "red"
    assert tone_of(GOOD).zone == "green"


def test_the_two_ends_of_the_spectrum() -> None:
    assert tone_of("امری باشه؟").zone == "red"
    assert tone_of("کمک دیگری از دست من ساخته است؟").zone == "green"


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_the_value_stays_in_its_bounds_and_the_words_in_the_draft(draft: str) -> None:
    tone = tone_of(draft)
    assert -1 <= tone.value <= 1
    assert all(0 <= m.span.start < m.span.end <= len(draft) for m in tone.moved_by)


@given(st.lists(st.sampled_from(PLAIN + WARM + COLD), max_size=8), st.sampled_from(WARM))
@settings(max_examples=60, deadline=None)
def test_a_warm_sentence_more_never_makes_it_colder(said: list[str], warm: str) -> None:
    assert tone_of(". ".join([*said, warm])).value >= tone_of(". ".join(said)).value


@given(st.lists(st.sampled_from(PLAIN + WARM), max_size=4), st.sampled_from(COLD))
@settings(max_examples=60, deadline=None)
def test_a_cold_sentence_more_never_makes_it_warmer(said: list[str], cold: str) -> None:
    assert tone_of(". ".join([*said, cold])).value <= tone_of(". ".join(said)).value


@pytest.mark.parametrize("warm", WARM)
@pytest.mark.parametrize("times", [1, 2, 4, 8])
def test_a_softened_no_is_never_colder_than_a_blunt_one(warm: str, times: int) -> None:
    """However often it is said: blunt it is one remark, softened each word is one."""
    blunt = ". ".join(["نمیشه"] * times)
    assert tone_of(f"{blunt}. {warm}").value >= tone_of(blunt).value


@pytest.mark.parametrize("plain", PLAIN)
def test_a_plain_fact_is_in_the_middle(plain: str) -> None:
    assert tone_of(plain).zone == "amber"


def test_the_name_warms() -> None:
    draft = "سارا جان، سفارش ارسال شد"
    assert tone_of(draft, name="سارا احمدی").value > tone_of(draft).value


def test_the_words_that_moved_it_are_named_with_their_direction() -> None:
    draft = "سلام، به من چه"
    moved = {(draft[m.span.start : m.span.end], m.toward) for m in tone_of(draft).moved_by}
    assert ("سلام", "green") in moved
    assert any("به من چه" in words and toward == "red" for words, toward in moved)


def test_words_that_are_remarked_on_warm_nothing() -> None:
    assert {m.toward for m in tone_of("امری باشه؟").moved_by} == {"red"}


@pytest.mark.parametrize(
    "draft",
    [
        "سلام وقت بخیر، ممنون از صبوریتون",
        "متأسفم که دیر رسید، کاملاً درکتون می‌کنم",
        "شما اشتباه کردید و باید صبر کنید",
    ],
)
def test_the_word_being_typed_has_no_say(draft: str) -> None:
    """Letter by letter: nothing moves while a word is still growing."""
    for at in range(1, len(draft)):
        if draft[at - 1].isspace() or draft[at].isspace() or not draft[at].isalpha():
            continue
        start = max(draft.rfind(" ", 0, at), draft.rfind("\u200c", 0, at)) + 1
        if draft[start - 1] == "\u200c" or start == 0:
            continue
        growing, before = tone_of(draft[:at], final=False), tone_of(draft[:start], final=False)
        assert growing.value == before.value, draft[:at]


def test_a_warm_emoji_warms_and_an_angry_one_chills() -> None:
    plain = tone_of("سفارش ارسال شد").value
    assert tone_of("سفارش ارسال شد 🌹").value > plain > tone_of("سفارش ارسال شد 😡").value


@pytest.mark.parametrize(
    ("draft", "register", "spoken"),
    [
        ("بسته‌تون رو فرستادیم، فردا می‌رسه", "neutral", True),
        ("بسته شما را فرستادیم و فردا می‌رسد", "neutral", False),
        ("سفارش ارسال شد", "formal", False),
        ("سفارش ارسال شد", "chatty", True),
        ("نمی‌تونم", "formal", True),
        ("خواهد شد", "chatty", False),
    ],
)
def test_in_which_spelling_a_draft_is_written(draft: str, register: str, spoken: bool) -> None:
    assert sounds_spoken(Cues(Text(draft), []), register) is spoken
