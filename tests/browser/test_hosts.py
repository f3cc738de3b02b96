"""The script tag with selectors, and the adapters over it, on pages that stand in for the tools."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.composer import Composer
from tests.browser.conftest import scripted_coach
from tests.browser.fake_coach import CSP, FakeCoach
from tests.browser.standin import StandIn

HOSTS = ["chatwoot", "crisp", "rocketchat", "zammad", "own"]
DRAFT = "سلام، نمیشه و "
SAID = [
    ("customer", "سلام، بسته‌ام هنوز نرسیده"),
    ("agent", "سلام سارا جان، همین حالا نگاه می‌کنم."),
    ("customer", "سه روز است منتظرم، لطفاً زودتر"),
]


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """One page for all tools, and what its console complained of."""
    context = browser.new_context(viewport={"width": 900, "height": 760}, reduced_motion="reduce")
    told: list[str] = []
    context.on("console", lambda line: told.append(line.text) if line.type == "error" else None)
    context.on("weberror", lambda error: told.append(str(error.error)))
    yield context.new_page(), told
    context.close()


@pytest.fixture
def complaints(window: tuple[Page, list[str]]) -> Iterator[list[str]]:
    """What the console complained of. A test that expects a complaint takes it out."""
    window[1].clear()
    yield window[1]
    assert window[1] == []


@pytest.fixture
def page(window: tuple[Page, list[str]], complaints: list[str]) -> Page:
    """The page; it fails its test when the console complains."""
    return window[0]


@pytest.fixture(scope="module")
def served() -> Iterator[FakeCoach]:
    """One scripted coach for all tools."""
    coach = scripted_coach()
    coach.start()
    yield coach
    coach.stop()


@pytest.fixture
def coach(served: FakeCoach) -> FakeCoach:
    """The coach, who has heard nothing yet."""
    served.received.clear()
    served.pages = {}
    return served


@pytest.mark.parametrize("host", HOSTS)
def test_a_tool(page: Page, coach: FakeCoach, host: str) -> None:
    """A mark on its word, a wording, a note, another conversation: nothing is carried over."""
    desk = StandIn(page, coach, host).open()
    name = "session_41" if host == "crisp" else "41"
    desk.until(lambda: desk.opened() == (name, "سارا احمدی", SAID))
    desk.type(DRAFT).when_marked("blunt-refusal:0")
    assert desk.off_by("blunt-refusal:0", DRAFT, "نمیشه") <= 2
    assert desk.coach.evaluate("(coach) => coach.apply('blunt-refusal:0')")
    desk.until(lambda: desk.text == "سلام، راه دیگری داریم و ")

    desk.type("نمیشه و ").when_marked("blunt-refusal:0")
    desk.does("note", True)
    desk.until(lambda: desk.marks() == [])
    coach.received.clear()
    there = ["blunt-refusal:0"]
    if host != "rocketchat":  # It has no notes: there the composer goes and comes back.
        desk.type("باید ").pause(300)
        assert coach.of_type("draft") == []
        there = [*there, "commanding:0"]
    desk.does("note", False).when_marked(*there)

    desk.does("open", "42", 60)
    desk.until(lambda: desk.opened()[1] == "رضا کریمی")
    assert desk.opened()[0] == name.replace("41", "42")
    assert desk.opened()[2] == [("customer", "فاکتور را اشتباه زده‌اید")]
    desk.until(lambda: desk.marks() == [])
    desk.type("باید و ").when_marked("commanding:0")
    other = [one for one in coach.received if one.get("conversation") == desk.opened()[0]]
    assert not any("نمیشه" in str(one) or "بسته" in str(one) for one in other)


@pytest.fixture
def own(page: Page, coach: FakeCoach) -> StandIn:
    """The home-made desk."""
    return StandIn(page, coach, "own").open()


def test_what_is_said_is_told_as_it_comes(own: StandIn, coach: FakeCoach) -> None:
    own.does("receive", {"id": "m5", "author": "customer", "text": "چی شد؟"})
    own.until(lambda: bool(coach.of_type("message")))
    told = {"author": "customer", "text": "چی شد؟", "id": "m5"}
    assert told.items() <= coach.of_type("message")[-1].items()
    # Changed or taken away: the conversation is told anew, as it stands there.
    own.page.evaluate("document.querySelector('[data-id=m5]').textContent = 'چه شد؟'")
    own.until(lambda: own.opened()[2] == [*SAID, ("customer", "چه شد؟")])
    own.page.evaluate("document.querySelector('[data-id=m5]').remove()")
    own.until(lambda: own.opened()[2] == SAID)


def test_a_colleagues_message_does_not_end_the_draft(own: StandIn, coach: FakeCoach) -> None:
    own.type(DRAFT).when_marked("blunt-refusal:0")
    own.does("receive", {"id": "m6", "author": "agent", "text": "من همکار شما هستم"})
    own.until(lambda: ("agent", "من همکار شما هستم") in own.opened()[2])
    assert own.marks() == ["blunt-refusal:0"]


def test_a_composer_comes_late_is_hidden_and_goes(own: StandIn, coach: FakeCoach) -> None:
    own.type(DRAFT).when_marked("blunt-refusal:0")
    own.page.evaluate("document.querySelector('.row').style.display = 'none'")
    own.coach.wait_for(state="detached")
    own.page.evaluate("document.querySelector('.row').style.display = ''")
    own.when_ready().when_marked("blunt-refusal:0")
    own.page.evaluate("document.querySelector('.write').replaceChildren()")
    own.coach.wait_for(state="detached")
    own.does("open", "41").when_ready()
    own.type("باید و ").when_marked("commanding:0")
    # A host that draws its page anew takes the widget along; it is put back.
    own.page.evaluate("document.querySelector('draft-coach').remove()")
    own.when_ready().when_marked("commanding:0")


def test_a_coach_that_is_away_does_not_widen_a_narrow_column(
    own: StandIn, complaints: list[str]
) -> None:
    own.coach.evaluate("(coach) => { coach.style.inlineSize = '330px'; }")
    away = own.fake.url("nowhere").replace("http", "ws")
    own.coach.evaluate("(coach, away) => coach.setAttribute('server', away)", away)
    own.coach.locator(".state[data-state=waiting]").wait_for()
    wide = own.coach.evaluate("(coach) => coach.shadowRoot.querySelector('.foot').scrollWidth")
    assert wide <= 330
    complaints.clear()


def test_a_key_press_is_not_looked_at(own: StandIn) -> None:
    """While the agent types, the page is searched for nothing."""
    own.pause(300).page.evaluate(
        """() => {
          window.searched = 0;
          for (const kind of [Document, Element]) {
            const search = kind.prototype.querySelectorAll;
            kind.prototype.querySelectorAll = function (...given) {
              if (given[0] === ".log li" || given[0] === ".write textarea") window.searched += 1;
              return search.apply(this, given);
            };
          }
        }"""
    )
    own.type("سلام و درود بر شما ", delay=5).pause(300)
    assert own.page.evaluate("window.searched") == 0
    own.does("receive", {"id": "m7", "author": "customer", "text": "؟"}).pause(300)
    assert own.page.evaluate("window.searched") > 0


def test_what_is_wrong_with_a_tag_is_told(
    page: Page, coach: FakeCoach, complaints: list[str]
) -> None:
    tag = '<script type="module" src="/widget/hosts/attach.js" {}></script>'
    wrong = 'data-composer="[[" data-messages="li" data-costumer="h1"'
    html = f'<link rel="icon" href="/widget/demo-icon.svg">{tag.format(wrong)}'
    policy = "script-src 'self'"
    coach.pages = {"/wrong": (html, "text/html", policy)}
    with page.expect_console_message() as told:
        page.goto(coach.url("wrong"))
    for word in ("`costumer` is not known", "no CSS selector: [[", "needs `author-customer`"):
        assert word in told.value.text
    assert page.locator("draft-coach").count() == 0
    complaints.clear()


APP = """<!doctype html><link rel="icon" href="/widget/demo-icon.svg">
<textarea id="reply" dir="auto"></textarea>
<draft-coach for="reply" pause="80"></draft-coach>
<script type="module" src="/widget/hosts/chatwoot-app.js" data-chatwoot="{chatwoot}"></script>"""
CONTEXT = """async ([id, text]) => {
  const messages = [{ id: 1, content: text, message_type: 0, created_at: 1764000000 }];
  const conversation = { id, meta: { sender: { name: "سارا احمدی" } }, messages };
  const data = JSON.stringify({ event: "appContext", data: { conversation } });
  document.querySelector("iframe").contentWindow.postMessage(data, "*");
}"""


def app_in(page: Page, coach: FakeCoach, framed_by: str) -> Composer:
    """The dashboard app, which trusts `localhost`, framed by a page of the host `framed_by`."""
    framing = f'<link rel="icon" href="data:,"><iframe src="{coach.url("app")}"></iframe>'
    asked = "window.asked = []; addEventListener('message', ({ data }) => asked.push(data));"
    html = APP.format(chatwoot=f"http://localhost:{coach.port}")
    coach.pages = {
        "/app": (html, "text/html; charset=utf-8", CSP),
        "/dash": (framing + '<script src="/asked.js"></script>', "text/html", "img-src data:"),
        "/asked.js": (asked, "text/javascript", CSP),
    }
    page.goto(f"http://{framed_by}:{coach.port}/dash")
    composer = Composer(page)
    frame = page.frame_locator("iframe")
    composer.area, composer.coach = frame.locator("#reply"), frame.locator("draft-coach")
    return composer.when_ready()


def test_the_dashboard_app_takes_the_conversation(page: Page, coach: FakeCoach) -> None:
    composer = app_in(page, coach, "localhost")
    composer.until(lambda: page.evaluate("asked") == ["chatwoot-dashboard-app:fetch-info"])
    page.evaluate(CONTEXT, [42, "بسته‌ام نرسیده"])
    composer.until(lambda: coach.of_type("conversation")[-1]["conversation"] == "42")
    told = coach.of_type("conversation")[-1]
    assert told["customer"] == {"name": "سارا احمدی"}
    assert [one["text"] for one in told["messages"]] == ["بسته‌ام نرسیده"]
    composer.type("نمیشه و ").when_marked("blunt-refusal:0")
    page.evaluate(CONTEXT, [43, "سلام"])
    composer.until(lambda: coach.of_type("conversation")[-1]["conversation"] == "43")


def test_the_dashboard_app_listens_to_its_chatwoot_alone(
    page: Page, coach: FakeCoach, complaints: list[str]
) -> None:
    """Another page that frames it is not asked, and what it says is not heard."""
    composer = app_in(page, coach, "127.0.0.1")
    page.evaluate(CONTEXT, [42, "بسته‌ام نرسیده"])
    composer.pause(300)
    assert all(one["conversation"] != "42" for one in coach.of_type("conversation"))
    assert page.evaluate("asked") == []
    # The browser says that nobody of that origin is there.
    assert all("postMessage" in one for one in complaints)
    complaints.clear()
