"""Makes the picture of the README: the demo in Chromium, with a draft typed and a card open.

Usage: python -m scripts.picture CHROMIUM PICTURE.png (`make picture`)
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

from tests.serving import coach_serving, plain_environment

ROOT = Path(__file__).resolve().parent.parent
DRAFT = "سلام، نمی‌دونم بسته کجاست. باید صبر کنید. "
SIZE = ViewportSize(width=1180, height=760)
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
]


def pose(page: Page, address: str) -> None:
    """Types the draft as an agent does, lets the coach settle, and opens the first card."""
    page.goto(address)
    page.locator("#reply").press_sequentially(DRAFT, delay=15)
    page.wait_for_timeout(1500)
    page.locator("#reply").press("Alt+Enter")
    page.wait_for_timeout(700)


def main(chromium: str, picture: str) -> None:
    """Takes the picture."""
    command = [sys.executable, "-m", "app", "serve"]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        own = plain_environment(PYTHONPATH=str(ROOT), XDG_DATA_HOME=folder)
        with coach_serving(command, Path(folder), own) as address:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            page = browser.new_page(viewport=SIZE, device_scale_factor=1.5)
            pose(page, address)
            page.screenshot(path=picture)
            browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
