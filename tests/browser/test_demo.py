"""The demo on the real coach: an agent types, the coach works, the customer answers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.composer import Composer

CONVERSATIONS = ["سارا احمدی", "مهدی کریمی", "نازنین رضایی", "امیر", "الهام محمدی"]


@pytest.fixture
def desk(page: Page, real_coach: str) -> Composer:
    """The desk with its first conversation open, the coach ready."""
    page.set_viewport_size({"width": 1360, "height": 820})
    page.goto(real_coach)
    return Composer(page).when_ready()


def test_the_desk_has_five_conversations_and_loads_nothing_from_elsewhere(
    page: Page, real_coach: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(real_coach)
    Composer(page).when_ready()
    assert page.locator("#conversations bdi").all_text_contents() == CONVERSATIONS
    assert asked
    assert all(url.startswith((real_coach, "data:")) for url in asked)


def test_typed_key_by_key_marked_opened_applied_undone(desk: Composer) -> None:
    draft = "سلام خانم احمدی. نمی‌دونم بسته کجاست. باید صبر کنید. "
    desk.type(draft, delay=8)
    desk.until(lambda: len(desk.marks()) >= 1)
    desk.pause(900)
    desk.press("Control+Home", "Alt+Enter")
    desk.card.wait_for()
    assert desk.has_focus
    replacements = desk.card.locator(".replacement")
    quote = desk.card.locator(".quote").text_content()
    assert quote and quote in draft
    assert replacements.count() >= 1
    offered = replacements.first.text_content() or ""
    desk.press("Enter")
    assert desk.text == draft.replace(quote, offered, 1)
    desk.press("Control+z")
    assert desk.text == draft


def test_every_conversation_is_read(desk: Composer) -> None:
    moods: dict[str, str] = {}
    for name in CONVERSATIONS:
        desk.page.get_by_role("button", name=name).click()
        desk.until(lambda: desk.page.locator("#mood").get_attribute("data-mood") not in ("", None))
        moods[name] = desk.page.locator("#mood").get_attribute("data-mood") or ""
    assert moods["سارا احمدی"] in ("angry", "upset")
    assert moods["مهدی کریمی"] == "worried"
    assert moods["نازنین رضایی"] in ("happy", "excited")


def test_the_cold_sample_is_marked_and_the_warm_one_is_not(desk: Composer) -> None:
    desk.page.click("#cold")
    desk.until(lambda: desk.text.endswith("پسته."), 10)
    desk.until(lambda: len(desk.marks()) >= 1)
    desk.page.click("#warm")
    desk.until(lambda: desk.text.endswith("در خدمتم."), 20)
    desk.pause(1000)
    assert desk.coach.locator(".meter").get_attribute("data-zone") == "green"
    assert [mark for mark in desk.marks() if "refusal" in mark or "command" in mark] == []


def test_sending_adds_the_message_and_the_customer_answers(desk: Composer) -> None:
    desk.type("سلام خانم احمدی، بررسی می‌کنم.").pause(300)
    desk.press("Enter")
    assert desk.text == ""
    assert desk.page.locator(".bubble.agent p").text_content() == "سلام خانم احمدی، بررسی می‌کنم."
    desk.page.locator(".bubble.customer").nth(2).wait_for(timeout=8000)


def test_theme_and_language_are_switched(desk: Composer) -> None:
    desk.page.click("#theme")
    assert desk.page.locator("html").get_attribute("data-theme") == "dark"
    assert desk.coach.evaluate("(coach) => getComputedStyle(coach).colorScheme") == "dark"
    desk.page.click("#language")
    assert desk.page.locator("html").get_attribute("dir") == "ltr"
    desk.when_ready().type("نمی‌دونم بسته کجاست. ").pause(900)
    assert "Tone" in (desk.coach.locator(".meter").get_attribute("aria-label") or "")


def test_in_a_low_window_everything_can_be_reached(desk: Composer) -> None:
    desk.page.set_viewport_size({"width": 640, "height": 400})
    desk.type("سلام ").page.locator("#send").scroll_into_view_if_needed()
    box = desk.page.locator("#send").bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 400 - box["height"]
