"""The shape of the tables, brought up to date when the server starts (Alembic).

All of it is one transaction, and one server at a time: another that starts meanwhile waits, then
finds nothing to do. SQLite files of version 0.1.0 had their number in `PRAGMA user_version`.
"""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from app.database import StoreError
from app.texts import text as sentence

FIRST = "0001"
"""The shape of 0.1.0, where that program kept its own number."""
_OURS_IN_FILE = 2
"""What stands in `user_version` since Alembic counts: the older program refuses it."""
_LOCK = 0x68616D64656C
"""The key of PostgreSQL's advisory lock."""


def upgrade(engine: Engine) -> None:
    """Make the tables, or bring them to today's shape; raises `StoreError` for newer ones."""
    config = Config()
    config.set_main_option("script_location", "app:migrations")
    script = ScriptDirectory.from_config(config)
    with engine.begin() as connection:
        _wait_for_others(connection)
        found = _found(connection, script)
        if found == script.get_heads():
            return
        config.attributes["connection"] = connection
        if not found and _is_of_the_first(connection):
            command.stamp(config, FIRST)
        command.upgrade(config, "head")
        _done(connection)


def _wait_for_others(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _done(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(text(f"PRAGMA user_version = {_OURS_IN_FILE}"))


def _found(connection: Connection, script: ScriptDirectory) -> list[str]:
    found = MigrationContext.configure(connection).get_current_heads()
    known = {revision.revision for revision in script.walk_revisions()}
    for newer in (one for one in found if one not in known):
        raise _newer(newer, script)
    return list(found)


def _newer(found: str, script: ScriptDirectory) -> StoreError:
    known = ", ".join(script.get_heads())
    return StoreError(sentence("store", "newer", found=found, known=known))


def _is_of_the_first(connection: Connection) -> bool:
    """Whether 0.1.0 made this file; refused where only its number is there, and a higher one."""
    if connection.dialect.name != "sqlite":
        return False
    number = connection.execute(text("PRAGMA user_version")).scalar_one()
    if number not in (0, 1):
        raise StoreError(sentence("store", "newer", found=number, known=_OURS_IN_FILE))
    return number == 1
