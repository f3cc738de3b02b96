"""Offsets are exact: whatever the spelling, a span's text is what was meant.

20,000 drafts are made of known words, each spelled with random half-spaces and their stand-ins,
marks of direction, tatweel, diacritics, letters of other keyboards and digits of three scripts,
among emoji of every width. The span found must be the very place the word was put, in code points
and in UTF-16; a second program, in JavaScript, slices the same places out of the same texts.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from functools import cache

from hypothesis import given, seed, settings
from hypothesis import strategies as st

from app.offsets import Offsets
from coach.cues import Matcher, find_cues
from coach.matching.notation import spread

PHRASES = {
    "cannot": "<توانستن منفی>",
    "impossible": "امکان‌پذیر نیست",
    "dunno": "<دانستن منفی من>",
    "future": "<شدن منفی آینده>",
    "order": "سفارش*",
    "sum": "# تومان",
}
TARGETS = {
    "cannot": ["نمی|تونم", "نمی|توانیم", "نمی|تونید", "نتونست"],
    "impossible": ["امکان|پذیر نیست"],
    "dunno": ["نمی|دونم", "نمی|دانم"],
    "future": ["نخواهد شد"],
    "order": ["سفارش", "سفارش|ها", "سفارش|هاتون"],
    "sum": ["12 تومان", "350 تومن"],
}
HALF_SPACES = ["", "\u200c", "\u200e", "\u200b", "\u200d", "\u00ac", "\u00ad", "_", "\u200c\u200c"]
SPACES = [" ", "\u00a0", " \u200c", "\u2009"]
IGNORED = ["", "", "", "", "\u0640", "\u064e", "\u0651", "\u200f", "\u200c", "\u202b"]
MARKS_AROUND = ["", "", "\u200f", "\u202b", "\u200e", "\ufeff"]
OTHER_LETTERS = {"ی": "یيىﯼ", "ک": "کكﮎ", "ه": "هہة", "ا": "ا", "م": "مﻡ"}
OTHER_DIGITS = ["0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"]
FILLERS = [
    *(
        "سلام",
        "خوبه",
        "بسته",
        "ok",
        "R2",
        "😀",
        "👨\u200d👩\u200d👧",
        "❤️",
        "🇮🇷",
        "👍🏽",
        "ﷲ",
        "ﻻزم",
    ),
    *("۱۰٬۰۰۰", "https://x.ir/باید?x=نمیشه", "a@b.ir", "،", "؟", "!", "\n", "OFF-20", "𝒜", "قیمت"),
]


@cache
def matcher() -> Matcher:
    return Matcher({name: spread(phrase) for name, phrase in PHRASES.items()})


class Speller:
    """Spells words at random, by a seeded source."""

    def __init__(self, number: int) -> None:
        self.random = random.Random(number)

    def spell(self, word: str) -> str:
        """One spelling of `word`; `|` is where a half-space goes."""
        pick, out = self.random.choice, list[str]()
        digits = pick(OTHER_DIGITS)
        for index, letter in enumerate(word):
            if letter == "|":
                out.append(pick([*HALF_SPACES, *SPACES]))
            elif letter == " ":
                out.append(pick(SPACES))
            elif letter.isdecimal():
                out.append(digits[int(letter)])
            else:
                last = index + 1 == len(word) or word[index + 1] in "| "
                out.append(
                    pick(OTHER_LETTERS.get(letter, letter)) + ("" if last else pick(IGNORED))
                )
        return "".join(out)

    def draft(self) -> tuple[str, str, int, int]:
        """A draft, the name of the one target in it, and where it stands in code points."""
        name = self.random.choice(list(TARGETS))
        target = self.spell(self.random.choice(TARGETS[name]))
        before = [self.random.choice(FILLERS) for _ in range(self.random.randrange(6))]
        after = [self.random.choice(FILLERS) for _ in range(self.random.randrange(4))]
        mark = self.random.choice(MARKS_AROUND)
        head = "".join(word + " " for word in before) + mark
        return (
            head + target + "".join(" " + word for word in after),
            name,
            len(head),
            len(head + target),
        )


@seed(1404)
@settings(max_examples=400, deadline=None, database=None)
@given(st.integers(min_value=0, max_value=2**32))
def test_spans_are_the_words_that_were_meant(number: int) -> None:
    """400 runs of 50 drafts each: 20,000 cases."""
    speller = Speller(number)
    for _ in range(50):
        draft, name, start, end = speller.draft()
        cues = find_cues(matcher(), draft)
        spans = [(cues.span(cue).start, cues.span(cue).end) for cue in cues[name]]
        assert spans == [(start, end)], (draft, name)
        offsets = Offsets(draft)
        units = draft.encode("utf-16-le")
        sliced = units[2 * offsets.to_wire(start) : 2 * offsets.to_wire(end)].decode("utf-16-le")
        assert sliced == draft[start:end]
        assert offsets.from_wire(offsets.to_wire(end)) == end


NODE_SLICES = """
let input = "";
process.stdin.on("data", (chunk) => (input += chunk));
process.stdin.on("end", () => {
  const rows = JSON.parse(input);
  process.stdout.write(JSON.stringify(rows.map(([text, start, end]) => text.slice(start, end))));
});
"""


def test_javascript_slices_the_same_words() -> None:
    node = shutil.which("node")
    assert node, "Node 20 or newer is needed: install Debian's package nodejs."
    speller, rows, meant = Speller(7), list[tuple[str, int, int]](), list[str]()
    for _ in range(5_000):
        draft, _, start, end = speller.draft()
        offsets = Offsets(draft)
        rows.append((draft, offsets.to_wire(start), offsets.to_wire(end)))
        meant.append(draft[start:end])
    done = subprocess.run(
        [node, "-e", NODE_SLICES],
        input=json.dumps(rows),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == meant
