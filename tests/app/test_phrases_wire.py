"""Phrases over a real socket: asked for, filled from the conversation, told when they are used."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from app.outcomes import Outcome
from app.popularity import Popularity, read_popularity
from app.store import Store
from tests.app.running import Client, Event, Server

TALK = [{"author": "customer", "text": "سلام، سفارش 48151 من هنوز نرسیده و خیلی ناراحتم"}]


@pytest.fixture
def client(server: Server) -> Client:
    """An agent who is called Mina, with a customer who waits for an order."""
    client = server.greeted(agent={"id": "a-17", "name": "مینا"})
    client.open(customer={"name": "سارا احمدی"}, messages=TALK)
    return client


def offers(client: Client, id: str = "p-1", **fields: Any) -> list[Event]:
    client.send(type="phrases", id=id, conversation="c-1", **fields)
    answer = client.hear_until("offers")
    assert (answer["id"], answer["conversation"]) == (id, "c-1")
    return answer["offers"]


def units(text: str, span: dict[str, int]) -> str:
    return text.encode("utf-16-le")[2 * span["start"] : 2 * span["end"]].decode("utf-16-le")


def test_what_was_typed_is_found_and_filled(client: Client) -> None:
    found = offers(client, query="سفارش جلومه")
    assert found[0]["id"] == "greeting-order"
    assert "48151" in found[0]["text"] and "سارای عزیز" in found[0]["text"]
    assert found[0]["blanks"] == [] and found[0]["label"] == "سلام"
    assert "مینا" in next(o["text"] for o in offers(client, query="ارادتمند"))


def test_what_is_not_known_stays_and_the_coach_marks_it(client: Client) -> None:
    (offer, *_) = offers(client, query="کد رهگیری در راهه", moment="next-step")
    assert [units(offer["text"], blank) for blank in offer["blanks"]] == ["{tracking}"]
    client.send(type="draft", conversation="c-1", revision=1, text=offer["text"], final=True)
    (residue,) = [
        one for one in client.hear_until("review")["findings"] if one["rule"] == "template-residue"
    ]
    assert units(offer["text"], residue["span"]) == "{tracking}"


def test_limit_and_moment_hold_and_every_answer_has_its_id(client: Client) -> None:
    found = offers(client, "p-2", moment="empathy", limit=3)
    assert len(found) == 3 and {one["moment"] for one in found} == {"empathy"}
    assert len(offers(client, "p-3", limit=20)) == 20
    assert offers(client, "p-4", query="qqqqqqqqqq") == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("moment", "elevenses"), ("limit", 21), ("limit", 0), ("query", "م" * 201), ("id", "")],
)
def test_what_cannot_be_read_is_named(client: Client, field: str, value: object) -> None:
    client.send(**{"type": "phrases", "id": "p-1", "conversation": "c-1", field: value})
    error = client.hear_until("error")
    assert (error["code"], error["field"]) == ("malformed", field)


def test_a_conversation_that_is_not_open(client: Client) -> None:
    client.send(type="phrases", id="p-9", conversation="elsewhere")
    error = client.hear_until("error")
    assert (error["code"], error["id"]) == ("unknown_conversation", "p-9")


def test_what_is_used_comes_sooner_and_no_text_is_stored(client: Client, server: Server) -> None:
    before = offers(client, moment="thanks", limit=20)
    used = before[len(before) // 2]
    for talk in range(3):
        client.send(type="conversation", conversation=f"t-{talk}", messages=[])
        client.send(
            type="feedback",
            id=f"used-{talk}",
            conversation=f"t-{talk}",
            finding=used["id"],
            rule="phrase",
            outcome="applied",
        )
        assert client.hear_until("ack")["id"] == f"used-{talk}"
    after = [one["id"] for one in offers(client, moment="thanks", limit=20)]
    assert after.index(used["id"]) < before.index(used)
    kept = b"".join(path.read_bytes() for path in server.database.parent.glob("hamdel.db*"))
    assert used["id"].encode() in kept and used["text"][:12].encode() not in kept


def test_use_is_counted_once_a_conversation() -> None:
    popularity = Popularity()
    for conversation in ("c-1", "c-1", "c-2"):
        popularity.used("sales", conversation, "thanks-report")
    assert popularity.of("sales") == {"thanks-report": 2} and not popularity.of("default")


def test_use_is_counted_on_after_a_restart(tmp_path: Path) -> None:
    store = Store(tmp_path / "hamdel.db")

    async def keep() -> None:
        for number, (conversation, rule, outcome) in enumerate(
            [
                ("c-1", "phrase", "applied"),
                ("c-1", "phrase", "applied"),
                ("c-2", "phrase", "applied"),
                ("c-3", "phrase", "shown"),
                ("c-4", "rush", "applied"),
            ]
        ):
            fields = (conversation, 1, "thanks-report", rule, outcome, None, "v")
            await store.keep((Outcome(f"f-{number}", "a-1", "sales", *fields),))

    asyncio.run(keep())
    try:
        counted = read_popularity(store.records, ["sales", "default"], time.time())
        later = read_popularity(store.records, ["sales"], time.time() + 91 * 86_400)
    finally:
        store.close()
    assert counted.of("sales") == {"thanks-report": 2}
    assert not counted.of("default") and not later.of("sales")
