"""A nudge in the widget: it is said beside the composer, offers its wording, can be dismissed."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.composer import Composer
from tests.browser.fake_coach import FakeCoach

ADVICE = "مشتری ۳ دقیقه است که منتظر است."
OFFER = "دارم بررسی می‌کنم و خبر می‌دم."


def test_a_nudge_offers_its_wording_and_can_be_dismissed(
    composer: Composer, coach: FakeCoach
) -> None:
    composer.type("سلام ").pause()
    nudge = {"type": "nudge", "id": "slow-reply:1:1", "conversation": "c-1"}
    texts = {"rule": "slow-reply", "severity": "hint", "advice": ADVICE, "why": "…"}
    coach.tell(nudge | texts | {"replacements": [{"text": OFFER}]})
    line = composer.coach.locator(".line", has_text=ADVICE)
    expect(line).to_be_visible()
    expect(line.get_by_role("button").first).to_have_attribute("title", OFFER)
    line.get_by_role("button").last.click()
    expect(line).to_have_count(0)
    composer.pause(200)
    outcomes = [(event["finding"], event["outcome"]) for event in coach.of_type("feedback")]
    assert ("slow-reply:1:1", "shown") in outcomes
    assert ("slow-reply:1:1", "dismissed") in outcomes
    assert composer.area.input_value() == "سلام "
