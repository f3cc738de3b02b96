"""What an agent does in a composer and what must then be so: the same in every editor."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.composer import Box
from tests.browser.desk import Desk
from tests.browser.fake_coach import utf16
from tests.browser.pixels import selected_box

DRAFT = "نمیشه و باید صبر کنید "
BETTER = DRAFT.replace("نمیشه", "راه دیگری داریم")
BOTH = ("blunt-refusal:0", "commanding:0")

Scenario = Callable[[Desk], None]


def typed(desk: Desk) -> None:
    """what is typed is read and marked"""
    desk.type(DRAFT).holds(DRAFT).when_marked(*BOTH)


def lines(desk: Desk) -> None:
    """paragraphs are new lines"""
    draft = "سلام\n\nنمیشه و\nباید "
    desk.type(draft).holds(draft).when_marked(*BOTH)
    assert desk.apply("commanding:0")
    desk.holds(draft.replace("باید", "ممکن است"))


def breaks(desk: Desk) -> None:
    """a break in a paragraph is a new line"""
    desk.type("سلام")
    desk.press("Shift+Enter").page.keyboard.type("نمیشه و ", delay=desk.pace)
    desk.holds("سلام\nنمیشه و ").when_marked("blunt-refusal:0")
    assert desk.apply("blunt-refusal:0")
    desk.holds("سلام\nراه دیگری داریم و ")


def assert_on_word(desk: Desk, finding: str, word: str) -> None:
    """The mark's boxes are the word's, to 2 px."""

    def apart() -> float:
        marks, words = desk.boxes(finding), desk.word_boxes(word)
        if not words or len(marks) != len(words):
            return 1000
        return max(distance(*both) for both in zip(marks, words, strict=True))

    def distance(mark: Box, box: Box) -> float:
        sides = abs(mark.left - box.left), abs(mark.right - box.right)
        return max(*sides, abs(mark.bottom - box.bottom))

    try:
        desk.until(lambda: apart() <= 2, 2)
    except AssertionError:
        found = f"{desk.boxes(finding)} {desk.word_boxes(word)}"
        raise AssertionError(f"{word}: {found}") from None


def assert_on_painted(desk: Desk, finding: str, draft: str, word: str) -> None:
    """The mark of a field lies, to 2 px, where the browser paints the selected word."""
    (mark,) = desk.pause(300).boxes(finding)
    blank = desk.page.context.new_page()
    start = utf16(draft[: draft.index(word)])
    box = selected_box(desk, blank, start, start + utf16(word))
    blank.close()
    assert abs(mark.left - box.left) <= 2 and abs(mark.right - box.right) <= 2, f"{mark} {box}"
    assert box.top - 1 <= (mark.top + mark.bottom) / 2 <= box.bottom + 1, f"{mark} {box}"


def on_word(desk: Desk) -> None:
    """marks lie on their words, in text of both directions"""
    draft = "سلام order-12 نمیشه زودتر چون the deadline عوض شده و باید "
    desk.set(draft).when_marked(*BOTH, "jargon:0")
    for finding, word in zip((*BOTH, "jargon:0"), ("نمیشه", "باید", "deadline"), strict=True):
        if desk.is_field:
            assert_on_painted(desk, finding, draft, word)
        else:
            assert_on_word(desk, finding, word)


def wrapped(desk: Desk) -> None:
    """marks follow when the box is narrow, scrolled, zoomed"""
    place = desk.page.locator("#reply")
    style = "(place, style) => place.setAttribute('style', style)"
    try:
        draft = "\n".join(["سلام و درود بر شما و همکاران گرامی"] * 9) + "\nنمیشه و باید "
        desk.set(draft).when_marked(*BOTH)
        place.evaluate(style, "width: 170px; height: 160px; overflow: auto")
        place.evaluate("(place) => place.scrollTo(0, place.scrollHeight)")
        assert_on_word(desk, "blunt-refusal:0", "نمیشه")
        place.evaluate(style, "zoom: 1.25; width: 300px")
        assert_on_word(desk, "commanding:0", "باید")
        place.evaluate(style, "transform: scale(0.8)")
        assert_on_word(desk, "commanding:0", "باید")
    finally:
        place.evaluate("(place) => place.removeAttribute('style')")


def applied(desk: Desk) -> None:
    """a wording is applied by key"""
    desk.type(DRAFT).when_marked(*BOTH)
    desk.press("Control+Home", "Alt+Enter").card.wait_for()
    desk.press("Enter").until(lambda: desk.text == BETTER)
    desk.holds(BETTER).when_marked("commanding:0")


def undone(desk: Desk) -> None:
    """applying is undone and done again"""
    desk.type(DRAFT).when_marked(*BOTH)
    if desk.name == "quill":
        # What is done within one second is one step to it.
        desk.pause(1100)
    assert desk.apply("blunt-refusal:0")
    desk.holds(BETTER).press("Control+z").until(lambda: desk.text == DRAFT)
    desk.holds(DRAFT).when_marked(*BOTH)
    desk.press("Control+y" if desk.name in ("slate", "codemirror6") else "Control+Shift+z")
    desk.until(lambda: desk.text == BETTER)


def undone_all(desk: Desk) -> None:
    """undo walks all the way back"""
    desk.type("سلام نمیشه و ").when_marked("blunt-refusal:0")
    assert desk.apply("blunt-refusal:0")
    desk.type("باید صبر و ").when_marked("commanding:0")
    assert desk.apply("commanding:0")
    desk.holds("سلام راه دیگری داریم و ممکن است صبر و ")
    for _ in range(60):
        if desk.text == "":
            break
        desk.press("Control+z")
        desk.page.wait_for_timeout(10)
    assert desk.text == ""


def caret(desk: Desk) -> None:
    """the caret stays where the agent was"""
    desk.type(DRAFT).when_marked(*BOTH)
    assert desk.apply("blunt-refusal:0")
    desk.page.keyboard.type("!")
    desk.holds(BETTER + "!")
    desk.press("Backspace")
    desk.holds(BETTER)


def deleted(desk: Desk) -> None:
    """a word is taken out, a reminder put in"""
    desk.type(DRAFT).when_marked(*BOTH)
    assert desk.apply("blunt-refusal:0", 1)
    desk.holds(DRAFT.removeprefix("نمیشه"))
    assert desk.apply("missing-offer")
    desk.holds(" و باید صبر کنید  اگر سؤالی بود در خدمتم.")
    assert desk.apply("missing-name")
    desk.holds("سارا جان،  و باید صبر کنید  اگر سؤالی بود در خدمتم.")


def emoji(desk: Desk) -> None:
    """emoji and half spaces keep every place"""
    draft = "😀 👨‍👩‍👧 می\u200cآید 🙏🏽 نمیشه و "
    desk.paste(draft).holds(draft).when_marked("blunt-refusal:0")
    assert_on_word_or_field(desk)
    assert desk.apply("blunt-refusal:0")
    desk.holds(draft.replace("نمیشه", "راه دیگری داریم"))


def assert_on_word_or_field(desk: Desk) -> None:
    if not desk.is_field:
        assert_on_word(desk, "blunt-refusal:0", "نمیشه")


def pasted(desk: Desk) -> None:
    """a paste of 5,000 characters"""
    draft = ("سلام و درود، " * 400)[: 5000 - len(DRAFT)] + DRAFT
    desk.paste(draft).holds(draft).when_marked(*BOTH)
    assert desk.apply("commanding:0")
    desk.until(lambda: desk.text == draft.replace("باید", "ممکن است"))


def cut_across(desk: Desk) -> None:
    """deleting across a mark takes it away"""
    desk.type(DRAFT).when_marked(*BOTH).press(*["Backspace"] * (len(DRAFT) - 10))
    desk.holds(DRAFT[:10]).when_marked("blunt-refusal:0")


def keys(desk: Desk) -> None:
    """no key is taken but to open; Escape closes"""
    desk.type(DRAFT).when_marked(*BOTH).press("Alt+Enter")
    desk.card.wait_for()
    desk.press("Escape").card.wait_for(state="hidden")
    desk.page.keyboard.type("آ")
    desk.holds(DRAFT + "آ")


def switched(desk: Desk) -> None:
    """another conversation carries nothing over"""
    desk.type(DRAFT).when_marked(*BOTH).fresh()
    desk.type("سلام ").holds("سلام ").pause(150)
    assert desk.marks() == []
    assert {event["outcome"] for event in desk.fake.of_type("feedback")} == set()


def set_by_host(desk: Desk) -> None:
    """a draft that the host puts in is seen"""
    desk.set("باید و ").holds("باید و ").when_marked("commanding:0")


def replaced(desk: Desk) -> None:
    """a composer that goes and comes is found again"""
    desk.type(DRAFT).holds(DRAFT).when_marked(*BOTH)
    desk.page.evaluate("window.desk.reply.unmount()")
    desk.when_marked().fake.received.clear()
    desk.pause(300)
    assert desk.fake.of_type("draft") == []
    desk.page.evaluate("window.desk.mount('reply')")
    desk.area.wait_for(state="attached")
    desk.type(DRAFT).holds(DRAFT).when_marked(*BOTH)


def two(desk: Desk) -> None:
    """two composers do not mix"""
    desk.page.evaluate("window.desk.mount('second')")
    desk.type(DRAFT).when_marked(*BOTH)
    desk.page.evaluate("window.desk.second.set('deadline و ')")
    second = desk.page.locator("draft-coach[for=second]")
    mark = second.locator(".mark")
    mark.wait_for(state="attached")
    assert mark.get_attribute("data-finding") == "jargon:0"
    assert sorted(set(desk.marks())) == sorted(BOTH)
    assert desk.apply("blunt-refusal:0")
    assert desk.page.evaluate("window.desk.second.text()") == "deadline و "
    desk.page.evaluate("window.desk.second.unmount()")
    mark.wait_for(state="detached")


def private(desk: Desk) -> None:
    """a private note is not read"""
    place = desk.page.locator("#reply")
    place.evaluate("(place) => { place.dataset.coach = 'off'; }")
    # The editor's own word gives way here: the note is the host's to name.
    desk.area.evaluate("(area) => area.removeAttribute('data-coach')")
    desk.type(DRAFT).pause(350)
    assert (desk.marks(), desk.told) == ([], None)
    place.evaluate("(place) => { delete place.dataset.coach; }")
    desk.area.evaluate("(area) => { area.dataset.coach = 'on'; }")
    desk.when_marked(*BOTH)
    desk.area.evaluate("(area) => { delete area.dataset.coach; area.spellcheck = false; }")
    desk.when_marked().pause(350).fake.received.clear()
    desk.type("و ").pause(350)
    assert desk.told is None
    desk.area.evaluate("(area) => { area.dataset.coach = 'on'; }")
    desk.when_marked(*BOTH)


def composed(desk: Desk) -> None:
    """an input method is not disturbed"""
    # A draft that is on its way when it is marked arrives within the pause.
    desk.type(DRAFT).when_marked(*BOTH).pause(350).fake.received.clear()
    devtools = desk.page.context.new_cdp_session(desk.page)
    composing = {"selectionStart": 2, "selectionEnd": 2, "text": "にほ"}
    devtools.send("Input.imeSetComposition", composing)
    desk.pause(300)
    assert desk.told is None, desk.told
    assert not desk.apply("commanding:0")
    devtools.send("Input.insertText", {"text": "日本"})
    desk.holds(DRAFT + "日本").when_marked(*BOTH)
    assert desk.apply("commanding:0")
    desk.holds(DRAFT.replace("باید", "ممکن است") + "日本")


def changed_meanwhile(desk: Desk) -> None:
    """to a draft that has changed nothing is applied"""
    desk.type(DRAFT).when_marked(*BOTH)
    done = desk.page.evaluate(
        """async () => {
          const coach = document.querySelector("draft-coach");
          const change = () => window.desk.reply.set("چیز دیگر و ");
          coach.addEventListener("coach-apply", change, { once: true });
          return coach.apply("blunt-refusal:0");
        }"""
    )
    assert not done
    desk.holds("چیز دیگر و ")


def untouched(desk: Desk) -> None:
    """marks change nothing in the editor"""
    desk.fake.hold = lambda _event: True
    desk.focus().page.keyboard.insert_text(DRAFT)
    desk.holds(DRAFT).pause(150)
    before = desk.page_source()
    desk.fake.hold = lambda _event: False
    desk.fake.tell(desk.fake.review(desk.fake.of_type("draft")[-1]))
    desk.when_marked(*BOTH).pause(150)
    assert desk.page_source() == before


def hidden(desk: Desk) -> None:
    """a composer that is hidden has no marks"""
    place = desk.page.locator("#reply")
    desk.type(DRAFT).when_marked(*BOTH)
    place.evaluate("(place) => { place.hidden = true; }")
    desk.when_marked()
    place.evaluate("(place) => { place.hidden = false; }")
    desk.when_marked(*BOTH)


def mentioned(desk: Desk) -> None:
    """a mention or an image is one placeholder and survives"""
    desk.page.evaluate("window.desk.reply.mention('سارا')")
    desk.when_marked("blunt-refusal:0")
    draft = desk.told or ""
    assert draft.count("\ufffc") == 1
    assert draft.replace("\u200b", "") == "سلام \ufffc نمیشه و "
    assert_on_word(desk, "blunt-refusal:0", "نمیشه")
    assert desk.apply("blunt-refusal:0")
    desk.until(lambda: desk.told == draft.replace("نمیشه", "راه دیگری داریم"))


SCENARIOS: list[Scenario] = [
    *(typed, lines, breaks, on_word, wrapped, applied, undone, undone_all, caret, deleted),
    *(emoji, pasted, cut_across, keys, switched, set_by_host, replaced, two, private, composed),
    *(changed_meanwhile, untouched, hidden, mentioned),
]
