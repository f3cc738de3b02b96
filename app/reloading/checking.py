"""The process that reads rules first: `python -m app.reloading.checking`.

A line of JSON comes in, `{"folder": …}`; a line goes out, the verdict on each team. What it loaded
is kept, so that a small change is read quickly. It holds nothing that would be missed: where a file
makes it hang or run out of memory, it is killed and another one takes its place.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

from app.loading import unhurried_collector
from app.reloading.reading import Read, read_all, verdict
from coach import Conversation, Message, Pack, review_draft

MOST_MEMORY = 2 * 1024**3
MOST_PROBLEMS = 200
"""How many problems of one team are told."""
LONG_DRAFT = 1500
"""How many characters are reviewed, once, before a pack may go live."""


def answer(reads: Mapping[str, Read]) -> dict[str, Any]:
    """The verdicts as JSON has them."""
    told: dict[str, Any] = {}
    for team, read in reads.items():
        found = verdict(read)
        rows = [problem_row(problem) for problem in found.problems[:MOST_PROBLEMS]]
        told[team] = {"version": found.version, "problems": rows}
    return told


def problem_row(problem: Any) -> list[Any]:
    """A problem in the order of `Problem`'s fields."""
    return [problem.file, problem.line, problem.excerpt, problem.wrong, problem.remedy]


def try_out(pack: Pack) -> None:
    """Review a long draft of all that the rules' own examples hold: it must come to an end."""
    drafts = [example.draft for rule in pack.rules.values() for example in rule.examples_flags]
    words = " ".join(drafts)[:LONG_DRAFT]
    talk = Conversation.begin(pack, messages=[Message("customer", words[: LONG_DRAFT // 4])])
    review_draft(pack, talk, words, final=True)


def limit_memory() -> None:
    """Let this process fail rather than take all memory there is; where the system can."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def main() -> None:
    """Answer until the other end is closed."""
    limit_memory()
    known: dict[str, Pack] = {}
    for line in sys.stdin:
        folder = Path(json.loads(line)["folder"])
        with nullcontext() if known else unhurried_collector():
            reads = read_all(folder, known)
        told = answer(reads)
        for team, read in reads.items():
            if read.pack is not None and read.pack is not known.get(team):
                try_out(read.pack)
        packs = {team: read.pack for team, read in reads.items() if read.pack is not None}
        known |= packs
        if packs:  # A team that is gone is forgotten; one that is broken is not.
            known = {team: pack for team, pack in known.items() if team in reads}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
