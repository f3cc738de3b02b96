"""Reloading under load: `make trust`.

    python -m tests.load.reloading [--reloads 200] [--sessions 50] [--drafts 200] [--seconds 1.2]

Rules are saved again and again, every other time broken, while sessions of two teams send drafts.
Held to: no draft is left unanswered; every review equals what the version that it names says
without a server; good rules are live, in every open session, within two seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from websockets.asyncio.client import ClientConnection, connect

from app.answers import review_answer
from app.loading import unhurried_collector
from coach import Conversation, Customer, Message, Pack, load_pack, review_draft, shipped_rules
from tests.bench.engine import sentences, typed
from tests.serving import a_free_port, is_ready, plain_environment

TEAMS = ("default", "shop")
SAID = ("سلام، سفارشم هنوز نرسیده", "چرا کسی جواب نمی‌ده؟")
LIVE_WITHIN = 2.0
ANSWERED_WITHIN = 2.0
RULES = ("wording/rush.yaml", "wording/blunt-refusal.yaml", "wording/dont-know.yaml")
SHOP = "rules:\n  too-long: {{limits: {{words: {limit}}}}}\nlexicon:\n  offer: {{add: [{words}]}}\n"


@dataclass
class Session:
    """One agent at work: what was sent, what came back."""

    team: str
    sent: dict[int, tuple[str, float]] = field(default_factory=dict)
    waits: dict[int, float] = field(default_factory=dict)
    """For each draft, how long it took until a review of it or of a newer one was there."""
    reviews: list[dict[str, Any]] = field(default_factory=list)
    packs: dict[str, float] = field(default_factory=dict)
    """When the first review of each version arrived."""
    errors: int = 0

    async def listen(self, socket: ClientConnection) -> None:
        async for frame in socket:
            event, now = json.loads(frame), time.monotonic()
            if event["type"] == "review":
                revision = event["revision"]
                self.reviews.append(event)
                self.packs.setdefault(event["pack"], now)
                while len(self.waits) <= revision:  # It answers those that it overtook as well.
                    waited = len(self.waits)
                    self.waits[waited] = now - self.sent[waited][1]
            elif event["type"] == "error":
                self.errors += 1

    async def work(
        self, address: str, drafts: list[str], pause: float, until: asyncio.Event
    ) -> None:
        async with connect(address, compression=None) as socket:
            hello = {"type": "hello", "protocol": 1, "team": self.team}
            messages = [{"author": "customer", "text": text} for text in SAID]
            opened = {"type": "conversation", "conversation": "c", "messages": messages}
            for event in (hello, opened):
                await socket.send(json.dumps(event))
            listening = asyncio.create_task(self.listen(socket))
            await asyncio.sleep(random.random() * pause)
            revision, due = 0, time.monotonic()
            while not until.is_set():
                text = drafts[revision % len(drafts)]
                self.sent[revision] = text, time.monotonic()
                draft = {"type": "draft", "conversation": "c", "revision": revision, "text": text}
                await socket.send(json.dumps(draft))
                revision, due = revision + 1, due + pause
                await asyncio.sleep(max(0.0, due - time.monotonic()))
            await asyncio.sleep(LIVE_WITHIN)
            listening.cancel()


def breakages(good: str) -> Iterator[str]:
    """The same rule, broken in ever other ways."""
    chance = random.Random(3)
    while True:
        yield good[: chance.randrange(20, len(good) * 2 // 3)]
        yield good.replace("severity:", "severty:", 1)
        yield good.replace("\n  - ", "\n\t- ", 1)
        yield good.replace("\nflags:\n", "\nflags:\n  - (آب|نان\n", 1)
        yield "[" * 100_000
        yield "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(9))
        yield good.replace("category:", "category: no #", 1)
        yield good.replace("\nflags:\n", "\nflags:\n  - " + "(آ|ب ج|د ه) " * 12 + "\n", 1)


def save(path: Path, text: str) -> None:
    """By a new name, as editors do."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}")
    new.write_text(text, "utf-8")
    new.replace(path)


def problems_of(address: str) -> int:
    """How many problems a server tells of its rules."""
    with urllib.request.urlopen(address, timeout=10) as answer:
        return json.load(answer)["rules"]["problems"]


class Step(NamedTuple):
    """A good save: what is written, and the version of each team's rules then."""

    name: str
    text: str
    versions: dict[str, str]


