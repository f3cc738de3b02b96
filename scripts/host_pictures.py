"""Makes the pictures of the widget in five tools (stand-ins): Persian, English, light, dark.

Usage: python -m scripts.host_pictures CHROMIUM FOLDER (`make picture`)
"""

from __future__ import annotations

import base64
import mimetypes
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route, ViewportSize, sync_playwright

from scripts.picture import DRAFT, FLAGS, ROOT
from tests.browser.desk import bundle_editors
from tests.serving import coach_serving, plain_environment

HOSTS = ["chatwoot", "crisp", "rocketchat", "zammad", "own"]
# The stand-ins come from no address: Chromium would not let them reach the coach on this machine.
OWN_FLAGS = ["--disable-features=LocalNetworkAccessChecks"]
LOOKS = [("fa", "light"), ("en", "light"), ("fa", "dark"), ("en", "dark")]
SIZE = ViewportSize(width=880, height=620)
TO_THE_END = """for (const one of document.querySelectorAll("#host *")) {
  if (getComputedStyle(one).overflowY === "auto") one.scrollTop = one.scrollHeight;
}"""
PAGES = ROOT / "tests" / "browser" / "pages"
EDITORS = ROOT / ".make" / "editors"
SHEET = """<style>
body { margin: 0; display: grid; grid-template-columns: 1fr 1fr; align-content: start; gap: 8px;
  padding: 8px; inline-size: fit-content; block-size: fit-content; background: #8a92a0; }
img { display: block; inline-size: 660px; }
</style>"""


def answer(route: Route) -> None:
    """Gives the stand-ins and their editors out as if the coach had them."""
    path = urlsplit(route.request.url).path
    folder, name = (EDITORS, path[8:]) if path.startswith("/editors/") else (PAGES, path)
    file = folder / name.lstrip("/")
    kind = mimetypes.guess_type(file.name)[0] or "text/plain"
    route.fulfill(body=file.read_bytes(), content_type=f"{kind}; charset=utf-8")


def pose(page: Page, address: str, look: tuple[str, str]) -> bytes:
    """Types the draft, lets the coach settle; the Persian ones have a card open."""
    lang, theme = look
    page.goto(f"{address}?lang={lang}&theme={theme}")
    page.locator("html[data-ready]").wait_for(state="attached")
    page.locator("draft-coach").wait_for(state="attached")
    page.wait_for_function("document.querySelector('draft-coach').state === 'ready'")
    composer = page.locator("#host textarea, #host [contenteditable=true]").locator("visible=true")
    composer.focus()
    page.keyboard.type(DRAFT, delay=15)
    page.wait_for_timeout(1800)
    if (lang, theme) in {("fa", "light"), ("en", "dark")}:
        page.keyboard.press("Alt+Enter")
        page.wait_for_timeout(500)
    page.evaluate(TO_THE_END)
    return page.screenshot(caret="initial")


def sheet(browser: Browser, pictures: list[bytes], target: Path) -> None:
    """Puts four pictures on one sheet."""
    page = browser.new_page(viewport=ViewportSize(width=1360, height=1000))
    sources = (base64.b64encode(one).decode() for one in pictures)
    page.set_content(SHEET + "".join(f'<img src="data:image/png;base64,{one}">' for one in sources))
    page.locator("body").screenshot(path=target)
    page.close()


def main(chromium: str, folder: Path) -> None:
    """Takes the pictures."""
    bundle_editors()
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "app", "serve"]
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        own = plain_environment(PYTHONPATH=str(ROOT), XDG_DATA_HOME=home)
        with coach_serving(command, Path(home), own) as address:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS + OWN_FLAGS)
            for host in HOSTS:
                page = browser.new_page(viewport=SIZE, reduced_motion="reduce")
                for pattern in (f"{address}/hosts/**", f"{address}/editors/**"):
                    page.route(pattern, answer)
                taken = [pose(page, f"{address}/hosts/{host}.html", look) for look in LOOKS]
                page.close()
                sheet(browser, taken, folder / f"{host}.png")
            browser.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
