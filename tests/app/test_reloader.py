"""The reloader without a server: any broken file leaves the live rules as they are, and is told."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import pytest_asyncio

from app.metrics import Metrics
from app.reloading.reloader import Reloader
from app.reloading.snapshots import Snapshots, marks_of
from app.reloading.starting import start
from coach import PackError, load_pack
from tests.rules.small_pack import GOOD_RULE, LEXICON, small_pack
from tests.rules.test_broken_files import AT, BROKEN_RULES, TEAM, put

TEAM_AT = "teams/shop.yaml"
OWN_AT = "teams/shop/wording/own.yaml"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reloader(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Reloader]:
    """A reloader that has read its rules once; nobody watches the folder."""
    home = tmp_path_factory.mktemp("reloader")
    folder = small_pack(home / "rules", **{TEAM_AT.replace("/", "__"): TEAM})
    snapshots = Snapshots(home / "copies", folder)
    reloader = Reloader(start(snapshots), snapshots, Metrics())
    put(folder / "wording" / "more.yaml", GOOD_RULE.replace("قیمت* نهایی", "حرف آخر"))
    await reloader.now()
    yield reloader
    await reloader.stop()


async def saved(reloader: Reloader, at: str, content: str | bytes) -> None:
    """Save a file that cannot go live: within two seconds it is refused and told of."""
    live = dict(reloader.live)
    put(reloader.folder / at, content)
    begun = time.process_time()
    problems = await reloader.now()
    assert time.process_time() - begun < 2.0
    assert problems == reloader.live.problems
    assert dict(reloader.live) == live, "the live rules are others"
    assert all(problem.wrong and problem.remedy for problem in problems)
    assert {problem.file for problem in problems} == {at}


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("name", BROKEN_RULES)
async def test_a_broken_file_leaves_what_is_live(reloader: Reloader, name: str) -> None:
    """Of the rules that all share, and of one team's own."""
    content, _ = BROKEN_RULES[name]
    await saved(reloader, AT, content)
    put(reloader.folder / AT, GOOD_RULE)
    own = reloader.folder / OWN_AT
    put(own, GOOD_RULE.replace("قیمت* نهایی", "خلاص"))
    assert await reloader.now() == ()
    assert "own" in reloader.live["shop"].rules
    await saved(reloader, OWN_AT, content)
    own.unlink()
    assert await reloader.now() == () and "own" not in reloader.live["shop"].rules


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("at", "text"), [(AT, GOOD_RULE), ("lexicon/words.yaml", LEXICON), (TEAM_AT, TEAM)]
)
async def test_every_prefix_of_a_file(reloader: Reloader, at: str, text: str) -> None:
    """A prefix that is whole in itself goes live; any other changes nothing."""
    raw = text.encode()
    for end in range(0, len(raw), 5):
        live = dict(reloader.live)
        put(reloader.folder / at, raw[:end])
        problems = await reloader.now()
        for team in ("default", "shop"):
            try:
                alone = load_pack(reloader.folder, team)
            except PackError:
                assert problems and reloader.live[team] is live[team]
                continue
            expected = live[team].version if alone.problems else alone.version
            assert reloader.live[team].version == expected
    put(reloader.folder / at, raw)
    assert await reloader.now() == ()


@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_saved_again_unchanged_is_not_loaded_again(reloader: Reloader) -> None:
    live = dict(reloader.live)
    marks = marks_of(reloader.folder)
    put(reloader.folder / AT, GOOD_RULE)
    assert marks_of(reloader.folder) != marks
    await reloader.now()
    assert all(reloader.live[team] is pack for team, pack in live.items())


@pytest.mark.asyncio(loop_scope="module")
async def test_copies_do_not_pile_up(reloader: Reloader, tmp_path: Path) -> None:
    """Beside the copies that live rules are from, none stays for long."""
    for number in range(4):
        put(reloader.folder / TEAM_AT, f"{TEAM}# {number}\n")
        await reloader.now()
        put(reloader.folder / TEAM_AT, f"{TEAM}#{number}\n\t")
        await reloader.now()
    copies = reloader.folder.parent / "copies"
    assert len([path for path in copies.iterdir() if path.is_dir()]) <= 3
    put(reloader.folder / TEAM_AT, TEAM)
    assert await reloader.now() == ()
