"""Our own faults: what the log may say of them, and the id by which they are found there.

An exception's message can quote a draft (a `KeyError` quotes its key), so the log gets the
exception's type and the places in the code, never its message.
"""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Iterable

_log = logging.getLogger("hamdel")


def note(error: BaseException, doing: str) -> str:
    """Log a fault without any text of people; returns the id that the client is told as `ref`."""
    ref = secrets.token_hex(4)
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = " < ".join(f"{_tail(f.filename)}:{f.lineno}:{f.name}" for f in reversed(frames))
    _log.error("internal ref=%s doing=%s type=%s at=%s", ref, doing, type(error).__name__, places)
    return ref


def _tail(filename: str) -> str:
    return "/".join(filename.replace("\\", "/").split("/")[-2:])


_told: set[str] = set()


def tell_of_broken_rules(failed: Iterable[str]) -> None:
    """Log the rules whose check broke on a draft: each once, by name, without the draft."""
    for rule in failed:
        if rule not in _told:
            _told.add(rule)
            _log.error("rule=%s broke on a draft and is passed over there", rule)
