"""An editor of somebody else's in a page, the widget beside it, in the words of who uses them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any, Self

from playwright.sync_api import Locator, Page

from tests.browser.composer import Box, Composer
from tests.browser.fake_coach import EDITORS, ROOT, FakeCoach

SOURCES = ROOT / "tests" / "browser" / "editors"
NAMES = [
    *("textarea", "input", "contenteditable", "prosemirror", "tiptap", "quill", "lexical"),
    *("ckeditor5", "slate", "draft-js", "codemirror6", "tinymce"),
]
FIELDS = {"textarea", "input"}

# Where a word is on the screen, by the browser's own layout of the editor's text.
WORD_BOXES = """(area, word) => {
  const walk = document.createTreeWalker(area, NodeFilter.SHOW_TEXT);
  const frame = area.ownerDocument.defaultView.frameElement;
  const at = frame ? frame.getBoundingClientRect() : { left: 0, top: 0 };
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const start = node.data.indexOf(word);
    if (start < 0) continue;
    const range = area.ownerDocument.createRange();
    range.setStart(node, start);
    range.setEnd(node, start + word.length);
    return [...range.getClientRects()].filter(({ width }) => width > 0).map((box) => ({
      left: box.left + at.left, right: box.right + at.left,
      top: box.top + at.top, bottom: box.bottom + at.top,
    }));
  }
  return [];
}"""


def bundle_editors() -> None:
    """Bundles the editors with what they are made of; only when something has changed."""
    sources = sorted(SOURCES.glob("*.js"))
    newest = max(path.stat().st_mtime for path in [*sources, ROOT / "package-lock.json"])
    made = [EDITORS / path.name for path in sources]
    if all(path.is_file() and path.stat().st_mtime > newest for path in made):
        return
    tool = ROOT / "node_modules" / ".bin" / "esbuild"
    options = [
        *("--bundle", "--format=esm", "--log-level=warning", f"--outdir={EDITORS}"),
        *('--define:process.env.NODE_ENV="production"', "--define:global=globalThis"),
    ]
    subprocess.run([tool, *map(str, sources), *options], cwd=ROOT, check=True)


class Desk(Composer):
    """The editor `name` in `#reply` of the page desk.html."""

    def __init__(self, page: Page, name: str, coach: FakeCoach) -> None:
        super().__init__(page)
        self.name = name
        self.fake = coach
        # Draft.js renders a key before it takes the next; faster than anyone types it loses some.
        self.pace = 25 if name == "draft-js" else 0
        self.area = self._area("reply")
        self.is_open = False

    def _area(self, place: str) -> Locator:
        if self.name == "tinymce":
            return self.page.frame_locator(f"#{place} iframe").locator("body")
        editable = "input:visible, textarea:visible, [contenteditable=true]"
        return self.page.locator(f"#{place}").locator(editable).first

    def open(self) -> Self:
        """Opens the page and waits until editor and coach are there."""
        self.page.goto(self.fake.url(f"desk.html?editor={self.name}"))
        self.page.locator("html[data-ready]").wait_for(state="attached")
        self.when_ready()
        self.is_open = True
        return self

    @property
    def is_field(self) -> bool:
        """Whether it is a text field and no rich text."""
        return self.name in FIELDS

    @property
    def text(self) -> str:
        """The draft as the editor's own model has it."""
        return self.page.evaluate("window.desk.reply.text()")

    @property
    def told(self) -> str | None:
        """The draft as the coach was last told of it."""
        drafts = self.fake.of_type("draft")
        return drafts[-1]["text"] if drafts else None

    def set(self, text: str) -> Self:
        """The host puts a text into the editor, in silence."""
        self.page.evaluate("(text) => window.desk.reply.set(text)", text)
        return self

    def holds(self, text: str) -> Self:
        """Waits until the editor holds this text, and the coach was told of it."""
        try:
            self.until(lambda: self.text == text, 2)
        except AssertionError:
            raise AssertionError(f"it holds {self.text!r}, not {text!r}") from None
        try:
            self.until(lambda: self.told == text or not text, 2)
        except AssertionError:
            raise AssertionError(f"the coach was told {self.told!r}, not {text!r}") from None
        return self

    def fresh(self) -> Self:
        """An empty draft in a conversation of its own, nothing marked, nothing heard."""
        self.set("").page.evaluate(
            """() => {
              const coach = document.querySelector("draft-coach");
              const conversation = `c-${Math.random()}`;
              coach.conversation({ conversation, customer: { name: null }, messages: [] });
            }"""
        )
        self.until(lambda: self.marks() == [])
        self.page.wait_for_timeout(30)
        self.fake.received.clear()
        return self

    def focus(self) -> Self:
        """Puts the caret at the end of the draft."""
        self.area.evaluate("(area) => area.focus()")
        return self

    def type(self, text: str, delay: float = 0) -> Self:
        """Types at the end of the draft, key by key."""
        self.focus().press("Control+End")
        for line, words in enumerate(text.split("\n")):
            if line:
                self.press("Enter")
            self.page.keyboard.type(words, delay=max(delay, self.pace))
        return self

    def press(self, *keys: str) -> Self:
        """Presses keys, one after the other, no faster than the editor can take."""
        for key in keys:
            self.page.keyboard.press(key)
            self.page.wait_for_timeout(self.pace)
        return self

    def paste(self, text: str) -> Self:
        """Pastes from the clipboard, at the end."""
        self.page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
        # Slate hears of the caret a tenth of a second later.
        self.focus().press("Control+End").pause(120)
        return self.press("Control+v")

    def pause(self, milliseconds: float = 800) -> Self:
        """Lets the agent rest."""
        self.page.wait_for_timeout(milliseconds)
        return self

    def apply(self, finding: str, index: int = 0) -> bool:
        """Applies a replacement; whether the widget says that it is as was meant."""
        return self.coach.evaluate("(coach, [id, at]) => coach.apply(id, at)", [finding, index])

    def word_boxes(self, word: str) -> list[Box]:
        """Where a word of a rich draft is on the screen, a box a line."""
        found: list[dict[str, Any]] = self.area.evaluate(WORD_BOXES, word)
        return [Box(**box) for box in found]

    def page_source(self) -> str:
        """The markup of the editor."""
        return self.area.evaluate("(area) => area.ownerDocument.documentElement.outerHTML")


def versions() -> dict[str, str]:
    """The release of every editor that the scenarios run in, from the lock file."""
    packages = json.loads(Path(ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    named = {
        "prosemirror": "prosemirror-view",
        "tiptap": "@tiptap/core",
        "quill": "quill",
        "lexical": "lexical",
        "ckeditor5": "@ckeditor/ckeditor5-editor-inline",
        "slate": "slate-react",
        "draft-js": "draft-js",
        "codemirror6": "@codemirror/view",
        "tinymce": "tinymce",
    }
    return {name: packages[f"node_modules/{path}"]["version"] for name, path in named.items()}
