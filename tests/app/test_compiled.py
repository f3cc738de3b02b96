"""Compiled packs are the packs that the rules give, and never older or stranger ones."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import compiled
from app.compiled import fingerprint, load_compiled
from coach import (
    Conversation,
    Customer,
    Message,
    Pack,
    PackError,
    load_pack,
    review_draft,
    shipped_rules,
)
from tests.rules.small_pack import GOOD_RULE, small_pack

POSIX = hasattr(os, "geteuid")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of this test alone; where compiled packs lie in it."""
    monkeypatch.setattr(compiled, "_cache_folder", lambda: tmp_path / "cache")
    return tmp_path / "cache" / "hamdel" / "packs"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    folder.mkdir()
    small_pack(folder)
    return folder


@pytest.fixture
def compiling(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """The folders that were compiled, not read."""
    done: list[Path] = []

    def load(folder: Path, team: str, like: Pack | None = None) -> Pack:
        done.append(folder)
        return load_pack(folder, team, like)

    monkeypatch.setattr(compiled, "load_pack", load)
    yield done


def test_the_second_time_nothing_is_compiled(rules: Path, compiling: list[Path]) -> None:
    first, second = load_compiled(rules), load_compiled(rules)
    assert len(compiling) == 1
    assert (first.version, first.rules, first.recipes) == (
        *(second.version, second.rules, second.recipes),
    )


def test_the_shipped_pack_says_the_same_when_it_was_kept(tmp_path: Path) -> None:
    folder = tmp_path / "shipped"
    shutil.copytree(shipped_rules(), folder)
    first, second = load_compiled(folder), load_compiled(folder)
    said = [Message("customer", "سلام، بسته‌ام نرسیده و خیلی نگرانم")]
    for draft in ("نه نمیشه", "سلام خانم احمدی، حتماً فردا می‌رسه", "باید صبر کنی عزیزم"):
        reviews = [
            review_draft(pack, Conversation.begin(pack, Customer("سارا احمدی"), said), draft)
            for pack in (first, second)
        ]
        assert reviews[0] == reviews[1] and reviews[0].findings


def test_a_saved_rule_is_compiled_anew(rules: Path, compiling: list[Path]) -> None:
    before = load_compiled(rules)
    rule = rules / "wording" / "final-price.yaml"
    rule.write_text(GOOD_RULE.replace("نهایی\n", "آخر\n", 1), "utf-8")
    after, alone = load_compiled(rules), load_pack(rules)
    assert after.version != before.version
    assert (after.version, after.rules, after.recipes) == (
        *(alone.version, alone.rules, alone.recipes),
    )
    assert len(compiling) == 2


def test_teams_do_not_get_each_others_packs(rules: Path) -> None:
    (rules / "teams").mkdir(exist_ok=True)
    (rules / "teams" / "shop.yaml").write_text("rules:\n  final-price: {state: 'off'}\n", "utf-8")
    assert fingerprint(rules, "default") != fingerprint(rules, "shop")
    states = [load_compiled(rules, team).rules["final-price"].state for team in ("default", "shop")]
    assert states == ["live", "off"]
    assert load_compiled(rules, "shop").rules["final-price"].state == "off"


def test_a_change_of_the_engine_makes_all_of_them_old(
    rules: Path, compiling: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    load_compiled(rules)
    monkeypatch.setattr(compiled, "_engine", lambda: "another")
    load_compiled(rules)
    assert len(compiling) == 2


@pytest.mark.parametrize("damage", [b"", b"\x80\x05.", b"nothing of the kind", pickle.dumps(7)])
def test_a_damaged_one_is_made_anew(
    rules: Path, cache: Path, compiling: list[Path], damage: bytes
) -> None:
    load_compiled(rules)
    (kept,) = cache.glob("*.pack")
    kept.write_bytes(damage)
    assert load_compiled(rules).rules
    assert len(compiling) == 2
    assert load_compiled(rules).rules and len(compiling) == 2


@pytest.mark.skipif(not POSIX, reason="Windows keeps a user's data folder to the user")
def test_a_folder_that_others_may_write_is_never_read(
    rules: Path, cache: Path, compiling: list[Path]
) -> None:
    load_compiled(rules)
    cache.chmod(0o777)
    load_compiled(rules)
    assert len(compiling) == 2


def test_rules_that_are_broken_are_never_kept(rules: Path, cache: Path) -> None:
    (rules / "wording" / "final-price.yaml").write_text("severity: [", "utf-8")
    for _ in range(2):
        with pytest.raises(PackError):
            load_compiled(rules)
    assert list(cache.iterdir()) == []


def test_only_the_last_ones_are_kept(
    rules: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "MOST_KEPT", 2)
    for word in ("یک", "دو", "سه"):
        rule = rules / "wording" / "final-price.yaml"
        rule.write_text(GOOD_RULE.replace("نهایی\n", f"{word}\n", 1), "utf-8")
        load_compiled(rules)
    assert len(list(cache.iterdir())) == 2
