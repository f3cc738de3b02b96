"""The list of phrases: opened by key, typed in, walked, put in through the composer's own undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.composer import Composer
from tests.browser.desk import Desk, bundle_editors
from tests.browser.fake_coach import FakeCoach
from tests.browser.test_safety import serious

WAIT = "پنج دقیقه بهم فرصت بدین."
UNTIL = "تا ساعت {ساعت} خبرتون می‌کنم."
SORRY = "ببخشید که طول کشید."

PATIENCE = 30_000
"""Milliseconds for a real coach on a machine that does other work."""


@pytest.fixture(autouse=True)
def phrases(coach: FakeCoach) -> None:
    """Three phrases, one of them with a blank."""
    coach.phrases = [WAIT, UNTIL, SORRY]


def options(composer: Composer) -> Locator:
    return composer.coach.get_by_role("option")


def chosen(composer: Composer) -> str:
    """The text of the option that the field says is active."""
    active = composer.coach.get_by_role("combobox").get_attribute("aria-activedescendant")
    option = composer.coach.locator(f"#{active}")
    assert option.get_attribute("aria-selected") == "true"
    return option.locator("span").inner_text()


def opened(composer: Composer, key: str = "Control+/") -> Composer:
    composer.press(key)
    expect(composer.coach.get_by_role("combobox")).to_be_focused()
    expect(options(composer)).to_have_count(3)
    return composer


def test_opened_typed_walked_and_put_in_by_key(composer: Composer, coach: FakeCoach) -> None:
    composer.type("سلام")
    opened(composer)
    assert chosen(composer) == WAIT
    composer.press("ArrowDown", "ArrowDown")
    assert chosen(composer) == SORRY
    composer.press("ArrowDown", "ArrowUp", "ArrowUp")
    assert chosen(composer) == UNTIL
    composer.page.keyboard.type("طول")
    expect(options(composer)).to_have_count(1)
    composer.press("Enter")
    composer.until(lambda: composer.text == f"سلام {SORRY}")
    assert composer.has_focus and not shown(composer)
    composer.page.keyboard.type(" ممنون")
    assert composer.text == f"سلام {SORRY} ممنون"
    seen = [composer.press("Control+z").text for _ in range(10)]
    assert f"سلام {SORRY}" in seen, "what was typed behind it goes first"
    assert seen[seen.index(f"سلام {SORRY}") :][1:3] == ["سلام", "سلا"], "then the phrase at once"
    assert composer.has_focus and not shown(composer)
    (used,) = coach.of_type("feedback")
    assert (used["rule"], used["finding"], used["outcome"]) == ("phrase", "phrase-2", "applied")


def shown(composer: Composer) -> bool:
    return composer.coach.locator(".phrases").is_visible()


def test_where_it_goes_and_what_is_selected(composer: Composer) -> None:
    opened(composer.type("پس ")).press("ArrowDown", "Enter")
    composer.until(lambda: composer.text == f"پس {UNTIL}")
    composer.page.keyboard.type("۵")
    assert composer.text == "پس تا ساعت ۵ خبرتون می‌کنم.", "the first blank is written over"
    composer.press("Control+a", "Delete")
    composer.type("اول،آخر").press(*["ArrowRight"] * 3)
    opened(composer).press("Enter")
    composer.until(lambda: composer.text == f"اول، {WAIT} آخر")
    composer.press("Control+z")
    assert composer.text == "اول،آخر"


def test_ways_to_leave_it(composer: Composer) -> None:
    opened(composer.type("")).press("Escape")
    composer.type("سلام").press("ArrowRight")
    opened(composer)
    composer.page.keyboard.type("تا")
    composer.press("Escape")
    assert composer.has_focus and not shown(composer)
    composer.page.keyboard.type("x")
    assert composer.text == "سلاxم", "the caret is where it was"
    opened(composer).page.keyboard.type("زرافه")
    expect(options(composer)).to_have_count(0)
    expect(composer.coach.locator(".phrases").get_by_role("status")).to_contain_text("پیدا نشد")
    composer.press("Enter")
    composer.page.get_by_role("heading").click()
    assert not shown(composer) and composer.text == "سلاxم"


def test_a_press_or_a_tap_and_a_key_of_the_hosts_choice(composer: Composer) -> None:
    button = composer.coach.get_by_role("button", name="جمله‌های آماده")
    composer.type("سلام")
    button.click()
    expect(options(composer)).to_have_count(3)
    options(composer).nth(2).click()
    composer.until(lambda: composer.text == f"سلام {SORRY}")
    assert composer.has_focus
    say = "(coach, key) => coach.setAttribute('phrases-key', key)"
    composer.coach.evaluate(say, "Alt+p")
    composer.press("Control+/")
    assert not shown(composer)
    opened(composer, "Alt+p").press("Escape")
    composer.coach.evaluate(say, "")
    composer.press("Alt+p", "Control+/")
    assert not shown(composer)
    expect(button).to_be_hidden()


def test_an_answer_that_was_overtaken_is_dropped(composer: Composer, coach: FakeCoach) -> None:
    opened(composer.type("سلام"))
    (first, *_) = coach.of_type("phrases")
    late = {"type": "offers", "id": first["id"], "conversation": "c-1", "offers": []}
    coach.deaf = True
    composer.page.keyboard.type("طول")
    composer.press("Enter")
    assert composer.text == "سلام", "the list is that of other words"
    coach.deaf = False
    composer.press("Backspace")
    composer.page.keyboard.type("ل")
    expect(options(composer)).to_have_count(1)
    coach.tell(late)
    composer.pause(150)
    assert options(composer).count() == 1


@pytest.mark.parametrize("dark", [False, True])
def test_with_the_real_coach_by_key_alone(
    page: Page, real_coach: str, root: Path, dark: bool
) -> None:
    page.emulate_media(color_scheme="dark" if dark else "light")
    page.goto(real_coach)
    composer = Composer(page).when_ready()
    composer.until(lambda: composer.has_focus)
    box = composer.coach.get_by_role("combobox")

    def opened_and_stays() -> bool:
        # The demo's talk begins by itself, which shuts a list that was opened before it.
        if not box.is_visible():
            page.keyboard.press("Control+/")
            composer.pause(400)
        return box.is_visible()

    composer.until(opened_and_stays)
    expect(box).to_be_focused(timeout=PATIENCE)
    page.keyboard.type("عذرخواهی دیر رسیدن")
    expect(options(composer).first).to_contain_text("دیر رسیدن سفارش", timeout=PATIENCE)
    assert serious(page, root) == []
    page.keyboard.press("Enter")
    composer.until(lambda: "عذر می‌خوام" in composer.text)
    assert "{" not in composer.text and composer.has_focus


@pytest.mark.parametrize("editor", ["prosemirror", "lexical"])
def test_in_the_editors_of_others(page: Page, coach: FakeCoach, editor: str) -> None:
    """At the caret, through the editor's own model; its undo takes it back."""
    bundle_editors()
    desk = Desk(page, editor, coach)
    desk.open()
    desk.type("سلام آخر")
    desk.press(*["ArrowRight"] * 4)
    opened(desk.pause(200)).press("ArrowDown", "Enter")
    desk.until(lambda: desk.text == f"سلام {UNTIL} آخر")
    desk.pause(200)
    page.keyboard.type("۹")
    desk.until(lambda: desk.text == "سلام تا ساعت ۹ خبرتون می‌کنم. آخر")
    for _ in range(6):
        if desk.text == "سلام آخر":
            break
        desk.press("Control+z").pause(120)
    assert desk.text == "سلام آخر"
