"""Saved rules go live in every open session within two seconds; broken ones never do."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from coach import Conversation, load_pack, review_draft
from tests.app.running import Client, Event, Server, serving
from tests.rules.small_pack import GOOD_RULE, small_pack

WITHIN = 10.0
"""Seconds until a test gives up. How long it takes is measured by `make trust`."""
FINAL = "این قیمت نهایی است"
LAST = "این حرف آخر است"
RULE = "wording/final-price.yaml"
OTHER = GOOD_RULE.replace("قیمت* نهایی", "حرف آخر").replace("این قیمت نهایی است", LAST)
TEAM_OFF = "rules:\n  final-price: {state: off}\n"
Change = Callable[[Path], None]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """A server on a small pack of its own, and the folder of that pack."""
    home = tmp_path_factory.mktemp("reload")
    folder = small_pack(home / "rules")
    with serving(home, HAMDEL_RULES=str(folder), HAMDEL_RELOAD="yes") as server:
        save(folder / "wording" / "warm.yaml", OTHER)
        until(lambda: version(server) == load_pack(folder).version, 20)
        yield server, folder


@pytest.fixture
def server(running: tuple[Server, Path]) -> Server:
    return running[0]


@pytest.fixture
def folder(running: tuple[Server, Path]) -> Iterator[Path]:
    """The small pack as it was made, whatever the test before left behind."""
    server, folder = running
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    small_pack(folder)
    until(lambda: metric(server, "hamdel_pack") == 1, 5)  # No teams.
    until(lambda: version(server) == load_pack(folder).version and not wrong(server), 5)
    yield folder


def save(path: Path, text: str) -> None:
    """As most editors save: a new file takes the old one's place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, "utf-8")
    new.replace(path)


def ready(server: Server) -> Any:
    status, told, _ = server.ask("GET", "/readyz")
    assert status == 200
    return told


def version(server: Server) -> str:
    return ready(server)["pack"]["version"]


def wrong(server: Server) -> list[Event]:
    return ready(server)["rules"]["first"]


def metric(server: Server, name: str) -> float:
    _, text, _ = server.ask("GET", "/metrics")
    return sum(float(line.split()[-1]) for line in text.splitlines() if line.startswith(name))


