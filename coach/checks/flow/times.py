"""Times that a promise names («ده دقیقه دیگه»، «تا ساعت ۵»، «فردا ظهر»), as moments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coach.hours import Hours
from coach.persian import key
from coach.text import Text

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def _keyed[T](words: Mapping[str, T]) -> dict[str, T]:
    return {key(word): value for names, value in words.items() for word in names.split()}


_NUMBERS = _keyed(
    {
        "یک یه ی": 1.0,
        "دو": 2.0,
        "سه": 3.0,
        "چهار چار": 4.0,
        "پنج": 5.0,
        "شش شیش": 6.0,
        "هفت": 7.0,
        "هشت": 8.0,
        "نه": 9.0,
        "ده": 10.0,
        "یازده": 11.0,
        "دوازده": 12.0,
        "پانزده پونزده": 15.0,
        "بیست": 20.0,
        "سی": 30.0,
        "چهل": 40.0,
        "پنجاه": 50.0,
        "شصت": 60.0,
        "نود": 90.0,
        "چند چن": 5.0,
        "نیم": 0.5,
    }
)
"""«چند» is what one takes it for: about five."""
_UNITS = _keyed(
    {
        "ثانیه": 1.0,
        "لحظه": 24.0,
        "دقیقه دیقه دقه": _MINUTE,
        "ساعت": _HOUR,
        "روز": _DAY,
        "هفته": 7 * _DAY,
    }
)
"""In seconds. «چند لحظه» is two minutes."""
_BARE = _keyed(
    {"لحظه‌ای لحظاتی": 120.0, "دقیقه‌ای": 120.0, "دقایقی": 300.0, "نیمساعت نیم‌ساعت": 1800.0}
)
_QUARTER = key("ربع")
_UNIT_ENDINGS = tuple(key(ending) for ending in ("ی", "ه", "س", "ست", "ای"))
_BEHIND = frozenset(key(word) for word in ("پیش", "قبل", "گذشته", "اخیر"))
_EVERY = key("هر")
_AND, _TO, _OR = key("و"), frozenset(map(key, ("تا", "الی"))), key("یا")
_CLOCK = key("ساعت")
_PARTS = _keyed({"صبح": 12, "ظهر": 13, "بعدازظهر": 17, "عصر": 18, "غروب": 19, "شب": 22})
_TODAY = _keyed({"امروز": 0, "امشب": 0, "فردا": 1, "پس‌فردا پسفردا": 2})
_EVENING = key("امشب")
_ENDS = frozenset(key(word) for word in ("پایان", "آخر", "آخرای", "انتهای", "اواخر"))
_WORK_ENDS = frozenset(key(word) for word in ("وقت", "روز", "شیفت", "اداری", "کار"))
_END_OF_WORK = 18
_BEFORE_CLOSING = 3600
"""What is promised for a day is looked after so long before that day's work ends."""
_AFTERNOON = 8
"""An hour below this one, said without «صبح», is of the afternoon."""
_SHORTEST_MOMENT = 120.0


def named_time(text: Text, first: int, last: int, said: float, hours: Hours) -> float | None:
    """The latest moment that the words `first` to `last` of a message name, which was said at
    `said`; None where they name none that lies ahead."""
    keys = text.keys[first:last]
    found = [
        moment
        for at in range(len(keys))
        for moment in (_stretch(keys, at, said), _point(keys, at, said, hours))
        if moment is not None
    ]
    return max(found, default=None)


def _stretch(keys: Sequence[str], at: int, said: float) -> float | None:
    """A stretch of time that begins with the word at `at`: «ده تا پانزده دقیقه»."""
    if at and keys[at - 1] in (_EVERY, _CLOCK):
        return None
    seconds, after = _bare(keys, at)
    if seconds is None:
        number, after = _number(keys, at)
        while number is not None and after + 1 < len(keys) and keys[after] in (*_TO, _OR):
            higher, then = _number(keys, after + 1)
            if higher is None:
                break
            number, after = higher, then
        unit = _unit(keys, after)
        if number is None or unit is None:
            return None
        seconds, after = number * unit, after + 1
        if keys[after : after + 2] == [_AND, key("نیم")]:
            seconds, after = seconds + unit / 2, after + 2
    if after < len(keys) and keys[after] in _BEHIND:
        return None
    return said + max(seconds, _SHORTEST_MOMENT if seconds < _MINUTE else seconds)


