"""The process that reads rules first: `python -m app.reloading.checking`.

A line of JSON comes in, `{"folder": …}`; lines go out, the verdict on each team as soon as there is
one, and `{}` behind the last. What it loaded is kept, so that a small change is read quickly. It
holds nothing that would be missed: where a file makes it hang or run out of memory, it is killed
and another one takes its place.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.reloading.reading import DEFAULT, Read, read_each, verdict
from coach import Conversation, Message, Pack, review_draft

MOST_MEMORY = 2 * 1024**3
MOST_PROBLEMS = 200
"""How many problems of one team are told."""
LONG_DRAFT = 1500
"""How many characters are reviewed, once, before a pack may go live."""


def answer(team: str, read: Read) -> dict[str, Any]:
    """A verdict as JSON has it."""
    found = verdict(read)
    rows = [problem_row(problem) for problem in found.problems[:MOST_PROBLEMS]]
    return {"team": team, "version": found.version, "problems": rows}


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
    gc.disable()  # It has its turn when the answer is out.
    known: dict[str, Pack] = {}
    for line in sys.stdin:
        first = not known
        known = check(Path(json.loads(line)["folder"]), known)
        tell({})
        gc.collect()
        if first:
            gc.freeze()


def check(folder: Path, known: Mapping[str, Pack]) -> dict[str, Pack]:
    """Tell the verdict on every team; the packs to know from then on."""
    packs, teams, whole = dict(known), set[str](), True
    for team, read in read_each(folder, known):
        if read.pack is not None:
            if read.pack is not known.get(team):
                try_out(read.pack)
            packs[team] = read.pack
        elif team == DEFAULT:
            whole = False
        tell(answer(team, read))
        teams.add(team)
    if not whole:
        return packs  # A team that is broken is not forgotten, one that is gone is.
    return {team: pack for team, pack in packs.items() if team in teams}


def tell(answer: Mapping[str, Any]) -> None:
    """A line of JSON to the other end."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
