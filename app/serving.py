"""How the server runs: its socket, its limits, its log, and how it stops.

What uvicorn leaves open by default is closed here: a client that never finishes its headers, a
handshake that the WebSocket library refuses without an answer, a client that stops reading.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from app.desk import Desk
from app.settings import Settings

HEADER_SECONDS = 10
"""How long a client may take to bring its request's headers."""
HEADER_BYTES = 16384
LINGER_SECONDS = 15
"""How long a finished WebSocket may take to be read empty and closed by its client."""
UNREAD_MS = 20_000
SEND_BUFFER = 131072


class HttpProtocol(H11Protocol):
    """HTTP with a deadline for the headers of each connection's first request."""

    _header_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock."""
        super().connection_made(transport)
        self._header_timer = self.loop.call_later(HEADER_SECONDS, self._too_late)

    def data_received(self, data: bytes) -> None:
        """Stop the clock once a request has begun to be answered."""
        super().data_received(data)
        if self.headers and self._header_timer is not None:
            self._header_timer.cancel()
            self._header_timer = None

    def _too_late(self) -> None:
        if not self.transport.is_closing():
            self.transport.abort()


class SocketProtocol(WebSocketsSansIOProtocol):
    """WebSocket that lets go of clients that do not answer."""

    def data_received(self, data: bytes) -> None:
        """Close a handshake that the library could not read; uvicorn would leave it open."""
        super().data_received(data)
        if self.conn.handshake_exc is not None and not self.handshake_initiated:
            self.transport.write(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
            self.transport.close()

    def keepalive_timeout(self) -> None:
        """A client that does not answer pings does not read our farewell either."""
        super().keepalive_timeout()
        self.transport.abort()

    async def run_asgi(self) -> None:
        """After the application is done, wait no longer than a while for the client to go."""
        await super().run_asgi()
        self.loop.call_later(LINGER_SECONDS, self.transport.abort)


class Server(uvicorn.Server):
    """A server that answers what it has read before it closes its connections with 1012."""

    def __init__(self, config: uvicorn.Config, desk: Desk) -> None:
        super().__init__(config)
        self._desk = desk

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop accepting, let the connections finish, then stop as uvicorn does."""
        for server in self.servers:
            server.close()
        await self._desk.stop()
        await super().shutdown(sockets)


class NoQueries(logging.Filter):
    """Keeps query strings and tracebacks, which can quote what people sent, out of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Cut every address at its question mark; name an exception by its type alone."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                arg.partition("?")[0] if isinstance(arg, str) else arg for arg in record.args
            )
        if record.exc_info and record.exc_info[0] is not None:
            record.msg = f"{str(record.msg).strip()} ({record.exc_info[0].__name__})"
            record.exc_info = None
            record.exc_text = None
        return True


def log_config() -> dict[str, Any]:
    """One line an event on standard error: time, level, logger, ids; never a text of people."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"no_queries": {"()": NoQueries}},
        "formatters": {
            "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["no_queries"],
            },
        },
        "loggers": {
            name: {"handlers": ["stderr"], "level": level, "propagate": False}
            for name, level in (("hamdel", "INFO"), ("uvicorn", "INFO"), ("websockets", "ERROR"))
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
    }


def listen(host: str, port: int) -> socket.socket:
    """A listening socket whose connections give up on clients that stop reading."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_MS)
    try:
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise
    return listening


def server_config(app: FastAPI, settings: Settings) -> uvicorn.Config:
    """uvicorn's settings; `docs/operations.md` says why each."""
    return uvicorn.Config(
        app,
        http=HttpProtocol,
        ws=SocketProtocol,
        ws_max_size=settings.event_bytes,
        ws_per_message_deflate=False,
        ws_ping_interval=20.0,
        ws_ping_timeout=20.0,
        h11_max_incomplete_event_size=HEADER_BYTES,
        timeout_graceful_shutdown=settings.stop_seconds,
        timeout_keep_alive=20,
        backlog=2048,
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=log_config(),
    )


def serve(app: FastAPI, settings: Settings, listening: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT."""
    Server(server_config(app, settings), app.state.desk).run(sockets=[listening])
