"""A day in a chat tool: what goes on around the composer while its draft is coached."""

from __future__ import annotations

from tests.browser.desk import Desk
from tests.browser.scenarios import BETTER, BOTH, DRAFT, Scenario

PICKER = """(area) => {
  top.picked = [];
  const take = (event) => {
    top.picked.push(event.key);
    event.preventDefault();
    event.stopPropagation();
  };
  top.closePicker = () => area.removeEventListener("keydown", take, true);
  area.addEventListener("keydown", take, true);
}"""
PICKER_KEYS = ["ArrowDown", "ArrowUp", "Enter", "Tab", "Escape", "Delete"]


def picker_open(desk: Desk) -> None:
    """a picker of mentions that is open keeps its keys"""
    desk.type(DRAFT).when_marked(*BOTH).area.evaluate(PICKER)
    desk.press(*PICKER_KEYS)
    assert desk.page.evaluate("window.picked") == PICKER_KEYS
    desk.page.evaluate("window.closePicker()")
    desk.holds(DRAFT).type("آ").holds(DRAFT + "آ")


def picked(desk: Desk) -> None:
    """an emoji that a picker puts in moves the marks along"""
    desk.type(DRAFT).when_marked(*BOTH).press("Control+Home")
    desk.page.keyboard.insert_text("😀 ")
    desk.holds(f"😀 {DRAFT}").when_marked(*BOTH)
    assert desk.apply("commanding:0")
    desk.holds(f"😀 {DRAFT}".replace("باید", "ممکن است"))


def typed_before(desk: Desk) -> None:
    """what is typed before a mark leaves it on its word"""
    desk.type(DRAFT).when_marked(*BOTH).press("Control+Home")
    desk.page.keyboard.type("بله، ", delay=desk.pace)
    desk.holds(f"بله، {DRAFT}").when_marked(*BOTH)
    assert desk.apply("blunt-refusal:0")
    desk.holds(f"بله، {BETTER}")


def typed_inside(desk: Desk) -> None:
    """a letter inside of a marked word takes its mark away"""
    desk.type(DRAFT).when_marked(*BOTH).press("Control+Home", "ArrowLeft", "ArrowLeft")
    desk.page.keyboard.type("آ", delay=desk.pace)
    desk.until(lambda: len(desk.text) == len(DRAFT) + 1)
    desk.when_marked("commanding:0")
    desk.press("Backspace").holds(DRAFT).when_marked(*BOTH)


def twice(desk: Desk) -> None:
    """of a word that stands there twice the right one is replaced"""
    draft = "باید این و باید آن "
    desk.type(draft).when_marked("commanding:0", "commanding:1")
    assert desk.apply("commanding:1")
    desk.holds("باید این و ممکن است آن ").when_marked("commanding:0")


def one_after_another(desk: Desk) -> None:
    """wordings that are applied one after another are all there, and undone one by one"""
    desk.type(DRAFT).when_marked(*BOTH)
    if desk.name == "quill":
        desk.pause(1100)
    assert desk.apply("blunt-refusal:0")
    if desk.name == "quill":
        desk.pause(1100)
    desk.when_marked("commanding:0")
    assert desk.apply("commanding:0")
    both = BETTER.replace("باید", "ممکن است")
    desk.holds(both).press("Control+z").until(lambda: desk.text == BETTER)
    desk.press("Control+z").until(lambda: desk.text == DRAFT)


def by_pointer(desk: Desk) -> None:
    """a wording is applied by pointer, and the agent types on"""
    desk.type(DRAFT).when_marked(*BOTH)
    box = desk.boxes("blunt-refusal:0")[0]
    desk.page.mouse.click((box.left + box.right) / 2, (box.top + box.bottom) / 2)
    desk.card.locator(".replacement").first.click()
    desk.holds(BETTER).type("آ").holds(f"{BETTER}آ")


def all_replaced(desk: Desk) -> None:
    """a draft that is written anew has no mark of the old one"""
    desk.type(DRAFT).when_marked(*BOTH).press("Control+a")
    desk.page.keyboard.type("باید و ", delay=desk.pace)
    desk.holds("باید و ").when_marked("commanding:0")


def cut_and_pasted(desk: Desk) -> None:
    """what is cut has no marks, what is pasted again has them again"""
    desk.type(DRAFT).when_marked(*BOTH).press("Control+a", "Control+x")
    desk.until(lambda: desk.text.strip() == "")
    desk.when_marked().press("Control+v").when_marked(*BOTH)


def sent(desk: Desk) -> None:
    """a message that was sent takes its marks along"""
    desk.type(DRAFT).when_marked(*BOTH)
    desk.coach.evaluate("(coach, text) => coach.message({ author: 'agent', text })", DRAFT)
    desk.set("").when_marked()
    desk.until(lambda: len(desk.fake.of_type("message")) == 1)
    desk.type("باید و ").when_marked("commanding:0")


def switched_with_card(desk: Desk) -> None:
    """an open card closes with its conversation"""
    desk.type(DRAFT).when_marked(*BOTH).press("Alt+Enter").card.wait_for()
    desk.fresh().card.wait_for(state="hidden")
    desk.type("آ").holds("آ")


def gone_with_card(desk: Desk) -> None:
    """an open card closes with its composer"""
    desk.type(DRAFT).when_marked(*BOTH).press("Alt+Enter").card.wait_for()
    desk.page.evaluate("window.desk.reply.unmount()")
    desk.card.wait_for(state="hidden")
    desk.when_marked().page.evaluate("window.desk.mount('reply')")
    desk.area.wait_for(state="attached")


