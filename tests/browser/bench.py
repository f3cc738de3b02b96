"""The workbench in the words of a lead who uses it."""

from __future__ import annotations

from typing import Self

from playwright.sync_api import Locator, Page

SLOW = 60_000
"""Milliseconds: the first answer waits for the rules to be read."""


class Bench:
    """The page `/lead`."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        page.set_default_timeout(SLOW)
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(f"{address}/lead")

    def ready(self) -> Self:
        """Waits for the rules."""
        self.page.locator(".rule-item").first.wait_for()
        return self

    @property
    def listed(self) -> list[str]:
        return self.page.locator(".rule-item bdi").all_text_contents()

    @property
    def editor(self) -> Locator:
        return self.page.locator(".code-text")

    def card(self, rule: str) -> Self:
        """Opens the card of a rule."""
        self.page.locator(".rule-item", has=self.page.get_by_text(rule, exact=True)).click()
        self.page.locator(".card-head h2", has_text=rule).wait_for()
        return self

    def press(self, name: str, within: str = "#bench") -> Self:
        """Presses a button."""
        self.page.locator(within).get_by_role("button", name=name, exact=True).click()
        return self

    def open(self, file: str) -> Self:
        """Opens a file of the team."""
        self.page.locator(".file-item", has_text=file).click()
        self.editor.wait_for()
        return self

    def write(self, text: str) -> Self:
        """Replaces the text in the editor, as by pasting."""
        self.editor.fill(text)
        return self

    def fine(self) -> Self:
        """Waits until nothing is wrong with the text."""
        self.page.locator(".problems-title.good").wait_for()
        return self

    def wrong(self) -> list[str]:
        """Waits until something is wrong, and tells what."""
        self.page.locator(".problems-title.bad").wait_for()
        return self.page.locator(".problems .what").all_text_contents()

    def test(self) -> Self:
        """Tests the edit."""
        self.page.click("#test")
        self.page.locator(".results h3").wait_for()
        return self

    def publish(self, author: str = "مینا", note: str = "") -> Self:
        """Signs and publishes what was tested."""
        self.page.fill("#author", author)
        self.page.fill("#note", note)
        # What was told of the publication before this one is no word of this one.
        self.page.evaluate("document.getElementById('notice').replaceChildren()")
        self.page.click("#publish")
        return self

    def published(self) -> Self:
        """Waits for the word that it is live."""
        self.page.locator("#notice", has_text="منتشر شد").wait_for()
        return self

    def try_draft(self, draft: str, customer: str = "") -> Self:
        """Plays customer and agent on the scratch pad."""
        if customer:
            self.page.fill("#pad-says", customer)
            self.page.press("#pad-says", "Enter")
        self.page.fill("#pad-draft", draft)
        return self

    def fires(self, rule: str, edited: bool = False, held: bool = False) -> Locator:
        """The line of the trace that tells that a rule fires, or almost did."""
        column = ".traces.edited" if edited else ".traces:not(.edited)"
        item = self.page.locator(f"{column} .{'held' if held else 'fires'} li")
        return item.filter(has=self.page.locator(".rule-id", has_text=rule))
