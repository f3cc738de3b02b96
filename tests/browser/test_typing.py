"""Typing and what is seen of it; conversations, sending, composers that come and go."""

from __future__ import annotations

from tests.browser.composer import Composer
from tests.browser.fake_coach import FakeCoach

DRAFT = "نمیشه و باید صبر کنید "


def test_a_draft_is_marked_while_it_is_typed(composer: Composer) -> None:
    composer.type("سلام، ")
    assert composer.marks() == []
    composer.type("نمیشه و").when_marked("blunt-refusal:0")
    composer.type(" باید صبر").when_marked("blunt-refusal:0", "commanding:0")


def test_the_word_at_the_caret_is_not_flagged_until_the_pause(composer: Composer) -> None:
    composer.type("نه باید", delay=5)
    composer.page.wait_for_timeout(250)
    assert composer.marks() == []
    composer.pause().when_marked("commanding:0")


def test_what_needs_the_pause_waits_for_it(composer: Composer) -> None:
    composer.type("الان میاد و ", delay=5)
    composer.page.wait_for_timeout(250)
    assert composer.marks() == []
    composer.pause().when_marked("hold-without-time:0")


def test_a_touched_mark_vanishes_at_once_and_others_move(
    composer: Composer, coach: FakeCoach
) -> None:
    composer.type(DRAFT).when_marked("blunt-refusal:0", "commanding:0")
    coach.hold = lambda _event: True
    (before,) = composer.boxes("commanding:0")
    composer.area.evaluate("(area) => area.setSelectionRange(2, 2)")
    composer.press("x").when_marked("commanding:0")
    composer.press("Home")
    composer.page.keyboard.type("سلام ")
    composer.pause(100)
    (after,) = composer.boxes("commanding:0")
    assert after.left < before.left - 20
    composer.when_marked("commanding:0")


def test_a_late_review_is_moved_and_a_stale_one_dropped(
    composer: Composer, coach: FakeCoach
) -> None:
    held: list[dict[str, object]] = []
    coach.hold = lambda event: bool(held.append(event)) or True
    composer.type("نمیشه ")
    composer.press("Control+Home")
    composer.page.keyboard.type("سلام ")
    first = next(event for event in held if event["text"])
    # The review of the first letters comes now: nothing in it fits any more, nothing breaks.
    coach.tell(coach.review(first))
    composer.pause(200)
    assert composer.marks() == []
    coach.hold = lambda _event: False
    composer.type(" و").when_marked("blunt-refusal:0")


def test_each_finding_is_told_as_shown_once(composer: Composer, coach: FakeCoach) -> None:
    composer.type(DRAFT + "و باز هم ").pause()
    shown = [event["finding"] for event in coach.of_type("feedback")]
    assert sorted(shown) == ["blunt-refusal:0", "commanding:0"]


def test_at_most_two_things_are_said_and_the_strip_keeps_its_height(composer: Composer) -> None:
    height = composer.coach.evaluate("(coach) => coach.offsetHeight")
    composer.type("نمیشه باید deadline میاد و ").pause()
    assert len(composer.marks()) == 4
    assert len(composer.lines) <= 2
    assert composer.coach.evaluate("(coach) => coach.offsetHeight") == height


def test_reminders_are_chips_and_said_in_words_only_before_sending(
    composer: Composer, coach: FakeCoach
) -> None:
    composer.type("سلام، بررسی می‌کنم. ").pause()
    assert composer.coach.locator(".chip.due").count() == 2
    assert composer.lines == []
    composer.page.hover("#send")
    composer.until(lambda: composer.lines == ["کمک دیگری پیشنهاد کنید.", "نام مشتری را بنویسید."])
    composer.until(lambda: coach.of_type("draft")[-1]["final"])
    composer.type("و").until(lambda: composer.lines == [])


def test_the_row_of_reminders_is_walked_with_a_wheel(composer: Composer) -> None:
    composer.type("نمیشه ").pause()
    row = composer.coach.locator(".checklist")
    row.evaluate("(row) => { row.style.maxWidth = '60px'; }")
    row.hover()
    composer.page.mouse.wheel(0, 40)
    composer.until(lambda: row.evaluate("(row) => row.scrollLeft") == -40)


def test_events_tell_the_host_before_and_after(composer: Composer) -> None:
    composer.coach.evaluate(
        """(coach) => {
          window.told = [];
          for (const name of ["coach-review", "coach-apply", "coach-applied"]) {
            document.addEventListener(name, ({ detail }) => window.told.push([name, detail.text]));
          }
        }"""
    )
    composer.type(DRAFT).when_marked("blunt-refusal:0", "commanding:0")
    composer.coach.locator(".line .take").first.click()
    told = composer.page.evaluate("window.told")
    names = [name for name, _text in told]
    assert "coach-review" in names
    assert [one for one in told if one[0] != "coach-review"] == [
        ["coach-apply", "راه دیگری داریم"],
        ["coach-applied", "راه دیگری داریم"],
    ]


