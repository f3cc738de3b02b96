"""How the server runs: its socket, its limits, its log, and how it stops.

What uvicorn leaves open by default is closed here: a client that never finishes its headers, a
handshake that the WebSocket library refuses without an answer, a client that stops reading.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import threading
from collections.abc import Callable
from typing import cast

import h11
import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

from app.desk import Desk
from app.limits import Bucket, Crowd, as_they_come
from app.logs import log_config
from app.settings import Settings

try:
    import resource
except ImportError:  # Windows.
    resource = None

_log = logging.getLogger("hamdel")

HEADER_BYTES = 16384
LINGER_SECONDS = 15
"""How long a finished WebSocket may take to be read empty and closed by its client."""
FAREWELL_SECONDS = 2
CUT = 0.6
"""After which part of the time to stop clients are cut off that have not gone."""
LEAVE = 0.95
SEND_BUFFER = 131072
FULL = b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 5\r\n\r\nfull\n"
SPARE_FILES = 500
"""Files that a server needs beside its connections."""


class LimitedConfig(uvicorn.Config):
    """uvicorn's settings and ours, which the protocols below ask for."""

    limits: Settings
    crowd: Crowd


class HttpProtocol(H11Protocol):
    """HTTP with a deadline for the headers of each request, and a limit to one address."""

    config: LimitedConfig  # type: ignore[assignment]
    _header_timer: asyncio.TimerHandle | None = None
    _address: str | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Count the connection, and start the clock."""
        super().connection_made(transport)
        address = self.client[0] if self.client else ""
        if not self.config.crowd.enter(address):
            transport.write(FULL)
            transport.close()
            return
        self._address = address
        self._start()

    def connection_lost(self, exc: Exception | None) -> None:
        """Count it no more. One that became a WebSocket is counted by that."""
        super().connection_lost(exc)
        self._stop()
        if self._address is not None:
            self.config.crowd.leave(self._address)

    def data_received(self, data: bytes) -> None:
        """Stop the clock while a request is answered; start it where more is begun."""
        if self._address is None:
            return
        super().data_received(data)
        if self.transport.get_protocol() is not self or self._busy:
            self._stop()
        elif self._header_timer is None:
            self._start()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Give the connection, which has been counted, to the WebSocket."""
        super().handle_websocket_upgrade(event)
        protocol = self.transport.get_protocol()
        assert isinstance(protocol, SocketProtocol)
        protocol.address, self._address = self._address, None

    @property
    def _busy(self) -> bool:
        cycle = cast("RequestResponseCycle | None", self.cycle)
        return cycle is not None and not cycle.response_complete

    def _start(self) -> None:
        self._header_timer = self.loop.call_later(self.config.limits.header_seconds, self._too_late)

    def _stop(self) -> None:
        if self._header_timer is not None:
            self._header_timer.cancel()
            self._header_timer = None

    def _too_late(self) -> None:
        if not self.transport.is_closing():
            self.transport.abort()


class SocketProtocol(WebSocketsSansIOProtocol):
    """WebSocket that lets go of clients that do not answer, and of those that flood it."""

    config: LimitedConfig  # type: ignore[assignment]
    address: str | None = None
    """What the connection was counted by."""
    _bucket: Bucket | None = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Count it no more."""
        super().connection_lost(exc)
        if self.address is not None:
            self.config.crowd.leave(self.address)

    def data_received(self, data: bytes) -> None:
        """Close a handshake that the library could not read; uvicorn would leave it open."""
        super().data_received(data)
        if self.conn.handshake_exc is not None and not self.handshake_initiated:
            self.transport.write(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
            self.transport.close()

    def handle_ping(self) -> None:
        """Answer, but not without end: a client that reads no answers would fill our memory."""
        if self._may_go_on():
            super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        """Take an answer to our ping."""
        if self._may_go_on():
            super().handle_pong(event)

    def handle_cont(self, event: Frame) -> None:
        """Take a piece of an event; pieces may be empty, so their size alone is no limit."""
        if self._may_go_on():
            super().handle_cont(event)

    def _may_go_on(self) -> bool:
        now = self.loop.time()
        if self._bucket is None:
            self._bucket = Bucket(self.config.limits.frames_per_second, now)
        if self.close_sent or not self._bucket.take(now):
            return not self.close_sent
        self.conn.fail(1008, "too many frames")
        self.queue.put_nowait({"type": "websocket.disconnect", "code": 1008})
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.transport.close()
        self.loop.call_later(FAREWELL_SECONDS, self.transport.abort)
        return False

    def keepalive_timeout(self) -> None:
        """A client that does not answer pings does not read our farewell either."""
        super().keepalive_timeout()
        self.transport.abort()

    async def run_asgi(self) -> None:
        """After the application is done, wait no longer than a while for the client to go."""
        await super().run_asgi()
        self.loop.call_later(LINGER_SECONDS, self.transport.abort)


class Server(uvicorn.Server):
    """A server that answers what it has read before it closes its connections with 1012, and that
    waits for no client that does not take its leave."""

    def __init__(
        self,
        config: uvicorn.Config,
        desk: Desk,
        when_stopping: Callable[[float], None] | None = None,
    ) -> None:
        super().__init__(config)
        self._desk = desk
        self._when_stopping = when_stopping

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop accepting, let the connections finish, cut the rest, then stop as uvicorn does."""
        for server in self.servers:
            server.close()
        seconds = self._desk.settings.stop_seconds
        if self._when_stopping is not None:
            self._when_stopping(seconds * LEAVE)
        cut = asyncio.get_running_loop().call_later(seconds * CUT, self._cut)
        await self._desk.stop()
        await super().shutdown(sockets)
        cut.cancel()

    def _cut(self) -> None:
        for connection in list(self.server_state.connections):
            connection.transport.abort()


def listen(host: str, port: int, unread_seconds: int = 20) -> socket.socket:
    """A listening socket whose connections give up on clients that stop reading."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 1000 * unread_seconds)
    try:
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise
    return listening


def server_config(app: FastAPI, settings: Settings) -> LimitedConfig:
    """uvicorn's settings; `docs/operations.md` says why each."""
    config = LimitedConfig(
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
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=as_they_come(settings.proxies),
        server_header=False,
        access_log=False,
        log_config=log_config(),
    )
    config.limits = settings
    config.crowd = Crowd(settings.address_connections, settings.proxies)
    return config


def room_for(connections: int) -> int:
    """Let this process hold as many connections; how many it may, where the system allows less."""
    if resource is None:
        return connections
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + SPARE_FILES
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return connections if soft == resource.RLIM_INFINITY else min(connections, soft - SPARE_FILES)


def serve(app: FastAPI, settings: Settings, listening: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT."""
    config = server_config(app, settings)
    if (room := room_for(settings.connections)) < settings.connections:
        _log.warning("open files are limited: room for %d connections (ulimit -n)", room)
    Server(config, app.state.desk, when_stopping=_leave_at_last).run(sockets=[listening])


def _leave_at_last(seconds: float) -> None:
    """Whatever may hang (a database that does not answer), the process ends. What was acknowledged
    is stored; what was not is sent again by its client."""

    def leave() -> None:
        _log.error("stopping took longer than %.1f s: leaving", seconds)
        logging.shutdown()
        os._exit(1)

    timer = threading.Timer(seconds, leave)
    timer.daemon = True
    timer.start()