def _bare(keys: Sequence[str], at: int) -> tuple[float | None, int]:
    """«یه ربع»، «نیم ساعت»، «لحظاتی»: a stretch without a number."""
    if keys[at] in _BARE:
        return _BARE[keys[at]], at + 1
    here, ahead = keys[at], keys[at + 1] if at + 1 < len(keys) else ""
    if here == _QUARTER and ahead == _CLOCK:
        return 900.0, at + 2
    if ahead == _QUARTER and here in _NUMBERS:
        return _NUMBERS[here] * 900, at + 2
    return None, at


def _number(keys: Sequence[str], at: int) -> tuple[float | None, int]:
    """A number at `at`, in digits or words («بیست و پنج»), and where it ends."""
    if at >= len(keys):
        return None, at
    word = keys[at]
    if word.isdigit() and len(word) < 5:
        return float(word), at + 1
    low, _, high = word.partition("-")
    if low.isdigit() and high.isdigit() and len(high) < 5:
        return float(high), at + 1
    value = _NUMBERS.get(word)
    if value is None:
        return None, at
    if value >= 20 and keys[at + 1 : at + 2] == [_AND] and at + 2 < len(keys):
        more = _NUMBERS.get(keys[at + 2])
        if more is not None and 1 <= more < 10:
            return value + more, at + 3
    ahead = _NUMBERS.get(keys[at + 1]) if at + 1 < len(keys) else None
    if ahead is not None and value < ahead and at + 2 < len(keys) and _unit(keys, at + 2):
        return ahead, at + 2  # «دو سه دقیقه»
    return value, at + 1


def _unit(keys: Sequence[str], at: int) -> float | None:
    if at >= len(keys):
        return None
    word = keys[at]
    if word in _UNITS:
        return _UNITS[word]
    stems = (word.removesuffix(ending) for ending in _UNIT_ENDINGS)
    return next((_UNITS[stem] for stem in stems if stem in _UNITS), None)


def _point(keys: Sequence[str], at: int, said: float, hours: Hours) -> float | None:
    """A point of time at `at`: «ساعت ۵»، «فردا ظهر»، «آخر وقت»."""
    word = keys[at]
    if word == _CLOCK and at + 1 < len(keys):
        return _clock(keys, at + 1, said, hours)
    if word in _ENDS and _WORK_ENDS.intersection(keys[at + 1 : at + 3]):
        days_on = next((_TODAY[k] for k in keys if k in _TODAY), 0)
        return hours.closes(said, days_on, _END_OF_WORK * 60)
    days = _TODAY.get(word)
    if days is None:
        return None
    part = next((_PARTS[k] for k in keys if k in _PARTS), 22 if word == _EVENING else None)
    if _CLOCK in keys and keys.index(_CLOCK) + 1 < len(keys):
        return _clock(keys, keys.index(_CLOCK) + 1, said, hours, days)
    if part is not None:
        moment = hours.at_clock(said, days, part * 60)
    else:
        moment = hours.closes(said, days, _END_OF_WORK * 60) - _BEFORE_CLOSING
    return moment if moment > said else None


def _clock(
    keys: Sequence[str], at: int, said: float, hours: Hours, days: int | None = None
) -> float | None:
    """The next time that the clock shows what is said at `at`: «۵»، «۱۷:۳۰»."""
    hour, _, minute = keys[at].partition(":")
    value = int(hour) if hour.isdigit() and len(hour) < 3 else _NUMBERS.get(keys[at])
    if value is None or not 0 <= value <= 24 or (minute and not minute.isdigit()):
        return None
    if keys[at + 1 : at + 3] == [_AND, key("نیم")]:
        minute = "30"
    if value < _AFTERNOON and key("صبح") not in keys:
        value += 12
    minutes = round(value * 60) + int(minute or 0)
    for later in range(2) if days is None else (days,):
        moment = hours.at_clock(said, later, minutes)
        if moment > said:
            return moment
    return None
