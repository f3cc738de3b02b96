"""`coach rules try`: what fires on a draft, what almost fired, and what held it back."""

from __future__ import annotations

import argparse
import json
from typing import Any

from app.command_line import NOTHING
from app.drawing import printable
from app.rule_commands import say
from app.rule_commands.asked import add_lang, add_rules_and_team, pack_of, readable
from coach import Conversation, Customer, Held, Message, Traced, trace_draft


def add(command: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    command.add_argument("draft", help=say("try_draft"))
    command.add_argument(
        "--customer", action="append", default=[], metavar="LINE", help=say("try_customer")
    )
    command.add_argument("--name", help=say("try_name"))
    command.add_argument("--title", help=say("try_title"))
    command.add_argument("--rule", action="append", default=[], help=say("try_rule"))
    command.add_argument("--json", action="store_true", help=say("json"))
    add_rules_and_team(command)
    add_lang(command)


def run(given: argparse.Namespace) -> int:
    """Print the trace: first what speaks, then what was held back."""
    pack = pack_of(given)
    said = [Message("customer", readable(line)) for line in given.customer]
    name, title = (readable(part) if part else None for part in (given.name, given.title))
    talk = Conversation.begin(pack, Customer(name, title), said)
    traced = trace_draft(pack, talk, readable(given.draft))
    wanted = [one for one in traced if not given.rule or one.rule.id in given.rule]
    if given.json:
        print(json.dumps([_row(one) for one in wanted], ensure_ascii=False, indent=2))
        return NOTHING
    climate = {"mood": talk.mood, "register": talk.register, "stage": talk.stage}
    print(say("try_climate", given.lang, **climate))
    spoke = [one for one in wanted if not one.held]
    held = [one for one in wanted if one.held]
    for heading, traces in (("try_fires", spoke), ("try_held", held)):
        print(say(heading if traces else f"{heading}_none", given.lang))
        for one in traces:
            print(printable("\n".join(_lines(one, given))))
    return NOTHING


def _lines(one: Traced, given: argparse.Namespace) -> list[str]:
    state = "" if one.rule.state == "live" else f" ({one.rule.state})"
    words = f": «{one.words}»" if one.words else ""
    lines = [f"  {one.rule.id}{state}{words}"]
    for phrase, place in one.phrases:
        lines.append("    " + say("try_phrase", given.lang, phrase=phrase, place=place))
    return [*lines, *("    " + _told(held, given.lang) for held in one.held)]


def _told(held: Held, lang: Any) -> str:
    name = "held_" + held.stop.replace("-", "_")
    if held.stop in ("when", "unless"):
        return say(name, lang, facet=say(f"facet_{held.told}", lang))
    if held.stop == "done" and not held.told:
        name = "held_done_by_code"
    return say(name, lang, told=held.told)


def _row(one: Traced) -> dict[str, Any]:
    span = {"start": one.span.start, "end": one.span.end} if one.span else None
    return {
        "rule": one.rule.id,
        "state": one.rule.state,
        "fires": not one.held,
        "span": span,
        "words": one.words,
        "held": [{"by": held.stop, "what": held.told} for held in one.held],
        "phrases": [{"phrase": phrase, "place": place} for phrase, place in one.phrases],
    }
