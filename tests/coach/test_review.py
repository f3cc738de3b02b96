"""review_draft: what is said, in which order, and when it keeps quiet."""

from __future__ import annotations

from functools import cache
from weakref import WeakKeyDictionary

import pytest

from coach import Conversation, Customer, Message, Pack, Review, review_draft
from tests.packs import shipped


@cache
def pack() -> Pack:
    return shipped()


def talk(*lines: str, name: str | None = None, title: str | None = None) -> Conversation:
    """A conversation of lines «c: …» (customer) and «a: …» (agent)."""
    authors = {"c": "customer", "a": "agent", "b": "bot"}
    messages = [Message(authors[line[0]], line[3:]) for line in lines]  # pyright: ignore
    return Conversation.begin(pack(), Customer(name, title), messages)


def review(draft: str, *lines: str, name: str | None = None, **how: object) -> Review:
    return review_draft(pack(), talk(*lines, name=name), draft, **how)  # pyright: ignore


def rules_of(found: Review) -> list[str]:
    return [finding.rule for finding in found.findings]


def test_the_gravest_comes_first_and_reminders_last() -> None:
    found = review("سلام {نام} عزیز، نمی‌دونم چی شده", "c: سفارشم کجاست؟", final=True)
    gravity = ["error", "warning", "hint"]
    places = [f for f in found.findings if f.span]
    assert [gravity.index(f.severity) for f in places] == sorted(
        gravity.index(f.severity) for f in places
    )
    assert rules_of(found)[0] == "template-residue"


def test_a_remark_on_the_word_being_typed_waits() -> None:
    def shown(draft: str) -> str:
        return next(f.show for f in review(draft).findings if f.rule == "dont-know")

    assert shown("راستش نمی‌دونم") == "pause"
    assert shown("راستش نمی‌دونم. سلام") == "now"


def test_the_caret_in_another_word_hides_nothing() -> None:
    found = review("نمی‌دونم چرا این‌طور شده. سلام", caret=30)
    assert next(f for f in found.findings if f.rule == "dont-know").show == "now"


def test_everything_is_shown_in_a_final_draft() -> None:
    shows = {f.show for f in review("نمی‌دونم", "c: چی شد؟", final=True).findings if f.span}
    assert shows == {"now"}


def test_what_was_dismissed_stays_silent_until_restored() -> None:
    silent = talk("c: چی شد؟").dismiss("dont-know")
    assert "dont-know" not in rules_of(review_draft(pack(), silent, "نمی‌دونم والا", final=True))
    again = silent.restore("dont-know")
    assert "dont-know" in rules_of(review_draft(pack(), again, "نمی‌دونم والا", final=True))


@pytest.mark.parametrize(
    "draft", ["", "   ", "hello, how are you?", "12345", "🙏🙏", "Danke schön!"]
)
def test_another_language_is_not_judged(draft: str) -> None:
    found = review(draft, "c: سفارشم کجاست؟", final=True)
    assert found.findings == ()
    assert found.checklist == ()


def test_finglish_is_judged() -> None:
    assert rules_of(review("nemidoonam", "c: چی شد؟", final=True))


def test_english_texts_on_demand() -> None:
    found = review("نمی‌دونم", "c: چی شد؟", final=True, lang="en")
    assert all(finding.advice.isascii() or "«" in finding.advice for finding in found.findings)


def test_the_reminders_stand_in_the_checklist_ticked_or_not() -> None:
    found = review("سفارشتون ارسال شد.", "c: سفارشم چی شد؟", name="سارا احمدی")
    states = {item.rule: item.state for item in found.checklist}
    assert states["missing-greeting"] == "due"
    greeted = review("سلام سارا جان، سفارشتون ارسال شد.", "c: سفارشم چی شد؟", name="سارا احمدی")
    states = {item.rule: item.state for item in greeted.checklist}
    assert states["missing-greeting"] == "done"
    assert states["missing-name"] == "done"


def test_reminders_wait_for_sending_and_have_no_place() -> None:
    reminders = [
        f for f in review("سفارشتون ارسال شد.", "c: چی شد؟").findings if f.section == "missing"
    ]
    assert reminders
    assert {(f.span, f.show) for f in reminders} == {(None, "send")}


def test_replacements_speak_the_drafts_register() -> None:
    def offered(draft: str) -> str:
        found = review(draft, final=True).findings
        return next(f for f in found if f.rule == "dont-know").replacements[0].text

    assert "بدین" in offered("والا نمی‌دونم چی شده")
    assert "بدهید" in offered("متأسفانه نمی‌دانم علت چیست.")


@pytest.mark.parametrize(
    ("harder", "softer"),
    [
        ("نه نمیشه", "متأسفم، فعلاً نمیشه"),
        ("خیر، ما آن‌چه می‌خواهید را نداریم.",
         "متوجه منظور شما شدم و می‌دانم که این قابلیت مفید است، ولی متأسفانه در حال حاضر برنامه‌ای"
         " برای آن نداریم."),
        ("امری باشه؟", "کمک دیگری از دست من ساخته است؟"),
        ("نمی‌دونم", "اجازه بدید بررسی کنم و خبرتون کنم"),
        ("باید صبر کنید", "لطفاً چند دقیقه صبر کنید، ممنونم"),
    ],
)  # fmt: skip
def test_what_is_friendlier_sounds_warmer(harder: str, softer: str) -> None:
    lines = ("c: میشه این رو انجام بدین؟",)
    assert (
        review(harder, *lines, final=True).tone.value
        < review(softer, *lines, final=True).tone.value
    )


def test_the_tone_names_the_words_that_moved_it() -> None:
    draft = "سلام، ممنون از صبرتون ولی نمی‌دونم"
    moved = review(draft, final=True).tone.moved_by
    words = {(draft[m.span.start : m.span.end], m.toward) for m in moved}
    assert any(toward == "green" and "ممنون" in word for word, toward in words)
    assert any(toward == "red" and "نمی‌دونم" in word for word, toward in words)


def test_the_same_message_id_replaces_and_is_taken_back() -> None:
    first = talk("c: سلام").add(pack(), Message("customer", "بسته‌ام نرسیده", id="m1"))
    changed = first.add(pack(), Message("customer", "بسته‌ام رسید، ممنون", id="m1"))
    assert [m.text for m in changed.messages] == ["سلام", "بسته‌ام رسید، ممنون"]
    assert [m.text for m in changed.remove(pack(), "m1").messages] == ["سلام"]


def test_a_review_names_its_pack() -> None:
    assert review("سلام").pack == pack().version


def test_a_check_that_breaks_takes_no_other_down(monkeypatch: pytest.MonkeyPatch) -> None:
    from coach import review as reviewing

    real = reviewing.mark_check

    def broken(section: str, rule: str) -> object:
        def raise_(*_: object) -> object:
            raise ValueError("boom")

        return raise_ if rule == "dont-know" else real(section, rule)

    monkeypatch.setattr(reviewing, "mark_check", broken)
    monkeypatch.setattr(reviewing, "_plans", WeakKeyDictionary())
    found = review("نمی‌دونم، باید صبر کنید", "c: چی شد؟", final=True)
    assert found.failed == ("dont-know",)
    assert "commanding" in rules_of(found)
    assert "dont-know" not in rules_of(found)
