"""Hostile texts run nothing; the page's policy is kept; axe finds nothing serious."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.composer import Composer
from tests.browser.fake_coach import FakeCoach, Remark, reminder

Theme = Literal["light", "dark"]

HOSTILE = [
    "<img src=x onerror=window.harmed=1>",
    "<script>window.harmed=1</script>",
    "</style><svg onload=window.harmed=1>",
    "javascript:window.harmed=1",
    "\u202e\u2066{{constructor.constructor('window.harmed=1')()}}",
]
# The policy of the widget must hold on a page that is just being watched for violations.
WATCH = """() => {
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) => {
    window.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
  });
}"""


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_run_nothing(composer: Composer, coach: FakeCoach, text: str) -> None:
    composer.page.evaluate(WATCH)
    coach.words = {
        "نمیشه": Remark(text, "error", advice=text, why=text, replacements=(text,), group=text)
    }
    coach.reminders = [reminder(text, text, text)]
    coach.praise = text
    composer.coach.evaluate(
        """(coach, text) => coach.conversation({
          conversation: text, customer: { name: text }, messages: [{ author: "customer", text }],
        })""",
        text,
    )
    composer.area.fill(f"نمیشه {text} ")
    composer.pause()
    composer.press("Control+Home", "Alt+Enter")
    assert text in (composer.card.text_content() or "")
    composer.card.get_by_role("button", name="چرا؟").click()
    coach.tell(
        {
            "type": "nudge",
            "id": text,
            "conversation": text,
            "rule": text,
            "severity": text,
            "advice": text,
            "why": text,
        }
    )
    composer.press("Enter").pause(300)
    assert composer.page.evaluate("[window.harmed, window.violations]") == [None, []]
    assert composer.coach.evaluate("(c) => c.shadowRoot.querySelector('img, script, svg')") is None


def test_odd_answers_break_nothing(composer: Composer, coach: FakeCoach) -> None:
    composer.type("سلام ").pause()
    draft = coach.of_type("draft")[-1]
    for answer in (
        {"type": "weather"},
        {"type": "review", "conversation": "c-1", "revision": 10_000, "findings": []},
        {"type": "review", "conversation": "c-9", "revision": 1, "findings": []},
        {"type": "error", "code": "internal", "advice": "x", "conversation": None},
        coach.review(draft) | {"tone": {"value": 99, "zone": "violet", "moved_by": []}},
        coach.review(draft) | {"checklist": [{"rule": "x", "state": "perhaps"}]},
    ):
        coach.tell(answer)
    composer.pause(200)
    composer.type("نمیشه و ").when_marked("blunt-refusal:0")


def serious(page: Page, root: Path) -> list[Any]:
    """What axe calls serious or critical, in short."""
    axe = root / "node_modules" / "axe-core" / "axe.min.js"
    page.evaluate(axe.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("() => axe.run()")
    return [
        (problem["id"], [node["target"] for node in problem["nodes"]])
        for problem in found["violations"]
        if problem["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["fa", "en"])
def test_axe_finds_nothing_serious(
    composer: Composer, coach: FakeCoach, root: Path, theme: Theme, lang: str
) -> None:
    composer.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    composer.coach.evaluate("(coach, lang) => coach.setAttribute('lang', lang)", lang)
    coach.done = ["missing-name"]
    composer.when_ready().type("نمیشه باید deadline و ").pause()
    assert serious(composer.page, root) == []
    composer.press("Control+Home", "Alt+Enter")
    composer.card.locator("[aria-expanded]").click()
    assert serious(composer.page, root) == []
    composer.press("Delete").pause(100)
    assert serious(composer.page, root) == []


@pytest.mark.parametrize("tone", [-0.8, 0.0, 0.8])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_the_demo(
    browser: Browser, coach: FakeCoach, root: Path, theme: Theme, tone: float
) -> None:
    coach.tone = tone
    context = browser.new_context(color_scheme=theme, viewport={"width": 1360, "height": 820})
    page = context.new_page()
    page.goto(coach.url(""))
    Composer(page).when_ready().type("نمیشه باید و ").pause()
    found = serious(page, root)
    context.close()
    assert found == []


def test_forced_colours_keep_the_marks(composer: Composer) -> None:
    composer.page.emulate_media(forced_colors="active")
    composer.area.fill("نمیشه باید deadline ")
    composer.when_marked("blunt-refusal:0", "commanding:0", "jargon:0")
    script = """(coach) => [...coach.shadowRoot.querySelectorAll(".mark")]
      .map((mark) => getComputedStyle(mark).borderBottomStyle)"""
    assert sorted(composer.coach.evaluate(script)) == ["dashed", "dotted", "double"]


def test_the_page_is_told_once_that_there_are_remarks(composer: Composer) -> None:
    composer.page.evaluate(
        """() => {
          const { shadowRoot } = document.querySelector("draft-coach");
          const live = shadowRoot.querySelector("[aria-live]");
          window.said = [];
          const note = () => window.said.push(live.textContent);
          new MutationObserver(note).observe(live, { childList: true });
        }"""
    )
    composer.type("نمیشه و باز هم می‌نویسم ").pause()
    composer.type("و باز هم ").pause()
    assert composer.page.evaluate("window.said") == ["یک نکته در متن. برای دیدن، Alt و Enter"]
