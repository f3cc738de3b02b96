"""Score the engine against labelled drafts, in this process.

    python -m tests.corpus.score [FILE …] [--rules a,b] [--errors 5] [--all]

Rows are of the corpus' kinds (see README.md here). A predicted span counts as found where it shares
0.3 of the union with the expected one. Without files the whole corpus is scored, and the rules
that do worst are named.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coach import Conversation, Customer, Finding, Message, Pack, load_pack, review_draft

HERE = Path(__file__).parent
SHAPE = {"too-long", "too-curt", "bare-link", "unordered-steps"}
UNLABELLED = {"asks-secret", "wrong-layout", "canned-reply", "mood-mismatch"}
CONTEXT = {
    *("missing-offer missing-name missing-greeting missing-empathy missing-apology missing-thanks "
      "missing-alternative missing-reason bare-bad-news missing-next-step missing-question "
      "unanswered-question unconfirmed-close register-mismatch joke name-misspelled").split()
}  # fmt: skip
SHARED = 0.3


class Tally:
    """Hits, misses and false alarms by rule, with the drafts behind them."""

    def __init__(self) -> None:
        self.hit: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()
        self.false: Counter[str] = Counter()
        self.mistakes: dict[str, list[tuple[str, str, str]]] = defaultdict(list)

    def note(self, rule: str, row: dict[str, Any], what: str) -> None:
        (self.missed if what.startswith("missed") else self.false)[rule] += 1
        said = " / ".join(f"{_author(m)[0]}: {m['text']}" for m in row.get("history", []))
        self.mistakes[rule].append((row["id"], what, f"{row['draft']!r}  ⟵ {said}"))

    def figures(self, rule: str | None = None) -> tuple[float, float, float]:
        """Precision, recall and F1 of one rule, or of all."""
        rules = [rule] if rule else [*({*self.hit, *self.missed, *self.false})]
        hit, missed, false = (sum(c[r] for r in rules) for c in (self.hit, self.missed, self.false))
        precision = hit / (hit + false) if hit + false else 1.0
        recall = hit / (hit + missed) if hit + missed else 1.0
        f1 = 2 * hit / (2 * hit + missed + false) if hit + missed + false else 1.0
        return precision, recall, f1

    @property
    def rules(self) -> list[str]:
        return sorted({*self.hit, *self.missed, *self.false})

    def macro_f1(self) -> float:
        labelled = [r for r in self.rules if self.hit[r] + self.missed[r]]
        return sum(self.figures(r)[2] for r in labelled) / max(1, len(labelled))


def _author(message: dict[str, Any]) -> str:
    return message.get("author") or message["from"]


def findings_of(pack: Pack, row: dict[str, Any]) -> tuple[Finding, ...]:
    """The findings of a row's draft, judged as final."""
    lists = row.get("lists")
    pack = pack.with_lists(**lists) if lists else pack
    customer = row.get("customer") or {}
    messages = [Message(_author(m), m["text"]) for m in row.get("history", [])]  # pyright: ignore
    talk = Conversation.begin(pack, Customer(customer.get("name"), customer.get("title")), messages)
    return review_draft(pack, talk, row["draft"], final=True).findings


def _span(draft: str, item: dict[str, Any]) -> tuple[int, int] | None:
    if not item.get("text"):
        return None
    at = -1
    for _ in range(item.get("occurrence", 0) + 1):
        at = draft.find(item["text"], at + 1)
        if at < 0:
            raise SystemExit(f"The labelled words are not in the draft: {item['text']!r}")
    return at, at + len(item["text"])


def _shared(found: Finding, span: tuple[int, int] | None) -> float:
    if span is None or found.span is None:
        return 1.0
    inside = max(0, min(found.span.end, span[1]) - max(found.span.start, span[0]))
    union = (found.span.end - found.span.start) + (span[1] - span[0]) - inside
    return inside / max(1, union)


def score_inline(pack: Pack, row: dict[str, Any], tally: Tally) -> int:
    """Count an inline or clean row; the number of its false alarms."""
    got = [f for f in findings_of(pack, row) if f.span is not None or f.rule in SHAPE]
    taken: set[int] = set()
    labelled: dict[str, list[tuple[int, int] | None]] = defaultdict(list)
    for item in row["expect"]:
        span = _span(row["draft"], item)
        labelled[item["rule"]].append(span)
        fits = [
            (_shared(f, span), -i)
            for i, f in enumerate(got)
            if f.rule == item["rule"] and i not in taken
        ]
        best = max(fits, default=(0.0, 0))
        if best[0] >= SHARED:
            taken.add(-best[1])
            tally.hit[item["rule"]] += 1
        else:
            tally.note(item["rule"], row, f"missed «{item.get('text') or ''}»")
    alarms = 0
    for index, finding in enumerate(got):
        if index in taken or finding.rule in UNLABELLED or finding.rule in row.get("allow", []):
            continue
        if any(_shared(finding, span) > 0 for span in labelled[finding.rule]):
            continue
        alarms += 1
        words = row["draft"][finding.span.start : finding.span.end] if finding.span else ""
        tally.note(finding.rule, row, f"false «{words}»")
    return alarms


