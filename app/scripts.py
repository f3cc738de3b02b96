"""The widget's scripts as they are sent: without comments and needless spaces, and gzipped."""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

import rcssmin  # pyright: ignore[reportMissingTypeStubs]
import rjsmin  # pyright: ignore[reportMissingTypeStubs]
from fastapi.responses import Response
from starlette.datastructures import Headers

_STYLE = re.compile(r"(?<=const CSS=`)[^`$]*(?=`)")
"""A style sheet in a script, which is always called CSS."""
_KEPT = 128


@dataclass(frozen=True, slots=True)
class Script:
    """A script ready to be sent: its code, the same gzipped, and what names this state of it."""

    code: bytes
    gzipped: bytes
    tag: str


def lean(source: str) -> str:
    """Return a script that means the same in fewer characters; no name and no string is changed.

    It knows no template inside a template: our scripts have none.
    """
    code = cast(str, rjsmin.jsmin(source))  # pyright: ignore[reportUnknownMemberType]
    return _STYLE.sub(_lean_style, code)


def _lean_style(style: re.Match[str]) -> str:
    return cast(str, rcssmin.cssmin(style[0]))  # pyright: ignore[reportUnknownMemberType]


@lru_cache(maxsize=_KEPT)
def _script(path: Path, _changed: int, _size: int) -> Script:
    code = lean(path.read_text(encoding="utf-8")).encode()
    return Script(code, gzip.compress(code, mtime=0), f'"{hashlib.sha256(code).hexdigest()[:32]}"')


def script_of(path: Path) -> Script:
    """Return the script in a file as it is now; read again only when the file has changed."""
    state = path.stat()
    return _script(path, state.st_mtime_ns, state.st_size)


def script_answer(path: Path, asked: Headers) -> Response:
    """Answer with a script: gzipped for who takes that, 304 for who has it."""
    script = script_of(path)
    zipped = "gzip" in asked.get("accept-encoding", "")
    headers = {"ETag": f"W/{script.tag}", "Vary": "Accept-Encoding"}
    if script.tag in asked.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if zipped:
        headers["Content-Encoding"] = "gzip"
    body = script.gzipped if zipped else script.code
    return Response(body, headers=headers, media_type="text/javascript")
