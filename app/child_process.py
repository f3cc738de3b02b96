"""A process of the server's own, for work that may hang or eat memory: asked over its input and
output, and ended when nobody wants its answer."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress

from app.settings import PREFIX

_LONGEST_ANSWER = 2**25


async def started(module: str, *arguments: str) -> Process:
    """A process that runs a module. It learns none of our settings: the secret is among them."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env=kept | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"},
        limit=_LONGEST_ANSWER,
        start_new_session=True,
    )


async def end(process: Process | None) -> None:
    """Stop a process where there is one that runs, and wait until it is gone."""
    if process is not None and process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
