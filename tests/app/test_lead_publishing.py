"""Publishing: what is written, what is refused, what happens when two meet, and the way back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.app.leading import FINAL, OFF, TEAM, Lead, files_below
from tests.app.running import Server, serving
from tests.rules.small_pack import small_pack

OWN = "teams/shop/lexicon/ours.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_pack(tmp_path / "rules")


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    with serving(folder.parent, HAMDEL_RULES=str(folder)) as running:
        yield running


@pytest.fixture
def lead(server: Server) -> Lead:
    return Lead(server)


def test_what_is_published_is_live_at_once_and_written_as_it_was_edited(
    lead: Lead, folder: Path
) -> None:
    with lead.server.greeted(agent={"id": "a-1"}) as agent:
        assert "final-price" in lead_fires(lead, FINAL)
        shipped = files_below(folder)
        answer = lead.publish(OFF, note="همیشه می‌گوییم")
        assert answer["live"] and answer["version"] == lead.text()["version"]
        assert (folder / TEAM).read_bytes() == OFF.encode()
        assert files_below(folder) == shipped | {TEAM: OFF.encode()}, "and nothing else"
        assert "final-price" not in lead.fires(FINAL)
        agent.open()  # A session that was open before goes on.
    (entry,) = lead.get("/history")["entries"]
    assert (entry["author"], entry["note"], entry["file"]) == ("مینا", "همیشه می‌گوییم", TEAM)
    assert entry["created"] and not entry["removed"]
    texts = lead.get(f"/history/{entry['id']}")
    assert (texts["before"], texts["after"]) == (None, OFF)
    card = lead.get("/rules/final-price")
    assert (card["state"], card["changed"]) == ("off", 1)
    assert {"key": "state", "value": "off", "place": f"{TEAM}:3", "sign": ""} in card["values"]


def lead_fires(lead: Lead, draft: str) -> set[str]:
    """Before the team is there, agents have the rules of all."""
    return Lead(lead.server, "default").fires(draft)


@pytest.mark.parametrize(
    "text", ["rules: [", "rules:\n  final-prize: {state: off}\n", "extends: shop\n", "\0"]
)
def test_a_broken_text_is_not_published(lead: Lead, folder: Path, text: str) -> None:
    lead.publish(OFF)
    before = files_below(folder)
    status, code, answer = lead.refused(
        "/publish", file=TEAM, text=text, version=lead.text()["version"], author="x"
    )
    assert (status, code) == (422, "broken_rules")
    assert any(one["blocks"] and one["remedy"] for one in answer["problems"])
    assert files_below(folder) == before
    assert len(lead.get("/history")["entries"]) == 1


def test_two_leads_at_once_lose_nothing(lead: Lead, folder: Path) -> None:
    lead.publish(OFF)
    version = lead.text()["version"]
    mine, yours = OFF + "  last-word: {state: off}\n", OFF + "  last-word: {severity: hint}\n"
    lead.publish(mine, author="علی", note="کافی است", version=version)
    status, code, answer = lead.refused(
        "/publish", file=TEAM, text=yours, version=version, author="سارا"
    )
    assert (status, code) == (409, "changed_meanwhile")
    assert answer["yours"] == yours
    theirs = answer["theirs"]
    assert (theirs["text"], theirs["author"], theirs["note"]) == (mine, "علی", "کافی است")
    assert (folder / TEAM).read_text("utf-8") == mine
    merged = OFF + "  last-word: {state: off, severity: hint}\n"
    lead.publish(merged, version=theirs["version"])
    assert (folder / TEAM).read_text("utf-8") == merged


def test_many_at_the_same_moment_one_wins(lead: Lead, folder: Path) -> None:
    texts = [f"# {n}\n{OFF}" for n in range(6)]
    answers: list[tuple[int, Any]] = []

    def publish(text: str) -> None:
        body = {"file": TEAM, "text": text, "version": None, "author": "x"}
        answers.append(lead.ask("POST", "/publish", body))

    threads = [threading.Thread(target=publish, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = sorted(status for status, _ in answers)
    assert statuses == [200, 409, 409, 409, 409, 409]
    now = (folder / TEAM).read_text("utf-8")
    assert now in texts
    assert {answer["theirs"]["text"] for status, answer in answers if status == 409} == {now}


def test_an_editor_elsewhere_is_a_conflict_too(lead: Lead, folder: Path) -> None:
    lead.publish(OFF)
    version = lead.text()["version"]
    (folder / TEAM).write_text("# by hand\n", "utf-8")
    status, _, answer = lead.refused(
        "/publish", file=TEAM, text="# mine\n", version=version, author="x"
    )
    assert (status, answer["theirs"]["text"]) == (409, "# by hand\n")


def test_a_publication_is_undone_and_the_undoing_too(lead: Lead, folder: Path) -> None:
    first = lead.publish(OFF)["entry"]
    assert "final-price" not in lead.fires(FINAL)
    undone = lead.post("/undo", entry=first, author="علی", note="زود بود")
    assert undone["version"] is None and not (folder / TEAM).exists()
    assert "final-price" in lead_fires(lead, FINAL)
    newest = lead.get("/history")["entries"][0]
    assert (newest["undoes"], newest["removed"], newest["author"]) == (first, True, "علی")
    lead.post("/undo", entry=undone["entry"], author="علی")
    assert (folder / TEAM).read_text("utf-8") == OFF


def test_what_was_built_upon_is_not_undone_unseen(lead: Lead, folder: Path) -> None:
    first = lead.publish(OFF)["entry"]
    later = lead.publish(OFF + "# more\n")
    status, code, answer = lead.refused("/undo", entry=first, author="x")
    assert (status, code) == (409, "changed_meanwhile")
    assert (answer["yours"], answer["theirs"]["version"]) == (None, later["version"])
    assert (folder / TEAM).read_text("utf-8") == OFF + "# more\n"
    assert lead.refused("/undo", entry=99, author="x")[:2] == (404, "not_found")


def test_the_history_outlives_the_server_and_comes_in_pages(lead: Lead, folder: Path) -> None:
    for n in range(3):
        lead.publish(f"# {n}\n")
    ids = [entry["id"] for entry in lead.get("/history")["entries"]]
    assert ids == [3, 2, 1]
    assert [one["id"] for one in lead.get("/history", before="2")["entries"]] == [1]
    lead.server.stop()
    with serving(folder.parent, HAMDEL_RULES=str(folder)) as again:
        assert [one["id"] for one in Lead(again).get("/history")["entries"]] == ids
        assert Lead(again, "default").get("/history")["entries"] == [], "each team has its own"


def test_a_list_is_made_changed_and_removed(lead: Lead, folder: Path) -> None:
    lead.publish("ours: [یک, دو]\n", OWN)
    assert [one["kind"] for one in lead.get()["files"]] == ["list"]
    lead.publish("ours: [یک, دو, سه]\n", OWN)
    lead.publish(None, OWN)
    assert not (folder / OWN).exists() and lead.get()["files"] == []


def test_line_ends_and_rights_of_a_file_stay(lead: Lead, folder: Path) -> None:
    path = folder / TEAM
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"# one\r\n# two\r\n")
    path.chmod(0o640)
    assert lead.text()["text"] == "# one\n# two\n"
    lead.publish("# one\n# three\n")
    assert path.read_bytes() == b"# one\r\n# three\r\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in path.parent.iterdir()] == ["shop.yaml"], "nothing is left behind"


def test_nothing_changed_and_nobody_named(lead: Lead) -> None:
    lead.publish(OFF)
    version = lead.text()["version"]
    same = {"file": TEAM, "text": OFF, "version": version}
    assert lead.refused("/publish", **same, author="x")[1] == "unchanged"
    assert lead.refused("/publish", **same)[1] == "author_missing"
    assert lead.refused("/publish", **same, author="  ")[1] == "author_missing"


def test_a_larger_file_than_is_read_is_not_written(lead: Lead, folder: Path) -> None:
    text = "# " + "x" * (256 * 1024)
    told = lead.refused("/publish", file=TEAM, text=text, version=None, author="x")
    assert told[1] == "broken_rules" and not (folder / TEAM).exists()


def test_the_shipped_rules_can_only_be_read(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        lead = Lead(server)
        assert lead.get()["readonly"] == "shipped"
        told = lead.refused("/publish", file=TEAM, text=OFF, version=None, author="x")
        assert told[:2] == (409, "read_only")
        assert lead.refused("/undo", entry=1, author="x")[:2] == (409, "read_only")
