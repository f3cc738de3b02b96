"""Random typing and applying: an editor holds what was typed plus exactly what was applied."""

from __future__ import annotations

import random

from tests.browser.desk import Desk
from tests.browser.test_nothing_lost import TAKE

WORDS = ["نمیشه ", "باید ", "سلام ", "order-12 ", "😀 ", "می\u200cآید ", "deadline ", "\n"]
FIRST = {"نمیشه": "راه دیگری داریم", "باید": "ممکن است"}
FIND = "(coach) => coach.findings.filter(({ span, replacements }) => span && replacements.length)"


def apply_one(desk: Desk, dice: random.Random, held: str) -> str | None:
    """Applies one of the wordings that are offered now; what must then be held, None if none is."""
    if not any(word in held for word in FIRST):
        return None
    desk.until(lambda: bool(desk.coach.evaluate(FIND)), 3)
    finding, done = desk.coach.evaluate(TAKE, dice.randrange(100))
    units = held.encode("utf-16-le")
    start, end = 2 * finding["span"]["start"], 2 * finding["span"]["end"]
    word = units[start:end].decode("utf-16-le")
    assert done, f"{word!r} was not applied"
    units = units[:start] + FIRST[word].encode("utf-16-le") + units[end:]
    return units.decode("utf-16-le")


def one_round(desk: Desk, dice: random.Random, held: str) -> tuple[str, bool]:
    """Types or deletes at the end, or applies: what must be held now, whether it applied."""
    if dice.random() < 0.45:
        applied = apply_one(desk, dice, held)
        if applied is not None:
            return applied, True
    if held.endswith("سلام ") and dice.random() < 0.5:
        desk.press("Control+End", *["Backspace"] * 2)
        return held[:-2], False
    word = dice.choice(WORDS[:-1] if desk.name == "input" else WORDS)
    desk.press("Control+End")
    if word == "\n":
        desk.press("Enter")
    else:
        desk.page.keyboard.type(word, delay=desk.pace)
    return held + word, False


def sequence(desk: Desk, seed: int, rounds: int) -> int:
    """Types and applies `rounds` times, then undoes it all; how often something was applied."""
    dice = random.Random(seed)
    held, applications = "", 0
    desk.fresh().focus()
    for _ in range(rounds):
        held, applied = one_round(desk, dice, held)
        applications += applied
        desk.until(lambda wanted=held: desk.text == wanted, 2)
    walk_back(desk, 20 * rounds)
    return applications


def walk_back(desk: Desk, most: int) -> None:
    """Undoes until the draft is empty; fails if it never is."""
    for _ in range(most):
        if desk.text == "":
            return
        desk.press("Control+z")
    raise AssertionError(f"undo stops at {desk.text!r}")
