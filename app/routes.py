"""The routes of the protocol: the socket, the review without a socket, rules, health, metrics."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response, WebSocket
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.requests import ClientDisconnect, HTTPConnection

from app.answers import HttpReview, context_answer, review_answer
from app.auth import Identity, Unauthorized, bearer
from app.desk import Desk
from app.errors import Refused
from app.events import ReviewRequest
from app.faults import tell_of_broken_rules
from app.offsets import Offsets
from app.origins import origin_allowed
from app.protocol import Malformed, decode_review, encode
from app.settings import Settings
from app.talk import conversation_of
from app.texts import Lang
from coach import Pack, PackError, Problem, review_draft

MOST_TOLD = 20
"""How many mistakes in the rules `/readyz` tells."""
SUBPROTOCOL = "coach.v1"
BODY_SECONDS = 20
"""How long a request may take to bring its body."""


def _desk(request: Request) -> Desk:
    return request.app.state.desk


def _may_use(desk: Desk, asked: HTTPConnection) -> bool:
    """Whether the page that asks may; one that names two origins may not."""
    origins = asked.headers.getlist("origin")
    if len(origins) > 1:
        return False
    settings = desk.settings
    return origin_allowed(next(iter(origins), None), settings.origins, settings.on_loopback)


def _caller(request: Request) -> Identity:
    """Who calls over HTTP; when open, whoever can reach us."""
    desk = _desk(request)
    if not _may_use(desk, request):
        raise Refused(403, "forbidden_origin")
    if desk.settings.open:
        return Identity("anonymous", "default")
    try:
        token = bearer(request.headers.get("authorization"))
        return desk.gate.identify(token)
    except Unauthorized:
        raise Refused(401, "unauthorized", headers={"WWW-Authenticate": "Bearer"}) from None


TheDesk = Annotated[Desk, Depends(_desk)]
Caller = Annotated[Identity, Depends(_caller)]


def routes(history_bytes: int) -> APIRouter:
    """All routes. `history_bytes`: the largest body where a history comes along."""
    router = APIRouter()
    router.add_api_websocket_route("/v1/ws", socket)
    router.add_api_route(
        "/v1/review", review, methods=["POST"], max_body_size=history_bytes, response_model=None
    )
    router.add_api_route("/v1/rules", rules, response_model=None)
    router.add_api_route("/healthz", healthz, response_model=None)
    router.add_api_route("/readyz", readyz, response_model=None)
    router.add_api_route("/metrics", metrics, response_model=None)
    return router


async def socket(websocket: WebSocket) -> None:
    """`/v1/ws`: refused before it is accepted where the page may not, or there is no room."""
    desk: Desk = websocket.app.state.desk
    if not _may_use(desk, websocket):
        await websocket.close()
        return
    address = websocket.client.host if websocket.client else ""
    if desk.full or not desk.crowd.enter(address):
        await websocket.send_denial_response(PlainTextResponse("full\n", 503))
        return
    try:
        offered = websocket.scope["subprotocols"]
        await websocket.accept(SUBPROTOCOL if SUBPROTOCOL in offered else None)
        await desk.serve(websocket)
    finally:
        desk.crowd.leave(address)


async def review(request: Request, desk: TheDesk, caller: Caller) -> Response:
    """`POST /v1/review`: one review without a connection; the draft counts as final."""
    wait = desk.wait_of(caller, asyncio.get_running_loop().time())
    if wait:
        raise Refused(429, "slow_down", headers={"Retry-After": str(math.ceil(wait))})
    body = await body_of(request)
    asked = decode_review(body)
    if isinstance(asked, Malformed):
        raise Refused(422, "malformed", field=asked.field)
    if Offsets(asked.draft).units > desk.settings.draft_chars:
        raise Refused(422, "draft_too_long", field="draft")
    pack = _team_pack(desk, caller, asked.team)
    if asked.lists is not None:
        try:
            pack = await desk.pack_with(pack, asked.lists)
        except PackError:
            raise Refused(422, "malformed", field="lists") from None
    began = time.perf_counter()
    if len(body) > desk.settings.event_bytes:
        answer = await asyncio.to_thread(_review, asked, pack, desk.settings)
    else:
        answer = _review(asked, pack, desk.settings)
    desk.slowness.took(time.perf_counter() - began, "http", len(asked.draft))
    return Response(encode(answer), media_type="application/json")


def _review(asked: ReviewRequest, pack: Pack, settings: Settings) -> HttpReview:
    dismissed = frozenset(asked.dismissed or ())
    conversation = conversation_of(
        asked.customer, asked.messages, pack, dismissed, asked.closed, settings.history_messages
    )
    found = review_draft(pack, conversation, asked.draft, final=True, lang=asked.lang or "fa")
    tell_of_broken_rules(found.failed)
    answer = review_answer(found, asked.draft, settings.findings)
    return {**answer, "context": context_answer(conversation)}


async def body_of(request: Request) -> bytes:
    """The whole body; raises `Refused` where it does not come."""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.body()
    except TimeoutError:
        raise Refused(408, "bad_request") from None
    except ClientDisconnect:
        raise Refused(400, "bad_request") from None  # Nobody reads it; it is no fault of ours.


def _team_pack(desk: Desk, caller: Identity, asked: str | None) -> Pack:
    """With a token its team counts; when open, the one that was asked for."""
    team = (asked or "default") if desk.settings.open else caller.team
    pack = desk.packs.get(team)
    if pack is None:
        if desk.settings.open:
            raise Refused(422, "unknown_team", field="team")
        raise Refused(403, "unknown_team")
    return pack


async def rules(
    desk: TheDesk, caller: Caller, team: str | None = None, lang: Lang = "fa"
) -> dict[str, Any]:
    """`GET /v1/rules`: the rules of the caller's team, in `lang`."""
    pack = _team_pack(desk, caller, team)
    return {
        "pack": pack.version,
        "team": pack.team,
        "rules": [
            {
                "id": rule.id,
                "section": rule.section,
                "category": rule.category,
                "severity": rule.severity,
                "advice": rule.advice(lang),
                "why": rule.why(lang),
                "source": rule.source,
                "examples": {
                    "flags": [example.draft for example in rule.examples_flags],
                    "allows": [example.draft for example in rule.examples_allows],
                },
            }
            for rule in pack.rules.values()
        ],
    }


async def healthz() -> dict[str, str]:
    """`GET /healthz`: alive."""
    return {"status": "alive"}


async def readyz(desk: TheDesk) -> JSONResponse:
    """`GET /readyz`: the rules are loaded and an outcome could be stored now."""
    stored = await desk.store.reachable()
    pack = desk.packs["default"]
    answer = {
        "status": "ready" if stored else "not ready",
        "pack": {"name": pack.name, "version": pack.version},
        "store": "reachable" if stored else "unreachable",
        "rules": _state_of_rules(desk.packs.problems),
    }
    return JSONResponse(answer, 200 if stored else 503)


def _state_of_rules(problems: Sequence[Problem]) -> dict[str, Any]:
    """What is wrong in the files as they were saved last; the lines themselves stay at home."""
    return {
        "problems": len(problems),
        "first": [
            {"file": one.file, "line": one.line, "wrong": one.wrong, "remedy": one.remedy}
            for one in problems[:MOST_TOLD]
        ],
    }


async def metrics(desk: TheDesk) -> Response:
    """`GET /metrics`: Prometheus text."""
    return Response(desk.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
