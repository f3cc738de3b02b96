"""Marks lie on their words: compared with what the browser paints when the word is selected."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.composer import Box, Composer
from tests.browser.fake_coach import FakeCoach, Remark, utf16
from tests.browser.pixels import selected_box

DRAFT = (
    "سلام سارا جان 😀 سفارش order-2041 را دیدم؛ نمیشه زودتر فرستاد 👨‍👩‍👧 چون deadline "
    "شرکت پست تغییر کرده و باید صبر کنید. The courier said unfortunately that بسته دوم هم "
    "می‌رسه، ولی امری باشه بفرمایید 🙏🏽 تا پیگیری کنم. \n\nخط تازه: همینه که هست و تمام."
)
WORDS = ["نمیشه", "deadline", "باید", "unfortunately", "امری", "همینه"]

LAYOUTS: dict[str, dict[str, str]] = {
    "as it is": {},
    "narrow": {"width": "230px", "height": "420px"},
    "left to right": {"direction": "ltr", "width": "330px", "height": "300px"},
    "plaintext": {"unicodeBidi": "plaintext", "textAlign": "start", "height": "260px"},
    "centred": {"textAlign": "center", "width": "400px", "height": "300px"},
    "justified": {"textAlign": "justify", "width": "350px", "height": "300px"},
    "odd box": {"padding": "3px 31px 5.5px 7px", "borderWidth": "1px 9.5px 3px 2px"},
    "another font": {"font": "15px/1.35 'DejaVu Sans', sans-serif", "height": "240px"},
    "bold, spaced": {"fontWeight": "700", "letterSpacing": "1.3px", "wordSpacing": "4px"},
    "big": {"fontSize": "27px", "lineHeight": "normal", "height": "420px"},
    "indented": {"textIndent": "60px", "width": "420px", "height": "300px"},
    "always a scrollbar": {"overflowY": "scroll", "width": "350px", "height": "330px"},
    "content box": {"boxSizing": "content-box", "width": "410.5px", "height": "240px"},
    "scaled": {"transform": "scale(1.25)", "transformOrigin": "50% 100%", "width": "500px"},
    "zoomed": {"zoom": "1.5", "width": "380px", "height": "260px"},
}


@pytest.fixture
def blank(browser: Browser) -> Iterator[Page]:
    """A page without a policy, to compare pictures in."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture
def marked(composer: Composer, coach: FakeCoach) -> Composer:
    """A composer with a long mixed draft, six of its words marked."""
    coach.words = {word: Remark(f"rule-{index}") for index, word in enumerate(WORDS)}
    composer.area.evaluate("(area) => { area.style.minHeight = '240px'; }")
    composer.area.fill(DRAFT)
    composer.when_marked(*(f"rule-{index}:0" for index in range(len(WORDS))))
    return composer


def place(word: str) -> tuple[int, int]:
    """Where a word of the draft is, in UTF-16 code units."""
    start = utf16(DRAFT[: DRAFT.index(word)])
    return start, start + utf16(word)


def assert_on_word(mark: Box, word: Box, name: str) -> None:
    """The mark's sides are the word's, to 2 px; and it lies on the word's own line."""
    assert abs(mark.left - word.left) <= 2, f"{name}: {mark} {word}"
    assert abs(mark.right - word.right) <= 2, f"{name}: {mark} {word}"
    middle = (mark.top + mark.bottom) / 2
    assert word.top - 1 <= middle <= word.bottom + 1, f"{name}: {mark} {word}"


def check_words(composer: Composer, blank: Page, words: list[str]) -> None:
    """Compares the marks of words with what the browser paints behind them."""
    composer.pause(400)
    found = {word: composer.boxes(f"rule-{WORDS.index(word)}:0") for word in words}
    for word in words:
        (mark,) = found[word]
        assert_on_word(mark, selected_box(composer, blank, *place(word)), word)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_marks_lie_on_their_words(marked: Composer, blank: Page, layout: str) -> None:
    marked.area.evaluate("(area, style) => Object.assign(area.style, style)", LAYOUTS[layout])
    check_words(marked, blank, WORDS[:3] if layout != "as it is" else WORDS)


