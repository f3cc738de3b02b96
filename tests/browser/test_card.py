"""The card by key and by pointer: applying, undoing, dismissing; the draft is never hurt."""

from __future__ import annotations

from tests.browser.composer import Composer
from tests.browser.fake_coach import FakeCoach

DRAFT = "نمیشه و باید صبر کنید "


def test_card_by_key_apply_and_undo(composer: Composer, coach: FakeCoach) -> None:
    composer.type(DRAFT).when_marked("blunt-refusal:0", "commanding:0")
    composer.press("Control+Home", "Alt+Enter")
    composer.card.wait_for()
    assert composer.has_focus
    assert "این واژه سرد است" in composer.card.inner_text()
    composer.press("Enter")
    assert composer.text == "راه دیگری داریم و باید صبر کنید "
    assert composer.card.is_hidden()
    composer.when_marked("commanding:0")
    composer.press("Control+z")
    assert composer.text == DRAFT
    composer.when_marked("blunt-refusal:0", "commanding:0")
    composer.press("Control+Shift+z")
    assert composer.text == "راه دیگری داریم و باید صبر کنید "
    applied = [event for event in coach.of_type("feedback") if event["outcome"] == "applied"]
    assert [(event["rule"], event["replacement"]) for event in applied] == [("blunt-refusal", 0)]


def test_the_second_replacement_is_reached_with_the_arrows(composer: Composer) -> None:
    composer.type(DRAFT).when_marked("blunt-refusal:0", "commanding:0")
    composer.press("Control+Home", "Control+.", "ArrowDown", "Enter")
    assert composer.text == " و باید صبر کنید "


def test_arrows_walk_the_remarks_the_way_the_text_runs(composer: Composer) -> None:
    composer.type(DRAFT).when_marked("blunt-refusal:0", "commanding:0")
    composer.press("Control+Home", "Alt+Enter")
    assert "۱ از ۴" in composer.card.inner_text()
    composer.press("ArrowLeft")
    assert "«باید»" in composer.card.locator(".quote").evaluate("(q) => `«${q.textContent}»`")
    composer.press("ArrowRight")
    assert composer.card.locator(".quote").text_content() == "نمیشه"
    composer.press("Alt+Enter")
    assert composer.card.locator(".quote").text_content() == "باید"


def test_arrows_follow_the_draft_and_not_the_language_of_the_card(composer: Composer) -> None:
    composer.coach.evaluate("(coach) => coach.setAttribute('lang', 'en')")
    composer.type("نمیشه و باید ").pause().press("Alt+Enter")
    first = composer.card.locator(".quote").text_content()
    composer.press("ArrowLeft")
    assert (first, composer.card.locator(".quote").text_content()) == ("نمیشه", "باید")


def test_escape_closes_and_typing_goes_on(composer: Composer) -> None:
    composer.type(DRAFT).when_marked("blunt-refusal:0", "commanding:0")
    composer.press("Alt+Enter")
    composer.card.wait_for()
    composer.press("Escape")
    assert composer.card.is_hidden()
    composer.press("Alt+Enter")
    composer.page.keyboard.type("باز")
    assert composer.card.is_hidden()
    assert composer.text == DRAFT + "باز"


def test_no_key_is_taken_when_nothing_is_marked(composer: Composer) -> None:
    composer.type("سلام").pause()
    composer.press("Enter", "Delete", "Escape", "ArrowUp", "x")
    assert "x" in composer.text
    assert composer.card.is_hidden()


def test_a_dismissed_rule_is_told_and_can_be_brought_back(
    composer: Composer, coach: FakeCoach
) -> None:
    composer.type(DRAFT).when_marked("blunt-refusal:0", "commanding:0")
    composer.press("Control+Home", "Alt+Enter", "Delete")
    composer.when_marked("commanding:0")
    assert composer.text == DRAFT
    composer.coach.get_by_role("button", name="برگردان").click()
    composer.when_marked("blunt-refusal:0", "commanding:0")
    told = [event["outcome"] for event in coach.of_type("feedback")]
    assert told.count("dismissed") == told.count("restored") == 1


