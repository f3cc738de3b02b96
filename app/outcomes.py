"""What became of a finding: ids, a rule, what the agent did. Never a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome; (agent, id) makes a repeat harmless."""

    id: str
    agent: str
    team: str
    conversation: str
    revision: int | None
    finding: str
    rule: str
    outcome: str
    replacement: int | None
    pack: str
