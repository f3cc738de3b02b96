"""Where composers stand: shadow roots, secret fields, pages where they come late or say no."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.composer import Composer
from tests.browser.desk import WORD_BOXES
from tests.browser.fake_coach import CSP, FakeCoach, utf16
from tests.browser.pixels import selected_box

HEAD = (
    '<!doctype html><link rel="icon" href="/widget/demo-icon.svg">'
    '<script type="module" src="/widget/define.js"></script>'
)
COACH = '<draft-coach for="reply" pause="80"></draft-coach>'


def open_with(page: Page, coach: FakeCoach, body: str) -> Composer:
    """A page with this body and a widget for `#reply`."""
    html = '<link rel="stylesheet" href="/composer.css">' + body + COACH
    coach.pages = {"/own": (HEAD + html, "text/html; charset=utf-8", CSP)}
    page.goto(coach.url("own"))
    return Composer(page).when_ready()


SECRETS = [
    '<input id="reply" type="password">',
    '<input id="reply" type="email">',
    '<input id="reply" type="tel">',
    '<input id="reply" autocomplete="one-time-code">',
    '<input id="reply" autocomplete="section-a cc-number">',
    '<div id="reply"><input type="number"><input type="password"></div>',
]


@pytest.mark.parametrize("field", SECRETS)
def test_fields_that_are_not_for_messages_are_never_read(
    page: Page, coach: FakeCoach, field: str
) -> None:
    composer = open_with(page, coach, field)
    composer.area.evaluate("(one) => { (one.querySelector('input') ?? one).type = 'password'; }")
    page.locator("input").first.fill("نمیشه و 123")
    composer.pause(350)
    assert (composer.marks(), coach.of_type("draft")) == ([], [])


def test_a_password_that_is_shown_for_a_moment_is_not_read(page: Page, coach: FakeCoach) -> None:
    composer = open_with(page, coach, '<input id="reply" type="password">')
    composer.area.fill("نمیشه و 123")
    composer.pause(300).area.evaluate("(field) => { field.type = 'text'; }")
    composer.pause(400)
    assert (composer.marks(), coach.of_type("draft")) == ([], [])


LONG = "سلام و درود بر شما، سفارش order-12 را دیدم و باید بگویم نمیشه "


@pytest.mark.parametrize("direction", ["rtl", "ltr"])
@pytest.mark.parametrize("style", ["", "zoom: 1.25", "padding: 20px 31px; height: 90px"])
def test_the_mark_of_a_long_line_that_is_scrolled(
    page: Page, coach: FakeCoach, direction: str, style: str
) -> None:
    composer = open_with(page, coach, f'<main><input id="reply" dir="{direction}"></main>')
    look = f"inline-size: 220px; font: 16px sans-serif; {style}"
    composer.area.evaluate("(field, look) => { field.style.cssText = look; }", look)
    composer.area.fill(LONG)
    composer.press("End").pause(400).when_marked("blunt-refusal:0", "commanding:0")
    assert composer.area.evaluate("(field) => field.scrollLeft") != 0
    (mark,) = composer.boxes("blunt-refusal:0")
    start = utf16(LONG[: LONG.index("نمیشه")])
    blank = page.context.new_page()
    word = selected_box(composer, blank, start, start + utf16("نمیشه"))
    blank.close()
    assert abs(mark.left - word.left) <= 2 and abs(mark.right - word.right) <= 2, f"{mark} {word}"
    assert word.top - 1 <= (mark.top + mark.bottom) / 2 <= word.bottom + 1, f"{mark} {word}"


def test_a_composer_in_another_shadow_root(page: Page, coach: FakeCoach) -> None:
    composer = open_with(page, coach, '<div id="host" dir="rtl"></div>')
    page.evaluate(
        """() => {
          const root = document.querySelector("#host").attachShadow({ mode: "open" });
          const editable = document.createElement("div");
          editable.contentEditable = "true";
          root.append(editable);
          document.querySelector("draft-coach").composer = editable;
        }"""
    )
    composer.area = page.locator("#host [contenteditable]")
    composer.type("سلام نمیشه و ").when_marked("blunt-refusal:0")
    (mark,) = composer.boxes("blunt-refusal:0")
    (word,) = composer.area.evaluate(WORD_BOXES, "نمیشه")
    assert abs(mark.left - word["left"]) <= 2 and abs(mark.right - word["right"]) <= 2
    assert composer.coach.evaluate("(coach) => coach.apply('blunt-refusal:0')")
    assert composer.area.text_content() == "سلام راه دیگری داریم و\u00a0"
    page.keyboard.type("آ")
    composer.until(lambda: (composer.area.text_content() or "").endswith("آ"))
    composer.press("Control+z", "Control+z")
    page.evaluate("() => { document.querySelector('draft-coach').composer = null; }")
    composer.until(lambda: composer.marks() == [])


def test_a_composer_that_comes_late(page: Page, coach: FakeCoach) -> None:
    composer = open_with(page, coach, "<main></main>")
    composer.pause(200)
    page.evaluate(
        """() => {
          const editable = document.createElement("div");
          editable.id = "reply";
          document.querySelector("main").append(editable);
          setTimeout(() => { editable.contentEditable = "true"; }, 100);
        }"""
    )
    page.locator("#reply[contenteditable]").wait_for(state="attached")
    composer.pause(350).type("نمیشه و ").when_marked("blunt-refusal:0")


EDITABLE = '<div id="reply" contenteditable="true" dir="auto"></div>'


def refused(page: Page, coach: FakeCoach, listener: str) -> Composer:
    """Applies where the host does something about it: the widget says that nothing was."""
    composer = open_with(page, coach, EDITABLE)
    composer.type("نمیشه و ").when_marked("blunt-refusal:0")
    composer.area.evaluate(listener)
    assert not composer.coach.evaluate("(coach) => coach.apply('blunt-refusal:0')")
    composer.coach.get_by_text("چیزی جایگزین نشد").wait_for()
    assert composer.coach.get_by_role("button", name="کپی متن پیشنهادی").is_visible()
    assert (composer.area.text_content() or "").replace("\u00a0", " ") == "نمیشه و "
    return composer


def test_a_host_that_refuses_the_words_keeps_its_own(page: Page, coach: FakeCoach) -> None:
    refused(
        page,
        coach,
        "(area) => area.addEventListener('beforeinput', (event) => event.preventDefault())",
    )


def test_what_the_host_makes_something_else_of_is_undone(page: Page, coach: FakeCoach) -> None:
    refused(
        page,
        coach,
        """(area) => area.addEventListener("input", () => {
          setTimeout(() => document.execCommand("insertText", false, "!"), 5);
        }, { once: true })""",
    )
