"""Scores nudges on conversations in time: `python -m tests.corpus.flow FILE …`.

Of rows without `expect`, as transcripts are, it shows which nudges come when.

An expected nudge counts as said when it came within its seconds (from the first turn); one that is
neither expected nor allowed is a false one. A telling again of a slow reply that is still expected
to be slow is no mistake of its own (`again`).
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from coach import Customer, Event, Pack, Sent, load_pack, rehearse, with_working_life

FLOW = Path(__file__).with_name("flow.jsonl")
Row = dict[str, Any]


@dataclass
class Score:
    """What was said rightly, what was missed, what was false: (row, rule, second)."""

    hit: list[tuple[str, str, float]] = field(default_factory=list)
    missed: list[tuple[str, str, float]] = field(default_factory=list)
    false: list[tuple[str, str, float]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """How much of what was said is right."""
        return len(self.hit) / max(1, len(self.hit) + len(self.false))

    @property
    def recall(self) -> float:
        """How much of what was to be said was said."""
        return len(self.hit) / max(1, len(self.hit) + len(self.missed))


def rows(path: Path = FLOW) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def events(row: Row) -> Iterator[Event]:
    """What happens, in seconds since the epoch. An agent's message is about to go out first."""
    for turn in row["turns"]:
        at = datetime.fromisoformat(turn["at"]).timestamp()
        if "typing" in turn:
            yield Event(at, "types", "typing" if turn["typing"] else "")
        elif turn.get("draft") or turn.get("send"):
            yield Event(at, "draft" if turn.get("draft") else "send", turn["text"])
        else:
            if turn["from"] == "agent":
                yield Event(at, "send", turn["text"])
            yield Event(at, turn["from"], turn["text"])


def said(pack: Pack, row: Row) -> list[tuple[float, Sent]]:
    """The nudges of a row, each with its second."""
    happened = list(events(row))
    start = happened[0].at
    listed = [(one["name"], one["topics"]) for one in row.get("departments", [])]
    team = with_working_life(pack, row.get("hours"), listed)
    until = start + row["until"] if "until" in row else happened[-1].at + 600
    told = rehearse(team, happened, until, Customer((row.get("customer") or {}).get("name")))
    return [(one.at - start, one) for one in told]


def score(pack: Pack, all_rows: list[Row]) -> Score:
    total = Score()
    for row in all_rows:
        heard = [(at, one.nudge.rule) for at, one in said(pack, row)]
        for wanted in row["expect"]:
            rule, first, last = wanted["rule"], wanted["from"], wanted["to"]
            match = next((one for one in heard if one[1] == rule and first <= one[0] <= last), None)
            if match is None:
                total.missed.append((row["id"], rule, first))
            else:
                heard.remove(match)
                total.hit.append((row["id"], rule, match[0]))
        total.false += [
            (row["id"], rule, at) for at, rule in heard if rule not in row.get("allow", [])
        ]
    return total


def main() -> None:
    pack = load_pack()
    for name in sys.argv[1:] or [str(FLOW)]:
        listed = rows(Path(name))
        for row in listed:
            if "expect" not in row:
                told = [f"{at:.0f}s {one.nudge.rule}" for at, one in said(pack, row)]
                print(f"{row['id']} ({row.get('quality', '')}): {', '.join(told) or 'nothing'}")
        labelled = [row for row in listed if "expect" in row]
        if not labelled:
            continue
        found = score(pack, labelled)
        by_rule = Counter(rule for _, rule, _ in found.hit)
        print(f"{name}: precision {found.precision:.3f} recall {found.recall:.3f} {dict(by_rule)}")
        for what in ("missed", "false"):
            for row, rule, at in getattr(found, what):
                print(f"  {what}: {row} {rule} {at:.0f}")


if __name__ == "__main__":
    main()
