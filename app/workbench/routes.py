"""The addresses of the workbench, below `/v1/lead`: see `docs/workbench.md`."""

from __future__ import annotations

import asyncio
from itertools import islice
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from app.errors import Refused, answer
from app.events import Wire
from app.protocol import Malformed, decode_body
from app.routes import body_of
from app.texts import Lang
from app.workbench import cards, telling
from app.workbench.bench import NoAnswer
from app.workbench.files import NotYours, TeamFiles, text_of, version_of
from app.workbench.history import SHOWN
from app.workbench.lead import Lead, TheLead
from app.workbench.naming import Kind, kind_of
from app.workbench.publishing import Broken, Conflict, Publication, Publisher
from app.workbench.wire import (
    BacktestAnswer,
    BacktestRequest,
    CardAnswer,
    CheckAnswer,
    CheckRequest,
    EntryTextsAnswer,
    HistoryAnswer,
    HomeAnswer,
    PublishedAnswer,
    PublishRequest,
    RuleAnswer,
    TextAnswer,
    TraceRequest,
    TracesAnswer,
    UndoRequest,
)

Got = JSONResponse | PublishedAnswer


def _publisher(request: Request) -> Publisher:
    return request.app.state.publisher


ThePublisher = Annotated[Publisher, Depends(_publisher)]


def lead_routes(body_bytes: int) -> APIRouter:
    """All routes of the workbench. `body_bytes`: the largest body that is read."""
    router = APIRouter(prefix="/v1/lead")
    for path, read in (
        ("", home),
        ("/rules", rules),
        ("/rules/{rule}", one_rule),
        ("/file", file_text),
        ("/history", history),
        ("/history/{number}", entry_texts),
    ):
        router.add_api_route(path, read, methods=["GET"])
    for path, act in (
        ("/check", check),
        ("/trace", trace),
        ("/backtest", backtest),
        ("/publish", publish),
        ("/undo", undo),
    ):
        router.add_api_route(
            path, act, methods=["POST"], max_body_size=body_bytes, response_model=None
        )
    return router


# ---- reading ----


async def home(lead: TheLead, publisher: ThePublisher, lang: Lang = "fa") -> HomeAnswer:
    """`GET /v1/lead`: who asks, what is live, what can be written."""
    publisher.warm(lead.team)
    return await asyncio.to_thread(telling.home, lead, publisher.files(lead.team), lang)


async def rules(lead: TheLead, lang: Lang = "fa") -> list[RuleAnswer]:
    """`GET /v1/lead/rules`: the live rules of the team."""
    return list(cards.rule_list(lead.pack, lang))


async def one_rule(rule: str, lead: TheLead, lang: Lang = "fa") -> CardAnswer:
    """`GET /v1/lead/rules/{rule}`: its card."""
    found = lead.pack.rules.get(rule)
    if found is None:
        raise Refused(404, "no_such_rule")
    return cards.card(lead.pack, found, lang)


async def file_text(file: str, lead: TheLead, publisher: ThePublisher) -> TextAnswer:
    """`GET /v1/lead/file?file=…`: a file of the team's own, with its version."""
    kind = _kind(file, lead)
    raw = await asyncio.to_thread(_read, publisher.files(lead.team), file)
    return TextAnswer(file=file, kind=kind, version=version_of(raw), text=text_of(raw))


async def history(
    lead: TheLead, publisher: ThePublisher, before: int | None = None
) -> HistoryAnswer:
    """`GET /v1/lead/history`: what was published, the newest first."""
    entries = publisher.history(lead.team).entries(before)
    found = await asyncio.to_thread(lambda: list(islice(entries, SHOWN + 1)))
    shown = [telling.entry(one) for one in found[:SHOWN]]
    return HistoryAnswer(entries=shown, more=len(found) > SHOWN)


async def entry_texts(number: int, lead: TheLead, publisher: ThePublisher) -> EntryTextsAnswer:
    """`GET /v1/lead/history/{number}`: one publication with its texts."""
    found = await asyncio.to_thread(publisher.history(lead.team).entry, number)
    if found is None:
        raise Refused(404, "not_found")
    told = telling.entry(found).model_dump()
    return EntryTextsAnswer(**told, before=found.before, after=found.after)


# ---- trying ----


