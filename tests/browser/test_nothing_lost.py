"""Random typing and applying: the composer holds what was typed plus exactly what was applied."""

from __future__ import annotations

import random

import pytest

from tests.browser.composer import Composer
from tests.browser.fake_coach import FakeCoach

WORDS = ["نمیشه ", "باید ", "سلام ", "order-12 ", "😀 ", "می\u200cآید ", "deadline ", "\n"]
FIRST = {"نمیشه": "راه دیگری داریم", "باید": "ممکن است"}
# Chosen and applied in one breath: the next review may name the findings anew.
TAKE = """async (coach, number) => {
  const all = coach.findings.filter(({ span, replacements }) => span && replacements.length);
  if (all.length === 0) return null;
  const finding = all[number % all.length];
  return [finding, await coach.apply(finding.id, 0)];
}"""


def one_round(composer: Composer, dice: random.Random, held: str) -> tuple[str, bool]:
    """Types at a random place or applies a replacement: what must be held now, and which it was."""
    taken = None if dice.random() < 0.6 else composer.coach.evaluate(TAKE, dice.randrange(100))
    if taken is None:
        # A caret does not go between a letter and the ZWNJ that is joined to it.
        places = [at for at in range(len(held) + 1) if held[at : at + 1] != "\u200c"]
        at, word = dice.choice(places), dice.choice(WORDS)
        utf16 = len(held[:at].encode("utf-16-le")) // 2
        composer.area.evaluate("(area, at) => area.setSelectionRange(at, at)", utf16)
        composer.page.keyboard.insert_text(word)
        return held[:at] + word + held[at:], False
    finding, done = taken
    assert done
    units = held.encode("utf-16-le")
    start, end = 2 * finding["span"]["start"], 2 * finding["span"]["end"]
    word = units[start:end].decode("utf-16-le")
    units = units[:start] + FIRST[word].encode("utf-16-le") + units[end:]
    return units.decode("utf-16-le"), True


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_lost_and_nothing_doubled(
    composer: Composer, coach: FakeCoach, seed: int
) -> None:
    dice = random.Random(seed)
    held, applied = "", 0
    composer.area.click()
    for _ in range(60):
        held, was_applied = one_round(composer, dice, held)
        applied += was_applied
        assert composer.text == held
    assert applied > 3
    for _ in range(200):
        composer.press("Control+z")
        if composer.text == "":
            break
    assert composer.text == ""
