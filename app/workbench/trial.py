"""The process that reads edits nobody has saved: `python -m app.workbench.trial HOME`.

A line of JSON comes in, a question; a line goes out, its answer. What it loaded is kept, so that a
small change is read quickly. It holds nothing that would be missed: where a text makes it hang or
run out of memory, it is killed and another one takes its place.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import resources
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from app.backtest import Difference, compare
from app.chats import ChatsError, Reader
from app.offsets import Offsets
from app.reloading.checking import limit_memory
from app.reloading.starting import unhurried_collector
from app.workbench.overlay import Edited, Overlay
from coach import (
    Conversation,
    Customer,
    Message,
    Pack,
    Problem,
    Traced,
    doubts,
    prove,
    review_draft,
    trace_draft,
)

MOST_PROBLEMS = 200
SECONDS_OF_BACKTEST = 15.0
SAMPLE = "sample.jsonl"
Question = Mapping[str, Any]


class Trial:
    """Answers questions about the rules of teams and edits of them."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._overlay = Overlay(home)

    def answer(self, asked: Question) -> dict[str, Any]:
        """The answer to a question."""
        answers: dict[str, Callable[[Question], dict[str, Any]]] = {
            "warm": lambda asked: {"warm": self._read(asked).pack is not None},
            "check": self._check,
            "trace": self._trace,
            "backtest": self._backtest,
        }
        return answers[asked["do"]](asked)

    def _read(self, asked: Question, edit: Edited | None = None) -> Any:
        return self._overlay.read(Path(asked["folder"]), asked["team"], edit)

    # What is wrong

    def _check(self, asked: Question) -> dict[str, Any]:
        begun = time.monotonic()
        before, after = self._read(asked), self._read(asked, _edit_of(asked))
        known = {(problem.file, problem.wrong, problem.excerpt) for problem in before.problems}
        rows: list[list[Any]] = []
        for problem in after.problems:
            is_new = (problem.file, problem.wrong, problem.excerpt) not in known
            rows.append(_row(problem, is_new or problem.file == asked["file"]))
        examples = 0
        if after.pack is not None:
            for one in _proofs(before.pack, after.pack, asked):
                examples += 1
                rows += [] if one is None else [one]
            if asked["whole"] and asked["text"] is not None:
                rows += [_row(doubt, False) for doubt in doubts(after.pack, file=asked["file"])]
        rows.sort(key=lambda row: (row[0] != asked["file"], not row[5], row[0], row[1]))
        return {
            "problems": rows[:MOST_PROBLEMS],
            "examples": examples,
            "seconds": round(time.monotonic() - begun, 3),
        }

    # What it says of a draft

    def _trace(self, asked: Question) -> dict[str, Any]:
        saved = self._read(asked)
        answer: dict[str, Any] = {"saved": None, "edited": None, "broken": False}
        if saved.pack is not None:
            answer["saved"] = _told(saved.pack, asked)
        if asked.get("file") is not None:
            edited = self._read(asked, _edit_of(asked)).pack
            answer["broken"] = edited is None or not _is_read(edited, asked)
            if edited is not None and not answer["broken"]:
                answer["edited"] = _told(edited, asked)
        return answer

    # What it changes

    def _backtest(self, asked: Question) -> dict[str, Any]:
        begun = time.monotonic()
        saved, edited = self._read(asked).pack, self._read(asked, _edit_of(asked)).pack
        if saved is None or edited is None:
            return {"broken": True}
        found, finished = Difference(), True
        try:
            for chat in self._chats(asked.get("chats")):
                if time.monotonic() - begun > SECONDS_OF_BACKTEST:
                    finished = False
                    break
                found.add(compare([saved, edited], [chat]))
        except ChatsError:
            return {"no_chats": True}
        seconds = round(time.monotonic() - begun, 3)
        return {"finished": finished, "seconds": seconds, **_differences(found)}

    def _chats(self, given: str | None) -> Iterator[Any]:
        """The conversations that were given, or those that ship with the product."""
        if given is None:
            shipped = resources.files("app.workbench").joinpath(SAMPLE)
            yield from Reader([Path(str(shipped))]).chats()
            return
        with NamedTemporaryFile("w", dir=self._home, suffix=".jsonl", encoding="utf-8") as file:
            file.write(given)
            file.flush()
            yield from Reader([Path(file.name)]).chats()


def _edit_of(asked: Question) -> Edited:
    return Edited(asked["file"], asked["text"])


