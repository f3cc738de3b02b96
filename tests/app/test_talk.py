"""One open conversation: which messages are kept, and in which order."""

from __future__ import annotations

from typing import Any

import pytest

import app.talk
from app.events import ConversationOpened, MessageAdded
from app.talk import Talk, opened
from coach import Pack


def begun(pack: Pack, *messages: dict[str, Any], history: int = 200) -> Talk:
    told = {"type": "conversation", "conversation": "c-1", "messages": list(messages)}
    return opened(ConversationOpened.model_validate(told), pack, history)


def add(talk: Talk, history: int = 200, **fields: Any) -> None:
    told = {"type": "message", "conversation": "c-1", "author": "customer", **fields}
    talk.add(MessageAdded.model_validate(told), history)


def said(talk: Talk) -> list[str]:
    return [message.text for message in talk.conversation.messages]


def by_customer(text: str, **fields: Any) -> dict[str, Any]:
    return {"author": "customer", "text": text, **fields}


def test_a_deleted_message_is_taken_back_and_a_known_id_replaces(pack: Pack) -> None:
    talk = begun(
        pack,
        by_customer("one", id="m-1"),
        by_customer("two", id="m-2"),
        by_customer("two and a half", id="m-2"),
        {"author": "customer", "id": "m-1", "deleted": True},
    )
    assert said(talk) == ["two and a half"]
    add(talk, text="three", id="m-3")
    add(talk, text="three!", id="m-3")
    add(talk, id="m-2", deleted=True)
    assert said(talk) == ["three!"]


def test_no_more_than_the_newest_messages_are_kept(pack: Pack) -> None:
    talk = begun(pack, *(by_customer(str(n)) for n in range(20)), history=8)
    assert said(talk) == [str(n) for n in range(12, 20)]
    for n in range(20, 60):
        add(talk, history=8, text=str(n))
        kept = said(talk)
        assert kept == [str(m) for m in range(n - len(kept) + 1, n + 1)]
        assert 6 <= len(kept) <= 8


def test_long_messages_do_not_fill_the_memory(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.talk, "HISTORY_CHARS", 1000)
    talk = begun(pack, *(by_customer("آ" * 400) for _ in range(5)))
    assert len(said(talk)) == 2
    for n in range(30):
        add(talk, text=f"{n}" + "ب" * 300)
        assert sum(map(len, said(talk))) <= 1000
        assert said(talk)[-1].startswith(str(n))


def test_what_was_dismissed_and_who_the_customer_is_outlive_old_messages(pack: Pack) -> None:
    told = {"type": "conversation", "conversation": "c-1", "customer": {"name": "سارا"}}
    event = ConversationOpened.model_validate(told | {"dismissed": ["dont-know"]})
    talk = opened(event, pack, 4)
    for n in range(20):
        add(talk, history=4, text=str(n))
    assert talk.conversation.customer.name == "سارا"
    assert talk.conversation.dismissed == {"dont-know"}