def test_wrong_is_told(composer: Composer, coach: FakeCoach) -> None:
    composer.type(DRAFT).when_marked("blunt-refusal:0", "commanding:0")
    composer.press("Control+Home", "Alt+Enter")
    composer.card.get_by_role("button", name="نادرست است").click()
    composer.when_marked("commanding:0")
    composer.until(lambda: coach.of_type("feedback")[-1]["outcome"] == "wrong")
    assert composer.has_focus


def test_hover_opens_the_card_and_leaving_closes_it(composer: Composer) -> None:
    composer.type(DRAFT).when_marked("blunt-refusal:0", "commanding:0")
    (box,) = composer.boxes("commanding:0")
    composer.page.mouse.move((box.left + box.right) / 2, (box.top + box.bottom) / 2)
    composer.card.wait_for()
    assert composer.card.locator(".quote").text_content() == "باید"
    composer.press("ArrowDown", "End")
    composer.page.keyboard.type("ب")
    assert composer.text == DRAFT + "ب"
    composer.page.mouse.move(5, 5)
    composer.until(composer.card.is_hidden)


def test_why_is_told_when_asked(composer: Composer) -> None:
    composer.type(DRAFT).when_marked("blunt-refusal:0", "commanding:0")
    (box,) = composer.boxes("commanding:0")
    composer.page.mouse.click((box.left + box.right) / 2, (box.top + box.bottom) / 2)
    why = composer.card.locator(".why")
    assert why.is_hidden()
    composer.card.get_by_role("button", name="چرا؟").click()
    assert why.text_content() == "مشتری از پاسخ سرد دلگیر می‌شود."
    assert why.is_visible()
    assert composer.has_focus


def test_one_click_under_the_draft_takes_the_better_wording(composer: Composer) -> None:
    composer.type(DRAFT).when_marked("blunt-refusal:0", "commanding:0")
    composer.coach.locator(".line .take").first.click()
    assert composer.text == "راه دیگری داریم و باید صبر کنید "
    composer.press("Control+z")
    assert composer.text == DRAFT


def test_a_reminder_is_taken_from_its_chip(composer: Composer) -> None:
    composer.type("بررسی می‌کنم.").pause()
    composer.coach.get_by_role("button", name="نام مشتری").click()
    composer.card.get_by_role("button", name="اضافه کن").click()
    assert composer.text == "سارا جان، بررسی می‌کنم."
    composer.press("Control+z")
    assert composer.text == "بررسی می‌کنم."


def test_the_caret_stays_where_the_agent_was(composer: Composer) -> None:
    composer.type(DRAFT).when_marked("blunt-refusal:0", "commanding:0")
    composer.coach.locator(".line .take").first.click()
    composer.page.keyboard.type("!")
    assert composer.text == "راه دیگری داریم و باید صبر کنید !"


def test_the_draft_that_changed_meanwhile_is_not_touched(composer: Composer) -> None:
    composer.type(DRAFT).when_marked("blunt-refusal:0", "commanding:0")
    script = "(area) => { area.value = 'چیز دیگر'; }"
    composer.press("Control+Home", "Alt+Enter")
    composer.area.evaluate(script)
    composer.press("Enter")
    assert composer.text.startswith("چیز دیگر")
    assert "راه دیگری" not in composer.text


def test_a_host_that_says_no_keeps_its_text(composer: Composer) -> None:
    composer.type(DRAFT).when_marked("blunt-refusal:0", "commanding:0")
    composer.coach.evaluate(
        "(coach) => coach.addEventListener('coach-apply', (event) => event.preventDefault())"
    )
    composer.coach.locator(".line .take").first.click()
    assert composer.text == DRAFT


def test_a_composer_that_refuses_letters_is_left_as_it_was(composer: Composer) -> None:
    composer.type(DRAFT).when_marked("blunt-refusal:0", "commanding:0")
    composer.area.evaluate(f"(area) => {{ area.maxLength = {len(DRAFT) + 2}; }}")
    composer.coach.locator(".line .take").first.click()
    assert composer.text == DRAFT
    composer.coach.get_by_text("چیزی جایگزین نشد").wait_for()
