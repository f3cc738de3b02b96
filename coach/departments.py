"""Departments: which topics belong to which, as the team's file lists them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coach.cues import Cues
from coach.matching.elements import PhraseError, Sequence_
from coach.matching.matcher import Matcher
from coach.matching.notation import spread


@dataclass(frozen=True, slots=True)
class Department:
    """One department: its number in the list, what it is called in both languages."""

    number: int
    names: Mapping[str, str]


class Departments:
    """The departments of a team's list but its own, and what finds their topics."""

    def __init__(
        self,
        departments: Sequence[Department] = (),
        topics: Mapping[str, list[Sequence_]] | None = None,
    ) -> None:
        """topics: the phrases of a department by its number, written out."""
        self.all = tuple(departments)
        self._matcher = Matcher(dict(topics or {}))

    def of(self, cues: Cues) -> Department | None:
        """The department that a message's topic belongs to; of several the one named first."""
        if not self.all:
            return None
        found = Cues(cues.text, (self._matcher.walk(cues.text),))
        places = [
            (found[str(department.number)][0].first, department.number, department)
            for department in self.all
            if found.any(str(department.number))
        ]
        return min(places)[2] if places else None


NO_DEPARTMENTS = Departments()


def departments_of(listed: Iterable[tuple[str, str | None, Iterable[str]]]) -> Departments:
    """Departments from (name, English name, phrases of its topics); one that is listed twice has
    all its topics. Raises PhraseError."""
    departments: dict[str, Department] = {}
    topics: dict[str, list[Sequence_]] = {}
    for name, name_en, phrases in listed:
        known = Department(len(departments), {"fa": name, "en": name_en or name})
        department = departments.setdefault(name, known)
        own = topics.setdefault(str(department.number), [])
        own += [sequence for phrase in phrases for sequence in topic(phrase)]
    return Departments(tuple(departments.values()), topics)


def topic(phrase: str) -> list[Sequence_]:
    """A topic's phrase, spread out. Raises PhraseError; sets of the lexicon are not known here."""
    return spread(phrase, _no_sets)


def _no_sets(name: str) -> list[str]:
    raise PhraseError(f"«@{name}» cannot stand in a topic.", "Write the words out.")
