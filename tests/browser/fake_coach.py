"""A coach with a script: speaks the wire of docs/protocol.md and finds the words a test gave it.

It serves the widget's files and the test pages from the same address, under a strict CSP, so that
the browser tests say what they mean without the engine.
"""

from __future__ import annotations

import json
import mimetypes
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import Server, ServerConnection, serve

from app.scripts import script_of

ROOT = Path(__file__).resolve().parents[2]
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "font-src 'self'; img-src 'self'; require-trusted-types-for 'script'"
)
# The editors of others style themselves inline and build their own markup.
EDITORS_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
    "font-src 'self'; img-src 'self' data:; frame-src 'self'"
)
EDITORS = ROOT / ".make" / "editors"

Event = dict[str, Any]


def utf16(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


@dataclass
class Remark:
    """What the fake says of a word: every field of a finding but its place."""

    rule: str
    severity: str = "warning"
    advice: str = "این واژه سرد است؛ گرم‌تر بنویسید."
    why: str = "مشتری از پاسخ سرد دلگیر می‌شود."
    replacements: tuple[str, ...] = ()
    show: str = "now"
    group: str | None = None

    def finding(self, word: str, draft: str, at: int, number: int) -> Event:
        """The finding for the occurrence of `word` at the code point `at` of `draft`."""
        start = utf16(draft[:at])
        event: Event = {
            "id": f"{self.rule}:{number}",
            "rule": self.rule,
            "section": "wording",
            "category": "solution",
            "severity": self.severity,
            "span": {"start": start, "end": start + utf16(word)},
            "show": self.show,
            "advice": self.advice,
            "why": self.why,
            "source": "S4",
            "replacements": [{"text": text} for text in self.replacements],
        }
        return event | ({"group": self.group} if self.group else {})


def reminder(rule: str, advice: str, text: str, at: int | None = None) -> Event:
    """A finding without a place: something the draft lacks."""
    replacement: Event = {"text": text} if at is None else {"text": text, "at": at}
    return {
        "id": rule,
        "rule": rule,
        "section": "missing",
        "category": "closing",
        "severity": "hint",
        "span": None,
        "show": "send",
        "advice": advice,
        "why": "یک جملهٔ کوتاه کافی است.",
        "source": "S4",
        "replacements": [replacement],
    }


@dataclass
class FakeCoach:
    """The server, its script (`words`, `reminders`, `tone`, `hold`) and what it `received`."""

    words: dict[str, Remark] = field(default_factory=dict[str, Remark])
    reminders: list[Event] = field(default_factory=list[Event])
    done: list[str] = field(default_factory=list[str])
    tone: float = 0.0
    praise: str | None = None
    phrases: list[str] = field(default_factory=list[str])
    deaf: bool = False  # to those who ask for phrases
    hold: Callable[[Event], bool] = lambda _event: False
    received: list[Event] = field(default_factory=list[Event])
    connections: list[ServerConnection] = field(default_factory=list[ServerConnection])
    # Pages of a test's own: path to text, kind and policy.
    pages: dict[str, tuple[str, str, str]] = field(default_factory=dict[str, tuple[str, str, str]])
    port: int = 0
    _server: Server | None = None

    def start(self, port: int = 0) -> None:
        """Serves on loopback, on `port` or on a free one."""
        self._server = serve(
            self._talk,
            "127.0.0.1",
            port,
            process_request=self._file,
            subprotocols=["coach.v1"],  # pyright: ignore[reportArgumentType]
        )
        self.port = self._server.socket.getsockname()[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Goes away, as a server that is restarted does."""
        assert self._server is not None
        self._server.shutdown()
        for connection in list(self.connections):
            connection.close(1012)

    def url(self, page: str) -> str:
        """The address of a test page."""
        return f"http://127.0.0.1:{self.port}/{page}"

    def of_type(self, kind: str) -> list[Event]:
        """The events of one type that came in, in order."""
        return [event for event in self.received if event["type"] == kind]

    def tell(self, event: Event) -> None:
        """Sends an event to everyone who is connected."""
        for connection in list(self.connections):
            connection.send(json.dumps(event))

    def review(self, event: Event) -> Event:
        """The review of a `draft` event, by the script."""
        due = [
            {"rule": one["rule"], "state": "done" if one["rule"] in self.done else "due"}
            for one in self.reminders
        ]
        zone = "red" if self.tone < -0.25 else "green" if self.tone > 0.25 else "amber"
        return {
            "type": "review",
            "conversation": event["conversation"],
            "revision": event["revision"],
            "pack": "fake",
            "tone": {"value": self.tone, "zone": zone, "moved_by": []},
            "checklist": due,
            "praise": self.praise,
            "findings": [
                *self._found(event["text"]),
                *(one for one in self.reminders if one["rule"] not in self.done),
            ],
        }

    def _found(self, draft: str) -> list[Event]:
        found: list[Event] = []
        for word, remark in self.words.items():
            at = draft.find(word)
            while at >= 0:
                number = sum(one["rule"] == remark.rule for one in found)
                found.append(remark.finding(word, draft, at, number))
                at = draft.find(word, at + len(word))
        return found

    def _talk(self, connection: ServerConnection) -> None:
        self.connections.append(connection)
        try:
            for text in connection:
                event: Event = json.loads(text)
                self.received.append(event)
                for answer in self._answers(event):
                    connection.send(json.dumps(answer))
        except ConnectionClosed:
            pass
        finally:
            self.connections.remove(connection)

    def _answers(self, event: Event) -> list[Event]:
        kind = event["type"]
        if kind == "hello":
            limits = {"draft_chars": 5000, "event_bytes": 65536}
            return [{"type": "ready", "protocol": 1, "session": "s", "limits": limits}]
        if kind in ("conversation", "message"):
            context = {"mood": "upset", "register": "chatty", "stage": "middle"}
            ack = [{"type": "ack", "id": event["id"]}] if "id" in event else []
            return [{"type": "context", "conversation": event["conversation"], **context}, *ack]
        if kind == "draft":
            return [] if self.hold(event) else [self.review(event)]
        if kind == "phrases":
            return [] if self.deaf else [self._offers(event)]
        if kind == "ping":
            return [{"type": "pong", "id": event["id"]}]
        return [{"type": "ack", "id": event["id"]}] if kind == "feedback" else []

    def _offers(self, event: Event) -> Event:
        """The phrases that hold what was typed; what stands in braces is a blank."""
        found = [text for text in self.phrases if event["query"] in text]
        offers = [
            {
                "id": f"phrase-{self.phrases.index(text)}",
                "moment": "hold",
                "label": "انتظار",
                "text": text,
                "blanks": [
                    {"start": utf16(text[: blank.start()]), "end": utf16(text[: blank.end()])}
                    for blank in re.finditer(r"\{[^}]*\}", text)
                ],
            }
            for text in found
        ]
        told = {"id": event["id"], "conversation": event["conversation"]}
        return {"type": "offers", **told, "offers": offers}

    def _file(self, _connection: ServerConnection, request: Request) -> Response | None:
        path = request.path.split("?")[0]
        if path == "/v1/ws":
            return None
        if path in self.pages:
            text, kind, policy = self.pages[path]
            return self._answer(text.encode(), kind, policy)
        if path == "/":
            file = ROOT / "frontend" / "demo.html"
        elif path.startswith("/widget/"):
            file = ROOT / "frontend" / path.removeprefix("/widget/")
        elif path.startswith("/editors/"):
            file = EDITORS / path.removeprefix("/editors/")
        else:
            file = Path(__file__).parent / "pages" / path.removeprefix("/")
        if ".." in path or not file.is_file():
            return Response(HTTPStatus.NOT_FOUND, "Not Found", Headers(), b"")
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        body = (
            script_of(file).code if path.startswith("/widget/") and file.suffix == ".js" else None
        )
        of_others = file.name == "desk.html" or file.parent.name == "hosts"
        return self._answer(body or file.read_bytes(), kind, EDITORS_CSP if of_others else CSP)

    def _answer(self, body: bytes, kind: str, policy: str) -> Response:
        headers = Headers({"Content-Type": kind, "Content-Security-Policy": policy})
        headers["Access-Control-Allow-Origin"] = "*"
        headers["Content-Length"] = str(len(body))
        headers["Connection"] = "close"
        return Response(HTTPStatus.OK, "OK", headers, body)
