"""The scenarios in the editors of others, at their current releases.

`make test` runs a quarter of the cells, spread so that every editor and every scenario is met, half
of a day in a chat tool in two editors, and one short random sequence in some. `make conformance`
runs them all (`CELLS=all`), `make sequences` the long random sequences (`SEQUENCES`, how many in
each editor).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.conformance import EVERY, KNOWN, Cell, cells
from tests.browser.conftest import scripted_coach
from tests.browser.desk import NAMES, Desk, bundle_editors
from tests.browser.life import LIFE
from tests.browser.random_desk import sequence

SPREAD = 1 if os.environ.get("CELLS") == "all" else 4
SEQUENCES = int(os.environ.get("SEQUENCES", "1"))
ROUNDS = 10 if SEQUENCES == 1 else 25
SEQUENCED = ["textarea", "contenteditable", "prosemirror", "quill", "lexical"]


# Half of a day in a chat tool is gone through in these; all of it, and the others, with all cells.
DAYS = {"textarea": 0, "prosemirror": 2}


def chosen() -> list[Cell]:
    """The cells to run, one editor after the other."""
    names = [one.__name__ for one in EVERY]
    days = {one.__name__ for one in LIFE}

    def runs(editor: str, scenario: str) -> bool:
        if SPREAD > 1 and scenario in days:
            return DAYS.get(editor) == names.index(scenario) % SPREAD
        return (NAMES.index(editor) + names.index(scenario)) % SPREAD == 0

    return [(editor, scenario) for editor, scenario in cells() if runs(editor, scenario)]


class Desks:
    """The page of one editor at a time, and what its console complained of."""

    def __init__(self, browser: Browser) -> None:
        bundle_editors()
        self.told: list[str] = []
        self._coach = scripted_coach()
        self._coach.start()
        self._context = browser.new_context(
            viewport={"width": 900, "height": 900},
            reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
        )
        told = self.told
        self._context.on(
            "console", lambda one: told.append(one.text) if one.type == "error" else None
        )
        self._context.on("weberror", lambda error: told.append(str(error.error)))
        self._page = self._context.new_page()
        self._desk: Desk | None = None

    def desk(self, editor: str) -> Desk:
        """The editor, empty, in a conversation of its own."""
        if self._desk is None or self._desk.name != editor:
            self._desk = Desk(self._page, editor, self._coach)
        self._coach.hold = lambda _event: False
        if not self._desk.is_open:
            self._desk.open()
        self._desk.fresh()
        self.told.clear()
        return self._desk

    def close(self) -> None:
        """Lets all go."""
        self._context.close()
        self._coach.stop()


@pytest.fixture(scope="module")
def desks(browser: Browser) -> Iterator[Desks]:
    """The editors, one at a time."""
    desks = Desks(browser)
    yield desks
    desks.close()


def run(desks: Desks, editor: str, what: Callable[[Desk], object]) -> None:
    """Does something in an editor; nothing may be complained of. After a failure it opens anew."""
    desk = desks.desk(editor)
    try:
        what(desk)
        assert desks.told == []
    except BaseException:
        desk.is_open = False
        raise


@pytest.mark.parametrize(("editor", "scenario"), chosen())
def test_editor(desks: Desks, editor: str, scenario: str, request: pytest.FixtureRequest) -> None:
    if reason := KNOWN.get((editor, scenario)):
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))
    run(desks, editor, next(one for one in EVERY if one.__name__ == scenario))


@pytest.mark.parametrize("seed", range(SEQUENCES))
@pytest.mark.parametrize("editor", SEQUENCED if SEQUENCES == 1 else NAMES)
def test_nothing_is_lost_and_nothing_doubled(desks: Desks, editor: str, seed: int) -> None:
    def in_it(desk: Desk) -> None:
        assert sequence(desk, seed, ROUNDS) > 0

    run(desks, editor, in_it)
