"""Nudges over a real socket: the server speaks by itself, with limits of a second or two."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from coach import shipped_rules
from tests.app.running import Client, Server, serving

HURRIED = """
rules:
  slow-reply: {limits: {seconds: 1, upset: 1}}
  cool-down: {limits: {pause: 1}}
departments:
  - {name: واحد مالی, name_en: billing, topics: [فاکتور*]}
"""
NIGHT = "working_hours: {timezone: Asia/Tehran}\n"
QUESTION = "سفارشم هنوز نرسیده"


@pytest.fixture(scope="module")
def hurried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose teams let nobody wait, or never work."""
    folder = tmp_path_factory.mktemp("nudging")
    rules = folder / "rules"
    shutil.copytree(shipped_rules(), rules)
    (rules / "teams").mkdir(exist_ok=True)
    for team, text in (("hurried", HURRIED), ("asleep", NIGHT + HURRIED)):
        (rules / "teams" / f"{team}.yaml").write_text(text, "utf-8")
    with serving(folder, HAMDEL_RULES=str(rules)) as running:
        yield running


def now() -> str:
    return datetime.now(UTC).isoformat()


def nudge_of(client: Client, patience: float = 4) -> dict[str, object]:
    give_up = time.monotonic() + patience
    while (event := client.hear(give_up - time.monotonic()))["type"] != "nudge":
        pass
    return event


def test_a_wait_that_is_too_long_is_spoken_of_unasked(hurried: Server) -> None:
    with hurried.greeted(team="hurried") as client:
        client.open()
        asked = time.monotonic()
        client.send(type="message", conversation="c-1", author="customer", text=QUESTION, at=now())
        nudge = nudge_of(client)
        assert 0.9 <= time.monotonic() - asked < 3
        assert nudge["rule"] == "slow-reply" and nudge["conversation"] == "c-1"
        client.feedback("f-1", "dismissed", finding=nudge["id"], rule="slow-reply", revision=None)
        assert client.hear_until("ack")["id"] == "f-1"


def test_after_a_reconnect_it_is_not_said_again(hurried: Server) -> None:
    said = {"author": "customer", "text": QUESTION, "at": now(), "id": "m-1"}
    with hurried.greeted(team="hurried") as client:
        client.open(messages=[said])
        nudge = nudge_of(client)
    with hurried.greeted(team="hurried") as client:
        told = [{"rule": nudge["rule"], "at": now(), "id": nudge["id"]}]
        client.open(messages=[said], nudged=told)
        assert client.hears_nothing(2.0)


def test_what_fell_due_while_the_line_was_down_is_said_when_it_is_back(hurried: Server) -> None:
    said = {"author": "customer", "text": QUESTION, "at": now()}
    time.sleep(1.2)
    with hurried.greeted(team="hurried") as client:
        client.open(messages=[said])
        assert nudge_of(client, 1)["rule"] == "slow-reply"


def test_hostile_words_that_stand_in_the_draft_bring_a_softer_one(hurried: Server) -> None:
    with hurried.greeted(team="hurried", lang="en") as client:
        client.open(messages=[{"author": "agent", "text": "سلام", "at": now()}])
        client.draft(1, "به من چه آقا")
        nudge = nudge_of(client)
        assert nudge["rule"] == "cool-down" and str(nudge["advice"]).isascii() is False
        assert nudge["replacements"]


def test_a_department_is_named_in_the_language_of_the_hello(hurried: Server) -> None:
    with hurried.greeted(team="hurried", lang="en") as client:
        said = {"author": "customer", "text": "فاکتور رسمی می‌خوام", "at": now()}
        client.open(messages=[said])
        nudge = nudge_of(client, 1)
        assert nudge["rule"] == "wrong-department" and "billing" in str(nudge["advice"])


def test_a_team_that_does_not_work_hears_of_nobody_who_waits(hurried: Server) -> None:
    with hurried.greeted(team="asleep") as client:
        client.open(messages=[{"author": "customer", "text": QUESTION, "at": now()}])
        assert client.hears_nothing(2.0)
