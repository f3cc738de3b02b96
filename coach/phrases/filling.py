"""Filling the blanks of a phrase with what is known for sure; the rest stays and can be seen.

{name} is what the customer is called, {agent} the agent's name, {order}, {tracking} and {time} what
the customer told; any other blank is filled by the team, or by the agent's own hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from coach.conversation import Conversation
from coach.phrases.entries import is_filling
from coach.phrases.phrase import BLANK, PIECE
from coach.phrases.told import asked_time, order_number, tracking_code
from coach.text import Span, Text

_NAME = "name"
TOLD = frozenset((_NAME, "agent", "order", "tracking", "time"))
"""The blanks that are filled by what the conversation tells."""
_MOST_READ = 2_000


class Filled(NamedTuple):
    """A phrase ready to be inserted, and where blanks are left in it (code points)."""

    text: str
    blanks: tuple[Span, ...]


class Filling:
    """What is known of the blanks in one conversation. Each is found out when it is asked for."""

    def __init__(
        self,
        conversation: Conversation,
        blanks: Mapping[str, str],
        agent: str | None,
        draft: str,
        spoken: bool,
    ) -> None:
        self._conversation = conversation
        self._blanks = blanks
        self._agent = agent
        self._spoken = spoken
        self._known: dict[str, str | None] = {}
        self._called = self._is_called(draft)

    def fill(self, template: str) -> Filled:
        """The text with its blanks filled; what hangs on a blank that is not known is left out.

        A name that the draft holds already is not said again where it may be left out.
        """
        text = PIECE.sub(lambda piece: self._piece(piece[1]), template)
        text = BLANK.sub(lambda blank: self.value(blank[1]) or blank[0], text)
        return Filled(text, tuple(Span(*blank.span()) for blank in BLANK.finditer(text)))

    def _piece(self, inner: str) -> str:
        names = BLANK.findall(inner)
        known = all(self.value(name) is not None for name in names)
        return inner if known and not (self._called and _NAME in names) else ""

    def value(self, name: str) -> str | None:
        """What takes the place of a blank; None where it is not known."""
        if name not in self._known:
            value = self._find(name.strip())
            self._known[name] = value if value is not None and is_filling(value) else None
        return self._known[name]

    def _find(self, name: str) -> str | None:
        conversation = self._conversation
        if name == _NAME:
            return conversation.names.address(self._spoken)
        if name == "agent":
            return (self._agent or "").strip() or None
        if name == "order":
            return order_number(conversation)
        if name == "tracking":
            return tracking_code(conversation)
        if name == "time":
            return asked_time(conversation)
        return self._blanks.get(name)

    def _is_called(self, draft: str) -> bool:
        names = self._conversation.names
        if not names.known or not draft.strip():
            return False
        return any(True for _ in names.mentions(Text(draft[-_MOST_READ:]).keys))
