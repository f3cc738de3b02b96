"""Does the engine still say the same? Every review of the corpus, written down to be compared.

    python -m tests.bench.same FILE            write every review into FILE
    python -m tests.bench.same FILE --against OLDER    and say where the two differ

For changes that must not change what the coach says: run it before and after. Every draft is
reviewed as typed and as sent, and some half typed and with the caret inside; every message
of a customer is reviewed as a draft too.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from coach import Conversation, Customer, Message, Pack, Review, load_pack, review_draft

CORPUS = Path(__file__).parent.parent / "corpus"


def _messages(said: list[dict[str, Any]]) -> list[Message]:
    return [Message(m.get("from") or m["author"], m["text"]) for m in said]


def _rows() -> Iterator[tuple[str, dict[str, Any], list[Message], str]]:
    """(name, row, history, draft): every draft, and every message as if it were one."""
    for path in sorted(CORPUS.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            row = json.loads(line)
            name = f"{path.name}:{number}"
            if "draft" in row:
                yield name, row, _messages(row.get("history", [])), row["draft"]
            turns = [turn for turn in row.get("turns", []) if "text" in turn]
            for at, turn in enumerate(turns):
                yield f"{name}.{at}", row, _messages(turns[:at]), turn["text"]
            heard = [{"from": "customer", "text": text} for text in row.get("messages", [])]
            for at, message in enumerate(heard):
                yield f"{name}.{at}", row, _messages(heard[:at]), message["text"]


def said(review: Review) -> dict[str, Any]:
    """All that a review says, but for the pack's version."""
    told = asdict(review)
    del told["pack"]
    return told


def reviews(pack: Pack) -> Iterator[tuple[str, Any]]:
    """The name of each review and what it says."""
    for number, (name, row, history, draft) in enumerate(_rows()):
        lists, customer = row.get("lists"), row.get("customer") or {}
        own = pack.with_lists(**lists) if lists else pack
        who = Customer(customer.get("name"), customer.get("title"))
        talk = Conversation.begin(own, who, history)
        yield f"{name} talk", [talk.mood, talk.register, talk.stage]
        yield f"{name} sent", said(review_draft(own, talk, draft, final=True))
        yield f"{name} typed", said(review_draft(own, talk, draft, lang="en"))
        if number % 4 == 0:
            half = draft[: len(draft) * 2 // 3]
            yield f"{name} half", said(review_draft(own, talk, half))
            yield f"{name} inside", said(review_draft(own, talk, draft, caret=len(half)))


def write(path: Path) -> int:
    """Write every review as a line of JSON; how many there are."""
    count, digest = 0, hashlib.sha256()
    with path.open("w", encoding="utf-8") as file:
        for name, told in reviews(load_pack()):
            line = json.dumps([name, told], ensure_ascii=False) + "\n"
            digest.update(line.encode())
            file.write(line)
            count += 1
    print(f"{count} reviews, {digest.hexdigest()[:16]}")
    return count


def differences(one: Path, other: Path) -> Iterator[str]:
    """The names of the reviews that are not the same."""
    with one.open(encoding="utf-8") as left, other.open(encoding="utf-8") as right:
        for mine, theirs in zip(left, right, strict=True):
            if mine != theirs:
                yield json.loads(mine)[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--against", type=Path, help="reviews that an older engine wrote")
    args = parser.parse_args()
    write(args.file)
    if args.against is None:
        return 0
    found = list(differences(args.file, args.against))
    print(f"{len(found)} differ" if found else "the same, byte for byte", *found[:20], sep="\n  ")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
