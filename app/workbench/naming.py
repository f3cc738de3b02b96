"""Which files a lead may write: those of the team's own, by their name below the rules' folder.

`teams/<team>.yaml`, `teams/<team>/<section>/<rule>.yaml`, `teams/<team>/lexicon/<list>.yaml`.
"""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["team", "rule", "list"]

LONGEST_NAME = 200
_TEAM = re.compile(r"[^\W_][\w-]{0,59}")
_ID = r"[a-z][a-z0-9-]{1,47}"
_RULE = re.compile(rf"(?:wording|missing|shape|flow)/{_ID}\.yaml")
_LIST = re.compile(rf"lexicon/(?:heard/)?{_ID}\.yaml")


def is_team(name: str) -> bool:
    """Can a team have this name? Letters, digits, `-` and `_`: no part of a path."""
    return _TEAM.fullmatch(name) is not None


def kind_of(file: str, team: str) -> Kind | None:
    """What a file of the team holds; None where it is no file that the team's lead may write."""
    if not is_team(team) or len(file) > LONGEST_NAME:
        return None
    if file == f"teams/{team}.yaml":
        return "team"
    start = f"teams/{team}/"
    if not file.startswith(start):
        return None
    rest = file.removeprefix(start)
    if _RULE.fullmatch(rest):
        return "rule"
    return "list" if _LIST.fullmatch(rest) else None
