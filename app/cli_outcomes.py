"""`coach outcomes export` and `coach outcomes forget`: what is kept, read out and let go."""

from __future__ import annotations

import argparse
import json
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from typing import IO

from app.cli_database import add_database, records_of, say
from app.command_line import NOTHING, Failed

DAY = 86_400.0


def add(command: argparse.ArgumentParser) -> None:
    """Enter the commands and their options."""
    commands = command.add_subparsers(required=True, metavar="COMMAND")
    shape = argparse.RawDescriptionHelpFormatter
    about, epilog = say("export_help"), say("outcomes_epilog")
    export = commands.add_parser(
        "export", help=about, description=about, epilog=epilog, formatter_class=shape
    )
    export.add_argument("--agent", help=say("agent"))
    export.add_argument("--team", help=say("team"))
    export.add_argument("--output", type=Path, metavar="FILE", help=say("output"))
    export.set_defaults(run=_export)
    about = say("forget_help")
    forget = commands.add_parser(
        "forget", help=about, description=about, epilog=epilog, formatter_class=shape
    )
    which = forget.add_mutually_exclusive_group(required=True)
    which.add_argument("--agent", help=say("forget_agent"))
    which.add_argument("--older-than", type=_days, metavar="DAYS", help=say("older_than"))
    forget.set_defaults(run=_forget)
    for each in (export, forget):
        add_database(each)


def _days(given: str) -> float:
    days = float(given)
    if not 0 <= days <= 36500:
        raise ValueError
    return days


def _export(given: argparse.Namespace) -> int:
    with records_of(given) as records, _opened(given.output) as file:
        count = 0
        for row in records.export(given.agent, given.team):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    print(say("exported", count=count), file=sys.stderr)
    return NOTHING


def _opened(output: Path | None) -> IO[str] | nullcontext[IO[str]]:
    if output is None:
        return nullcontext(sys.stdout)
    try:
        return output.open("w", encoding="utf-8")
    except OSError as error:
        raise Failed(say("failed", where=output, wrong=error.strerror)) from None


def _forget(given: argparse.Namespace) -> int:
    with records_of(given) as records:
        if given.agent is not None:
            count = records.forget_agent(given.agent)
        else:
            count = records.forget_before(time.time() - given.older_than * DAY)
    print(say("forgotten", count=count), file=sys.stderr)
    return NOTHING
