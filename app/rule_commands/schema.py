"""`coach rules schema`: JSON Schemas, so that editors complete and underline."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from app.command_line import NOTHING
from app.rule_commands import say
from app.rule_commands.asked import add_lang, write
from coach import json_schemas


def add(command: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    command.add_argument(
        "kind", choices=("rule", "team", "lexicon", "phrases"), help=say("schema_kind")
    )
    command.add_argument("--output", type=Path, metavar="FILE", help=say("output"))
    add_lang(command)


def run(given: argparse.Namespace) -> int:
    """Write the schema of one kind of file."""
    schema = json.dumps(json_schemas()[given.kind], ensure_ascii=False, indent=2)
    write(schema + "\n", given.output, given.lang)
    return NOTHING