def score_clean(pack: Pack, row: dict[str, Any], tally: Tally) -> int:
    """Count a good reply: nothing at all may be found."""
    bad = [f for f in findings_of(pack, row) if f.rule not in row.get("allow", [])]
    for finding in bad:
        tally.note(finding.rule, row, "false")
    return len(bad)


def score_context(pack: Pack, row: dict[str, Any], tally: Tally) -> None:
    """Count a row of reminders."""
    got = {f.rule for f in findings_of(pack, row)} & CONTEXT
    want = set(row["expect"])
    for rule in want & got:
        tally.hit[rule] += 1
    for rule in want - got:
        tally.note(rule, row, "missed")
    for rule in got - want - set(row.get("allow", [])):
        tally.note(rule, row, "false")


def score_mood(pack: Pack, row: dict[str, Any], wrong: list[str]) -> tuple[bool, bool]:
    """Are the mood and the register of a row read as labelled?"""
    talk = Conversation.begin(pack, messages=[Message("customer", t) for t in row["messages"]])
    mood = talk.mood == row["mood"] or talk.mood in row.get("allow_mood", [])
    register = talk.register in [row["register"], *row.get("allow_register", [])]
    said = " // ".join(row["messages"])
    if not mood:
        wrong.append(f"{row['id']} mood {row['mood']} read as {talk.mood}: {said}")
    if not register:
        wrong.append(f"{row['id']} register {row['register']} read as {talk.register}: {said}")
    return mood, register


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The labelled rows of a file; whole conversations are passed over."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            row = json.loads(line)
            if "turns" not in row:
                yield row


def score_file(pack: Pack, path: Path, only: set[str] | None, errors: int) -> None:
    """Score one file and print its table."""
    tally, wrong = Tally(), list[str]()
    alarmed = clean = moods = mood_right = register_right = rows = 0
    for row in rows_of(path):
        rows += 1
        if "mood" in row:
            mood, register = score_mood(pack, row, wrong)
            moods, mood_right = moods + 1, mood_right + mood
            register_right += register
        elif row.get("clean"):
            clean, alarmed = clean + 1, alarmed + bool(score_clean(pack, row, tally))
        elif "satisfied" in row:
            score_context(pack, row, tally)
        else:
            score_inline(pack, row, tally)
    print(f"\n{path.name}: {rows} rows")
    for rule in tally.rules:
        if only and rule not in only:
            continue
        precision, recall, f1 = tally.figures(rule)
        counts = (
            f"{tally.hit[rule]:4} hit {tally.missed[rule]:3} missed {tally.false[rule]:3} false"
        )
        print(f"  {rule:20} {counts}   P {precision:.2f}  R {recall:.2f}  F1 {f1:.2f}")
        for mistake in tally.mistakes[rule][:errors]:
            print("      ", *mistake)
    if tally.rules and not clean:
        precision, recall, _ = tally.figures()
        print(
            f"  ALL precision {precision:.3f} recall {recall:.3f} macro-F1 {tally.macro_f1():.3f}"
        )
    if clean:
        print(f"  CLEAN {alarmed} of {clean} good replies raised an alarm")
    if moods:
        print(f"  MOOD {mood_right / moods:.3f} REGISTER {register_right / moods:.3f} of {moods}")
        print(*(f"       {line}" for line in wrong[: errors * 10]), sep="\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="labelled files; none: the corpus")
    parser.add_argument("--rules", help="show only these rules, by comma")
    parser.add_argument("--errors", type=int, default=0, help="show N mistakes of each rule")
    parser.add_argument("--pack", type=Path, help="a folder of rules other than the shipped one")
    args = parser.parse_args()
    pack = load_pack(args.pack)
    only = set(args.rules.split(",")) if args.rules else None
    for path in args.files or sorted(HERE.glob("*.jsonl")):
        score_file(pack, path, only, args.errors)
    return 0


if __name__ == "__main__":
    sys.exit(main())