def _is_read(pack: Pack, asked: Question) -> bool:
    """Could the edited file be read at all? Of one that could not, nothing is in the pack."""
    return asked["text"] is None or asked["file"] in pack.files


def _row(problem: Problem, blocks: bool) -> list[Any]:
    """A problem in the order of `ProblemAnswer`'s fields."""
    return [
        *(problem.file, problem.line, problem.excerpt, problem.wrong, problem.remedy),
        blocks,
    ]


def _proofs(before: Pack | None, after: Pack, asked: Question) -> Iterator[list[Any] | None]:
    """For each example that was run None, or the problem where it does not hold any more.

    One of a shipped rule that a team has changed on purpose need not hold: nobody can mend it here.
    """
    about = list(after.rules) if asked["whole"] else list(_about(after, asked["file"]))
    for proof in prove(after, about):
        if proof.holds:
            yield None
            continue
        own = proof.rule.file.startswith("teams/")
        if own and proof.rule.file == asked["file"]:
            yield _row(proof.problem, True)
        elif before is None or _held(before, proof):
            yield _row(proof.problem, own)
        else:
            yield None


def _held(before: Pack, proof: Any) -> bool:
    """Did an example hold that does not hold now?"""
    rule: str = proof.rule.id
    if rule not in before.rules:
        return True
    proofs = (
        p for p in prove(before, [rule]) if (p.kind, p.example) == (proof.kind, proof.example)
    )
    return any(p.holds for p in proofs)


def _about(pack: Pack, file: str) -> Iterator[str]:
    """The rules that a file is about: its own, or those whose values it gives."""
    for name, rule in pack.rules.items():
        if rule.file == file or any(v.place.startswith(f"{file}:") for v in pack.values(name)):
            yield name


def _told(pack: Pack, asked: Question) -> dict[str, Any]:
    """What a pack says of a draft."""
    customer = Customer(asked["name"], asked["title"])
    said = [Message(author, text) for author, text in asked["messages"]]
    talk, draft = Conversation.begin(pack, customer, said), asked["draft"]
    review = review_draft(pack, talk, draft, final=True, lang=asked["lang"])
    offers = {(one.rule, one.span): one.replacements for one in review.findings}
    offsets = Offsets(draft)
    return {
        "pack": pack.version,
        "mood": talk.mood,
        "register": talk.register,
        "stage": talk.stage,
        "tone": review.tone.value,
        "zone": review.tone.zone,
        "traced": [
            _traced(one, offsets, offers.get((one.rule.id, one.span), ()), asked["lang"])
            for one in trace_draft(pack, talk, draft)
        ],
    }


def _traced(one: Traced, offsets: Offsets, offers: Iterable[Any], lang: str) -> dict[str, Any]:
    return {
        "rule": one.rule.id,
        "severity": one.rule.severity,
        "state": one.rule.state,
        "advice": one.rule.advice(lang),
        "start": None if one.span is None else offsets.to_wire(one.span.start),
        "end": None if one.span is None else offsets.to_wire(one.span.end),
        "words": one.words,
        "held": [{"by": held.stop, "what": held.told} for held in one.held],
        "phrases": [list(phrase) for phrase in one.phrases],
        "offers": [offer.text for offer in offers],
    }


def _differences(found: Difference) -> dict[str, Any]:
    """The counts by rule, what changes most first."""
    changes = found.newly + found.silent
    names = sorted({*found.fired, *changes}, key=lambda n: (-changes[n], -found.fired[n], n))
    return {
        "conversations": found.conversations,
        "messages": found.messages,
        "replies": found.replies,
        "changed": found.changed,
        "rules": [
            {
                "rule": name,
                "before": found.fired[name],
                "after": found.fired[name] + found.newly[name] - found.silent[name],
                "newly": found.newly[name],
                "silent": found.silent[name],
                "newly_drafts": found.examples.get(("newly", name), []),
                "silent_drafts": found.examples.get(("silent", name), []),
            }
            for name in names
        ],
    }


def main() -> None:
    """Answer until the other end is closed."""
    limit_memory()
    trial = Trial(Path(sys.argv[1]))
    first = True
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            if first:
                first = False
                with unhurried_collector():
                    trial.answer({**asked, "do": "warm"})
            answer = trial.answer(asked)
        except Exception as error:  # noqa: BLE001 - what was loaded must not be lost with it
            answer = {"failed": type(error).__name__}
        sys.stdout.write(json.dumps({**answer, "id": asked["id"]}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
