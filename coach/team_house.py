"""What the files of a chain of teams want beside rules: register, hours, departments, lists."""

from __future__ import annotations

from collections.abc import Iterator

from coach.departments import Departments, departments_of, topic
from coach.hours import ALWAYS, Hours, hours_of
from coach.matching.elements import PhraseError
from coach.pack import House
from coach.rule_entries import ListsEntry
from coach.rules import Lists
from coach.sources import written
from coach.team_file import WorkingHours
from coach.teams import Chain, Team
from coach.yaml_file import Problem


def house_of(chain: Chain) -> House:
    """The register and the hours that the last team of the chain to name them wants."""
    register, hours = None, None
    for team in chain.teams:
        register = team.entry.register_ or register
        hours = team.entry.working_hours or hours
    return House(register, hours, ALWAYS if hours is None else _counted(hours))


def _counted(hours: WorkingHours) -> Hours:
    week = (hours.mon, hours.tue, hours.wed, hours.thu, hours.fri, hours.sat, hours.sun)
    return hours_of(hours.timezone, week)


def lists_of_house(entry: ListsEntry) -> Lists:
    """The support guide's own lists."""
    return Lists(
        tuple((term.match, term.use) for term in entry.stale_references),
        tuple((term.match, term.use) for term in entry.preferred_wording),
        entry.phone_format,
    )


def departments_of_house(chain: Chain) -> tuple[Departments, list[Problem]]:
    """The departments that all teams of the chain list, without the team's own; and what is wrong
    with their topics, which are left out."""
    problems: list[Problem] = []
    listed = [one for team in chain.teams for one in _listed(team, problems)]
    own = next((t.entry.department for t in reversed(chain.teams) if t.entry.department), None)
    return departments_of(one for one in listed if one[0] != own), problems


def _listed(team: Team, problems: list[Problem]) -> Iterator[tuple[str, str | None, list[str]]]:
    for index, entry in enumerate(team.entry.departments):
        assert team.file is not None, "only a file lists departments"
        topics: list[str] = []
        for one in written(entry.topics, team.file, ("departments", index, "topics")):
            try:
                topic(one.words)
                topics.append(one.words)
            except PhraseError as error:
                problems.append(one.problem(error.wrong, error.remedy))
            except RecursionError:
                remedy = "Split it into several topics."
                problems.append(one.problem("This topic is nested too deeply.", remedy))
        yield entry.name, entry.name_en, topics
