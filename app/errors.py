"""How HTTP says that something is wrong: `{"error": {"code", "advice", "field"?, "ref"?}}`.

Nothing that was sent is ever repeated, and no fault of ours reaches the server's own traceback.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.middleware import body_limit
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import faults
from app.metrics import Metrics
from app.texts import advice

_CODES = {401: "unauthorized", 404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}
_FIELDS = frozenset({"team", "lang"})


class Refused(Exception):
    """An answer other than 200, with its code."""

    def __init__(
        self,
        status: int,
        code: str,
        field: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, code, field)
        self.status = status
        self.code = code
        self.field = field
        self.headers = headers


def answer(
    status: int,
    code: str,
    *,
    field: str | None = None,
    ref: str | None = None,
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> JSONResponse:
    """The answer that names what is wrong. `more`: what stands beside the error."""
    error = {"code": code, "advice": advice(code, "en")}
    if field is not None:
        error["field"] = field
    if ref is not None:
        error["ref"] = ref
    return JSONResponse({"error": error, **(more or {})}, status, headers=headers)


def add_error_answers(app: FastAPI) -> None:
    """Have every refusal answered in our shape."""

    async def refused(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, Refused)
        return answer(error.status, error.code, field=error.field, headers=error.headers)

    async def http(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        code = _CODES.get(error.status_code, "bad_request")
        return answer(error.status_code, code, headers=error.headers)

    async def invalid(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        names = [str(part) for problem in error.errors() for part in problem["loc"]]
        field = next((name for name in names if name in _FIELDS), None)
        return answer(422, "malformed", field=field)

    app.add_exception_handler(Refused, refused)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)


class LastResort:
    """Catches what nothing else caught, before the server would log it with all it quotes."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer 500 with an id where that fails."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            if type(error).__module__ == body_limit.__name__:
                raise  # How the limit on bodies tells itself to stop: no fault.
            self._metrics.faults.inc()
            ref = faults.note(error, "http")
            if not started:
                await answer(500, "internal", ref=ref)(scope, receive, send)
