"""Who may use the workbench, and which files can be reached through it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.leading import OFF, TEAM, Lead, files_below
from tests.app.running import SECRET, Server, serving, token
from tests.rules.small_pack import small_pack

PAGE = "https://desk.example.com"
READS = ["", "/rules", "/rules/final-price", "/history"]
WRITES = {
    "/check": {"file": TEAM, "text": OFF},
    "/trace": {"draft": "سلام"},
    "/backtest": {"file": TEAM, "text": OFF},
    "/publish": {"file": TEAM, "text": OFF, "version": None, "author": "x"},
    "/undo": {"entry": 1, "author": "x"},
}
ELSEWHERE = [
    "wording/final-price.yaml",
    "teams/other.yaml",
    "teams/other/wording/ours.yaml",
    "teams/shop/../other.yaml",
    "teams/shop/wording/../../../wording/final-price.yaml",
    "teams/shop/wording/../../other.yaml",
    "../teams/shop.yaml",
    "/etc/passwd",
    "teams\\shop.yaml",
    "teams/shop/wording/x\0.yaml",
    "teams/shop/wording/.hidden.yaml",
    "teams/shop/wording/ours.yml",
    "teams/shop/wording/deep/ours.yaml",
    "teams/shop/notes/ours.yaml",
    "teams/shop/wording/Ours.yaml",
    "teams/shop.yaml/",
    "teams/shop.yaml\n",
    "lexicon/words.yaml",
    "praise.yaml",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("guarded-lead")
    return small_pack(home / "rules")


@pytest.fixture(scope="module")
def guarded(folder: Path) -> Iterator[Server]:
    """A server that wants tokens, on a small pack with the teams shop and other."""
    (folder / "teams").mkdir(exist_ok=True)
    (folder / "teams" / "shop.yaml").write_text(OFF, "utf-8")
    (folder / "teams" / "other.yaml").write_text("# theirs\n", "utf-8")
    settings = {"HAMDEL_RULES": str(folder), "HAMDEL_SECRET": SECRET, "HAMDEL_ORIGINS": PAGE}
    with serving(folder.parent, **settings) as running:
        yield running


def lead_of(server: Server, team: str = "shop", role: str = "lead") -> Lead:
    return Lead(server, None, token("boss", team, role=role))


@pytest.mark.parametrize("path", [*READS, *WRITES])
@pytest.mark.parametrize("role", ["agent", "admin"])
def test_who_is_no_lead_is_refused(guarded: Server, path: str, role: str) -> None:
    lead = lead_of(guarded, role=role)
    status, answer = lead.ask("POST" if path in WRITES else "GET", path, WRITES.get(path))
    assert (status, answer["error"]["code"]) == (403, "not_a_lead")


@pytest.mark.parametrize("path", [*READS, *WRITES])
def test_without_a_token_nobody_gets_in(guarded: Server, path: str) -> None:
    for wrong in (None, "x", token("boss", "shop", lasts=-120, role="lead")):
        lead = Lead(guarded, None, wrong)
        status, answer = lead.ask("POST" if path in WRITES else "GET", path, WRITES.get(path))
        assert (status, answer["error"]["code"]) == (401, "unauthorized")


@pytest.mark.parametrize("path", [*READS, *WRITES])
def test_the_lead_of_another_team_is_refused(guarded: Server, path: str) -> None:
    lead = Lead(guarded, "shop", token("their-boss", "other", role="lead"))
    status, answer = lead.ask("POST" if path in WRITES else "GET", path, WRITES.get(path))
    assert (status, answer["error"]["code"]) == (403, "other_team")


@pytest.mark.parametrize("file", ["teams/shop.yaml", "teams/shop/wording/x1.yaml"])
def test_a_lead_reaches_no_file_of_another_team(guarded: Server, file: str) -> None:
    lead = lead_of(guarded, "other")
    status, answer = lead.ask("GET", "/file", file=file)
    assert (status, answer["error"]["code"]) == (403, "not_yours")
    for path in ("/check", "/backtest", "/publish"):
        body = WRITES[path] | {"file": file}
        assert lead.refused(path, **body)[:2] == (403, "not_yours")


def test_a_lead_gets_in_and_signs_by_the_token(guarded: Server, folder: Path) -> None:
    lead = lead_of(guarded)
    home = lead.get()
    assert (home["team"], home["teams"], home["author"], home["open"]) == (
        *("shop", ["shop"], "boss"),
        False,
    )
    lead.publish(OFF + "  last-word: {state: off}\n", author="somebody else")
    assert lead.get("/history")["entries"][0]["author"] == "boss"
    assert (folder / TEAM).read_text("utf-8").endswith("last-word: {state: off}\n")


@pytest.mark.parametrize("team", ["..", "a/b", ".hidden", "", "x" * 90, "teams\\x"])
def test_a_team_is_no_path(guarded: Server, team: str) -> None:
    status, answer = lead_of(guarded, team or " ").ask("GET", "")
    assert (status, answer["error"]["code"]) == (403, "unknown_team")


def test_a_page_from_elsewhere_is_refused(guarded: Server) -> None:
    good = f"Bearer {token('boss', 'shop', role='lead')}"
    for origin, expected in (("https://evil.example", 403), (PAGE, 200)):
        told = guarded.ask("GET", "/v1/lead", None, Authorization=good, Origin=origin)
        assert told[0] == expected


@pytest.mark.parametrize("file", ELSEWHERE)
def test_no_other_file_can_be_reached(guarded: Server, folder: Path, file: str) -> None:
    lead, before = lead_of(guarded), files_below(folder)
    assert lead.ask("GET", "/file", file=file)[0] == 403
    for path in ("/check", "/backtest", "/publish"):
        assert lead.refused(path, **(WRITES[path] | {"file": file}))[1] == "not_yours"
    assert lead.refused("/trace", draft="x", edit={"file": file, "text": ""})[1] == "not_yours"
    assert files_below(folder) == before


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_does_not_lead_out(guarded: Server, folder: Path, tmp_path: Path) -> None:
    lead = lead_of(guarded)
    secret = tmp_path / "linked.yaml"
    secret.write_text("not to be told", "utf-8")
    mine = folder / "teams" / "shop"
    mine.mkdir(exist_ok=True)
    (mine / "lexicon").symlink_to(tmp_path)
    (mine / "flow").mkdir(exist_ok=True)
    (mine / "flow" / "linked.yaml").symlink_to(secret)
    try:
        for place in ("lexicon", "flow"):
            file = f"teams/shop/{place}/linked.yaml"
            status, answer = lead.ask("GET", "/file", file=file)
            assert (status, answer["error"]["code"]) == (403, "not_yours")
            body = WRITES["/publish"] | {"file": file}
            assert lead.refused("/publish", **body)[1] == "not_yours"
    finally:
        (mine / "lexicon").unlink()
        (mine / "flow" / "linked.yaml").unlink()
    assert secret.read_text("utf-8") == "not to be told"


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/check", {"text": "x"}, "file"),
        ("/check", {"file": TEAM, "text": 7}, "text"),
        ("/trace", {"draft": "x" * 5001}, "draft"),
        ("/trace", {"draft": "x", "messages": [{"author": "x", "text": "x"}]}, "messages.0.author"),
        ("/publish", {"file": TEAM, "text": "x"}, "version"),
        ("/undo", {"entry": 0}, "entry"),
        ("/backtest", {"file": TEAM, "text": "x", "chats": []}, "chats"),
    ],
)
def test_a_body_that_is_not_right(guarded: Server, path: str, body: dict, field: str) -> None:
    status, code, answer = lead_of(guarded).refused(path, **body)
    assert (status, code, answer["error"]["field"]) == (422, "malformed", field)


def test_a_body_too_large(guarded: Server) -> None:
    headers = {"Authorization": f"Bearer {token('boss', 'shop', role='lead')}"}
    assert guarded.ask("POST", "/v1/lead/check", b" " * 1_048_577, **headers)[0] == 413


def test_the_page_is_there_for_everybody_and_keeps_to_itself(guarded: Server) -> None:
    status, page, headers = guarded.ask("GET", "/lead")
    assert status == 200
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "<script>" not in page and " style=" not in page and " onclick" not in page
    assert guarded.ask("GET", "/widget/lead/lead.js")[0] == 200
