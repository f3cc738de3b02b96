"""`coach rules backtest`: a pack over transcripts, as a table, JSON or a report in HTML."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from app.backtest import Counts, count
from app.drawing import printable
from app.rule_commands import say
from app.rule_commands.asked import add_lang, add_rules_and_team, write
from app.rule_commands.measuring import Measured, add_chats
from app.rule_commands.rates import Rates
from app.rule_commands.report import report


def add(command: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    add_chats(command)
    command.add_argument("--html", type=Path, metavar="FILE", help=say("html"))
    add_rules_and_team(command)
    add_lang(command)


def run(given: argparse.Namespace) -> int:
    """Count, and print or write what was counted."""
    measured = Measured(given, [(given.rules, given.team)], count, Counts())
    (pack,) = measured.packs
    states = {rule.id: rule.state for rule in pack.rules.values()}
    rates = Rates(measured.total, states, pack.version, measured.seconds, max(1, given.jobs))
    if given.html:
        write(report(rates, given.lang), given.html, given.lang)
    if given.json:
        print(json.dumps(rates.as_json(), ensure_ascii=False, indent=2))
    elif not given.html:
        print(printable("\n".join(rates.lines(given.lang))))
    return measured.status
