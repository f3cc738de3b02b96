"""Chromium with the extension in it, and what of a closed shadow root only the browser can see."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, BrowserType, CDPSession, Page

from scripts.make_extension import assemble
from tests.browser.composer import Box

Node = dict[str, Any]


@contextmanager
def chromium_with_extension(
    kind: BrowserType, chromium: str | None, flags: list[str], folder: Path
) -> Iterator[tuple[BrowserContext, str]]:
    """A window with the extension, and its address.

    The browser's own question whether a site is allowed cannot be answered here: the copy under
    test has this machine's address allowed from the start. Everything else is as it is shipped.
    """
    made = folder / "extension"
    assemble(made)
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    manifest["host_permissions"] = ["http://127.0.0.1/*"]
    (made / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    context = kind.launch_persistent_context(
        folder / "profile",
        executable_path=chromium,
        headless=False,
        viewport={"width": 900, "height": 760},
        reduced_motion="reduce",
        args=[
            *flags,
            *("--headless=new", f"--load-extension={made}", f"--disable-extensions-except={made}"),
            "--disable-features=DisableLoadExtensionCommandLineSwitch",
        ],
        ignore_default_args=["--disable-extensions"],
    )
    workers = context.service_workers or [context.wait_for_event("serviceworker")]
    yield context, workers[0].url.removesuffix("background.js")
    context.close()


class Behind:
    """What is drawn in closed shadow roots of a page."""

    def __init__(self, page: Page) -> None:
        self.devtools: CDPSession = page.context.new_cdp_session(page)

    def _nodes(self) -> list[Node]:
        asked = {"depth": -1, "pierce": True}
        waiting: list[Node] = [self.devtools.send("DOM.getDocument", asked)["root"]]
        found: list[Node] = []
        while waiting:
            node = waiting.pop()
            found.append(node)
            waiting += [*node.get("children", []), *node.get("shadowRoots", [])]
        return found

    def roots(self) -> list[str]:
        """The kinds of shadow roots of the page's own elements: `open`, `closed`."""
        return [
            root["shadowRootType"] for node in self._nodes() for root in node.get("shadowRoots", [])
        ]

    def of_class(self, name: str) -> list[Node]:
        """The elements that have a class."""

        def has(node: Node) -> bool:
            given = node.get("attributes", [])
            own = dict(zip(given[::2], given[1::2], strict=True))
            return name in own.get("class", "").split()

        return [node for node in self._nodes() if has(node)]

    def boxes(self, name: str) -> list[Box]:
        """Where they are."""
        asked = [{"nodeId": node["nodeId"]} for node in self.of_class(name)]
        quads = [self.devtools.send("DOM.getBoxModel", one)["model"]["border"] for one in asked]
        return [Box(min(q[::2]), min(q[1::2]), max(q[::2]), max(q[1::2])) for q in quads]
