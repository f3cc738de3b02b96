"""The workbench in Chromium: found, tried, broken, mended, published, seen by an agent, undone."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.app.running import SECRET, token
from tests.browser.bench import SLOW, Bench
from tests.browser.composer import Composer
from tests.browser.test_safety import HOSTILE, serious
from tests.rules.small_pack import GOOD_RULE, small_pack
from tests.serving import coach_serving, plain_environment

FINAL = "این قیمت نهایی است "
OFF = "# ours\nrules:\n  final-price: {state: off}   # too strict\n"
TEAM = "default.yaml"
Served = tuple[str, Path]


@pytest.fixture(scope="module")
def served(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A coach on a small pack of its own: its address, and the folder of its rules."""
    home = tmp_path_factory.mktemp("workbench")
    folder = small_pack(home / "rules")
    own = plain_environment(
        PYTHONPATH=str(root), HAMDEL_DATABASE=str(home / "hamdel.db"), HAMDEL_RULES=str(folder)
    )
    with coach_serving([sys.executable, "-m", "app", "serve"], home, own) as address:
        yield address, folder


@pytest.fixture
def folder(served: Served) -> Iterator[Path]:
    """The rules; whatever a test publishes is taken away after it."""
    yield served[1]
    shutil.rmtree(served[1] / "teams", ignore_errors=True)


@pytest.fixture
def bench(page: Page, served: Served, folder: Path) -> Bench:
    """The workbench, open."""
    return Bench(page, served[0]).ready()


