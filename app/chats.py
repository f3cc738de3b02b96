"""Transcripts: one conversation after the other, whatever file they lie in.

A line of JSON is a whole conversation (`turns` or `messages`) or one message; a row of CSV or
Parquet is one message: `conversation`, `author`, `text`, and where they are known `at`, `agent`,
`group`, `customer`. The messages of a conversation stand together. Nothing but the conversation at
hand is kept in memory. `app.chat_files` reads the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, cast

from app.chat_files import ENDINGS, ChatsError, rows_of

AUTHORS = {"customer": "customer", "agent": "agent", "bot": "bot", "system": "system"}
MOST_CHARS = 20_000
MOST_TURNS = 5_000
"""A conversation of more messages is taken for several."""


class Turn(NamedTuple):
    """One message of a transcript. `week`: the Saturday that begins its week, "" if unknown."""

    author: str
    text: str
    week: str


@dataclass(slots=True)
class Chat:
    """One conversation of a transcript."""

    id: str
    group: str = ""
    customer: str | None = None
    turns: list[Turn] = field(default_factory=list[Turn])


class Reader:
    """Reads files one after the other. `share`: how much of them is read, from 0 to 1;
    `skipped`: rows that are no message."""

    def __init__(self, files: Iterable[Path]) -> None:
        self.files = list(files)
        self.skipped = 0
        self._read = 0.0
        self._rows = 0
        for file in self.files:
            if not file.is_file():
                raise ChatsError("chats_missing", file=file)
            if file.suffix.lower() not in ENDINGS:
                raise ChatsError("chats_ending", file=file, endings=" ".join(ENDINGS))
        self._size = sum(file.stat().st_size for file in self.files) or 1

    @property
    def share(self) -> float:
        """How much has been read."""
        return min(1.0, self._read / self._size)

    def chats(self) -> Iterator[Chat]:
        """Every conversation; raises `ChatsError` for a file without a single message."""
        for file in self.files:
            self._rows, read_before = 0, self._read
            yield from self._chats_of(file)
            if not self._rows:
                raise ChatsError("chats_shape", file=file)
            self._read = read_before + file.stat().st_size

    def _chats_of(self, file: Path) -> Iterator[Chat]:
        current: Chat | None = None
        for row in rows_of(file, self._count):
            whole = _conversation(row)
            if whole is not None:
                self._rows += 1
                yield whole
                continue
            turn = _turn(row)
            if turn is None:
                self.skipped += 1
                continue
            self._rows += 1
            name = str(row.get("conversation", ""))
            if current is None or current.id != name or len(current.turns) == MOST_TURNS:
                if current is not None:
                    yield current
                current = _begin(row, name)
            current.turns.append(turn)
        if current is not None:
            yield current

    def _count(self, size: float) -> None:
        self._read += size


def _begin(row: dict[str, Any], name: str) -> Chat:
    group = row.get("group") or row.get("agent_group") or row.get("team") or row.get("agent") or ""
    customer = row.get("customer")
    if isinstance(customer, dict):
        customer = cast("dict[str, Any]", customer).get("name")
    return Chat(name, str(group), clean(customer) if isinstance(customer, str) else None)


def _conversation(row: dict[str, Any]) -> Chat | None:
    turns = row.get("turns", row.get("messages"))
    if not isinstance(turns, list):
        return None
    chat = _begin(row, str(row.get("id", "")))
    for one in cast("list[Any]", turns):
        turn = _turn(cast("dict[str, Any]", one)) if isinstance(one, dict) else None
        if turn is not None:
            chat.turns.append(turn)
    return chat


def _turn(row: dict[str, Any]) -> Turn | None:
    author = AUTHORS.get(str(row.get("author", row.get("from", ""))).strip().lower())
    text = row.get("text")
    if author is None or not isinstance(text, str):
        return None
    return Turn(author, clean(text), week_of(row.get("at")))


def clean(text: str) -> str:
    """Text as the engine takes it: no NUL, no lone surrogates, of a bounded length."""
    plain = text[:MOST_CHARS].encode("utf-8", "replace").decode("utf-8")
    return plain.replace("\x00", "\ufffd")


def week_of(at: object) -> str:
    """The Saturday of the week of a moment: an ISO date and time, or seconds since the epoch."""
    try:
        if isinstance(at, str) and not at.replace(".", "", 1).isdigit():
            moment = datetime.fromisoformat(at)
        elif isinstance(at, datetime):
            moment = at
        else:
            moment = datetime.fromtimestamp(float(cast("Any", at)), UTC)
    except (ValueError, TypeError, OverflowError, OSError):
        return ""
    return (moment - timedelta(days=(moment.weekday() + 2) % 7)).date().isoformat()