async def check(request: Request, lead: TheLead, publisher: ThePublisher) -> CheckAnswer:
    """`POST /v1/lead/check`: what is wrong with an edit."""
    asked = await _asked(request, CheckRequest)
    _kind(asked.file, lead)
    question = {"file": asked.file, "text": asked.text, "whole": asked.whole}
    told = await _ask(publisher, "check", lead, question)
    return CheckAnswer(
        problems=telling.problems(told["problems"], asked.lang),
        examples=told["examples"],
        seconds=told["seconds"],
    )


async def trace(request: Request, lead: TheLead, publisher: ThePublisher) -> JSONResponse:
    """`POST /v1/lead/trace`: what fires on a draft, what almost fired, what held it back."""
    asked = await _asked(request, TraceRequest)
    question = telling.talk_of(asked)
    if asked.edit is not None:
        _kind(asked.edit.file, lead)
        question |= {"file": asked.edit.file, "text": asked.edit.text}
    told = TracesAnswer(**await _ask(publisher, "trace", lead, question))
    return JSONResponse(told.model_dump(by_alias=True))


async def backtest(request: Request, lead: TheLead, publisher: ThePublisher) -> BacktestAnswer:
    """`POST /v1/lead/backtest`: what an edit changes on conversations."""
    asked = await _asked(request, BacktestRequest)
    _kind(asked.file, lead)
    question = {"file": asked.file, "text": asked.text, "chats": asked.chats}
    told = await _ask(publisher, "backtest", lead, question)
    if told.get("no_chats"):
        raise Refused(422, "no_chats", field="chats")
    if told.get("broken"):
        raise Refused(422, "broken_rules", field="text")
    return BacktestAnswer(**told)


# ---- writing ----


async def publish(request: Request, lead: TheLead, publisher: ThePublisher) -> Got:
    """`POST /v1/lead/publish`: write an edit and put it live."""
    asked = await _asked(request, PublishRequest)
    _kind(asked.file, lead)
    _refuse_readonly(lead)
    author = lead.signed(asked.author)
    wanted = Publication(
        lead.team, asked.file, asked.text, asked.version, author, asked.note.strip()
    )
    try:
        return await publisher.publish(wanted)
    except (Conflict, Broken, NotYours, NoAnswer) as error:
        return _refusal(error, asked.lang)


async def undo(request: Request, lead: TheLead, publisher: ThePublisher) -> Got:
    """`POST /v1/lead/undo`: put back what was there before a publication."""
    asked = await _asked(request, UndoRequest)
    _refuse_readonly(lead)
    author = lead.signed(asked.author)
    try:
        return await publisher.undo(lead.team, asked.entry, author, asked.note.strip())
    except (Conflict, Broken, NotYours, NoAnswer) as error:
        return _refusal(error, asked.lang)


# ---- what all have in common ----


async def _asked[Asked: Wire](request: Request, model: type[Asked]) -> Asked:
    found = decode_body(await body_of(request), model)
    if isinstance(found, Malformed):
        raise Refused(422, "malformed", field=found.field)
    return found


def _kind(file: str, lead: Lead) -> Kind:
    kind = kind_of(file, lead.team)
    if kind is None:
        raise Refused(403, "not_yours", field="file")
    return kind


def _read(files: TeamFiles, file: str) -> bytes | None:
    try:
        return files.read(file)
    except NotYours:
        raise Refused(403, "not_yours", field="file") from None
    except OSError:
        raise Refused(503, "rules_unreadable") from None


async def _ask(
    publisher: Publisher, do: str, lead: Lead, question: dict[str, Any]
) -> dict[str, Any]:
    try:
        told = await publisher.ask(do, lead.team, question)
    except NoAnswer:
        raise Refused(503, "rules_unreadable") from None
    if "failed" in told:
        raise Refused(503, "rules_unreadable")
    return told


def _refuse_readonly(lead: Lead) -> None:
    if lead.readonly is not None:
        raise Refused(409, "read_only")


def _refusal(error: Exception, lang: Lang) -> JSONResponse:
    """Why something was not written, with what is needed to mend it."""
    if isinstance(error, NotYours):
        raise Refused(403, "not_yours", field="file")
    if isinstance(error, NoAnswer):
        raise Refused(503, "rules_unreadable")
    if isinstance(error, Broken):
        told = {"problems": [one.model_dump() for one in telling.problems(error.rows, lang)]}
        return answer(422, "broken_rules", field="text", more=told)
    return answer(
        409, "changed_meanwhile", field="version", more=telling.conflict(cast("Conflict", error))
    )
