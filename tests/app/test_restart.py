"""What a server starts with when its rules are broken; reloading switched off; the checker."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from app.reloading.checker import Checker, CheckFailedError
from app.reloading.snapshots import Snapshots
from coach import load_pack
from tests.app.running import Server, serving
from tests.app.test_reload import (
    FINAL,
    OTHER,
    RULE,
    reviewed,
    rules_of,
    save,
    until,
    version,
    wrong,
)
from tests.rules.small_pack import GOOD_RULE, small_pack
from tests.serving import a_free_port

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def test_broken_rules_and_none_that_were_good_stop_the_start(tmp_path: Path) -> None:
    folder = small_pack(tmp_path / "rules")
    save(folder / RULE, GOOD_RULE.replace("tone", "tune").replace("S4", "off"))
    save(folder / "lexicon" / "words.yaml", "\tsoft: [x]\n")
    server = Server(tmp_path, a_free_port(), HAMDEL_RULES=str(folder))
    assert server.process.wait(30) != 0
    assert f"{RULE}:3" in server.log and "lexicon/words.yaml:1" in server.log
    assert "Traceback" not in server.log


def test_broken_rules_start_with_the_last_good_ones(tmp_path: Path) -> None:
    folder = small_pack(tmp_path / "rules", **{"teams__shop.yaml": "register: formal\n"})
    settings = {"HAMDEL_RULES": str(folder), "HAMDEL_RELOAD": "yes"}
    with serving(tmp_path, **settings) as server:
        save(folder / RULE, OTHER)
        until(lambda: version(server) == load_pack(folder).version, 5)
        live = version(server)
    save(folder / RULE, GOOD_RULE.replace("tone", "tune"))
    with serving(tmp_path, **settings) as server:
        assert version(server) == live and [one["file"] for one in wrong(server)] == [RULE]
        assert f"{RULE}:2" in server.log
        with server.talking() as client:
            assert "final-price" not in rules_of(reviewed(client, FINAL))
            save(folder / RULE, GOOD_RULE)
            after = client.hear_until("review")
            assert after["pack"] == load_pack(folder).version
            assert "final-price" in rules_of(after)
        assert server.ask("GET", "/v1/rules?team=shop")[0] == 200


def test_a_team_that_is_broken_at_the_start_is_refused_alone(tmp_path: Path) -> None:
    circle = {"teams__one.yaml": "extends: two\n", "teams__two.yaml": "extends: one\n"}
    folder = small_pack(tmp_path / "rules", **circle, **{"teams__shop.yaml": ""})
    with serving(tmp_path, HAMDEL_RULES=str(folder)) as server:
        assert server.ask("GET", "/v1/rules?team=shop")[0] == 200
        assert server.ask("GET", "/v1/rules?team=one")[0] == 422
        assert {one["file"] for one in wrong(server)} == {"teams/one.yaml", "teams/two.yaml"}


def test_a_team_that_was_good_is_not_lost_at_the_start(tmp_path: Path) -> None:
    off = "rules:\n  final-price: {state: off}\n"
    folder = small_pack(tmp_path / "rules", **{"teams__shop.yaml": off})
    with serving(tmp_path, HAMDEL_RULES=str(folder)):
        pass
    save(folder / "teams" / "shop.yaml", "rules:\n  final-prize: {state: off}\n")
    save(folder / "wording" / "last-word.yaml", OTHER)
    with serving(tmp_path, HAMDEL_RULES=str(folder)) as server:
        with server.greeted(team="shop") as client:
            client.open()
            assert "final-price" not in rules_of(reviewed(client, FINAL))
        assert version(server) == load_pack(folder).version


def test_a_spoilt_memory_of_the_last_good_rules_is_no_harm(tmp_path: Path) -> None:
    folder = small_pack(tmp_path / "rules")
    with serving(tmp_path, HAMDEL_RULES=str(folder)):
        pass
    (memory,) = tmp_path.glob(".hamdel-rules/*/good.json")
    for spoilt in ("", "[1]", '{"default": {"folder": "gone", "blamed": []}}', '{"default": 1}'):
        memory.write_text(spoilt, "utf-8")
        snapshots = Snapshots(memory.parent, folder)
        assert snapshots.good() == {}


def test_without_reloading_saved_rules_wait_for_the_next_start(tmp_path: Path) -> None:
    folder = small_pack(tmp_path / "rules")
    with serving(tmp_path, HAMDEL_RULES=str(folder), HAMDEL_RELOAD="no") as server:
        live = version(server)
        save(folder / RULE, OTHER)
        time.sleep(1.5)
        assert version(server) == live


def children(pid: int) -> list[int]:
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    return [int(child) for child in told.split()]


@LINUX
def test_a_checking_process_that_dies_is_replaced(tmp_path: Path) -> None:
    folder = small_pack(tmp_path / "rules")
    with serving(tmp_path, HAMDEL_RULES=str(folder), HAMDEL_RELOAD="yes") as server:
        save(folder / RULE, OTHER)
        until(lambda: version(server) == load_pack(folder).version, 10)
        (child,) = children(server.process.pid)
        os.kill(child, signal.SIGKILL)
        save(folder / RULE, GOOD_RULE)
        until(lambda: version(server) == load_pack(folder).version, 10)
        (child,) = children(server.process.pid)
        server.stop()
        until(lambda: not Path(f"/proc/{child}").exists(), 5)


async def test_a_check_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    folder = small_pack(tmp_path)
    checker = Checker(patience=30, first_patience=0.01)
    with pytest.raises(CheckFailedError) as caught:
        await checker.check(folder)
    assert "0.01 seconds" in caught.value.problem.wrong
    patient = Checker()
    try:
        verdicts = await patient.check(folder)
        assert verdicts["default"].version == load_pack(folder).version
        save(folder / RULE, GOOD_RULE.replace("tone", "tune"))
        verdicts = await patient.check(folder)
        assert verdicts["default"].version is None and verdicts["default"].problems
    finally:
        await checker.stop()
        await patient.stop()