def test_marks_follow_the_scroll(marked: Composer, blank: Page) -> None:
    marked.area.evaluate(
        "(area) => { area.style.minHeight = '0'; area.style.height = '90px'; area.scrollTop = 95; }"
    )
    marked.pause(120)
    frame = marked.area.bounding_box()
    assert frame
    visible = [
        word
        for index, word in enumerate(WORDS)
        for box in marked.boxes(f"rule-{index}:0")
        if box.top > frame["y"] + 4 and box.bottom < frame["y"] + frame["height"] - 4
    ]
    assert visible
    check_words(marked, blank, visible)


def test_marks_outside_the_window_of_the_composer_are_not_seen(marked: Composer) -> None:
    marked.area.evaluate(
        "(area) => { area.style.minHeight = '0'; area.style.height = '70px'; area.scrollTop = 0; }"
    )
    marked.pause(120)
    script = """(coach) => {
      const clip = coach.shadowRoot.querySelector(".clip");
      const { top, bottom } = clip.getBoundingClientRect();
      return [getComputedStyle(clip).overflow, top, bottom];
    }"""
    overflow, top, bottom = marked.coach.evaluate(script)
    frame = marked.area.bounding_box()
    assert frame
    assert overflow == "hidden"
    assert frame["y"] <= top
    assert bottom <= frame["y"] + frame["height"]


def test_marks_follow_a_resize_and_a_moved_page(marked: Composer, blank: Page) -> None:
    marked.page.set_viewport_size({"width": 520, "height": 900})
    check_words(marked, blank, WORDS[:2])
    marked.area.evaluate("(area) => { area.style.width = '300px'; area.style.height = '430px'; }")
    check_words(marked, blank, WORDS[:2])
    marked.page.evaluate("() => { document.body.style.paddingTop = '40px'; }")
    check_words(marked, blank, WORDS[:2])


def test_marks_follow_a_font_that_comes_late(marked: Composer, blank: Page) -> None:
    marked.area.evaluate("(area) => { area.style.fontFamily = 'Late, sans-serif'; }")
    marked.pause(150)
    marked.page.evaluate(
        """async () => {
          const font = new FontFace("Late", "url(/widget/fonts/Vazirmatn.woff2)");
          document.fonts.add(await font.load());
        }"""
    )
    check_words(marked, blank, WORDS[:2])


def test_a_mark_over_two_lines_has_a_box_on_each(composer: Composer, coach: FakeCoach) -> None:
    phrase = "این جمله آن قدر بلند است که در یک خط جا نمی‌گیرد و به خط بعد می‌رود"
    coach.words = {phrase: Remark("long")}
    composer.area.evaluate("(area) => { area.style.width = '300px'; }")
    composer.area.fill(f"سلام. {phrase}. تمام")
    composer.when_marked("long:0")
    boxes = composer.boxes("long:0")
    assert len(boxes) >= 2
    assert all(one.bottom <= other.top + 6 for one, other in pairwise(boxes))


def test_severities_differ_by_more_than_colour(composer: Composer, coach: FakeCoach) -> None:
    composer.area.fill("نمیشه باید deadline ")
    composer.when_marked("blunt-refusal:0", "commanding:0", "jargon:0")
    script = """(coach) => [...coach.shadowRoot.querySelectorAll(".mark")].map((mark) => {
      const own = getComputedStyle(mark);
      const wave = getComputedStyle(mark, "::after");
      const waves = wave.content !== "none" && wave.backgroundImage !== "none";
      return `${own.borderBottomStyle} ${waves}`;
    })"""
    assert len(set(composer.coach.evaluate(script))) == 3


def test_the_card_covers_neither_the_text_nor_the_send_button(
    composer: Composer, coach: FakeCoach
) -> None:
    composer.type("نمیشه و ").when_marked("blunt-refusal:0")
    composer.press("Control+Home", "Alt+Enter")
    composer.card.wait_for()
    card, area = composer.card.bounding_box(), composer.area.bounding_box()
    send = composer.page.locator("#send").bounding_box()
    assert card and area and send
    for other in (area, send):
        apart = (
            card["y"] + card["height"] <= other["y"] or other["y"] + other["height"] <= card["y"]
        )
        assert apart
