"""Who may use the workbench: the lead of a team, as the token says; when open, whoever is here."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import Depends

from app.desk import Desk
from app.errors import Refused
from app.routes import Caller, TheDesk
from app.workbench.naming import is_team
from app.workbench.wire import ReadOnly
from coach import Pack, shipped_rules

ROLE = "lead"


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead. `name`: None where the coach is open and knows nobody."""

    team: str
    name: str | None
    desk: Desk

    @property
    def pack(self) -> Pack:
        """The live rules of the team; of one that is not there yet, those that all share."""
        packs = self.desk.packs
        return packs.get(self.team) or packs["default"]

    @property
    def exists(self) -> bool:
        """Whether the team has rules of its own."""
        return self.team in self.desk.packs

    @property
    def readonly(self) -> ReadOnly:
        """Why nothing can be written; None where it can."""
        folder = self.desk.settings.rules
        if folder is None:
            return "shipped"
        return None if _is_writable(folder) else "folder"

    def signed(self, author: str | None) -> str:
        """Who publishes: whom the token names, or when open the one who is named."""
        name = self.name or (author or "").strip()
        if not name:
            raise Refused(422, "author_missing", field="author")
        return name


def rules_folder(desk: Desk) -> Path:
    """Where the rules lie."""
    return desk.settings.rules or shipped_rules()


def _is_writable(folder: Path) -> bool:
    """May files be put into the folder of teams, there or not?"""
    teams = folder / "teams"
    return os.access(teams if teams.is_dir() else folder, os.W_OK | os.X_OK)


def _lead(desk: TheDesk, caller: Caller, team: str | None = None) -> Lead:
    if desk.settings.open:
        lead = Lead(team or "default", None, desk)
    elif caller.role != ROLE:
        raise Refused(403, "not_a_lead")
    elif team not in (None, caller.team):
        raise Refused(403, "other_team")
    else:
        lead = Lead(caller.team, caller.agent, desk)
    if not is_team(lead.team):
        raise Refused(422 if desk.settings.open else 403, "unknown_team", field="team")
    return lead


TheLead = Annotated[Lead, Depends(_lead)]
