"""Many connections that say nothing, and a draft among them: `make trust-idle`.

    python -m tests.load.idle [--connections 10000] [--seconds 600]

Held to: none is closed, each costs at most 60 KiB, and a draft is answered at most twice as slowly
as without them.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path

from websockets.asyncio.client import ClientConnection, connect

from app.serving import room_for
from tests.app.running import SECRET, Server, token
from tests.load.agents import DRAFT
from tests.serving import a_free_port

MOST_KIB, MOST_RATIO = 60.0, 2.0
AT_ONCE = 100


def kib(server: Server) -> int:
    status = Path(f"/proc/{server.process.pid}/status").read_text("ascii")
    return int(status.split("VmRSS:")[1].split()[0])


async def greeted(port: int, number: int) -> ClientConnection:
    socket = await connect(
        f"ws://127.0.0.1:{port}/v1/ws", compression=None, ping_interval=None, open_timeout=60
    )
    hello = {"type": "hello", "protocol": 1, "token": token(f"a-{number}", lasts=7200)}
    await socket.send(json.dumps(hello))
    assert json.loads(await socket.recv())["type"] == "ready"
    return socket


async def latencies(socket: ClientConnection, count: int, first: int) -> list[float]:
    """How long each of some drafts waits for its review, sorted, in milliseconds."""
    took: list[float] = []
    for revision in range(first, first + count):
        draft = {"type": "draft", "conversation": "c", "revision": revision}
        began = time.perf_counter()
        await socket.send(json.dumps({**draft, "text": f"{DRAFT} {revision}"}))
        while json.loads(await socket.recv()).get("revision") != revision:
            pass
        took.append(1000 * (time.perf_counter() - began))
        await asyncio.sleep(0.02)
    return sorted(took)


async def measure(server: Server, count: int, seconds: float) -> list[str]:
    """What did not hold."""
    talking = await greeted(server.port, -1)
    opened = {"type": "conversation", "conversation": "c", "messages": []}
    await talking.send(json.dumps(opened))
    await talking.recv()
    alone = await latencies(talking, 200, 1)
    before = kib(server)
    gate, began = asyncio.Semaphore(AT_ONCE), time.monotonic()

    async def one(number: int) -> ClientConnection:
        async with gate:
            return await greeted(server.port, number)

    sockets = await asyncio.gather(*(one(number) for number in range(count)))
    took, each = time.monotonic() - began, (kib(server) - before) / count
    print(f"{count} connections in {took:.1f} s; {each:.1f} KiB each", flush=True)
    among = await latencies(talking, 200, 1000)
    await asyncio.sleep(seconds)
    late = await latencies(talking, 200, 2000)
    gone = sum(socket.close_code is not None for socket in sockets)
    for name, took_ms in (("alone", alone), ("among them", among), ("at the end", late)):
        print(f"a draft {name}: median {took_ms[100]:.2f} ms, p99 {took_ms[198]:.2f} ms")
    print(f"after {seconds:.0f} s {gone} are gone; {(kib(server) - before) / count:.1f} KiB each")
    await asyncio.gather(*(socket.close() for socket in [*sockets, talking]))
    return [
        *([f"{gone} connections were closed"] if gone else []),
        *([f"{each:.1f} KiB a connection"] if each > MOST_KIB else []),
        *(["drafts are slowed down"] if late[100] > MOST_RATIO * alone[100] else []),
    ]


def main() -> int:
    """Run it; 1 where something did not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--connections", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=600)
    given = parser.parse_args()
    room = room_for(given.connections + 100)
    if room < given.connections:
        print(f"open files are limited (ulimit -n): {room} connections instead")
    settings = {
        "HAMDEL_SECRET": SECRET,
        "HAMDEL_CONNECTIONS": "100000",
        "HAMDEL_ADDRESS_CONNECTIONS": "100000",
        "HAMDEL_HELLO_SECONDS": "60",
    }
    with tempfile.TemporaryDirectory() as home:
        server = Server(Path(home), a_free_port(), **settings).wait()
        try:
            wrong = asyncio.run(measure(server, min(room, given.connections), given.seconds))
        finally:
            server.stop()
    print("\n".join(wrong) or "all of it held")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
