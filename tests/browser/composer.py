"""A composer with the widget beside it, in the words of someone who uses it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from playwright.sync_api import Locator, Page

BOXES = """(coach) => [...coach.shadowRoot.querySelectorAll(".mark")].map((mark) => {
  const { left, top, right, bottom } = mark.getBoundingClientRect();
  return { finding: mark.dataset.finding, left, top, right, bottom };
})"""


@dataclass(frozen=True)
class Box:
    """A rectangle on the screen, in CSS pixels."""

    left: float
    top: float
    right: float
    bottom: float


class Composer:
    """The textarea `#reply`, or another one, and the widget beside it."""

    def __init__(self, page: Page, name: str = "reply") -> None:
        self.page = page
        self.area = page.locator(f"#{name}")
        self.coach = page.locator(f"draft-coach[for={name}]")

    def when_ready(self) -> Self:
        """Waits until the coach has answered and the view is there."""
        self.until(lambda: self.state == "ready")
        self.coach.locator(".strip").wait_for()
        return self

    def until(self, holds: Callable[[], bool], seconds: float = 5) -> None:
        """Waits until something holds; fails if it never does."""
        for _ in range(int(seconds * 50)):
            if holds():
                return
            self.page.wait_for_timeout(20)
        raise AssertionError(f"not within {seconds} s")

    @property
    def state(self) -> str:
        """The state of the line."""
        return self.coach.evaluate("(coach) => coach.state")

    @property
    def text(self) -> str:
        """The draft."""
        return self.area.input_value()

    def type(self, text: str, delay: float = 12) -> Self:
        """Types key by key."""
        self.area.click()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(text, delay=delay)
        return self

    def press(self, *keys: str) -> Self:
        """Presses keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def pause(self, milliseconds: float = 800) -> Self:
        """Lets the agent rest: longer than the pause of 600 ms."""
        self.page.wait_for_timeout(milliseconds)
        return self

    def marks(self) -> list[str]:
        """The ids of the findings that are marked, one a mark."""
        return [box["finding"] for box in self.coach.evaluate(BOXES)]

    def boxes(self, finding: str) -> list[Box]:
        """Where the marks of a finding are on the screen."""
        found: list[dict[str, Any]] = self.coach.evaluate(BOXES)
        sides = ("left", "top", "right", "bottom")
        return [Box(*(box[side] for side in sides)) for box in found if box["finding"] == finding]

    def when_marked(self, *findings: str) -> Self:
        """Waits until these findings are marked and no others, and their card can be opened."""
        self.until(lambda: sorted(set(self.marks())) == sorted(findings))
        if findings:
            self.card.wait_for(state="attached")  # It is loaded with the first marks of a page.
        return self

    @property
    def card(self) -> Locator:
        """The card, open or not."""
        return self.coach.locator(".card")

    @property
    def lines(self) -> list[str]:
        """What is said in words under the draft."""
        return self.coach.locator(".says").all_text_contents()

    @property
    def has_focus(self) -> bool:
        """Whether the focus is in the textarea."""
        return self.area.evaluate("(area) => document.activeElement === area")
