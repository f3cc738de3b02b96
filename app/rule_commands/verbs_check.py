"""`coach verbs check`: recall and precision of negated verbs over labelled sentences."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.command_line import NOTHING, Failed
from app.drawing import printable
from app.rule_commands import say
from app.rule_commands.asked import add_lang
from coach import measure_negated_verbs


def add(command: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    command.add_argument("file", type=Path, help=say("verbs_file"))
    command.add_argument("--show", type=int, default=0, metavar="N", help=say("verbs_show"))
    add_lang(command, default="en")


def run(given: argparse.Namespace) -> int:
    """Print a line for each source, and the words that were missed or wrongly read if asked."""
    try:
        sources = measure_negated_verbs(given.file)
    except OSError as error:
        wrong = error.strerror or str(error)
        raise Failed(say("cannot_read", given.lang, file=given.file, wrong=wrong)) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        wrong = type(error).__name__
        raise Failed(say("bad_verbs", given.lang, file=given.file, wrong=wrong)) from None
    for source, counts in sources.items():
        row = {"source": source, "recall": counts.recall, "precision": counts.precision}
        row |= {"found": counts.found, "marked": counts.marked}
        row |= {"unmarked": len(counts.unmarked), "read": counts.read}
        print(say("verbs_row", **row))
        for sentence, word in counts.missed[: given.show]:
            print(printable(say("verbs_missed", word=word, sentence=sentence)))
        for sentence, word in counts.unmarked[: given.show]:
            print(printable(say("verbs_unmarked", word=word, sentence=sentence)))
    return NOTHING