@pytest.fixture
def agent(browser: Browser, served: Served) -> Iterator[Composer]:
    """An agent with the demo open."""
    context = browser.new_context(viewport={"width": 1360, "height": 820}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(served[0])
    # The rule speaks to happy customers alone.
    page.get_by_role("button", name="نازنین رضایی").click()
    yield Composer(page).when_ready()
    context.close()


def marked(agent: Composer, rule: str) -> bool:
    return any(rule in mark for mark in agent.marks())


def test_rules_are_searched_and_filtered(bench: Bench) -> None:
    everything = ["final-price", "last-word", "missing-kindness"]
    assert bench.listed == everything
    bench.page.fill("#search", "قيمت نهائی است")  # Arabic letters find the Persian ones.
    assert set(bench.listed) <= set(everything)
    bench.page.fill("#search", "final")
    assert bench.listed == ["final-price"]
    bench.page.fill("#search", "")
    bench.page.select_option("#by-section", "missing")
    assert bench.listed == ["missing-kindness"]
    bench.page.select_option("#by-state", "off")
    assert bench.listed == []


def test_a_card_tells_all_and_its_examples_are_tried(bench: Bench) -> None:
    bench.card("final-price")
    told = bench.page.locator("#view-card").text_content() or ""
    for words in ("نرم‌تر بگویید.", "در را می‌بندد.", "بهترین قیمتمون", "wording/final-price.yaml:1"):
        assert words in told
    bench.page.locator(".examples.flags").get_by_role("button").first.click()
    bench.fires("final-price").wait_for()
    assert bench.page.input_value("#pad-draft") == FINAL.strip()


def test_the_scratch_pad_tells_what_held_a_rule_back(bench: Bench) -> None:
    bench.try_draft("اگر این قیمت نهایی است", customer="سلام")
    held = bench.fires("final-price", held=True)
    held.wait_for()
    assert "unless" in (held.text_content() or "")


def test_tried_broken_mended_published_seen_and_undone(
    bench: Bench, agent: Composer, folder: Path
) -> None:
    agent.type(FINAL)
    agent.until(lambda: marked(agent, "final-price"), 10)
    bench.card("final-price").try_draft(FINAL)
    bench.fires("final-price").wait_for()
    bench.press("خاموش", "#view-card")
    bench.fires("final-price", edited=True, held=True).wait_for()
    bench.fires("final-price").wait_for()  # Agents still have the published rules.
    assert bench.editor.input_value() == "rules:\n  final-price: {state: off}\n"

    bench.write(OFF.replace("final-price", "final-prize"))
    assert bench.wrong() == ["قاعده‌ای به نام «final-prize» نیست."]
    assert bench.page.locator(".code-line.error").count() == 1
    assert "final-price" in (bench.page.locator(".problems .remedy").text_content() or "")
    bench.page.click("#test")
    bench.page.locator("#test:enabled").wait_for()
    assert bench.page.locator("#publish").is_disabled(), "what is broken cannot be published"
    assert not (folder / "teams" / TEAM).exists()

    bench.write(OFF).fine().test().publish(note="زیاد می‌گوید").published()
    assert (folder / "teams" / TEAM).read_text("utf-8") == OFF
    agent.until(lambda: not marked(agent, "final-price"), 5)

    bench.page.click("#tab-history")
    entry = bench.page.locator(".entry")
    assert "زیاد می‌گوید" in (entry.text_content() or "")
    entry.get_by_role("button", name="چه تغییر کرد").click()
    bench.page.locator(".diff.plus").first.wait_for()
    assert bench.page.locator(".diff.plus").count() == 3
    bench.press("برگرداندن", "#view-history")
    bench.page.locator("#notice", has_text="برگردانده شد").wait_for()
    assert not (folder / "teams" / TEAM).exists()
    agent.until(lambda: marked(agent, "final-price"), 5)


def test_a_rule_and_a_list_of_ones_own(bench: Bench, folder: Path) -> None:
    bench.press("قاعدهٔ تازه")
    bench.page.fill("#asking-field", "Not An Id")
    bench.page.press("#asking-field", "Enter")
    assert bench.page.locator("#asking .wrong").text_content()
    bench.page.fill("#asking-field", "our-desk")
    bench.page.press("#asking-field", "Enter")
    bench.editor.wait_for()
    bench.fine().try_draft("این موضوع به ما ربطی نداره")
    bench.fires("our-desk", edited=True).wait_for()
    bench.test().publish().published()
    bench.page.locator(".rule-item", has_text="our-desk").wait_for()
    assert (folder / "teams" / "default" / "wording" / "our-desk.yaml").is_file()
    bench.press("یادآوری تازه")
    bench.page.fill("#asking-field", "our-serial")
    bench.page.press("#asking-field", "Enter")
    bench.page.locator(".edit-head h2", has_text="our-serial").wait_for()
    bench.fine().press("پاک کردن", "#pad")
    bench.try_draft("سلام، الان بررسی می‌کنم", customer="گارانتی گوشی من فعال نشده")
    bench.fires("our-serial", edited=True).wait_for()
    bench.test().publish().published()
    bench.press("فهرست تازه")
    bench.page.fill("#asking-field", "our-words")
    bench.page.press("#asking-field", "Enter")
    bench.page.locator(".edit-head h2", has_text="our-words").wait_for()
    assert bench.fine().editor.input_value().splitlines()[1] == "our-words:"


def test_two_leads_make_one_text_of_two(
    bench: Bench, browser: Browser, served: Served, folder: Path, complaints: list[str]
) -> None:
    context = browser.new_context(reduced_motion="reduce")
    other = Bench(context.new_page(), served[0]).ready()
    mine, theirs = "# mine\n" + OFF, OFF + "  last-word: {state: shadow}\n"
    bench.open(TEAM).write(mine).fine().test()
    other.open(TEAM).write(theirs).fine().test().publish("علی", "سایه").published()
    context.close()
    bench.publish()
    bench.page.locator(".conflict").wait_for()
    complaints.clear()  # Chromium tells of the 409.
    told = bench.page.locator(".conflict").text_content() or ""
    assert "علی" in told and "last-word" in told
    merged = "# mine\n" + theirs
    bench.write(merged).fine()
    assert bench.page.locator(".conflict").is_visible(), "it stays while one merges"
    bench.page.click("#merged")
    bench.test().publish().published()
    assert (folder / "teams" / TEAM).read_text("utf-8") == merged


def test_with_the_keyboard_alone(bench: Bench, folder: Path) -> None:
    keys = bench.page.keyboard
    bench.page.focus("#search")
    keys.type("final")
    keys.press("ArrowDown")
    keys.press("Enter")
    bench.page.locator(".card-head").wait_for()
    bench.page.focus("#tab-card")
    keys.press("ArrowLeft")  # Forward, from right to left.
    assert bench.page.evaluate("document.activeElement.id") == "tab-edit"
    keys.press("ArrowRight")
    off = bench.page.locator(".choice button", has_text="خاموش")
    for _ in range(12):
        keys.press("Tab")
        if off.evaluate("(button) => button === document.activeElement"):
            break
    keys.press("Enter")
    bench.fine()
    assert bench.editor.evaluate("(area) => area === document.activeElement")
    keys.press("Control+Home")
    keys.type("# by hand")
    keys.press("Enter")
    bench.fine()
    keys.press("Control+Enter")
    bench.page.locator(".results h3").wait_for()
    bench.page.locator("#test:enabled").wait_for()
    for name in ("author", "note", "publish"):
        for _ in range(8):
            if bench.page.evaluate("document.activeElement.id") == name:
                break
            keys.press("Tab")
        assert bench.page.evaluate("document.activeElement.id") == name
        if name != "publish":
            keys.type("Ali")
    keys.press("Enter")
    bench.published()
    text = (folder / "teams" / TEAM).read_text("utf-8")
    assert text == "# by hand\nrules:\n  final-price: {state: off}\n"


def test_an_edit_is_not_lost_unasked(bench: Bench, folder: Path) -> None:
    bench.open(TEAM).write(OFF).fine()
    bench.press("قاعدهٔ تازه")
    bench.page.fill("#asking-field", "our-desk")
    bench.page.press("#asking-field", "Enter")
    bench.press("ماندن", "#asking")
    assert bench.editor.input_value() == OFF
    bench.page.click("#tab-card")
    bench.page.click("#language")
    bench.page.locator("html[lang=en]").wait_for()
    bench.page.click("#tab-edit")
    assert bench.editor.input_value() == OFF


@pytest.mark.parametrize("lang", ["fa", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(bench: Bench, root: Path, theme: str, lang: str) -> None:
    if theme == "dark":
        bench.page.click("#theme")
    if lang == "en":
        bench.page.click("#language")
        bench.page.locator("html[lang=en]").wait_for()
    bench.card("final-price").try_draft(FINAL, customer="سلام")
    bench.fires("final-price").wait_for()
    assert serious(bench.page, root) == []
    bench.open(TEAM).write(OFF + "  last-word: {limits: {word: 3}}\n").wrong()
    assert serious(bench.page, root) == []
    bench.write(OFF).fine().test()
    assert serious(bench.page, root) == []


@pytest.mark.parametrize("text", HOSTILE[:3])
def test_hostile_texts_run_nothing(bench: Bench, folder: Path, text: str) -> None:
    rule = GOOD_RULE.replace("نرم‌تر بگویید.", f"'سلام {text}'").replace(
        FINAL.strip(), f"'{FINAL}{text}'"
    )
    path = folder / "teams" / "default" / "wording" / "our-word.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(rule, "utf-8")
    bench.page.locator("#pack").wait_for()
    bench.page.wait_for_timeout(1500)
    bench.page.reload()
    bench.ready().card("our-word").try_draft(f"{FINAL}{text}", customer=text)
    bench.fires("our-word").wait_for()
    bench.open("our-word").fine()
    assert text in (bench.page.locator("#bench").text_content() or "")
    assert bench.page.evaluate("window.harmed") is None
    assert bench.page.locator("#bench img, #bench svg, #bench script").count() == 0


def test_nothing_comes_from_elsewhere(page: Page, served: Served) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    Bench(page, served[0]).ready().card("final-price")
    assert asked and all(url.startswith(served[0]) for url in asked)


def test_where_the_rules_ship_nothing_is_published(page: Page, real_coach: str) -> None:
    bench = Bench(page, real_coach).ready()
    assert "coach rules init" in (page.locator(".banner").first.text_content() or "")
    bench.open(TEAM)
    assert page.locator("#publish").count() == 0


@pytest.fixture
def guarded(root: Path, tmp_path: Path) -> Iterator[str]:
    """A coach that wants tokens."""
    folder = small_pack(tmp_path / "rules")
    (folder / "teams").mkdir()
    (folder / "teams" / "shop.yaml").write_text("# ours\n", "utf-8")
    own = plain_environment(
        PYTHONPATH=str(root),
        HAMDEL_DATABASE=str(tmp_path / "hamdel.db"),
        HAMDEL_RULES=str(folder),
        HAMDEL_SECRET=SECRET,
    )
    with coach_serving([sys.executable, "-m", "app", "serve"], tmp_path, own) as address:
        yield address


def test_only_a_lead_gets_in(context: BrowserContext, guarded: str) -> None:
    page = context.new_page()  # The console tells of each refusal.
    page.set_default_timeout(SLOW)
    page.goto(f"{guarded}/lead")
    page.fill("#token", "no token")
    page.press("#token", "Tab")
    page.keyboard.press("Enter")
    page.locator("#sign-in-wrong", has_text="نشانهٔ ورود").wait_for()
    page.fill("#token", token("a-1", "shop"))
    page.click("#sign-in .first")
    page.locator("#notice", has_text="lead").wait_for()
    assert page.locator("#bench").is_hidden()
    page.goto(f"{guarded}/lead?again#token={token('boss', 'shop', role='lead')}")
    page.locator(".rule-item").first.wait_for()
    assert "token" not in page.url
    assert page.input_value("#team") == "shop"
    page.locator(".file-item").first.click()
    page.locator("#publish").wait_for()
    assert page.locator("#author").count() == 0, "the token signs"
