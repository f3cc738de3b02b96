"""Orders in a draft: where each begins and ends, and the request that is offered in its place."""

from __future__ import annotations

import pytest

from coach import Conversation, Customer, Finding, Message, Pack, review_draft
from tests.packs import shipped


@pytest.fixture(scope="module")
def pack() -> Pack:
    return shipped()


def found(pack: Pack, draft: str, customer: str = "سلام", name: str | None = None) -> list[Finding]:
    talk = Conversation.begin(pack, Customer(name), [Message("customer", customer)])
    findings = review_draft(pack, talk, draft, final=True).findings
    return [finding for finding in findings if finding.rule == "commanding"]


def applied(draft: str, finding: Finding) -> str:
    assert finding.span is not None
    (offered,) = finding.replacements
    return draft[: finding.span.start] + offered.text + draft[finding.span.end :]


@pytest.mark.parametrize(
    ("draft", "polite"),
    [
        ("سلام، عکس رسید رو بفرستین.", "سلام، لطفاً عکس رسید رو بفرستین."),
        ("شماره سفارش رو بده", "لطفاً شماره سفارش رو بدین"),
        ("باید اصل مدارک را بیاورید.", "لطفاً اصل مدارک را بیاورید."),
        ("نباید رمز را به کسی بدهید.", "لطفاً رمز را به کسی ندهید."),
        ("از تنظیمات، زبان را عوض کنید.", "لطفاً از تنظیمات، زبان را عوض کنید."),
        ("«ثبت نهایی» رو بزنین", "لطفاً «ثبت نهایی» رو بزنین"),
        ("شما حتماً باید فرم رو امضا کنین", "لطفاً فرم رو امضا کنین"),
    ],
)
def test_order_becomes_a_request(pack: Pack, draft: str, polite: str) -> None:
    (finding,) = found(pack, draft)
    assert applied(draft, finding) == polite


def test_orders_in_a_row_are_one_remark(pack: Pack) -> None:
    draft = "مودم رو خاموش کنین و بعد روشنش کنین"
    (finding,) = found(pack, draft)
    assert finding.span is not None
    assert draft[finding.span.start : finding.span.end] == draft


def test_what_stands_between_parts_orders(pack: Pack) -> None:
    assert len(found(pack, "فرم رو پر کنین. نتیجه شنبه میاد. رسید رو هم نگه دارین.")) == 2


def test_name_stays_before_the_request(pack: Pack) -> None:
    draft = "نازنین جان فایل رو بفرست"
    (finding,) = found(pack, draft, name="نازنین کاویانی")
    assert applied(draft, finding) == "نازنین جان لطفاً فایل رو بفرستین"


def test_nothing_is_offered_where_to_would_remain(pack: Pack) -> None:
    (finding,) = found(pack, "خودت آدرست رو درست کن")
    assert finding.replacements == ()


@pytest.mark.parametrize(
    "draft",
    [
        "نشد همین‌جا بهم بگین",
        "چیزی کم بود خبرم کنین",
        "خوشحالیم که تونستین ثبت کنین",
        "می‌خواین کدوم رو بردارین؟",
        "برای ورود:\n۱. صفحه رو باز کنین\n۲. رمز رو بزنین",
        "گزینه‌ی «ارسال کنید» پایین صفحه‌ست",
        "کلاس خوبی داشته باشین",
        "باید تا فردا برسه",
    ],
)
def test_forms_of_orders_that_order_nothing(pack: Pack, draft: str) -> None:
    assert found(pack, draft) == []


def test_familiar_orders_are_fine_with_a_familiar_customer(pack: Pack) -> None:
    assert found(pack, "کد رو بفرست", customer="کد منو نگاه می‌کنی؟") == []
    assert found(pack, "کد رو بفرست", customer="کدم رو نگاه می‌کنید؟")
