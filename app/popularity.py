"""How often each phrase was used, by team: read from the outcomes at the start, counted on since.

An agent who tries a phrase twice in one conversation used it once. There is no text in here.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping

from app.records import Records

PHRASE = "phrase"
"""What feedback about a phrase has for its rule; the finding is the phrase's id."""
DAYS = 90
"""How far back use is counted."""
_REMEMBERED = 10_000


class Popularity:
    """Counts of used phrases. What other servers count is seen at the next start."""

    def __init__(self, counts: Mapping[str, Mapping[str, int]] | None = None) -> None:
        self._counts = {team: Counter(known) for team, known in (counts or {}).items()}
        self._seen: OrderedDict[tuple[str, str, str], None] = OrderedDict()

    def of(self, team: str) -> Mapping[str, int]:
        """How often each phrase was used in a team."""
        return self._counts.get(team, Counter())

    def used(self, team: str, conversation: str, phrase: str) -> None:
        """A phrase was put into a reply of this conversation."""
        use = (team, conversation, phrase)
        if use in self._seen:
            return
        self._seen[use] = None
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        self._counts.setdefault(team, Counter())[phrase] += 1


def read_popularity(records: Records, teams: Iterable[str], now: float) -> Popularity:
    """What the outcomes of the last months tell; raises `StoreError`."""
    since = now - DAYS * 86_400
    return Popularity({team: records.used(PHRASE, team, since) for team in teams})
