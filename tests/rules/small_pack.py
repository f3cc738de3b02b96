"""A small pack in a folder of its own: loads at once, and breaks as one likes."""

from __future__ import annotations

from pathlib import Path

GOOD_RULE = """\
severity: warning
category: tone
source: S4
limits: {words: 3}
flags:
  - قیمت* نهایی
  - (بدون|بی) چانه
allows:
  - قیمت نهایی @soft
unless:
  clause: [اگر]
when:
  moods: [calm, happy]
advice:
  fa: نرم‌تر بگویید.
  en: Say it more softly.
why:
  fa: در را می‌بندد.
  en: It closes the door.
replacements:
  - {formal: "بهترین قیمت ما", spoken: "بهترین قیمتمون"}
examples:
  flags: [این قیمت نهایی است]
  allows: [این قیمت خوب است]
"""
LEXICON = """\
soft: [برای شما, لطفاً]
kind:
  phrases: [ممنون*, "@soft"]
  unless: [ممنون نیستم]
"""


def small_pack(folder: Path, **files: str) -> Path:
    """The good rule `final-price`, a second one that gives way to it, a reminder, a lexicon; and
    `files`, by path with `__` for `/`."""
    second = GOOD_RULE.replace("allows:\n  - قیمت نهایی @soft\n", "gives_way_to: [final-price]\n")
    second = second.replace("  - قیمت* نهایی\n", "  - نهایی\n")
    reminder = GOOD_RULE.replace("flags:\n  - قیمت* نهایی", "needs:\n  - '@kind'")
    reminder = reminder.replace("قیمت نهایی @soft", "هیچ وقت")
    written = {
        "lexicon/words.yaml": LEXICON,
        "wording/final-price.yaml": GOOD_RULE,
        "wording/last-word.yaml": second,
        "missing/missing-kindness.yaml": reminder.replace("قیمت خوب است", "ممنونم"),
    }
    written |= {name.replace("__", "/"): text for name, text in files.items()}
    for name, text in written.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder
