"""A tool of somebody else's, stood in for by a page, with the widget attached by a script tag."""

from __future__ import annotations

from typing import Self

from playwright.sync_api import Page

from tests.browser.composer import Composer
from tests.browser.desk import WORD_BOXES, bundle_editors
from tests.browser.fake_coach import FakeCoach, utf16
from tests.browser.pixels import selected_box

FIELDS = {"rocketchat", "own"}
COMPOSERS = "textarea, [contenteditable=true]"


class StandIn(Composer):
    """The stand-in `host`, with its conversation 41 open."""

    def __init__(self, page: Page, coach: FakeCoach, host: str) -> None:
        super().__init__(page)
        self.fake = coach
        self.host = host
        self.area = page.locator("#host").locator(COMPOSERS).locator("visible=true")
        self.coach = page.locator("draft-coach")

    def open(self, more: str = "") -> Self:
        """Opens the page and waits until tool and coach are there."""
        if self.host not in FIELDS:
            bundle_editors()
        self.page.goto(self.fake.url(f"hosts/{self.host}.html{more}"))
        self.page.locator("html[data-ready]").wait_for(state="attached")
        self.coach.wait_for(state="attached")
        return self.when_ready()

    def does(self, what: str, *arguments: object) -> Self:
        """The tool does something: `open`, `receive`, `note`."""
        script = "([what, given]) => window.standin[what](...given)"
        self.page.evaluate(script, [what, list(arguments)])
        return self

    def type(self, text: str, delay: float = 0) -> Self:
        """Types at the end of the draft."""
        self.area.evaluate("(area) => area.focus()")
        self.press("Control+End").page.keyboard.type(text, delay=delay)
        return self

    @property
    def text(self) -> str:
        """The draft, as the tool has it."""
        return self.page.evaluate("window.standin.text()")

    @property
    def told(self) -> list[str]:
        """The drafts that the coach was told of, in the conversation that is open."""
        return [event["text"] for event in self.fake.of_type("draft")]

    def opened(self) -> tuple[str, str | None, list[tuple[str, str]]]:
        """The conversation as it was last told: its id, the customer, author and text."""
        nothing = {"conversation": "", "customer": {"name": None}, "messages": []}
        event = [nothing, *self.fake.of_type("conversation")][-1]
        said = [(one["author"], one["text"]) for one in event["messages"]]
        return event["conversation"], event["customer"]["name"], said

    def off_by(self, finding: str, draft: str, word: str) -> float:
        """How far, in pixels, a mark lies beside its word."""
        (mark,) = self.boxes(finding)
        if self.host not in FIELDS:
            (box,) = self.area.evaluate(WORD_BOXES, word)
            return max(abs(mark.left - box["left"]), abs(mark.right - box["right"]))
        blank = self.page.context.new_page()
        start = utf16(draft[: draft.index(word)])
        painted = selected_box(self, blank, start, start + utf16(word))
        blank.close()
        return max(abs(mark.left - painted.left), abs(mark.right - painted.right))
