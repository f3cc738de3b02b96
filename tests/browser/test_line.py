"""The coach is away, comes back, refuses: the composer works as if there were no widget."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.composer import Composer
from tests.browser.fake_coach import FakeCoach


@pytest.fixture
def complaints() -> list[str]:
    """A browser tells of every lost line in its console: here that is no complaint."""
    return []


def test_without_a_coach_the_composer_works_as_ever(page: Page, coach: FakeCoach) -> None:
    page.goto(coach.url("composer.html"))
    composer = Composer(page).when_ready()
    composer.type("نمیشه و ").when_marked("blunt-refusal:0")
    coach.stop()
    composer.until(lambda: composer.state == "waiting")
    composer.type("باید بنویسم و")
    composer.press("Enter", "Backspace", "Control+z", "Control+Shift+z")
    assert composer.text == "نمیشه و باید بنویسم و"
    assert "آفلاین" in (composer.coach.locator(".state").text_content() or "")
    assert composer.has_focus


def test_it_comes_back_and_tells_everything_again(page: Page, coach: FakeCoach) -> None:
    page.goto(coach.url("composer.html"))
    composer = Composer(page).when_ready()
    page.evaluate(
        """() => document.querySelector("draft-coach")
          .message({ author: "customer", text: "چی شد؟", id: "m-1" })"""
    )
    composer.type("نمیشه و ").when_marked("blunt-refusal:0")
    port = coach.port
    coach.stop()
    composer.until(lambda: composer.state == "waiting")
    composer.type("باید و ")
    coach.received.clear()
    coach.start(port)
    composer.when_marked("blunt-refusal:0", "commanding:0")
    kinds = [event["type"] for event in coach.received]
    assert kinds[:2] == ["hello", "conversation"]
    (conversation,) = coach.of_type("conversation")
    assert [message["text"] for message in conversation["messages"]] == ["چی شد؟"]
    assert coach.of_type("draft")[0]["text"] == "نمیشه و باید و "


def test_a_refused_line_is_left_alone(page: Page, coach: FakeCoach) -> None:
    page.goto(coach.url("composer.html"))
    composer = Composer(page).when_ready()
    for connection in list(coach.connections):
        connection.close(4403)
    composer.until(lambda: composer.state == "refused")
    page.wait_for_timeout(1200)
    assert len(coach.of_type("hello")) == 1
    composer.type("همچنان می‌نویسم")
    assert composer.text == "همچنان می‌نویسم"


def test_a_refused_token_is_renewed(page: Page, coach: FakeCoach) -> None:
    page.goto(coach.url("composer.html"))
    composer = Composer(page).when_ready()
    composer.coach.evaluate("(coach) => { coach.tokenSource = async () => 'fresh'; }")
    for connection in list(coach.connections):
        connection.close(4401)
    composer.until(lambda: len(coach.of_type("hello")) == 2)
    assert coach.of_type("hello")[1]["token"] == "fresh"
    composer.when_ready()


def test_leaving_the_page_closes_the_line(page: Page, coach: FakeCoach) -> None:
    page.goto(coach.url("composer.html"))
    composer = Composer(page).when_ready()
    page.goto("about:blank")
    for _ in range(100):
        if not coach.connections:
            break
        page.wait_for_timeout(20)
    assert coach.connections == []
    assert composer


def test_a_lost_outcome_is_told_again(page: Page, coach: FakeCoach) -> None:
    page.goto(coach.url("composer.html"))
    composer = Composer(page).when_ready()
    composer.type("نمیشه و ").when_marked("blunt-refusal:0")
    port = coach.port
    coach.stop()
    composer.until(lambda: composer.state == "waiting")
    composer.coach.locator(".line .take").first.click()
    assert composer.text == "راه دیگری داریم و "
    coach.received.clear()
    coach.start(port)
    composer.when_ready()
    composer.until(lambda: [event["outcome"] for event in coach.of_type("feedback")] == ["applied"])
