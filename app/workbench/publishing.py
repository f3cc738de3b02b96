"""Putting an edit where it belongs: checked, on top of the text that it was made from, remembered.

Everything that writes goes through one door, one at a time; what the check refuses is not written.
"""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.desk import Desk
from app.errors import Refused
from app.workbench.bench import Bench, NoAnswer
from app.workbench.files import NotYours, TeamFiles, raw_of, text_of, version_of
from app.workbench.history import Entry, History
from app.workbench.wire import PublishedAnswer
from coach import Pack

LIVE_WITHIN = 20.0
"""Seconds that a publication waits for agents to have it; it holds all the same."""


class Broken(Exception):
    """An edit with mistakes. `rows`: as the bench tells them."""

    def __init__(self, rows: list[list[Any]]) -> None:
        super().__init__(len(rows))
        self.rows = rows


class Conflict(Exception):
    """The file is not what the edit was made from."""

    def __init__(self, yours: str | None, raw: bytes | None, last: Entry | None) -> None:
        super().__init__()
        self.yours = yours
        self.theirs = text_of(raw)
        self.version = version_of(raw)
        self.last = last


@dataclass(frozen=True, slots=True)
class Publication:
    """What is to be put live. `version`: of the text that it was made from."""

    team: str
    file: str
    text: str | None
    version: str | None
    author: str
    note: str
    undoes: int | None = None


class Publisher:
    """The door through which everything is written. `home`: where histories are kept."""

    def __init__(self, desk: Desk, bench: Bench, folder: Path, home: Path) -> None:
        self._desk = desk
        self._bench = bench
        self._folder = folder
        self._home = home
        self._lock = asyncio.Lock()
        self._warming: set[asyncio.Task[None]] = set()

    def warm(self, team: str) -> None:
        """Let the bench read the rules before anybody waits for it."""
        if not self._bench.is_warm:
            task = asyncio.create_task(self._warm(team))
            self._warming.add(task)
            task.add_done_callback(self._warming.discard)

    async def _warm(self, team: str) -> None:
        with suppress(NoAnswer):
            await self.ask("warm", team, {})

    async def ask(self, do: str, team: str, question: dict[str, Any]) -> dict[str, Any]:
        """What the bench says to a question; raises `NoAnswer`."""
        asked = {"do": do, "folder": str(self._folder), "team": team}
        return await self._bench.ask(asked | question)

    def files(self, team: str) -> TeamFiles:
        """The files of a team."""
        return TeamFiles(self._folder, team)

    def history(self, team: str) -> History:
        """What was published for a team."""
        return History(self._home, team)

    async def publish(self, wanted: Publication) -> PublishedAnswer:
        """Write it and put it live; raises `Conflict`, `Broken`, `Refused` and `NoAnswer`."""
        async with self._lock:
            files = self.files(wanted.team)
            before = await asyncio.to_thread(files.read, wanted.file)
            await self._agree(wanted, before)
            await self._prove(wanted)
            try:
                entry, raw = await asyncio.to_thread(self._write, files, wanted, before)
            except OSError:
                raise Refused(503, "not_written") from None
            await self._put_live()
            pack = self._desk.packs.get(wanted.team) or self._desk.packs["default"]
            return PublishedAnswer(
                file=wanted.file,
                version=version_of(raw),
                entry=entry.id,
                live=_is_in(pack, wanted.file, raw),
                pack=pack.version,
            )

    async def undo(self, team: str, number: int, author: str, note: str) -> PublishedAnswer:
        """Put back what was there before a publication; raises as `publish()` does."""
        entry = await asyncio.to_thread(self.history(team).entry, number)
        if entry is None:
            raise Refused(404, "not_found")
        now = await asyncio.to_thread(self.files(team).read, entry.file)
        if text_of(now) != entry.after:
            raise Conflict(entry.before, now, self.history(team).last_of(entry.file))
        version = version_of(now)
        wanted = Publication(team, entry.file, entry.before, version, author, note, entry.id)
        return await self.publish(wanted)

    async def _agree(self, wanted: Publication, before: bytes | None) -> None:
        """Raise where the file is another one than the edit was made from, or the same as it."""
        if version_of(before) != wanted.version:
            last = await asyncio.to_thread(self.history(wanted.team).last_of, wanted.file)
            raise Conflict(wanted.text, before, last)
        if text_of(before) == wanted.text:
            raise Refused(422, "unchanged", field="text")

    async def _prove(self, wanted: Publication) -> None:
        edit = {"file": wanted.file, "text": wanted.text, "whole": True}
        answer = await self.ask("check", wanted.team, edit)
        rows: list[list[Any]] | None = answer.get("problems")
        if rows is None:
            raise NoAnswer
        if any(row[5] for row in rows):
            raise Broken(rows)

    def _write(
        self, files: TeamFiles, wanted: Publication, before: bytes | None
    ) -> tuple[Entry, bytes | None]:
        """First into the history, then into the file."""
        history = self.history(wanted.team)
        raw = raw_of(wanted.text, before)
        entry = history.add(
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            author=wanted.author,
            note=wanted.note,
            file=wanted.file,
            before=text_of(before),
            after=text_of(raw),
            undoes=wanted.undoes,
        )
        try:
            if files.read(wanted.file) != before:  # Somebody else's editor, in the meantime.
                raise Conflict(wanted.text, files.read(wanted.file), None)
            files.write(wanted.file, raw)
        except (OSError, Conflict, NotYours):
            history.drop(entry)
            raise
        return entry, raw

    async def _put_live(self) -> None:
        """Have the folder read now, and do not wait for ever."""
        reading = asyncio.ensure_future(self._desk.reloader.now())
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(reading), LIVE_WITHIN)


def _is_in(pack: Pack, file: str, raw: bytes | None) -> bool:
    """Was a pack made of what a file holds now?"""
    known = pack.files.get(file)
    if raw is None or known is None:
        return raw is None and known is None
    return known[0] == hashlib.sha256(raw).digest()
