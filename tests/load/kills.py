"""Nothing acknowledged is lost, and everyone comes back: `make trust-kills`.

    python -m tests.load.kills [--rounds 200] [--agents 20] [--crowd 1000]

A server is killed (kill -9) again and again while agents send feedback, on SQLite and PostgreSQL;
every fifth time PostgreSQL is killed as well. Held to: every outcome that was acknowledged is there
once, none is there that nobody sent. Then a crowd is connected and the server is killed once more:
how long until all are back and reviewed.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from tests.app.places import Place
from tests.app.running import Server
from tests.load.agents import Agent, all_ready
from tests.postgres import Postgres, postgres_running
from tests.serving import a_free_port

PATIENT = {"HAMDEL_EVENTS_PER_SECOND": "1000", "HAMDEL_ADDRESS_CONNECTIONS": "20000"}


async def rounds(
    place: Place, folder: Path, count: int, crowd: int, postgres: Postgres | None
) -> list[str]:
    """What went wrong; nothing, if all is well."""
    port, chance = a_free_port(), random.Random(count)
    address = f"ws://127.0.0.1:{port}/v1/ws"
    agents = [Agent(f"a-{number}", [address], feedback=True) for number in range(crowd)]
    work = [asyncio.create_task(agent.work()) for agent in agents]
    for number in range(count):
        server = Server(folder, port, **PATIENT, **place.settings)
        await asyncio.to_thread(server.wait)
        await asyncio.sleep(chance.uniform(0.2, 1.5))
        if postgres is not None and number % 5 == 4:
            await asyncio.to_thread(postgres.stop)
        server.process.kill()
        await asyncio.to_thread(server.process.wait)
        if postgres is not None and number % 5 == 4:
            await asyncio.to_thread(postgres.start)
    for task in work:
        task.cancel()
    await asyncio.gather(*work, return_exceptions=True)
    told = Counter(name for agent in agents for name in agent.acknowledged)
    stored = Counter(str(row[0]) for row in place.rows())
    sent = told.keys() | {name for agent in agents for name in agent.unacknowledged}
    print(f"{count} kills: {len(told)} acknowledged, {len(stored)} stored", flush=True)
    return [
        *(f"acknowledged and lost: {name}" for name in told.keys() - stored.keys()),
        *(f"stored twice: {name}" for name, times in stored.items() if times > 1),
        *(f"stored and never sent: {name}" for name in stored.keys() - sent),
        *([] if told else ["nothing was acknowledged"]),
    ]


async def comeback(folder: Path, crowd: int) -> None:
    """How long it takes until everyone is back after a kill."""
    port = a_free_port()
    agents = [Agent(f"a-{number}", [f"ws://127.0.0.1:{port}/v1/ws"]) for number in range(crowd)]
    server = Server(folder, port, **PATIENT)
    await asyncio.to_thread(server.wait)
    work = [asyncio.create_task(agent.work()) for agent in agents]
    print(f"{crowd} agents connected and reviewed in {await all_ready(agents, 120):.1f} s")
    began = time.monotonic()
    server.process.kill()
    server.process.wait()
    for agent in agents:
        agent.ready.clear()
    server = Server(folder, port, **PATIENT)
    await asyncio.to_thread(server.wait)
    ready = time.monotonic()
    await all_ready(agents, 120)
    back = time.monotonic()
    print(
        f"killed: the server is ready again after {ready - began:.1f} s, "
        f"all are back and reviewed {back - ready:.1f} s later"
    )
    for task in work:
        task.cancel()
    await asyncio.gather(*work, return_exceptions=True)
    server.stop()


def main() -> int:
    """Run it all; 1 where something was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--agents", type=int, default=20)
    parser.add_argument("--crowd", type=int, default=1000)
    given = parser.parse_args()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as home, ExitStack() as stack:
        for kind in ("sqlite", "postgresql"):
            folder = Path(home) / kind
            folder.mkdir()
            postgres = stack.enter_context(postgres_running()) if kind == "postgresql" else None
            place = Place(postgres.new() if postgres else folder / "hamdel.db")
            print(kind, flush=True)
            wrong += asyncio.run(rounds(place, folder, given.rounds, given.agents, postgres))
        (Path(home) / "crowd").mkdir()
        asyncio.run(comeback(Path(home) / "crowd", given.crowd))
    print("\n".join(wrong[:20]) or "nothing lost, nothing twice")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
