"""`coach token`: a token for trying out. `coach agents …`: who is shut out, on every server."""

from __future__ import annotations

import argparse
import os
import time

from app.auth import AUDIENCE, ROLES
from app.cli_database import add_database, records_of, say
from app.command_line import NOTHING, Failed
from app.settings import Settings

MOST_HOURS = 24 * 366


def add_token(command: argparse.ArgumentParser) -> None:
    """The options of `coach token`."""
    command.add_argument("--agent", required=True, help=say("token_agent"))
    command.add_argument("--team", default="default", help=say("token_team"))
    command.add_argument("--role", choices=sorted(ROLES), default="agent", help=say("token_role"))
    command.add_argument("--name", help=say("token_name"))
    command.add_argument("--hours", type=_hours, default=8.0, help=say("token_hours"))
    command.set_defaults(run=_token)


def _hours(given: str) -> float:
    hours = float(given)
    if not 0 < hours <= MOST_HOURS:
        raise ValueError
    return hours


def _token(given: argparse.Namespace) -> int:
    import jwt  # Imported here: no other command needs it.

    settings = Settings.read(os.environ)
    if settings.secret is None:
        raise Failed(say("token_no_secret"))
    claims = {
        "sub": given.agent,
        "team": given.team,
        "role": given.role,
        "aud": settings.audience or AUDIENCE,
        "exp": int(time.time() + given.hours * 3600),
    }
    if given.name is not None:
        claims["name"] = given.name
    print(jwt.encode(claims, settings.secret.get_secret_value(), "HS256"))
    return NOTHING


def add_agents(command: argparse.ArgumentParser) -> None:
    """Enter `revoke`, `restore` and `revoked`."""
    commands = command.add_subparsers(required=True, metavar="COMMAND")
    for name in ("revoke", "restore", "revoked"):
        about = say(f"{name}_help")
        inner = commands.add_parser(name, help=about, description=about)
        if name != "revoked":
            inner.add_argument("agent", help=say("token_agent"))
        add_database(inner)
        inner.set_defaults(run=_agents, change=name)


def _agents(given: argparse.Namespace) -> int:
    with records_of(given) as records:
        if given.change == "revoke":
            records.revoke(given.agent)
        elif given.change == "restore":
            records.restore(given.agent)
        for agent in sorted(records.revoked()):
            print(agent)
    return NOTHING
