"""The customer's name: where a text uses it, where it is spelled almost right, how to address."""

from __future__ import annotations

from coach.cues import Cue
from coach.persian import key
from coach.text import Text

_TITLES = frozenset(
    key(word)
    for word in (
        "آقای آقا خانم خانوم سرکار جناب مهندس دکتر استاد پروفسور حاج حاجی حاج‌آقا شرکت سید سیده دوست"
    ).split()
)


class Names:
    """The names of one customer. `title`: the honorific the host knows, never guessed."""

    def __init__(self, name: str | None, title: str | None = None) -> None:
        self.title = title
        words = Text(name or "").keys
        self.parts = tuple(word for word in words if word not in _TITLES)
        self.known = bool(self.parts)

    def uses(self, text: Text) -> list[Cue]:
        """Where the text calls the customer by name."""
        return [Cue(i, i + 1) for i, word in enumerate(text.keys) if word in self.parts]

    def misspelled(self, text: Text) -> list[tuple[Cue, str]]:
        """Where the name is used almost right, with the right spelling."""
        return []

    def address(self, spoken: bool) -> str | None:
        """The name with a fitting honorific («سارا جان»، «خانم احمدی»), None if unknown."""
        return None
