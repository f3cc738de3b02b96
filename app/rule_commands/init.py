"""`coach rules init`: a copy of the shipped rules in a folder of one's own, to be changed."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from app.command_line import NOTHING, Failed
from app.rule_commands import say
from app.rule_commands.asked import add_lang
from app.upgrading import remember
from coach import shipped_rules


def add(command: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    command.add_argument("folder", type=Path, metavar="FOLDER", help=say("init_folder"))
    add_lang(command)


def run(given: argparse.Namespace) -> int:
    """Copy the rules into a folder that is not there yet, or holds nothing."""
    folder: Path = given.folder
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise Failed(say("init_exists", given.lang, folder=folder))
        left_out = shutil.ignore_patterns("__pycache__", "*.py", "*.pyc", ".*")
        shutil.copytree(shipped_rules(), folder, ignore=left_out, dirs_exist_ok=True)
        (folder / "teams").mkdir(exist_ok=True)
        remember(folder)
    except OSError as error:
        wrong = error.strerror or str(error)
        raise Failed(say("cannot_write", given.lang, file=folder, wrong=wrong)) from None
    print(say("init_done", given.lang, folder=folder))
    return NOTHING
