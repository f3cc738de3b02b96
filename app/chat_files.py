"""The rows of a file of transcripts: JSON Lines, CSV or Parquet, a few in memory at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Collection, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, cast

ENDINGS = (".jsonl", ".ndjson", ".csv", ".parquet")
COLUMNS = frozenset(
    [
        *("conversation", "author", "from", "text", "at", "agent", "group", "agent_group", "team"),
        *("customer", "id", "turns", "messages"),
    ]
)
MOST_LINE = 32 * 2**20
"""A longer line is no conversation."""
_BATCH = 2_000
_DELIMITERS = ",;\t"
Row = dict[str, Any]
Counted = Callable[[float], None]
"""Is told how many bytes more have been read."""


class ChatsError(Exception):
    """A file that is no transcript. `name`: which text says so; `fields`: what fills it."""

    def __init__(self, name: str, **fields: object) -> None:
        super().__init__(name, fields)
        self.name = name
        self.fields = fields


def rows_of(file: Path, counted: Counted) -> Iterator[Row]:
    """Every row of a file; one that is no row is empty. Raises `ChatsError`."""
    readers = {".csv": _csv, ".parquet": _parquet}
    try:
        yield from readers.get(file.suffix.lower(), _json_lines)(file, counted)
    except UnicodeDecodeError:
        raise ChatsError("chats_encoding", file=file) from None
    except (OSError, csv.Error) as error:
        wrong = getattr(error, "strerror", None) or str(error)
        raise ChatsError("chats_unreadable", file=file, wrong=wrong) from None


def _json_lines(file: Path, counted: Counted) -> Iterator[Row]:
    with file.open("rb") as lines:
        while line := lines.readline(MOST_LINE):
            counted(len(line))
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                row = None
            yield cast("Row", row) if type(row) is dict else {}


def _csv(file: Path, counted: Counted) -> Iterator[Row]:
    def told(lines: Iterable[str]) -> Iterator[str]:
        for line in lines:
            counted(len(line.encode()))
            yield line

    with file.open(encoding="utf-8-sig", newline="") as lines:
        head = lines.readline(MOST_LINE)
        lines.seek(0)
        delimiter = max(_DELIMITERS, key=head.count)  # Some spreadsheets write semicolons or tabs.
        rows = csv.DictReader(told(lines), delimiter=delimiter)
        _refuse_other_columns(file, rows.fieldnames or ())
        yield from rows


def _parquet(file: Path, counted: Counted) -> Iterator[Row]:
    """One group of rows after the other, and of them a few at a time."""
    try:
        arrow: Any = import_module("pyarrow")
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError:
        raise ChatsError("chats_parquet", file=file) from None
    try:
        with parquet.ParquetFile(file, pre_buffer=False) as table:
            names: list[str] = table.schema_arrow.names
            _refuse_other_columns(file, names)
            wanted = [name for name in names if name in COLUMNS]
            groups: int = table.metadata.num_row_groups
            for group in range(groups):
                for batch in table.iter_batches(_BATCH, [group], wanted, use_threads=False):
                    yield from _in_microseconds(batch, arrow).to_pylist()
                counted(file.stat().st_size / groups)
    except arrow.ArrowException as error:
        wrong = type(error).__name__
        raise ChatsError("chats_unreadable", file=file, wrong=wrong) from None


def _in_microseconds(batch: Any, arrow: Any) -> Any:
    """Finer times than Python knows are cut short."""
    for index, column in enumerate(batch.schema):
        if arrow.types.is_timestamp(column.type) and column.type.unit == "ns":
            kind = arrow.timestamp("us", column.type.tz)
            times = batch.column(index).cast(kind, safe=False)
            batch = batch.set_column(index, column.name, times)
    return batch


def _refuse_other_columns(file: Path, names: Collection[str]) -> None:
    """Raise `ChatsError` for a table that cannot hold messages, before it is read through."""
    known = {"turns", "messages"} & {*names}
    if known or ({"conversation", "text"} <= {*names} and {"author", "from"} & {*names}):
        return
    shown = ", ".join(sorted(names)[:20])[:200]
    raise ChatsError("chats_columns", file=file, columns=shown or "-")
