"""The browser extension, unpacked in Chromium: its options, and a page that lets nobody in."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import FLAGS, NAMES, scripted_coach
from tests.browser.desk import NAMES as EDITORS
from tests.browser.desk import WORD_BOXES, Desk, bundle_editors
from tests.browser.extended import Behind, chromium_with_extension
from tests.browser.fake_coach import EDITORS_CSP, FakeCoach
from tests.browser.test_safety import serious

DOCUMENTS = ("embedding.md", "embedding.fa.md")
TOKEN = "a-secret-token-of-the-agent"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "require-trusted-types-for 'script'; sandbox allow-scripts allow-same-origin"
)
PAGE = """<!doctype html><html lang="fa" dir="rtl"><meta charset="utf-8">
<script src="/hostile.js"></script>
<section class="chat" data-id="c-42"><h1>سارا احمدی</h1>
<ul><li id="m-1" class="theirs">سلام، بسته من نرسیده</li></ul>
<div class="write"><div contenteditable="true" dir="auto"></div></div></section>"""
EDITOR = """<!doctype html><html lang="fa" dir="rtl"><meta charset="utf-8">
<link rel="stylesheet" href="/desk.css"><script type="module" src="/desk.js"></script>
<section class="chat" data-id="c-9" data-coach="on"><div id="reply" class="place"></div></section>
"""
HOSTILE = Path(__file__).parent / "pages" / "hostile.js"
SITE = {
    "composer": ".write [contenteditable], #reply",
    "conversation": ".chat",
    "conversationAttribute": "data-id",
    "customer": ".chat h1",
    "messages": ".chat li",
    "messageId": "id",
    "authorCustomer": ".theirs",
    "note": ".chat.note",
}


def test_the_policy_of_the_documents(root: Path) -> None:
    """It is JSON, its keys are in the schema, and its twin in Persian is the same."""
    schema = json.loads((root / "extension" / "managed-schema.json").read_text(encoding="utf-8"))
    known = schema["properties"]
    policies = [
        re.search(r"^```json policy\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        for text in ((root / "docs" / name).read_text(encoding="utf-8") for name in DOCUMENTS)
    ]
    first, second = (json.loads(found[1]) for found in policies if found)
    assert first == second
    assert set(first) <= set(known)
    for site in first["sites"]:
        assert set(site) <= set(known["sites"]["items"]["properties"])


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeCoach]:
    """A coach that serves the page under its policy, too."""
    coach = scripted_coach()
    coach.pages = {
        "/tool": (PAGE, "text/html; charset=utf-8", POLICY),
        "/hostile.js": (HOSTILE.read_text(encoding="utf-8"), "text/javascript", POLICY),
        "/favicon.ico": ("", "image/x-icon", POLICY),
        "/editor": (EDITOR, "text/html; charset=utf-8", EDITORS_CSP),
        "/token": (TOKEN, "text/plain", POLICY),
    }
    coach.start()
    yield coach
    coach.stop()


@pytest.fixture(scope="module")
def extended(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[BrowserContext, str]]:
    """The window, and the extension's address."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    folder = tmp_path_factory.mktemp("extension")
    with chromium_with_extension(browser.browser_type, found, FLAGS, folder) as made:
        yield made


@pytest.fixture(scope="module")
def ready(extended: tuple[BrowserContext, str], fake: FakeCoach) -> tuple[BrowserContext, str]:
    """The same, set up for the page of the tool."""
    context, address = extended
    page = context.new_page()
    set_up(page, address, fake, SITE)
    page.close()
    return extended


def until(page: Page, holds: Callable[[], bool]) -> None:
    for _ in range(250):
        if holds():
            return
        page.wait_for_timeout(20)
    raise AssertionError("not within 5 s")


def set_up(page: Page, address: str, coach: FakeCoach, site: dict[str, str]) -> None:
    """A lead sets up one site by hand."""
    page.goto(f"{address}options.html")
    page.get_by_label("نشانی خط").fill(f"ws://127.0.0.1:{coach.port}/v1/ws")
    page.get_by_label("نشانی گرفتن توکن").fill(coach.url("token"))
    if page.locator(".site").count() == 0:
        page.get_by_label("نشانی سایت").fill(f"http://127.0.0.1:{coach.port}/desk?x=1")
        page.get_by_role("button", name="افزودن").click()
    for key, value in site.items():
        page.locator(f"[id^=site-][id$='-{key}']").fill(value)
    page.get_by_role("button", name="ذخیره").click()
    page.get_by_role("status").get_by_text("ذخیره شد").wait_for()


@pytest.fixture
def tool(ready: tuple[BrowserContext, str], fake: FakeCoach) -> Iterator[Page]:
    """The page of the tool, the extension set up for it."""
    page = ready[0].new_page()
    fake.received.clear()
    page.goto(fake.url("tool"))
    yield page
    page.close()


def test_it_is_set_up_in_its_options(
    extended: tuple[BrowserContext, str], fake: FakeCoach, root: Path
) -> None:
    context, address = extended
    page = context.new_page()
    page.goto(f"{address}options.html")
    page.get_by_label("نشانی خط").fill("http://coach.example")
    page.get_by_role("button", name="ذخیره").click()
    page.get_by_role("status").get_by_text("نشانی خط باید").wait_for()
    page.reload()
    set_up(page, address, fake, SITE)
    assert page.get_by_text("مرورگر اجازه داده").is_visible()
    page.get_by_role("button", name="امتحان خط").click()
    page.get_by_role("status").get_by_text("خط برقرار است").wait_for()
    page.emulate_media(color_scheme="dark")
    assert serious(page, root) == []
    page.emulate_media(color_scheme="light")
    # By key alone: the language, and on to the first field.
    page.get_by_role("button", name="English").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Where to coach").wait_for()
    assert serious(page, root) == []
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "server"
    page.close()


