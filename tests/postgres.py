"""A PostgreSQL of the tests' own: on the loopback, on a free port, thrown away at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tests.serving import a_free_port

ROOT = Path(__file__).resolve().parent.parent
USER = "hamdel"
# Nothing of it outlives the tests, so it need not wait for the disk.
CONFIGURATION = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
full_page_writes = off
autovacuum = off
shared_buffers = 32MB
max_connections = 60
log_min_messages = fatal
"""


def programs() -> Path:
    """The folder of PostgreSQL's programs; fails with how to install them."""
    asked = subprocess.run(
        [ROOT / "scripts" / "find_postgres.sh"], capture_output=True, encoding="utf-8", check=False
    )
    assert asked.returncode == 0, asked.stderr
    return Path(asked.stdout.strip())


class Postgres:
    """The server: `new()` makes a database, `stop()` and `start()` are for tests of its absence."""

    def __init__(self, folder: Path) -> None:
        self.programs = programs()
        self.data = folder / "data"
        self._numbers = count(1)
        # PostgreSQL refuses to run as root.
        self._as: dict[str, Any] = {"cwd": folder}
        if os.geteuid() == 0:
            somebody = pwd.getpwnam("nobody")
            os.chown(folder, somebody.pw_uid, somebody.pw_gid)
            self._as |= {"user": somebody.pw_uid, "group": somebody.pw_gid, "extra_groups": []}
        self.port = a_free_port()
        self._run("initdb", "--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C",
                  f"--username={USER}", "--no-instructions")  # fmt: skip
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(CONFIGURATION + f"port = {self.port}\n")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), "-D", str(self.data), *arguments]
        # Its server inherits what it prints to: a pipe would never be seen to end.
        with (self.data.parent / "said").open("w+") as said:
            done = subprocess.run(command, stdout=said, stderr=said, check=False, **self._as)
            said.seek(0)
            assert done.returncode == 0, said.read()

    def start(self) -> None:
        log = str(self.data / "log")
        self._run("pg_ctl", "start", "--wait", "--silent", "--log", log)

    def stop(self, mode: str = "immediate") -> None:
        self._run("pg_ctl", "stop", "--wait", "--silent", "-m", mode)

    def address(self, name: str) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{name}"

    def new(self) -> str:
        """The address of a database that nobody has used."""
        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.address(name)


@contextmanager
def postgres_running() -> Iterator[Postgres]:
    folder = Path(tempfile.mkdtemp(prefix="hamdel-postgres-"))
    try:
        server = Postgres(folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