class Lead:
    """Saves rules, good and broken by turns. All good packs are loaded before the run begins, to
    compare with: nothing of that stands in the server's way later."""

    def __init__(self, folder: Path, sessions: list[Session], saves: int) -> None:
        self.folder = folder
        self.sessions = sessions
        self.whole = {name: (folder / name).read_text("utf-8") for name in RULES}
        self.broken = {name: breakages(text) for name, text in self.whole.items()}
        self.packs: dict[str, tuple[str, Pack]] = {}
        self.delays: list[float] = []
        self.late = 0
        scratch = folder.with_name("scratch")
        shutil.copytree(folder, scratch)
        with unhurried_collector():
            live = {team: load_pack(scratch, team) for team in TEAMS}
            self._remember(live)
            self.versions = {team: pack.version for team, pack in live.items()}
            self.steps = [self._prepared(scratch, number, live) for number in range(0, saves, 2)]

    def _remember(self, live: dict[str, Pack]) -> None:
        self.packs |= {pack.version: (team, pack) for team, pack in live.items()}

    def _prepared(self, scratch: Path, number: int, live: dict[str, Pack]) -> Step:
        words = f"کلمه{number} تازه{number}"
        name = RULES[number // 2 % len(RULES)]
        text = self.whole[name].replace("\nflags:\n", f"\nflags:\n  - {words}\n", 1)
        if number % 8 == 6:
            name, text = "teams/shop.yaml", SHOP.format(limit=40 + number % 30, words=words)
        save(scratch / name, text)
        live |= {team: load_pack(scratch, team, pack) for team, pack in live.items()}
        self._remember(live)
        return Step(name, text, {team: pack.version for team, pack in live.items()})

    async def first_reading(self, address: str) -> None:
        """Wait until the server has read its rules aside once: that takes far longer than later."""
        name, whole = next(iter(self.whole.items()))
        for text, problems in ((whole[:200], True), (whole, False)):
            save(self.folder / name, text)
            while bool(await asyncio.to_thread(problems_of, address)) is not problems:
                await asyncio.sleep(0.1)

    async def save_good(self, step: Step) -> None:
        """Save, and wait until every session has a review of the new version."""
        for name, whole in self.whole.items():  # What was broken before is mended by the way.
            if name != step.name and (self.folder / name).read_text("utf-8") != whole:
                save(self.folder / name, whole)
        begun = time.monotonic()
        save(self.folder / step.name, step.text)
        if step.name in self.whole:
            self.whole[step.name] = step.text
        changed = [s for s in self.sessions if step.versions[s.team] != self.versions[s.team]]
        self.versions = step.versions
        while behind := [s for s in changed if step.versions[s.team] not in s.packs]:
            if time.monotonic() - begun > 3 * LIVE_WITHIN:
                self.late += len(behind)
                break
            await asyncio.sleep(0.02)
        arrived = (s.packs.get(step.versions[s.team]) for s in changed)
        self.delays += [at - begun for at in arrived if at is not None]

    async def save_broken(self, number: int) -> None:
        name = RULES[number // 2 % len(RULES)]
        text = next(self.broken[name])
        save(self.folder / name, text)


def wrong_reviews(lead: Lead, sessions: list[Session]) -> tuple[int, int]:
    """How many reviews there are, and how many differ from what their version says alone."""
    count = differing = 0
    talks = {
        version: Conversation.begin(pack, Customer(), [Message("customer", t) for t in SAID])
        for version, (_, pack) in lead.packs.items()
    }
    alone: dict[tuple[str, str], str] = {}
    for session in sessions:
        for event in session.reviews:
            count += 1
            version, draft = event["pack"], session.sent[event["revision"]][0]
            if version not in lead.packs or lead.packs[version][0] != session.team:
                differing += 1
                continue
            if (version, draft) not in alone:
                review = review_draft(lead.packs[version][1], talks[version], draft)
                alone[version, draft] = json.dumps(review_answer(review, draft), sort_keys=True)
            told = {k: v for k, v in event.items() if k not in ("type", "conversation", "revision")}
            differing += json.dumps(told, sort_keys=True) != alone[version, draft]
    return count, differing


def part(values: list[float], percent: float) -> float:
    ordered = sorted(values) or [0.0]
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


async def run(given: argparse.Namespace, home: Path) -> int:
    folder = home / "rules"
    shutil.copytree(given.rules or shipped_rules(), folder)
    save(folder / "teams" / "shop.yaml", SHOP.format(limit=50, words="در کنار شماییم"))
    sessions = [Session(TEAMS[n % len(TEAMS)]) for n in range(given.sessions)]
    lead = Lead(folder, sessions, given.reloads)
    port, figures = a_free_port(), home / "lateness.json"
    settings = {"HAMDEL_RULES": str(folder), "HAMDEL_DATABASE": str(home / "hamdel.db")}
    command = [sys.executable, "-m", "tests.load.watched_server", str(figures), "serve"]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(
            [*command, "--port", str(port)], stderr=log, env=plain_environment(**settings)
        )
    until = asyncio.Event()
    try:
        while not is_ready(f"http://127.0.0.1:{port}"):
            assert server.poll() is None, (home / "log").read_text("utf-8")
            await asyncio.sleep(0.1)
        drafts = typed(sentences(), 120, 400, 1)
        pause = given.sessions / given.drafts
        work = [
            asyncio.create_task(
                s.work(f"ws://127.0.0.1:{port}/v1/ws", drafts[8 * n :], pause, until)
            )
            for n, s in enumerate(sessions)
        ]
        await lead.first_reading(f"http://127.0.0.1:{port}/readyz")
        await asyncio.sleep(given.steady)
        steady = [wait for s in sessions for wait in list(s.waits.values())]
        memory = resident(server.pid)
        for number in range(given.reloads):
            begun = time.monotonic()
            if number % 2:
                await lead.save_broken(number)
            else:
                await lead.save_good(lead.steps[number // 2])
            await asyncio.sleep(max(0.0, given.seconds - (time.monotonic() - begun)))
        grown = resident(server.pid)
        until.set()
        await asyncio.gather(*work)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
    return tell(given, sessions, lead, steady, (memory, grown), json.loads(figures.read_text()))


def resident(pid: int) -> float:
    """MiB that a process holds in memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def tell(
    given: argparse.Namespace,
    sessions: list[Session],
    lead: Lead,
    steady: list[float],
    memory: tuple[float, float],
    lateness: dict[str, dict[str, float]],
) -> int:
    waits = [wait for s in sessions for wait in s.waits.values()]
    sent = sum(len(s.sent) for s in sessions)
    unanswered = sent - len(waits)
    reviews, differing = wrong_reviews(lead, sessions)
    good = (given.reloads + 1) // 2
    print(f"{given.reloads} saves ({good} good), {sent} drafts of {len(sessions)} sessions")
    print(f"drafts unanswered: {unanswered}; errors: {sum(s.errors for s in sessions)}")
    print(f"reviews: {reviews}, of {len(lead.packs)} versions; other than offline: {differing}")
    print(
        f"live in a session after, s: median {part(lead.delays, 50):.2f}, "
        f"p99 {part(lead.delays, 99):.2f}, slowest {part(lead.delays, 100):.2f}; never: {lead.late}"
    )
    for name, some in (("before any save", steady), ("all the time", waits)):
        print(
            f"draft to review, {name}, ms: median {1000 * part(some, 50):.1f}, "
            f"p99 {1000 * part(some, 99):.1f}, slowest {1000 * max(some):.1f}"
        )
    for name, late in lateness.items():
        told = ", ".join(f"{k} {v:.1f}" for k, v in late.items() if k != "ticks")
        print(f"event loop held up, {name}, ms: {told}")
    print(f"memory of the server, MiB: {memory[0]:.0f} before, {memory[1]:.0f} after")
    fine = not (unanswered or differing or lead.late) and part(lead.delays, 100) <= LIVE_WITHIN
    print("held" if fine else "NOT HELD")
    return 0 if fine else 1


def main() -> int:
    """Run and tell; the exit status says whether everything held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reloads", type=int, default=200)
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--drafts", type=int, default=200, help="drafts a second, all sessions")
    parser.add_argument("--seconds", type=float, default=1.2, help="from one save to the next")
    parser.add_argument("--steady", type=float, default=10.0, help="seconds before the first save")
    parser.add_argument("--rules", type=Path, help="a folder of rules instead of the shipped ones")
    with tempfile.TemporaryDirectory() as home:
        return asyncio.run(run(parser.parse_args(), Path(home)))


if __name__ == "__main__":
    raise SystemExit(main())
