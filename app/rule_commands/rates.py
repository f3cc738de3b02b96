"""What a backtest found, in rates: by rule, by agent group, by week; what is dead, what nags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from app.backtest import Counts
from app.rule_commands import say
from app.texts import Lang

MOST_FIRED = 10
NAGS_IN = 0.05
"""A rule nags that repeats itself in more than this share of conversations."""


class Rates:
    """The counts of a backtest with what follows from them. `states`: of every rule, by id."""

    def __init__(
        self, counts: Counts, states: Mapping[str, str], version: str, seconds: float, jobs: int
    ) -> None:
        self.counts = counts
        self.states = states
        self.version = version
        self.seconds = seconds
        self.jobs = jobs

    def rate(self, rule: str) -> float:
        """The share of replies that a rule fires on."""
        return _share(self.counts.fired[rule], self.counts.replies)

    @property
    def most_fired(self) -> list[str]:
        """The ten rules that fire most, the most first."""
        ranked = sorted(self.counts.fired.items(), key=lambda item: (-item[1], item[0]))
        return [rule for rule, _ in ranked[:MOST_FIRED]]

    @property
    def dead(self) -> list[str]:
        """Rules that are not off and never fired."""
        return sorted(
            rule
            for rule, state in self.states.items()
            if state != "off" and not self.counts.fired[rule]
        )

    @property
    def nagging(self) -> list[str]:
        """Rules that fire again and again in one conversation, in more of them than NAGS_IN."""
        most = self.counts.conversations * NAGS_IN
        return sorted(rule for rule, times in self.counts.nagged.items() if times > most)

    @property
    def per_second(self) -> float:
        """Messages a second and process."""
        return self.counts.messages / self.seconds / self.jobs if self.seconds else 0.0

    def part(
        self, replies: Counter[str], fired: Counter[tuple[str, str]]
    ) -> dict[str, dict[str, float]]:
        """For each part (a group, a week) the rates of the rules that fired in it."""
        parts = {name: dict[str, float]() for name in sorted(replies)}
        for (rule, name), times in fired.items():
            parts[name][rule] = _share(times, replies[name])
        return parts

    @property
    def groups(self) -> dict[str, dict[str, float]]:
        """Rates of each rule by agent group."""
        return self.part(self.counts.groups, self.counts.by_group)

    @property
    def weeks(self) -> dict[str, dict[str, float]]:
        """Rates of each rule by week, the oldest first."""
        return self.part(self.counts.weeks, self.counts.by_week)

    def as_json(self) -> dict[str, Any]:
        """Everything, for machines."""
        counts = self.counts
        return {
            "pack": self.version,
            "conversations": counts.conversations,
            "messages": counts.messages,
            "replies": counts.replies,
            "messages_per_second_and_process": round(self.per_second, 1),
            "processes": self.jobs,
            "rules": {
                rule: {"state": state, "fired": counts.fired[rule], "rate": self.rate(rule)}
                for rule, state in sorted(self.states.items())
            },
            "most_fired": self.most_fired,
            "dead": self.dead,
            "nagging": self.nagging,
            "groups": self.groups,
            "weeks": self.weeks,
        }

    def lines(self, lang: Lang) -> Iterator[str]:
        """Everything, for a terminal."""
        counts = self.counts
        yield say("bt_total", lang, pack=self.version, **totals(counts))
        yield say("bt_speed", lang, rate=self.per_second, jobs=self.jobs, seconds=self.seconds)
        yield ""
        yield say("bt_by_rule", lang)
        for rule in sorted(self.states, key=lambda rule: (-counts.fired[rule], rule)):
            state = self.states[rule]
            mark = "" if state == "live" else f"  ({state})"
            yield f"  {rule:<24} {counts.fired[rule]:>9,}  {self.rate(rule):7.2%}{mark}"
        for name, rules in (("bt_dead", self.dead), ("bt_nagging", self.nagging)):
            yield say(name, lang, rules=", ".join(rules) or "-", share=NAGS_IN)
        for name, parts in (("bt_by_group", self.groups), ("bt_by_week", self.weeks)):
            yield ""
            yield say(name, lang)
            for part, rates in parts.items():
                top = sorted(rates.items(), key=lambda item: (-item[1], item[0]))[:5]
                told = ", ".join(f"{rule} {rate:.1%}" for rule, rate in top)
                yield f"  {part or '?'}: {told or '-'}"


def totals(counts: Counts) -> dict[str, int]:
    """The sizes of what was counted."""
    return {
        "conversations": counts.conversations,
        "messages": counts.messages,
        "replies": counts.replies,
    }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
