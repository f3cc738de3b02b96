"""When a team works: which moments lie in its hours, and when working time has passed.

Moments are seconds since the epoch. A team without hours works always.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "Asia/Tehran"
DAY_MINUTES = 24 * 60
_LOOKED_AHEAD = 400
"""Days; nobody waits longer for a team to open."""


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a week. days: Monday first; (from, to) in minutes of the day, `to` beyond the
    day's end where the hours run past midnight; None for a day off."""

    zone: str = DEFAULT_ZONE
    days: tuple[tuple[int, int] | None, ...] = ((0, DAY_MINUTES),) * 7

    @property
    def always(self) -> bool:
        """Is every moment a working one?"""
        return all(day == (0, DAY_MINUTES) for day in self.days)

    def is_open(self, at: float) -> bool:
        """Does the team work at this moment?"""
        return self.always or self.opens(at) == at

    def opens(self, at: float) -> float:
        """This moment if the team works then, else the next one at which it does."""
        if self.always or math.isinf(at):
            return at
        for start, end in self._stretches(at):
            if at < end:
                return max(at, start)
        return math.inf

    def after(self, start: float, seconds: float) -> float:
        """The moment at which so much working time has passed since `start`."""
        if self.always or math.isinf(start):
            return start + seconds
        left = seconds
        for opening, closing in self._stretches(start):
            begin = max(start, opening)
            if begin >= closing:
                continue
            if left <= closing - begin:
                return begin + left
            left -= closing - begin
        return math.inf

    def worked(self, start: float, end: float) -> float:
        """How many seconds of working time lie between two moments."""
        if self.always or math.isinf(end):
            return max(0.0, end - start)
        total = 0.0
        for opening, closing in self._stretches(start):
            if opening >= end:
                break
            total += max(0.0, min(end, closing) - max(start, opening))
        return total

    def local(self, at: float) -> datetime:
        """The moment as the team's clocks show it."""
        return datetime.fromtimestamp(at, ZoneInfo(self.zone))

    def at_clock(self, day_of: float, days_later: int, minutes: int) -> float:
        """The moment at which the clock shows so many minutes past midnight, some days later."""
        day = self.local(day_of).date() + timedelta(days=days_later)
        midnight = datetime.combine(day, time(), ZoneInfo(self.zone))
        return (midnight + timedelta(minutes=minutes)).timestamp()

    def closes(self, day_of: float, days_later: int, otherwise: int) -> float:
        """The end of work some days later; minutes past midnight where hours are not kept then."""
        weekday = (self.local(day_of).weekday() + days_later) % 7
        day = None if self.always else self.days[weekday]
        return self.at_clock(day_of, days_later, day[1] if day else otherwise)

    def _stretches(self, at: float) -> Iterator[tuple[float, float]]:
        """The stretches of work from the day before `at` on, as (opening, closing) moments."""
        weekday = self.local(at).weekday()
        if not any(self.days):
            return
        for later in range(-1, _LOOKED_AHEAD):
            day = self.days[(weekday + later) % 7]
            if day is not None:
                yield self.at_clock(at, later, day[0]), self.at_clock(at, later, day[1])


ALWAYS = Hours()


def hours_of(zone: str, texts: tuple[str | None, ...]) -> Hours:
    """Hours from texts like «09:00-17:00», Monday first; None for a day off."""
    return Hours(zone, tuple(None if text is None else _stretch(text) for text in texts))


def _stretch(text: str) -> tuple[int, int]:
    start, end = (_minutes(part) for part in text.split("-"))
    return start, end if end > start else end + DAY_MINUTES


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return 60 * int(hour) + int(minute)
