"""Where a word of a textarea really is: what changes on the screen when it is selected."""

from __future__ import annotations

import base64

from playwright.sync_api import Page

from tests.browser.composer import Box, Composer

# Runs in a blank page: the bounding box of what became selected from one picture to the other.
DIFFERENCE = """async ([one, other]) => {
  const pixels = await Promise.all([one, other].map(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const brush = canvas.getContext("2d");
    brush.drawImage(image, 0, 0);
    return brush.getImageData(0, 0, image.width, image.height);
  }));
  const [{ data: a, width, height }, { data: b }] = pixels;
  // The colour of `::selection` in composer.css.
  const isSelected = (data, at) =>
    Math.abs(data[at] - 128) + Math.abs(data[at + 1] - 160) + Math.abs(data[at + 2] - 255) < 30;
  const box = { left: width, top: height, right: 0, bottom: 0 };
  for (let at = 0; at < a.length; at += 4) {
    if (!isSelected(b, at) || isSelected(a, at)) continue;
    const x = (at / 4) % width;
    const y = Math.floor(at / 4 / width);
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x + 1);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y + 1);
  }
  return box;
}"""

HIDE = "(coach, hidden) => { coach.shadowRoot.querySelector('.layer').hidden = hidden; }"
SELECT = "(area, [start, end]) => area.setSelectionRange(start, end)"


def screen(page: Page) -> str:
    """A picture of the window."""
    return base64.b64encode(page.screenshot(caret="hide")).decode()


def selected_box(composer: Composer, blank: Page, start: int, end: int) -> Box:
    """The box that the browser itself paints behind a selected stretch (UTF-16, one line)."""
    top = composer.area.evaluate("(area) => area.scrollTop")
    composer.coach.evaluate(HIDE, True)
    composer.area.evaluate("(area) => area.focus({ preventScroll: true })")
    pictures: list[str] = []
    for stretch in ((start, start), (start, end)):
        composer.area.evaluate(SELECT, list(stretch))
        composer.area.evaluate("(area, top) => { area.scrollTop = top; }", top)
        composer.page.wait_for_timeout(60)
        pictures.append(screen(composer.page))
    composer.coach.evaluate(HIDE, False)
    found = blank.evaluate(DIFFERENCE, pictures)
    return Box(found["left"], found["top"], found["right"], found["bottom"])
