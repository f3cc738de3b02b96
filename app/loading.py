"""Loading rules without the collector, which would walk through all that is loaded again and again.

Rules hold no rubbish and very many objects: with the collector at work they take twice the time.
"""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from app.compiled import load_compiled
from coach import Pack, load_pack


@contextmanager
def unhurried_collector() -> Generator[None]:
    """Let nobody search for rubbish meanwhile, nor later in what was loaded."""
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def load(folder: Path | None = None, team: str = "default", like: Pack | None = None) -> Pack:
    """`coach.load_pack` for a program that begins; raises `coach.PackError`."""
    with unhurried_collector():
        return load_compiled(folder, team) if like is None else load_pack(folder, team, like)
