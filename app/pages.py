"""The demo and the widget's files, with the headers that keep a page to itself."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from fastapi.responses import FileResponse, Response
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.scripts import script_answer

SERVED = frozenset({".js", ".mjs", ".css", ".html", ".svg", ".png", ".woff2", ".json", ".map"})

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
# A host's page loads the widget from here: its files are public, for every page.
_FOR_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "no-cache",
}


def frontend() -> Path | None:
    """The folder of the widget, in the source tree or in an installed wheel."""
    try:
        file = resources.files("frontend").joinpath("demo.html")
    except ModuleNotFoundError:
        return None
    return Path(str(file)).parent


class WidgetFiles(StaticFiles):
    """The widget's files and nothing else that may lie beside them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, where its kind is served; else 404."""
        parts = Path(path).parts
        if Path(path).suffix not in SERVED or any(part.startswith(".") for part in parts):
            raise HTTPException(404)
        answer = await super().get_response(path, scope)
        if Path(path).suffix == ".js" and isinstance(answer, FileResponse):
            answer = script_answer(Path(answer.path), Headers(scope=scope))
        answer.headers.update(_FOR_ALL)
        return answer


def pages(folder: Path) -> APIRouter:
    """`GET /`, `GET /lead` and `GET /widget/…` out of this folder."""
    router = APIRouter()

    def page(name: str) -> Any:
        if not (folder / name).is_file():
            raise HTTPException(404)
        headers = {"Cache-Control": "no-cache"}
        return FileResponse(folder / name, media_type="text/html", headers=headers)

    async def demo() -> Any:
        return page("demo.html")

    async def workbench() -> Any:
        return page("lead/lead.html")

    router.add_api_route("/", demo, response_model=None)
    router.add_api_route("/lead", workbench, response_model=None)
    router.mount("/widget", WidgetFiles(directory=folder))
    return router


class SecurityHeaders:
    """Puts the headers on every HTTP answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with the headers added to its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS]
            await send(message)

        await self._app(scope, receive, with_headers)
