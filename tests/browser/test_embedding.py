"""The examples of docs/embedding.md, in pages of another origin than the coach's."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.composer import Composer
from tests.browser.conformance import DOCUMENTS, table
from tests.browser.fake_coach import ROOT, FakeCoach, Remark

DOCUMENT = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")
TWIN = (ROOT / "docs" / "embedding.fa.md").read_text(encoding="utf-8")
COACH = "127.0.0.1:8000"


def examples(document: str, kind: str) -> list[str]:
    """The examples of one kind (`html page`, `js page`, `ts types`), in order."""
    return re.findall(rf"^```{kind}\n(.*?)^```", document, re.MULTILINE | re.DOTALL)


HTML = examples(DOCUMENT, "html page")
SCRIPTS = examples(DOCUMENT, "js page")
(POLICY,) = examples(DOCUMENT, "text")
HEAD = '<!doctype html><script type="module" src="http://127.0.0.1:8000/widget/define.js"></script>'


def open_page(page: Page, coach: FakeCoach, html: str, script: str = "") -> None:
    """Opens a page of another origin with that markup, the script as `desk.js`, and the policy."""
    here = f"127.0.0.1:{coach.port}"
    policy = " ".join(POLICY.split()).replace(COACH, here)
    texts = {
        "/desk": (html, "text/html; charset=utf-8"),
        "/desk.js": (script, "text/javascript"),
        "/coach-token": ("fresh", "text/plain"),
        "/favicon.ico": ("", "image/x-icon"),
    }
    coach.pages = {
        path: (text.replace(COACH, here), kind, policy) for path, (text, kind) in texts.items()
    }
    page.goto(f"http://localhost:{coach.port}/desk")


def test_ten_minutes(page: Page, coach: FakeCoach) -> None:
    open_page(page, coach, HTML[0], SCRIPTS[0])
    composer = Composer(page).when_ready()
    composer.type("نمیشه ").when_marked("blunt-refusal:0")
    composer.press("Alt+Enter").card.wait_for()
    composer.press("Enter")
    composer.until(lambda: composer.text == "راه دیگری داریم ")
    page.click("#send")
    composer.until(lambda: bool(coach.of_type("message")))
    assert coach.of_type("message")[0]["text"] == "راه دیگری داریم "
    told = coach.of_type("conversation")[-1]
    assert (told["conversation"], told["customer"]) == ("c-42", {"name": "سارا احمدی"})
    assert [message["text"] for message in told["messages"]] == ["سلام، بسته من نرسیده"]


def test_the_token_is_given_and_renewed(page: Page, coach: FakeCoach) -> None:
    open_page(page, coach, HTML[0], SCRIPTS[1])
    composer = Composer(page).when_ready()
    composer.until(lambda: coach.of_type("hello")[-1].get("token") == "fresh")


def test_a_composer_inside_of_what_is_named(page: Page, coach: FakeCoach) -> None:
    open_page(page, coach, HEAD + HTML[1])
    composer = Composer(page, "composer").when_ready()
    composer.area = page.locator("[contenteditable]")
    composer.type("نمیشه و ").when_marked("blunt-refusal:0")


def test_a_private_note(page: Page, coach: FakeCoach) -> None:
    open_page(page, coach, HEAD + HTML[2])
    composer = Composer(page, "composer").when_ready()
    composer.area = page.locator("[contenteditable]")
    composer.type("نمیشه و ").pause(600)
    assert (composer.marks(), coach.of_type("draft")) == ([], [])


def test_a_change_is_cancelled(page: Page, coach: FakeCoach) -> None:
    coach.words = {"نمیشه": Remark("a-rule-of-ours", replacements=("نه",))}
    open_page(page, coach, HTML[0], SCRIPTS[2])
    composer = Composer(page).when_ready()
    composer.type("نمیشه و ").when_marked("a-rule-of-ours:0")
    assert not composer.coach.evaluate("(coach) => coach.apply('a-rule-of-ours:0')")
    assert composer.text == "نمیشه و "


def test_a_script_tag_with_selectors(page: Page, coach: FakeCoach) -> None:
    open_page(page, coach, HTML[3])
    composer = Composer(page)
    composer.area, composer.coach = page.locator("textarea"), page.locator("draft-coach")
    composer.coach.wait_for(state="attached")
    composer.when_ready().type("نمیشه و ").when_marked("blunt-refusal:0")
    assert coach.of_type("hello")[0]["token"] == "fresh"
    told = coach.of_type("conversation")[-1]
    assert (told["conversation"], told["customer"]) == ("c-42", {"name": "سارا احمدی"})
    assert [one["text"] for one in told["messages"]] == ["سلام، بسته من نرسیده"]
    page.evaluate("document.querySelector('.chat').dataset.mode = 'note'")
    composer.until(lambda: composer.marks() == [])


TICKET = """<main class="content active"><div class="userInfo-name">سارا</div>
<div class="article-new"><div class="articleNewEdit-body" contenteditable></div></div></main>"""


def test_an_adapter_by_its_name(page: Page, coach: FakeCoach) -> None:
    open_page(page, coach, f"<!doctype html><link rel=icon href=/favicon.ico>{HTML[4]}{TICKET}")
    page.evaluate("location.hash = 'ticket/zoom/7'")
    composer = Composer(page)
    composer.area, composer.coach = (
        page.locator(".content > div > div"),
        page.locator("draft-coach"),
    )
    composer.coach.wait_for(state="attached")
    composer.when_ready().type("نمیشه و ").when_marked("blunt-refusal:0")
    assert coach.of_type("conversation")[-1]["conversation"] == "7"


def test_the_dashboard_app(page: Page, coach: FakeCoach, complaints: list[str]) -> None:
    """It works where no Chatwoot is around it, too; `test_hosts.py` has one around it."""
    open_page(page, coach, HTML[5])
    Composer(page).when_ready().type("نمیشه و ").when_marked("blunt-refusal:0")
    assert all("postMessage" in one for one in complaints)
    complaints.clear()


def test_the_types(tmp_path: Path) -> None:
    """The example compiles, and a mistake in it does not."""
    (example,) = examples(DOCUMENT, "ts types")
    types = (ROOT / "frontend" / "draft-coach.d.ts").read_text(encoding="utf-8")
    (tmp_path / "draft-coach.d.ts").write_text(types, encoding="utf-8")

    def compiles(source: str) -> bool:
        (tmp_path / "example.ts").write_text(source, encoding="utf-8")
        tool = ROOT / "node_modules" / ".bin" / "tsc"
        options = ["--noEmit", "--strict", "--target", "es2022", "--module", "esnext"]
        command = [tool, *options, "--moduleResolution", "bundler", "example.ts"]
        return subprocess.run(command, cwd=tmp_path, check=False).returncode == 0

    assert compiles(example)
    for mistake in ("coach?.apply(7);", 'coach?.message({ author: "x", text: "" });'):
        assert not compiles(f"{example}\n{mistake}\n")


def test_every_example_is_run() -> None:
    """And the Persian twin has the same ones."""
    assert (len(HTML), len(SCRIPTS)) == (6, 3)
    for kind in ("html page", "js page", "ts types", "text"):
        assert examples(TWIN, kind) == examples(DOCUMENT, kind), kind


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_table_of_editors_is_current(document: Path) -> None:
    """`make conformance` writes it anew."""
    assert table() in document.read_text(encoding="utf-8")
