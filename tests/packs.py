"""The shipped pack, loaded once for all tests: it takes seconds, and is only read."""

from __future__ import annotations

import gc
from functools import cache

from coach import Pack, load_pack


@cache
def shipped() -> Pack:
    """The shipped pack of the default team."""
    gc.disable()  # It would walk through all that is loaded again and again.
    try:
        return load_pack()
    finally:
        gc.freeze()
        gc.enable()
