"""What an admin can do over HTTP: read out and delete what is kept, shut an agent out."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import JSONResponse, StreamingResponse

from app.auth import Identity
from app.desk import Desk
from app.errors import Refused
from app.routes import Caller, TheDesk
from app.store import StoreError

ROLE = "admin"
Name = Annotated[str, Query(min_length=1, max_length=200)]
_log = logging.getLogger("hamdel")


def _admin(desk: TheDesk, caller: Caller) -> Identity:
    """Nobody is an admin where the coach is open: there the commands do the same."""
    if desk.settings.open or caller.role != ROLE:
        raise Refused(403, "not_an_admin")
    return caller


Admin = Annotated[Identity, Depends(_admin)]


def admin_routes() -> APIRouter:
    """All routes below `/v1/admin`."""
    router = APIRouter(prefix="/v1/admin")
    router.add_api_route("/outcomes", export, response_model=None)
    router.add_api_route("/outcomes", forget, methods=["DELETE"], response_model=None)
    router.add_api_route("/revoked", revoked, response_model=None)
    router.add_api_route("/revoked", revoke, methods=["POST"], response_model=None)
    router.add_api_route("/revoked", restore, methods=["DELETE"], response_model=None)
    return router


def export(
    desk: TheDesk, admin: Admin, agent: Name | None = None, team: Name | None = None
) -> StreamingResponse:
    """`GET /v1/admin/outcomes`: a line of JSON for each outcome, the oldest first."""
    rows = desk.store.records.export(agent, team)
    try:
        first = next(rows, None)
    except StoreError as error:
        raise _unavailable(error) from None
    lines = _lines([] if first is None else [first], rows)
    return StreamingResponse(lines, media_type="application/x-ndjson")


def _lines(first: list[dict[str, object]], rest: Iterator[dict[str, object]]) -> Iterator[str]:
    for rows in (first, rest):
        for row in rows:
            yield json.dumps(row, ensure_ascii=False) + "\n"


async def forget(desk: TheDesk, admin: Admin, agent: Name) -> JSONResponse:
    """`DELETE /v1/admin/outcomes?agent=…`: delete all outcomes of an agent."""
    try:
        forgotten = await asyncio.to_thread(desk.store.records.forget_agent, agent)
    except StoreError as error:
        raise _unavailable(error) from None
    _log.info("outcomes forgotten=%d of=%r by=%r", forgotten, agent, admin.agent)
    return JSONResponse({"forgotten": forgotten})


async def revoked(desk: TheDesk, admin: Admin) -> JSONResponse:
    """`GET /v1/admin/revoked`: the agents whose tokens do not hold."""
    try:
        agents = await asyncio.to_thread(desk.store.records.revoked)
    except StoreError as error:
        raise _unavailable(error) from None
    return JSONResponse({"revoked": sorted(agents)})


async def revoke(desk: TheDesk, admin: Admin, agent: Name) -> JSONResponse:
    """`POST /v1/admin/revoked?agent=…`: no token of this agent holds; open sockets are closed."""
    return await _change(desk, desk.store.records.revoke, agent, admin)


async def restore(desk: TheDesk, admin: Admin, agent: Name) -> JSONResponse:
    """`DELETE /v1/admin/revoked?agent=…`: the agent may come in again."""
    return await _change(desk, desk.store.records.restore, agent, admin)


async def _change(
    desk: Desk, change: Callable[[str], None], agent: str, admin: Identity
) -> JSONResponse:
    try:
        await asyncio.to_thread(change, agent)
    except StoreError as error:
        raise _unavailable(error) from None
    _log.info("%s agent=%r by=%r", change.__name__, agent, admin.agent)
    if await desk.gate.look():
        desk.gate_changed()
    return await revoked(desk, admin)


def _unavailable(error: StoreError) -> Refused:
    _log.error("store wrong=%s", error.kind)
    return Refused(503, "store_away", headers={"Retry-After": "2"})