def switched_off(desk: Desk) -> None:
    """switched off nothing is read, switched on again the draft is marked"""
    desk.type(DRAFT).when_marked(*BOTH)
    desk.coach.evaluate("(coach) => { coach.toggleAttribute('disabled', true); }")
    desk.when_marked().fake.received.clear()
    desk.type("آ").pause(300)
    assert desk.fake.of_type("draft") == []
    desk.coach.evaluate("(coach) => { coach.toggleAttribute('disabled', false); }")
    desk.when_marked(*BOTH)


def away(desk: Desk) -> None:
    """without an answer the composer works as ever; the next one marks what stands there then"""
    desk.fake.hold = lambda _event: True
    desk.type(DRAFT).pause(250)
    assert desk.marks() == []
    desk.fake.hold = lambda _event: False
    # An answer that is missed for two seconds is waited for no longer.
    desk.pause(2000).type("و ").holds(f"{DRAFT}و ").when_marked(*BOTH)


def resized(desk: Desk) -> None:
    """marks follow when the window becomes narrow"""
    desk.type(DRAFT).when_marked(*BOTH)
    before = desk.boxes("blunt-refusal:0")[0]
    size = desk.page.viewport_size
    try:
        desk.page.set_viewport_size({"width": 500, "height": 900})
        desk.until(lambda: desk.boxes("blunt-refusal:0")[0].right < before.right - 50)
        (mark,) = desk.boxes("blunt-refusal:0")
        place = desk.page.locator("#reply").bounding_box()
        assert place and place["x"] <= mark.left < mark.right <= place["x"] + place["width"]
    finally:
        assert size
        desk.page.set_viewport_size(size)


def too_long(desk: Desk) -> None:
    """a draft beyond the limit stays whole, is not sent, and is marked when it is short again"""
    draft = "سلام و درود، " * 420
    assert len(draft) > 5000
    desk.paste(draft).until(lambda: desk.text.strip() == draft.strip())
    desk.pause(300)
    assert desk.told is None or len(desk.told) <= 5000
    assert desk.marks() == []
    desk.set("باید و ").when_marked("commanding:0")


def line_broken(desk: Desk) -> None:
    """a line that is broken before a mark leaves it on its word"""
    desk.type(DRAFT).when_marked(*BOTH).press("Control+Home").pause(50).press("Enter")
    desk.holds(f"\n{DRAFT}").when_marked(*BOTH)
    assert desk.apply("commanding:0")
    desk.holds(f"\n{DRAFT}".replace("باید", "ممکن است"))


def both_directions(desk: Desk) -> None:
    """in text of both directions the right words are replaced"""
    draft = "order-12 نمیشه v2.5 (beta) و ۱۴۰۳/۵/۱ باید OK "
    desk.set(draft).holds(draft).when_marked(*BOTH)
    assert desk.apply("commanding:0")
    assert desk.apply("blunt-refusal:0")
    desk.holds(draft.replace("نمیشه", "راه دیگری داریم").replace("باید", "ممکن است"))


def at_once(desk: Desk) -> None:
    """two wordings at the same moment: the draft has those that were told to be in it"""
    desk.type(DRAFT).when_marked(*BOTH)
    script = "(coach, ids) => Promise.all(ids.map((id) => coach.apply(id)))"
    first, second = desk.coach.evaluate(script, list(BOTH))
    draft = BETTER if first else DRAFT
    draft = draft.replace("باید", "ممکن است") if second else draft
    assert first or second
    desk.holds(draft)


def line_lost(desk: Desk) -> None:
    """a line that breaks and comes back brings the marks again"""
    desk.type(DRAFT).when_marked(*BOTH)
    desk.until(lambda: desk.state == "ready")
    for connection in list(desk.fake.connections):
        connection.close(1012)
    desk.until(lambda: desk.state != "ready")
    desk.type("و ").until(lambda: desk.state == "ready")
    desk.holds(f"{DRAFT}و ").when_marked(*BOTH)


def filled_again(desk: Desk) -> None:
    """a draft that the host takes out and puts in again is marked again"""
    desk.type(DRAFT).when_marked(*BOTH)
    script = "(text) => { window.desk.reply.set(''); window.desk.reply.set(text); }"
    desk.page.evaluate(script, DRAFT)
    desk.holds(DRAFT).pause(100).when_marked(*BOTH)
    desk.set("").when_marked()
    desk.set(DRAFT).holds(DRAFT).when_marked(*BOTH)


def page_scrolled(desk: Desk) -> None:
    """marks go along when the page is scrolled"""
    desk.type(DRAFT).when_marked(*BOTH)
    before = desk.boxes("blunt-refusal:0")[0]
    try:
        desk.page.evaluate("document.body.style.paddingBlockEnd = '2000px'; scrollTo(0, 30)")
        desk.until(lambda: abs(before.top - desk.boxes("blunt-refusal:0")[0].top - 30) <= 1)
    finally:
        desk.page.evaluate("scrollTo(0, 0); document.body.style.paddingBlockEnd = ''")


LIFE: list[Scenario] = [
    *(picker_open, picked, typed_before, typed_inside, twice, one_after_another, by_pointer),
    *(all_replaced, cut_and_pasted, sent, switched_with_card, gone_with_card, switched_off),
    *(away, resized, too_long, line_broken, both_directions, at_once, line_lost, filled_again),
    page_scrolled,
]
