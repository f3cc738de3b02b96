"""`coach rules …` and `coach verbs …`: one module a command, each with `add` and `run`."""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import Any

from app.texts import text

RULES = {
    "check": "check",
    "try": "trying",
    "show": "show",
    "new": "new",
    "init": "init",
    "upgrade": "upgrade",
    "diff": "diff",
    "backtest": "backtest",
    "table": "table",
    "schema": "schema",
}
VERBS = {"check": "verbs_check"}


def say(name: str, lang: Any = "en", **fields: object) -> str:
    """A text of these commands."""
    return text("rule_commands", name, lang, **fields)


def add_rules(command: argparse.ArgumentParser) -> None:
    """Enter every command of `coach rules`."""
    _enter(command, RULES)


def add_verbs(command: argparse.ArgumentParser) -> None:
    """Enter every command of `coach verbs`."""
    _enter(command, VERBS)


def _enter(command: argparse.ArgumentParser, modules: dict[str, str]) -> None:
    commands = command.add_subparsers(required=True, metavar="COMMAND")
    for name, module_name in modules.items():
        module = import_module(f"app.rule_commands.{module_name}")
        about = say(f"{module_name}_help")
        inner = commands.add_parser(
            name,
            help=about,
            description=about,
            epilog=say(f"{module_name}_epilog"),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add(inner)
        inner.set_defaults(run=module.run)
