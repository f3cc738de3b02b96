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

WITHIN = 2.0
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
