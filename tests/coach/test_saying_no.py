"""Statements, questions and suppositions; what counts as a refusal and what softens it."""

from __future__ import annotations

from functools import cache

import pytest

from coach import Conversation, Customer, Finding, Message, Pack, review_draft
from coach.checks.refusals import helps, refusals
from coach.checks.statements import is_asked, is_retold, is_supposed
from coach.cues import Cue, Cues, find_cues
from tests.packs import shipped


@cache
def pack() -> Pack:
    return shipped()


def read(text: str) -> Cues:
    return find_cues(pack().matcher, text)


def negation(cues: Cues) -> Cue:
    return cues["negative-word/flags"][0]


def found(draft: str, customer: str, rule: str) -> list[Finding]:
    talk = Conversation.begin(pack(), Customer(), [Message("customer", customer)])
    review = review_draft(pack(), talk, draft, final=True)
    return [finding for finding in review.findings if finding.rule == rule]


@pytest.mark.parametrize(
    ("draft", "asked"),
    [
        ("در کدوم مرحله نمی‌تونین وارد بشین؟", True),
        ("سفارش ثبت نشده، درسته؟", True),
        ("چرا وارد حسابتون نمی‌شین", True),
        ("این پلن رو نمی‌شه ارتقا داد، پلن نقره‌ای رو فعال کنم؟", False),
        ("این پلن رو نمی‌شه ارتقا داد می‌خواین نقره‌ایش کنم؟", False),
        ("این پلن رو نمی‌شه ارتقا داد.", False),
    ],
)
def test_a_question_is_told_from_a_statement_before_a_question(draft: str, asked: bool) -> None:
    cues = read(draft)
    assert is_asked(cues, negation(cues)) == asked


@pytest.mark.parametrize(
    ("draft", "supposed"),
    [
        ("اگه نمی‌شه خبرم کنین", True),
        ("وقتی کد تایید نشد دوباره بزنین", True),
        ("اگه کد ملی رو وارد نکنین نمی‌شه ادامه داد", False),
        ("کد تایید نشد", False),
    ],
)
def test_what_follows_if_is_not_said_to_be_so(draft: str, supposed: bool) -> None:
    cues = read(draft)
    assert is_supposed(cues, negation(cues)) == supposed


def test_the_customers_trouble_may_be_told_again() -> None:
    told = read("اینکه صفحه براتون باز نمی‌شه به خاطر فیلترشکنه")
    assert is_retold(told, negation(told))
    because = read("علت اینکه سفارش ارسال نشد کمبود پیک بود")
    assert not is_retold(because, negation(because))


@pytest.mark.parametrize(
    ("draft", "customer", "refused"),
    [
        ("تمدید نداریم", "میشه کتاب رو تمدید کنین؟", True),
        ("امروز تشکیل نمیشه", "کلاس تشکیل میشه؟", False),
        ("خیر، مبلغی کم نشده است", "از حسابم پول کم شده؟", False),
        ("بله، چک هم نمی‌خواد", "میشه قسطی گرفت؟", False),
        ("امکانش نیست", "سلام", True),
    ],
)
def test_a_plain_negation_refuses_only_what_was_asked_for(
    draft: str, customer: str, refused: bool
) -> None:
    asked = bool(read(customer)["request"])
    assert bool(refusals(read(draft), asked)) == refused


@pytest.mark.parametrize(
    ("draft", "help_given"),
    [
        ("نقدی نداریم ولی با کارت می‌شه", True),
        ("نقدی نداریم، براتون لینک پرداخت فرستادم", True),
        ("نقدی نداریم، می‌خواین کارتی حساب کنم؟", True),
        ("نقدی نداریم ولی اونم نمی‌شه", False),
        ("نقدی نداریم چون فقط کارتی کار می‌کنیم", False),
        ("نقدی نداریم، قبلاً هم گفتم", False),
    ],
)
def test_help_is_what_the_agent_does_not_what_is_told(draft: str, help_given: bool) -> None:
    assert helps(read(draft)) == help_given


def test_what_is_offered_keeps_the_words_of_the_refusal_without_its_no() -> None:
    finding = found("خیر، جلسه‌ی جبرانی نداریم.", "میشه جبرانی بذارین؟", "blunt-refusal")[0]
    text = finding.replacements[0].text
    assert "جلسه‌ی جبرانی نداریم" in text
    assert "خیر" not in text


def test_what_is_offered_for_a_refusal_is_blunt_no_more() -> None:
    customer = "میشه کتاب رو تمدید کنین؟"
    for draft in ("نه نمیشه", "تمدید نداریم", "تمدید نداریم چون رزرو شده"):
        finding = found(draft, customer, "blunt-refusal")[0]
        assert finding.span is not None
        for offered in finding.replacements:
            better = draft[: finding.span.start] + offered.text + draft[finding.span.end :]
            assert not found(better, customer, "blunt-refusal")
            assert not found(better, customer, "missing-alternative")


def test_a_refusal_is_remarked_on_once_for_its_words() -> None:
    draft = "لغو سفارش به هیچ وجه انجام نمی‌شه"
    customer = "میشه سفارشم رو لغو کنین؟"
    assert len(found(draft, customer, "blunt-refusal")) == 1
    assert not found(draft, customer, "negative-word")


def test_regret_of_an_earlier_bubble_of_the_turn_softens() -> None:
    talk = Conversation.begin(
        pack(),
        Customer(),
        [
            Message("customer", "میشه کتاب رو تمدید کنین؟"),
            Message("agent", "واقعاً متأسفم"),
        ],
    )
    review = review_draft(pack(), talk, "تمدید نداریم", final=True)
    assert "blunt-refusal" not in {finding.rule for finding in review.findings}
