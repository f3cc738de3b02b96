"""Benchmark of the whole server against an echo: `make bench`.

    python -m tests.bench.wire [--rounds 5] [--seconds 2] [--sessions 8]

The echo is the same FastAPI on the same uvicorn, sending the same text back. Both serve in
processes of their own and take turns; what counts is the processor time of the server for a
message. Compare by the ratio, on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import NamedTuple

import uvicorn
from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from websockets.asyncio.client import ClientConnection, connect

from tests.bench.engine import all_new, sentences
from tests.serving import a_free_port, is_ready, plain_environment

SAID = "سلام، سفارشم یک هفته‌ست نرسیده. کجاست؟ کی می‌رسه؟"
LENGTH = 200
READY_WITHIN = 60.0
TICKS = os.sysconf("SC_CLK_TCK")

echo = FastAPI()


@echo.get("/readyz")
def ready() -> dict[str, str]:
    """The echo is there."""
    return {}


@echo.websocket("/v1/ws")
async def answer(socket: WebSocket) -> None:
    """Send every text back."""
    await socket.accept()
    try:
        while True:
            await socket.send_text(await socket.receive_text())
    except WebSocketDisconnect:
        return


class Served(NamedTuple):
    """A server at work."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def worked(self) -> float:
        """Seconds of processor time until now."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


@contextmanager
def serving(*command: str, **settings: str) -> Iterator[Served]:
    """A server in a process of its own, until the block ends."""
    port = a_free_port()
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", *command, "--port", str(port)],
            env=plain_environment(**settings, HAMDEL_DATABASE=str(Path(folder) / "bench.sqlite")),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            give_up = time.monotonic() + READY_WITHIN
            while not is_ready(f"http://127.0.0.1:{port}"):
                if process.poll() is not None or time.monotonic() > give_up:
                    raise SystemExit(f"{command[0]} did not begin to serve.")
                time.sleep(0.1)
            yield Served(process, port)
        finally:
            process.terminate()
            process.wait(20)


def as_typed(seed: int) -> Iterator[str]:
    """Drafts as they grow, key by key; no two drafts alike."""
    pool = sentences()
    for each in count():
        for draft in all_new(pool, LENGTH, 20, seed=seed * 1_000 + each):
            yield from (draft[:end] for end in range(1, LENGTH + 1))


def as_new(seed: int) -> Iterator[str]:
    """Whole drafts of which none comes twice."""
    pool = sentences()
    for each in count():
        yield from all_new(pool, LENGTH, 400, seed=seed * 1_000 + each)


async def converse(socket: ClientConnection, drafts: Iterator[str], until: float) -> int:
    """Send one draft after the other, each when the last was answered; how many."""
    await socket.send(json.dumps({"type": "hello", "protocol": 1}))
    messages = [{"author": "customer", "text": SAID}]
    opened = {"type": "conversation", "conversation": "c", "messages": messages}
    await socket.send(json.dumps(opened))
    sent = 0
    for sent, text in enumerate(drafts):
        if time.monotonic() > until:
            break
        draft = {"type": "draft", "conversation": "c", "revision": sent, "text": text}
        await socket.send(json.dumps(draft, ensure_ascii=False))
        while True:
            told = json.loads(await socket.recv())
            if told.get("revision") == sent:
                break
            if told["type"] == "error":
                raise SystemExit(f"The server says: {told}")
    return sent


async def per_message(served: Served, drafts: list[Iterator[str]], seconds: float) -> float:
    """Microseconds of the server's processor for a message, all sessions at once."""
    address = f"ws://127.0.0.1:{served.port}/v1/ws"
    async with asyncio.TaskGroup() as opening:
        opened = [opening.create_task(connected(address)) for _ in drafts]
    sockets = [task.result() for task in opened]
    began, until = served.worked, time.monotonic() + seconds
    counts = await asyncio.gather(
        *(converse(socket, one, until) for socket, one in zip(sockets, drafts, strict=True))
    )
    worked = served.worked - began
    for socket in sockets:
        await socket.close()
    return worked / sum(counts) * 1e6


async def connected(address: str) -> ClientConnection:
    """A connection without compression, as the server offers none."""
    return await connect(address, compression=None)


def measure(served: dict[str, Served], rounds: int, seconds: float, sessions: int) -> None:
    """Let both take turns and print what a message costs."""
    for name, kind in (("typed key by key", as_typed), ("all new", as_new)):
        found: dict[str, list[float]] = {which: [] for which in served}
        streams = [kind(number) for number in range(sessions)]
        for _ in range(rounds):
            for which, server in served.items():
                found[which].append(asyncio.run(per_message(server, streams, seconds)))
        cost = {which: statistics.median(values) for which, values in found.items()}
        ratios = [e / c for e, c in zip(found["echo"], found["coach"], strict=True)]
        print(
            f"{name:18} echo {cost['echo']:6.0f} µs   coach {cost['coach']:6.0f} µs   "
            f"echo/coach {statistics.median(ratios):.3f} ({min(ratios):.3f}-{max(ratios):.3f})"
        )


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="What a draft costs the server, beside an echo.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--sessions", type=int, default=8)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.port:
        uvicorn.run(
            echo,
            port=args.port,
            ws="websockets-sansio",
            ws_per_message_deflate=False,
            log_level="error",
        )
        return 0
    limits = {"HAMDEL_EVENTS_PER_SECOND": "10000", "HAMDEL_FRAMES_PER_SECOND": "10000"}
    with ExitStack() as stack:
        served = {
            "echo": stack.enter_context(serving("tests.bench.wire")),
            "coach": stack.enter_context(serving("app", "serve", **limits)),
        }
        measure(served, args.rounds, args.seconds, args.sessions)
    return 0


if __name__ == "__main__":
    sys.exit(main())
