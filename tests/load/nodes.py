"""Two servers on one PostgreSQL with agents typing at both: `make trust-nodes`.

    python -m tests.load.nodes [--agents 500] [--pause 2]

A server is killed and started again, PostgreSQL is away for a while, the other server restarts, a
rule is saved, an agent is revoked. Held to: no draft waits for its review longer than five seconds,
every agent goes by the newest rules, the revoked agent and nobody else is out within five seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from coach import load_pack
from tests.app.running import SECRET, Server, token
from tests.load.agents import Agent, all_ready
from tests.postgres import Postgres, postgres_running
from tests.rules.small_pack import small_pack
from tests.serving import a_free_port

WITHIN = 5.0


class Desk:
    """Both servers, their database and everyone who works at them."""

    def __init__(self, home: Path, postgres: Postgres, count: int, pause: float) -> None:
        self.postgres = postgres
        self.rules = small_pack(home / "rules")
        self._settings = {
            "HAMDEL_SECRET": SECRET,
            "HAMDEL_RULES": str(self.rules),
            "HAMDEL_RELOAD": "yes",
            "HAMDEL_DATABASE_URL": postgres.new(),
            "HAMDEL_ADDRESS_CONNECTIONS": "20000",
        }
        self._homes = [home / "one", home / "two"]
        for folder in self._homes:
            folder.mkdir()
        self.ports = [a_free_port(), a_free_port()]
        self.servers = [self.started(0), self.started(1)]
        addresses = [f"ws://127.0.0.1:{port}/v1/ws" for port in self.ports]
        self.agents = [
            Agent(
                f"a-{number}",
                addresses if number % 2 else addresses[::-1],
                token(f"a-{number}", lasts=7200),
                pause=pause,
            )
            for number in range(count)
        ]

    def started(self, node: int) -> Server:
        own = {"HAMDEL_DATABASE": str(self._homes[node] / "hamdel.db")}
        return Server(self._homes[node], self.ports[node], **self._settings, **own)

    def waits(self) -> float:
        """The longest wait for a review since it was asked last."""
        longest = max(agent.longest for agent in self.agents)
        for agent in self.agents:
            agent.longest = 0.0
        return longest


async def happenings(desk: Desk) -> list[str]:
    """What did not hold."""
    wrong: list[str] = []

    def told(what: str) -> None:
        longest = desk.waits()
        print(f"{what}: the longest wait for a review {longest:.2f} s", flush=True)
        if longest > WITHIN:
            wrong.append(f"{what}: a draft waited {longest:.1f} s")

    await all_ready(desk.agents, 120)
    desk.waits()
    await asyncio.sleep(5)
    told("quiet")
    desk.servers[0].process.kill()
    await asyncio.sleep(WITHIN + 1)
    await all_ready(desk.agents, 60)
    desk.servers[0] = desk.started(0)
    await asyncio.to_thread(desk.servers[0].wait)
    told("a server killed")
    await asyncio.to_thread(desk.postgres.stop)
    await asyncio.sleep(3)
    await asyncio.to_thread(desk.postgres.start)
    await asyncio.sleep(3)
    told("PostgreSQL away for 3 s")
    desk.servers[1].process.terminate()
    await asyncio.to_thread(desk.servers[1].process.wait)
    desk.servers[1] = desk.started(1)
    await asyncio.to_thread(desk.servers[1].wait)
    await all_ready(desk.agents, 60)
    await asyncio.sleep(WITHIN)
    told("a server restarted")
    return wrong + await _rules_saved(desk) + await _revoked(desk)


async def _rules_saved(desk: Desk) -> list[str]:
    file = desk.rules / "wording" / "final-price.yaml"
    file.write_text(file.read_text("utf-8").replace("more softly", "with more care"), "utf-8")
    newest, began = load_pack(desk.rules).version, time.monotonic()
    while any(agent.versions[-1:] != [newest] for agent in desk.agents):
        if time.monotonic() - began > 4 * WITHIN:
            return [f"rules: {sum(a.versions[-1:] != [newest] for a in desk.agents)} are behind"]
        await asyncio.sleep(0.1)
    print(f"rules saved: all have a review by them after {time.monotonic() - began:.1f} s")
    return []


async def _revoked(desk: Desk) -> list[str]:
    agent, began = desk.agents[0], time.monotonic()
    signed = f"Bearer {token('root', role='admin')}"
    path = f"/v1/admin/revoked?agent={agent.name}"
    # Since the second one restarted everybody is at the first: it must learn from the database.
    other = desk.servers[1]
    await asyncio.to_thread(lambda: other.ask("POST", path, None, Authorization=signed))
    while agent.closed_with[-1:] != [4401]:
        if time.monotonic() - began > WITHIN:
            return ["the revoked agent is still in"]
        await asyncio.sleep(0.05)
    print(f"an agent revoked: out after {time.monotonic() - began:.2f} s")
    others = sum(4401 in other.closed_with for other in desk.agents[1:])
    return [f"{others} others were shut out"] if others else []


async def run(desk: Desk) -> list[str]:
    """Let everyone work meanwhile."""
    work = [asyncio.create_task(agent.work()) for agent in desk.agents]
    try:
        return await happenings(desk)
    finally:
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)


def main() -> int:
    """Run it; 1 where something did not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agents", type=int, default=500)
    parser.add_argument("--pause", type=float, default=2.0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, postgres_running() as postgres:
        desk = Desk(Path(home), postgres, given.agents, given.pause)
        try:
            for server in desk.servers:
                server.wait()
            wrong = asyncio.run(run(desk))
        finally:
            for server in desk.servers:
                server.stop()
    print("\n".join(wrong) or "all of it held")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