def test_the_host_page_is_not_touched(composer: Composer) -> None:
    script = "() => document.documentElement.outerHTML"
    before = composer.page.evaluate(script)
    composer.type(DRAFT).when_marked("blunt-refusal:0", "commanding:0")
    composer.press("Control+Home", "Alt+Enter", "Enter").pause()
    assert composer.page.evaluate(script) == before


def test_two_composers_do_not_mix(page: object, coach: FakeCoach, composer: Composer) -> None:
    composer.page.goto(coach.url("two.html"))
    first = Composer(composer.page).when_ready()
    second = Composer(composer.page, "second").when_ready()
    first.type("نمیشه و ").when_marked("blunt-refusal:0")
    assert second.marks() == []
    second.type("باید و ").when_marked("commanding:0")
    first.when_marked("blunt-refusal:0")
    second.press("Alt+Enter")
    assert second.card.is_visible()
    assert first.card.is_hidden()
    assert "Dismiss" in second.card.inner_text()
    assert {event["conversation"] for event in coach.of_type("draft")} == {"c-1", "c-2"}


def test_a_switched_conversation_carries_nothing_over(composer: Composer, coach: FakeCoach) -> None:
    composer.type(DRAFT).when_marked("blunt-refusal:0", "commanding:0")
    coach.hold = lambda _event: True
    composer.coach.evaluate("(coach) => coach.conversation({ conversation: 'c-2', messages: [] })")
    composer.until(lambda: composer.marks() == [])
    coach.hold = lambda _event: False
    composer.area.fill("")
    composer.type("سلام ").pause()
    assert composer.marks() == []
    assert coach.of_type("draft")[-1]["conversation"] == "c-2"


def test_a_sent_message_ends_the_draft(composer: Composer, coach: FakeCoach) -> None:
    composer.type(DRAFT).when_marked("blunt-refusal:0", "commanding:0")
    composer.until(lambda: coach.of_type("draft")[-1]["text"] == DRAFT)
    composer.page.evaluate(
        """() => {
          const area = document.querySelector("#reply");
          document.querySelector("draft-coach").message({ author: "agent", text: area.value });
          area.value = "";
        }"""
    )
    composer.until(lambda: composer.marks() == [])
    composer.until(lambda: bool(coach.of_type("message")))
    assert coach.of_type("message")[0]["revision"] == coach.of_type("draft")[-1]["revision"]


def test_a_replaced_composer_is_found_again(composer: Composer) -> None:
    composer.type(DRAFT).when_marked("blunt-refusal:0", "commanding:0")
    composer.page.evaluate(
        """() => {
          const old = document.querySelector("#reply");
          const fresh = document.createElement("textarea");
          fresh.id = "reply";
          old.replaceWith(fresh);
        }"""
    )
    composer.until(lambda: composer.marks() == [])
    composer.type("باید و ").when_marked("commanding:0")


def test_disabled_reads_nothing(composer: Composer, coach: FakeCoach) -> None:
    composer.coach.evaluate("(coach) => coach.setAttribute('disabled', '')")
    composer.until(lambda: composer.state == "closed")
    composer.type(DRAFT).pause()
    assert composer.marks() == []
    assert coach.of_type("draft") == []
    composer.coach.evaluate("(coach) => coach.removeAttribute('disabled')")
    composer.when_marked("blunt-refusal:0", "commanding:0")


def test_a_draft_set_by_the_host_in_silence_is_seen(composer: Composer) -> None:
    composer.type(DRAFT).when_marked("blunt-refusal:0", "commanding:0")
    composer.area.evaluate(
        "(area) => { area.value = 'باید '; area.dispatchEvent(new Event('blur')); }"
    )
    composer.when_marked("commanding:0")
    composer.area.evaluate("(area) => { area.value = ''; }")
    composer.until(lambda: composer.marks() == [])


def test_nothing_is_sent_or_applied_while_an_input_method_composes(
    composer: Composer, coach: FakeCoach
) -> None:
    composer.type(DRAFT).when_marked("blunt-refusal:0", "commanding:0").pause(400)
    sent = len(coach.of_type("draft"))
    devtools = composer.page.context.new_cdp_session(composer.page)
    composing = {"selectionStart": 2, "selectionEnd": 2, "text": "にほ"}
    devtools.send("Input.imeSetComposition", composing)
    composer.pause(400)
    assert len(coach.of_type("draft")) == sent
    assert not composer.coach.evaluate("(coach) => coach.apply('commanding:0')")
    assert composer.text == DRAFT + "にほ"
    devtools.send("Input.insertText", {"text": "日本"})
    composer.until(lambda: coach.of_type("draft")[-1]["text"] == DRAFT + "日本")
    composer.when_marked("blunt-refusal:0", "commanding:0")