def until(holds: Callable[[], Any], seconds: float = WITHIN) -> float:
    """Wait for it; the seconds that it took."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < seconds, "it did not come true in time"
        time.sleep(0.02)
    return time.monotonic() - begun


def rules_of(review: Event) -> set[str]:
    return {finding["rule"] for finding in review["findings"]}


def reviewed(client: Client, draft: str, revision: int = 1) -> Event:
    client.draft(revision, draft)
    return client.hear_until("review")


def offline(folder: Path, draft: str, team: str = "default") -> tuple[str, set[str]]:
    """What the rules as they lie there say without a server: their version, and what they find."""
    pack = load_pack(folder, team)
    review = review_draft(pack, Conversation.begin(pack), draft)
    return pack.version, {finding.rule for finding in review.findings}


# ---- noticed ----


def written_over(folder: Path) -> None:
    (folder / RULE).write_text(OTHER, "utf-8")


def renamed_over(folder: Path) -> None:
    save(folder / RULE, OTHER)


def moved_away_and_written(folder: Path) -> None:
    (folder / RULE).rename(folder / f"{RULE}~")
    (folder / RULE).write_text(OTHER, "utf-8")


def written_in_pieces(folder: Path) -> None:
    """Half of a rule is no rule: it has no examples yet."""
    with (folder / RULE).open("w", encoding="utf-8") as file:
        for piece in (OTHER[: len(OTHER) // 2], OTHER[len(OTHER) // 2 :]):
            file.write(piece)
            file.flush()
            time.sleep(0.3)


def taken_away(folder: Path) -> None:
    (folder / "wording" / "last-word.yaml").unlink()  # It gives way to the other.
    (folder / RULE).unlink()


def a_folder_swapped(folder: Path) -> None:
    shutil.copytree(folder, folder.with_name("next"))
    save(folder.with_name("next") / RULE, OTHER)
    folder.rename(folder.with_name("last"))
    folder.with_name("next").rename(folder)
    shutil.rmtree(folder.with_name("last"))


@pytest.mark.parametrize(
    "change",
    [
        *(written_over, renamed_over, moved_away_and_written),
        *(written_in_pieces, taken_away, a_folder_swapped),
    ],
)
def test_a_change_is_live_in_an_open_draft(server: Server, folder: Path, change: Change) -> None:
    with server.talking() as client:
        before = reviewed(client, FINAL)
        assert "final-price" in rules_of(before)
        change(folder)
        begun = time.monotonic()
        told = client.hear_until("pack")
        after = client.hear_until("review")
        assert time.monotonic() - begun < WITHIN
        assert (after["pack"], rules_of(after)) == offline(folder, FINAL)
        assert told == {"type": "pack", "name": "fa", "version": after["pack"]}
        assert after["revision"] == 1 and "final-price" not in rules_of(after)


def linked(folder: Path, generation: str, rule: str) -> None:
    """Publish files as Kubernetes does: a folder of its own, and one link that is swapped."""
    small_pack(folder / generation, **{RULE.replace("/", "__"): rule})
    (folder / "..data.new").symlink_to(generation)
    (folder / "..data.new").replace(folder / "..data")
    for name in ("wording", "missing", "lexicon"):
        if not (folder / name).is_symlink():
            shutil.rmtree(folder / name, ignore_errors=True)
            (folder / name).symlink_to(f"..data/{name}")


def test_a_swapped_link_is_live(server: Server, folder: Path) -> None:
    linked(folder, "..one", GOOD_RULE)
    until(lambda: version(server) == load_pack(folder).version)
    with server.talking() as client:
        assert "final-price" in rules_of(reviewed(client, FINAL))
        linked(folder, "..two", OTHER)
        begun = time.monotonic()
        after = client.hear_until("review")
        assert time.monotonic() - begun < WITHIN
        assert (after["pack"], rules_of(after)) == offline(folder, FINAL)
        assert "final-price" not in rules_of(after)


# ---- open drafts ----


def test_every_open_draft_is_reviewed_anew(server: Server, folder: Path) -> None:
    """Of every conversation, in every session; the messages before it are read anew as well."""
    said = [{"author": "customer", "text": "سلام"}]
    with server.talking("c-1", messages=said) as one, server.talking("c-1") as other:
        one.open("c-2")
        for client, conversation in ((one, "c-1"), (one, "c-2"), (other, "c-1")):
            client.draft(3, FINAL, conversation)
            assert "final-price" in rules_of(client.hear_until("review"))
        one.open("c-3")
        save(folder / RULE, OTHER)
        new = {(e["conversation"], e["pack"]) for e in (one.hear_until("review") for _ in "12")}
        version, found = offline(folder, FINAL)
        assert new == {("c-1", version), ("c-2", version)}
        after = other.hear_until("review")
        assert (after["pack"], rules_of(after), after["revision"]) == (version, found, 3)
        assert one.hears_nothing(), "of a conversation without a draft there is nothing to say"


def test_a_draft_typed_meanwhile_is_reviewed_with_the_rules_that_it_names(
    server: Server, folder: Path
) -> None:
    old = offline(folder, FINAL)
    with server.talking() as client:
        save(folder / RULE, OTHER)
        seen: list[tuple[str, set[str]]] = []
        give_up = time.monotonic() + WITHIN
        while not seen or seen[-1][0] == old[0]:
            assert time.monotonic() < give_up
            after = reviewed(client, FINAL, len(seen))
            seen.append((after["pack"], rules_of(after)))
        assert dict(seen[:-1]) in ({}, dict([old]))
        assert seen[-1] == offline(folder, FINAL)


def test_what_was_dismissed_stays_silent(server: Server, folder: Path) -> None:
    with server.talking() as client:
        client.send(type="conversation", conversation="c-1", messages=[], dismissed=["final-price"])
        client.hear_until("context")
        assert "final-price" not in rules_of(reviewed(client, FINAL))
        save(folder / RULE, GOOD_RULE.replace("S4", "S5"))
        after = client.hear_until("review")
        assert after["pack"] == offline(folder, FINAL)[0]
        assert "final-price" not in rules_of(after)


def test_over_http_too(server: Server, folder: Path) -> None:
    save(folder / RULE, OTHER)
    until(lambda: version(server) == load_pack(folder).version)
    _, answer, _ = server.ask("POST", "/v1/review", {"draft": LAST})
    assert answer["pack"] == load_pack(folder).version
    assert "final-price" in rules_of(answer)


# ---- broken ----


def test_a_broken_save_leaves_the_live_rules_and_is_told(server: Server, folder: Path) -> None:
    live, refused = version(server), metric(server, 'hamdel_reloads_total{result="refused"}')
    marker = "متن_یک_مشتری"
    save(folder / RULE, GOOD_RULE.replace("category: tone", f"category: tune\n# {marker}"))
    took = until(lambda: wrong(server))
    assert took < WITHIN
    (problem,) = wrong(server)
    assert (problem["file"], problem["line"]) == (RULE, 2)
    assert "category" in problem["wrong"] and "tone" in problem["remedy"]
    assert version(server) == live
    assert metric(server, "hamdel_rules_problems") == 1
    assert metric(server, 'hamdel_reloads_total{result="refused"}') == refused + 1
    assert f"{RULE}:2" in server.log and marker not in server.log
    with server.talking() as client:
        after = reviewed(client, FINAL)
        assert after["pack"] == live and "final-price" in rules_of(after)
        save(folder / RULE, OTHER)
        assert client.hear_until("review")["pack"] == load_pack(folder).version
    assert not wrong(server) and metric(server, "hamdel_rules_problems") == 0


def test_a_folder_that_is_gone_leaves_the_live_rules(server: Server, folder: Path) -> None:
    live = version(server)
    away = folder.with_name("away")
    folder.rename(away)
    until(lambda: wrong(server))
    assert version(server) == live
    away.rename(folder)
    save(folder / RULE, OTHER)
    until(lambda: version(server) == load_pack(folder).version and not wrong(server))


# ---- teams ----


def test_teams_come_change_and_go(server: Server, folder: Path) -> None:
    save(folder / "teams" / "shop.yaml", TEAM_OFF)
    until(lambda: server.ask("GET", "/v1/rules?team=shop")[0] == 200)
    with server.greeted(team="shop") as shop, server.talking() as default:
        shop.open()
        assert "final-price" not in rules_of(reviewed(shop, FINAL))
        reviewed(default, FINAL)
        save(folder / "teams" / "shop.yaml", TEAM_OFF.replace("off", "live"))
        after = shop.hear_until("review")
        assert (after["pack"], rules_of(after)) == offline(folder, FINAL, "shop")
        assert default.hears_nothing(), "its rules are the same"
        (folder / "teams" / "shop.yaml").unlink()
        until(lambda: server.ask("GET", "/v1/rules?team=shop")[0] == 422)
        assert reviewed(shop, FINAL, 2)["pack"] == after["pack"], "what is open goes on"


@pytest.mark.parametrize(
    "broken",
    ["extends: shop\n", "\trules: {}\n", "rules: {final-prise: {state: off}}\n", "[" * 1000],
    ids=["circle", "tab", "unknown", "nested"],
)
def test_a_broken_team_is_refused_alone(server: Server, folder: Path, broken: str) -> None:
    save(folder / "teams" / "shop.yaml", TEAM_OFF)
    save(folder / "teams" / "desk.yaml", "")
    until(lambda: server.ask("GET", "/v1/rules?team=desk")[0] == 200)
    with server.greeted(team="shop") as shop, server.greeted(team="desk") as desk:
        for client in (shop, desk):
            client.open()
        before = reviewed(shop, FINAL)
        reviewed(desk, FINAL)
        save(folder / "teams" / "shop.yaml", broken)
        save(folder / "teams" / "desk.yaml", "rules:\n  last-word: {state: off}\n")
        after = desk.hear_until("review")
        assert (after["pack"], rules_of(after)) == offline(folder, FINAL, "desk")
        until(lambda: wrong(server))
        assert {problem["file"] for problem in wrong(server)} == {"teams/shop.yaml"}
        again = reviewed(shop, FINAL, 2)
        assert (again["pack"], rules_of(again)) == (before["pack"], rules_of(before))
        save(folder / "teams" / "shop.yaml", TEAM_OFF.replace("off", "shadow"))
        assert shop.hear_until("review")["pack"] == load_pack(folder, "shop").version
    until(lambda: not wrong(server))


def test_one_bad_rule_of_a_new_team_does_not_take_the_others_down(
    server: Server, folder: Path
) -> None:
    own = OTHER.replace("حرف آخر", "خلاص")
    save(folder / "teams" / "shop" / "wording" / "bad.yaml", own.replace("tone", "tune"))
    save(folder / "teams" / "shop" / "wording" / "good.yaml", own)
    until(lambda: server.ask("GET", "/v1/rules?team=shop")[0] == 200)
    _, told, _ = server.ask("GET", "/v1/rules?team=shop")
    ids = {rule["id"] for rule in told["rules"]}
    assert "good" in ids and "bad" not in ids
    until(lambda: [problem["file"] for problem in wrong(server)] == ["teams/shop/wording/bad.yaml"])
