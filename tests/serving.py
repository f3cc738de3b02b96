"""A real coach in a process of its own, for tests that speak to it from outside."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

READY_WITHIN = 60.0


def a_free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def plain_environment(*left_out: str, **settings: str) -> dict[str, str]:
    """This process's environment without the coach's own settings, and with the given ones."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in left_out and not name.startswith("HAMDEL_")
    } | settings


def is_ready(address: str) -> bool:
    try:
        urllib.request.urlopen(f"{address}/readyz", timeout=2).close()
    except (urllib.error.URLError, OSError):
        return False
    return True


@contextmanager
def coach_serving(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str]
) -> Iterator[str]:
    """Runs `command --port …` in `folder` until the block ends; yields its address once ready."""
    port = a_free_port()
    address, log = f"http://127.0.0.1:{port}", folder / f"coach-{port}.log"
    with log.open("wb") as told:
        coach = subprocess.Popen(
            [*command, "--port", str(port)],
            cwd=folder,
            env=environment,
            stdout=told,
            stderr=subprocess.STDOUT,
        )
    try:
        give_up = time.monotonic() + READY_WITHIN
        while not is_ready(address):
            told_so_far = log.read_text(encoding="utf-8", errors="replace")
            assert coach.poll() is None, f"the coach stopped by itself\n{told_so_far}"
            assert time.monotonic() < give_up, f"the coach did not get ready\n{told_so_far}"
            time.sleep(0.1)
        yield address
    finally:
        coach.terminate()
        coach.wait(timeout=20)
