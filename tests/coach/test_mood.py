"""How customers feel and write: mood and register of a conversation."""

from __future__ import annotations

import pytest

from coach import Conversation, Message
from tests.packs import shipped

PACK = shipped()


def talk(*said: str) -> Conversation:
    """A conversation: the customer's lines, those that begin with «> » are the agent's."""
    messages = [
        Message("agent", line[2:]) if line.startswith("> ") else Message("customer", line)
        for line in said
    ]
    return Conversation.begin(PACK, messages=messages)


@pytest.mark.parametrize(
    ("said", "mood"),
    [
        ("نصب کولر معمولاً چند ساعت طول می‌کشه؟", "calm"),
        ("خسته نباشید، هزینه‌ی لغو چقدره؟", "calm"),
        ("عصبانی نیستم، فقط می‌خوام بدونم کجاست", "calm"),
        ("مشکلی نیست، هر وقت رسید خبرم کنین", "calm"),
        ("اگه خراب شد می‌تونم عوضش کنم؟", "calm"),
        ("شماره رو اشتباه زدم، ۱۲۳۴ درسته", "calm"),
        ("خیلی ممنونم، کارتون عالی بود", "happy"),
        ("اولش ناراحت بودم ولی الان که درست شد ازتون ممنونم", "happy"),
        ("آخ جووون رسید، خیلی ذوق دارم!", "excited"),
        ("متوجه نشدم، کدوم گزینه رو بزنم؟", "confused"),
        ("نکنه پولم رفته باشه؟ خیلی نگرانم", "worried"),
        ("از این مبل دلخورم، رنگش هیچ ربطی به سایت نداره", "upset"),
        ("سومین باره که خراب میاد، واقعاً خسته شدم", "upset"),
        ("دیگه بسه، فردا می‌رم دادگاه و ازتون شکایت می‌کنم!!!", "angry"),
        ("ممنون از این همه سرعت 👏", "angry"),
        ("در صورت عدم پاسخ، از طریق مراجع قضایی اقدام خواهم کرد.", "angry"),
    ],
)
def test_the_mood_of_one_message(said: str, mood: str) -> None:
    assert talk(said).mood == mood


@pytest.mark.parametrize("said", ["خیلی نگرانم", "خيلي نگرانم", "خیــلی نگرانممم", "خیلی نگران‌ام"])
def test_spelling_does_not_matter(said: str) -> None:
    assert talk(said).mood == "worried"


def test_quoted_words_are_no_feeling() -> None:
    assert talk("توی سایت نوشته «خیلی ناراحتم» این چه دکمه‌ایه").mood != "upset"


def test_the_newest_feeling_counts() -> None:
    assert (
        talk("واقعاً ازتون ناراحتم", "> الان بررسی می‌کنم", "عالی بود ممنونم حل شد").mood == "happy"
    )


def test_a_feeling_lasts_until_it_is_acknowledged() -> None:
    complaint = "واقعاً ازتون ناراحتم"
    assert talk(complaint, "> شماره سفارش رو بفرستید لطفاً", "۱۲۳۴").mood == "upset"
    assert talk(complaint, "> کاملاً درکتون می‌کنم، عذر می‌خوام", "۱۲۳۴").mood == "calm"


def test_a_new_complaint_after_an_apology_is_a_new_feeling() -> None:
    said = ("ناراحتم", "> عذر می‌خوام", "دیگه اعصابم خرد شد از دستتون!!!")
    assert talk(*said).mood == "angry"


def test_an_empty_conversation_is_calm_and_neutral() -> None:
    assert (talk().mood, talk().register) == ("calm", "neutral")


@pytest.mark.parametrize(
    ("said", "register"),
    [
        ("نشانی دفتر این شرکت به شرح پیوست می‌باشد.", "formal"),
        ("مستدعی است برنامه‌ی کلاس‌ها را ارسال نمایید.", "formal"),
        ("گزارش‌ها را نمی‌توانم دریافت کنم.", "formal"),
        ("سلام، می‌خوام سفارشم رو لغو کنم لطفاً", "neutral"),
        ("برای مدل جدید قطعه دارین؟", "neutral"),
        ("بله", "neutral"),
        ("داداش این چنده؟", "chatty"),
        ("مرررسی عشقید", "chatty"),
        ("می‌تونی آدرس رو بدی؟ چی گفتی؟", "chatty"),
    ],
)
def test_the_register_of_one_message(said: str, register: str) -> None:
    assert talk(said).register == register


def test_a_short_answer_leaves_the_register_as_it_was() -> None:
    assert talk("مستدعی است برنامه‌ی کلاس‌ها را ارسال نمایید.", "> چشم", "بله").register == "formal"


def test_the_newest_message_weighs_most() -> None:
    assert (
        talk("احتراماً، مدارک به پیوست تقدیم می‌گردد.", "> چشم", "داداش حله دمت گرم 😂").register
        == "chatty"
    )