def test_a_draft_is_coached_where_the_page_lets_nobody_in(tool: Page, fake: FakeCoach) -> None:
    composer = tool.locator("[contenteditable]")
    behind = Behind(tool)
    until(tool, lambda: behind.roots() == ["closed"])
    until(tool, lambda: bool(fake.of_type("conversation")))
    told = fake.of_type("conversation")[-1]
    assert (told["conversation"], told["customer"]) == ("c-42", {"name": "سارا احمدی"})
    assert [one["text"] for one in told["messages"]] == ["سلام، بسته من نرسیده"]

    composer.click()
    tool.keyboard.type("سلام، نمیشه و ", delay=10)
    until(tool, lambda: len(behind.of_class("mark")) == 1)
    (mark,) = behind.boxes("mark")
    (word,) = composer.evaluate(WORD_BOXES, "نمیشه")
    assert abs(mark.left - word["left"]) <= 2 and abs(mark.right - word["right"]) <= 2
    until(tool, lambda: bool(behind.of_class("card")))
    tool.keyboard.press("Alt+Enter")
    tool.keyboard.press("Enter")
    until(tool, lambda: composer.inner_text().strip() == "سلام، راه دیگری داریم و")
    tool.keyboard.press("Control+z")
    until(tool, lambda: composer.inner_text().strip() == "سلام، نمیشه و")

    tool.evaluate("document.querySelector('.chat').classList.add('note')")
    until(tool, lambda: behind.of_class("mark") == [])


@pytest.mark.parametrize("editor", EDITORS if os.environ.get("CELLS") == "all" else ["lexical"])
def test_an_editor(tool: Page, fake: FakeCoach, editor: str) -> None:
    """From its own world the widget writes into editors as it does from the page's."""
    bundle_editors()
    desk, behind = Desk(tool, editor, fake), Behind(tool)
    tool.goto(fake.url(f"editor?editor={editor}"))
    tool.locator("html[data-ready]").wait_for(state="attached")
    until(tool, lambda: bool(fake.of_type("conversation")))
    desk.type("سلام نمیشه و ").holds("سلام نمیشه و ")
    until(tool, lambda: len(behind.of_class("mark")) == 1 and bool(behind.of_class("card")))
    # What is done within one second is one step to Quill.
    desk.pause(1100 if editor == "quill" else 50)
    desk.press("Control+Home", "Alt+Enter", "Enter").holds("سلام راه دیگری داریم و ")
    desk.press("Control+z").until(lambda: desk.text == "سلام نمیشه و ")


IN_OUR_WORLD = """(async () => {
  const asked = ["local", "session", "managed"].map((area) =>
    chrome.storage[area].get(null).catch((error) => String(error)));
  return JSON.stringify(await Promise.all(asked));
})()"""


def test_the_token_is_out_of_reach(tool: Page, fake: FakeCoach) -> None:
    """Neither the page nor even the extension's own script beside it can read the token."""
    until(tool, lambda: any(one.get("token") == TOKEN for one in fake.of_type("hello")))
    tool.locator("[contenteditable]").click()
    tool.keyboard.type("نمیشه و ", delay=10)
    until(tool, lambda: len(Behind(tool).of_class("mark")) == 1)
    loot = tool.evaluate("loot()")
    assert "سارا" in loot  # It does look around.
    assert TOKEN not in loot
    assert "/v1/ws" not in loot
    assert tool.evaluate("typeof chrome === 'undefined' || !chrome.storage")
    assert tool.evaluate("document.querySelector('section div div + div').shadowRoot") is None

    devtools = tool.context.new_cdp_session(tool)
    worlds: list[dict[str, Any]] = []
    devtools.on("Runtime.executionContextCreated", lambda event: worlds.append(event["context"]))
    devtools.send("Runtime.enable")
    (ours,) = [one for one in worlds if one["origin"].startswith("chrome-extension://")]
    asked = {"expression": IN_OUR_WORLD, "contextId": ours["id"], "awaitPromise": True}
    answer = devtools.send("Runtime.evaluate", asked)["result"]["value"]
    assert TOKEN not in answer and "Access to storage is not allowed" in answer


def test_it_is_quiet_where_it_is_off(
    ready: tuple[BrowserContext, str], fake: FakeCoach, tool: Page
) -> None:
    """Switched off, it leaves the page that is open; and another page never sees it."""
    context, address = ready
    behind = Behind(tool)
    until(tool, lambda: behind.roots() == ["closed"])
    options = context.new_page()
    options.goto(f"{address}options.html")
    options.get_by_label("روشن").uncheck()
    options.get_by_role("button", name="ذخیره").click()
    until(tool, lambda: behind.roots() == [])
    fake.received.clear()
    tool.goto(fake.url("tool"))
    tool.locator("[contenteditable]").click()
    tool.keyboard.type("نمیشه و ", delay=5)
    tool.wait_for_timeout(400)
    assert (fake.received, behind.roots()) == ([], [])
    options.get_by_label("روشن").check()
    options.get_by_role("button", name="ذخیره").click()
    # A page that is open already is coached without being loaded anew.
    until(tool, lambda: Behind(tool).roots() == ["closed"])
    options.close()
