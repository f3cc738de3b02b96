"""What the workbench answers, made of what the server and the bench know."""

from __future__ import annotations

from typing import Any

from app.texts import Lang
from app.workbench.cards import problem_answer
from app.workbench.files import TeamFiles, version_of
from app.workbench.history import Entry
from app.workbench.lead import Lead
from app.workbench.naming import kind_of
from app.workbench.publishing import Conflict
from app.workbench.wire import EntryAnswer, FileAnswer, HomeAnswer, ProblemAnswer, TraceRequest
from coach import Problem


def home(lead: Lead, files: TeamFiles, lang: Lang) -> HomeAnswer:
    """Who asks, what is live, what can be written."""
    desk = lead.desk
    known = [_file(files, name, lead.team) for name in files.names()]
    start = f"teams/{lead.team}"
    problems = [
        problem_answer(one, True, lang)
        for one in desk.packs.problems
        if one.file == f"{start}.yaml" or one.file.startswith(f"{start}/")
    ]
    return HomeAnswer(
        team=lead.team,
        teams=sorted(desk.packs) if desk.settings.open else [lead.team],
        author=lead.name,
        open=desk.settings.open,
        exists=lead.exists,
        pack=lead.pack.version,
        readonly=lead.readonly,
        files=known,
        problems=problems,
    )


def _file(files: TeamFiles, name: str, team: str) -> FileAnswer:
    kind = kind_of(name, team)
    assert kind is not None, "it is named by its own team"
    return FileAnswer(file=name, kind=kind, version=version_of(files.read(name)))


def problems(rows: list[list[Any]], lang: Lang) -> list[ProblemAnswer]:
    """Problems as the bench tells them, in the reader's language."""
    return [problem_answer(Problem(*row[:5]), row[5], lang) for row in rows]


def talk_of(asked: TraceRequest) -> dict[str, Any]:
    """A draft and the talk around it, for the bench."""
    customer = asked.customer
    messages = [(m.author, m.text) for m in asked.messages if m.text is not None]
    return {
        "draft": asked.draft,
        "lang": asked.lang,
        "name": customer.name if customer else None,
        "title": customer.title if customer else None,
        "messages": [one for one in messages if one[0] in ("customer", "agent")],
    }


def entry(one: Entry) -> EntryAnswer:
    """A publication without its texts."""
    return EntryAnswer(
        id=one.id,
        at=one.at,
        author=one.author,
        note=one.note,
        file=one.file,
        undoes=one.undoes,
        created=one.before is None,
        removed=one.after is None,
    )


def conflict(error: Conflict) -> dict[str, Any]:
    """Both texts, and who wrote the one that is there."""
    last = error.last
    wrote = {} if last is None else {"author": last.author, "note": last.note, "at": last.at}
    theirs = {"text": error.theirs, "version": error.version, **wrote}
    return {"yours": error.yours, "theirs": theirs}
