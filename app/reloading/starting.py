"""The rules that a server starts with: those of the folder, or else the last good ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.loading import unhurried_collector
from app.reloading.live import LivePacks
from app.reloading.reading import (
    DEFAULT,
    Read,
    files_of,
    may_replace,
    read_all,
    read_team,
    verdict,
)
from app.reloading.snapshots import Good, Snapshot, Snapshots
from coach import Pack, PackError, Problem


@dataclass(frozen=True, slots=True)
class Start:
    """The rules to begin with. `good`: where each team's are from; `digest`: of the folder."""

    live: LivePacks
    good: dict[str, Good]
    digest: str


def start(snapshots: Snapshots) -> Start:
    """Load the rules of every team.

    Of a team whose files are broken the last good rules hold; where there are none, that team is
    refused. Raises `coach.PackError` where the rules of all are broken and none were ever good.
    """
    snapshot = snapshots.take()
    with unhurried_collector():
        reads = read_all(snapshot.folder, {})
        start = _settled(reads, snapshot, snapshots.good())
    snapshots.keep(start.good)
    return start


def _settled(reads: Mapping[str, Read], snapshot: Snapshot, before: Mapping[str, Good]) -> Start:
    shared = reads[DEFAULT]
    if shared.pack is None and DEFAULT not in before:
        raise PackError(shared.problems)
    packs: dict[str, Pack] = {}
    good: dict[str, Good] = {}
    teams = reads if shared.pack is not None else before
    for team in teams:
        read, last = reads.get(team, shared), before.get(team)
        found = verdict(read)
        if last is not None and not may_replace(found, last.blamed):
            kept = read_team(last.folder, team, packs.get(DEFAULT)).pack
            if kept is not None:
                packs[team], good[team] = kept, last
                continue
        if read.pack is not None:
            packs[team] = read.pack
            good[team] = Good(snapshot.folder, frozenset(files_of(found.problems)))
    if DEFAULT not in packs:
        raise PackError(shared.problems)
    return Start(LivePacks(packs, all_problems(reads)), good, snapshot.digest)


def all_problems(reads: Mapping[str, Read]) -> tuple[Problem, ...]:
    """The problems of all teams, each once."""
    return tuple(dict.fromkeys(p for read in reads.values() for p in read.problems))
