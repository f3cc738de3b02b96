"""Chromium, the scripted coach, the real coach, and a composer to type in."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.composer import Composer
from tests.browser.fake_coach import FakeCoach, Remark, reminder
from tests.serving import coach_serving, plain_environment

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the one that `CHROMIUM` names, else one on the PATH, else Playwright's own."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A window of its own, light, no motion."""
    context = browser.new_context(
        viewport={"width": 900, "height": 760}, color_scheme="light", reduced_motion="reduce"
    )
    yield context
    context.close()


@pytest.fixture
def complaints(context: BrowserContext) -> Iterator[list[str]]:
    """What the console complained of. A test that expects a complaint takes it out."""
    told: list[str] = []
    context.on("console", lambda line: told.append(line.text) if line.type == "error" else None)
    context.on("weberror", lambda error: told.append(str(error.error)))
    yield told
    assert told == []


@pytest.fixture
def page(context: BrowserContext, complaints: list[str]) -> Page:
    """A page that fails its test when the console complains."""
    return context.new_page()


def scripted_coach() -> FakeCoach:
    """A coach that minds four words and two reminders; not started yet."""
    return FakeCoach(
        words={
            "نمیشه": Remark("blunt-refusal", "error", replacements=("راه دیگری داریم", "")),
            "باید": Remark("commanding", "warning", replacements=("ممکن است",)),
            "deadline": Remark("jargon", "hint"),
            "میاد": Remark("hold-without-time", "hint", show="pause"),
        },
        reminders=[
            reminder("missing-offer", "کمک دیگری پیشنهاد کنید.", " اگر سؤالی بود در خدمتم."),
            reminder("missing-name", "نام مشتری را بنویسید.", "سارا جان، ", 0),
        ],
        tone=-0.6,
    )


@pytest.fixture
def coach() -> Iterator[FakeCoach]:
    """The scripted coach, serving."""
    coach = scripted_coach()
    coach.start()
    yield coach
    coach.stop()


@pytest.fixture
def composer(page: Page, coach: FakeCoach) -> Composer:
    """The composer of the test page, its coach ready."""
    page.goto(coach.url("composer.html"))
    return Composer(page).when_ready()


@pytest.fixture(scope="session")
def real_coach(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real coach, serving the demo."""
    folder = tmp_path_factory.mktemp("coach")
    own = plain_environment(PYTHONPATH=str(root), XDG_DATA_HOME=str(folder))
    with coach_serving([sys.executable, "-m", "app", "serve"], folder, own) as address:
        yield address
