"""A team's changes, made on the sources of the rules that it builds on.

`teams/<team>.yaml` says what changes; `teams/<team>/` holds rules and lexicon of the team's own, in
folders like the pack's. Teams build on teams (`extends`), the first one on the shipped rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from coach.past import Past
from coach.rule_entries import ListsEntry, Texts
from coach.sources import RuleSource, SetSource, Written, near, written
from coach.team_file import RuleChange, SetChange, TeamEntry, WordsChange, parse_team
from coach.yaml_file import Path_, Problem, YamlFile

DEFAULT = "default"
Opener = Callable[[Path], YamlFile | None]


def team_names(folder: Path) -> frozenset[str]:
    """`default`, and every team that has a file or a folder."""
    teams = folder / "teams"
    files = {path.stem for path in teams.glob("*.yaml")}
    folders = {path.name for path in teams.glob("*") if path.is_dir() and path.name[0] != "."}
    return frozenset({DEFAULT, *files, *folders})


@dataclass(slots=True)
class Team:
    """One team of a chain: its name, its file (None where it has only a folder), what it says."""

    name: str
    entry: TeamEntry
    file: YamlFile | None


@dataclass(slots=True)
class Chain:
    """The teams from the one that builds on the shipped rules to the one that was asked for."""

    teams: list[Team] = field(default_factory=list[Team])
    problems: list[Problem] = field(default_factory=list[Problem])
    fatal: list[Problem] = field(default_factory=list[Problem])


def read_chain(folder: Path, team: str, open_file: Opener) -> Chain:
    """Read the files of a team and of those it extends. `fatal`: problems that leave no team."""
    names, chain = team_names(folder), Chain()
    if team not in names:
        remedy = near(team, names, f"There are: {', '.join(sorted(names))}.")
        wrong = f"There is no team «{team}»."
        chain.fatal.append(Problem(f"teams/{team}.yaml", 0, "", wrong, remedy))
        return chain
    seen: list[str] = []
    while team not in seen:
        seen.append(team)
        entry, file = _read(folder, team, open_file, chain)
        chain.teams.insert(0, Team(team, entry, file))
        base = entry.extends
        if team == DEFAULT and base == DEFAULT:
            return chain
        if base not in names:
            remedy = near(base, names, f"There are: {', '.join(sorted(names))}.")
            _complain(chain, file, f"There is no team «{base}» to extend.", remedy)
            base = DEFAULT
        team = base
    circle = " → ".join([*seen[seen.index(team) :], team])
    _complain(
        chain,
        chain.teams[0].file,
        f"These teams extend each other: {circle}.",
        "Let one of them extend default.",
        fatal=True,
    )
    return chain


def _read(
    folder: Path, team: str, open_file: Opener, chain: Chain
) -> tuple[TeamEntry, YamlFile | None]:
    path = folder / "teams" / f"{team}.yaml"
    if not path.exists() and not path.is_symlink():
        return TeamEntry(), None
    file = open_file(path)
    if file is None:
        return TeamEntry(), None
    entry, problems = parse_team(file)
    chain.problems += problems
    return entry, file


def _complain(
    chain: Chain, file: YamlFile | None, wrong: str, remedy: str, fatal: bool = False
) -> None:
    if file is None:
        problem = Problem("teams", 0, "", wrong, remedy)
    else:
        problem = file.problem(file.line_of(("extends",)), wrong, remedy)
    (chain.fatal if fatal else chain.problems).append(problem)


class Changes:
    """Makes the changes of one team; `problems` gathers what cannot be done."""

    def __init__(
        self, team: Team, rules: dict[str, RuleSource], lexicon: dict[str, SetSource], past: Past
    ) -> None:
        self.entry = team.entry
        self.past = past
        self.rules = rules
        self.lexicon = lexicon
        self.problems: list[Problem] = []
        if team.file is not None:
            self.file = team.file
            for rule_id, change in self.entry.rules.items():
                self._change_rule(rule_id, change)
            for name, change in self.entry.lexicon.items():
                self._change_set(name, change)

    def _add(self, path: Path_, wrong: str, remedy: str) -> None:
        self.problems.append(self.file.problem(self.file.line_of(path), wrong, remedy))

    def _place(self, path: Path_) -> str:
        return f"{self.file.name}:{self.file.line_of(path)}"

    def _change_rule(self, rule_id: str, change: RuleChange) -> None:
        source, at = self._rule(rule_id), ("rules", rule_id)
        if source is None:
            return
        values: dict[str, object] = {}
        for key in ("state", "severity"):
            if (value := getattr(change, key)) is not None:
                values[key] = value
                source.changed[key] = self._place((*at, key))
        values |= self._texts(source, change, at)
        if change.limits:
            values["limits"] = self._limits(source, change, at)
        source.entry = source.entry.model_copy(update=values)
        for key in ("flags", "allows", "needs"):
            words: WordsChange | None = getattr(change, key)
            if words is not None:
                self._change_words(source.lists, source.removed, key, words, (*at, key), rule_id)

    def _rule(self, rule_id: str) -> RuleSource | None:
        """The rule that is meant; one that has another name now is told, and changed all the same,
        unless it is changed under its new name as well."""
        if rule_id in self.rules:
            return self.rules[rule_id]
        at, became = ("rules", rule_id), self.past.rules.get(rule_id)
        if became is not None:
            self._add(at, *became.told("rule", rule_id))
            known = became.name in self.rules and became.name not in self.entry.rules
            return self.rules[str(became.name)] if known else None
        remedy = near(rule_id, self.rules, "Write the id of a rule; coach rules table lists them.")
        self._add(at, f"There is no rule «{rule_id}».", remedy)
        return None

    def _texts(self, source: RuleSource, change: RuleChange, at: Path_) -> dict[str, object]:
        found: dict[str, object] = {}
        for key in ("advice", "why"):
            texts = getattr(change, key)
            if texts is None:
                continue
            before: Texts = getattr(source.entry, key)
            given = texts.model_dump(exclude_none=True)
            for lang in given:
                source.changed[f"{key}.{lang}"] = self._place((*at, key, lang))
            found[key] = before.model_copy(update=given)
        return found

    def _limits(self, source: RuleSource, change: RuleChange, at: Path_) -> dict[str, int]:
        limits = dict(source.entry.limits)
        for told, limit in change.limits.items():
            place = (*at, "limits", told)
            name = self._limit(source, told, place)
            if name is not None and (name == told or name not in change.limits):
                limits[name] = limit
                source.changed[f"limits.{name}"] = self._place(place)
        return limits

    def _limit(self, source: RuleSource, name: str, at: Path_) -> str | None:
        """What the limit that is meant is called now."""
        limits = source.entry.limits
        if name in limits:
            return name
        became = self.past.limits.get(source.id, {}).get(name)
        if became is not None:
            self._add(at, *became.told("limit", name))
            return became.name if became.name in limits else None
        remedy = near(name, limits, f"Limits of this rule: {', '.join(limits) or 'none'}.")
        self._add(at, f"«{source.id}» has no limit «{name}».", remedy)
        return None

    def _set(self, name: str) -> SetSource | None:
        """The set that is meant: as with rules."""
        if name in self.lexicon:
            return self.lexicon[name]
        at, became = ("lexicon", name), self.past.sets.get(name)
        if became is not None:
            self._add(at, *became.told("set", name))
            known = became.name in self.lexicon and became.name not in self.entry.lexicon
            return self.lexicon[str(became.name)] if known else None
        remedy = near(name, self.lexicon, "A set of your own goes into the team's folder.")
        self._add(at, f"There is no lexicon set «{name}».", remedy)
        return None

    def _change_set(self, name: str, change: SetChange) -> None:
        source, at = self._set(name), ("lexicon", name)
        if source is None:
            return
        words = WordsChange(add=change.add, remove=change.remove)
        self._change_words(source.lists, {}, "phrases", words, at, name)
        if change.unless is not None:
            self._change_words(source.lists, {}, "unless", change.unless, (*at, "unless"), name)

    def _change_words(
        self,
        lists: dict[str, list[Written]],
        removed: dict[str, list[Written]],
        key: str,
        change: WordsChange,
        at: Path_,
        name: str,
    ) -> None:
        there = lists.setdefault(key, [])
        for one in written(change.remove, self.file, (*at, "remove")):
            gone = [other for other in there if _same(other.words, one.words)]
            if not gone:
                known = (other.words for other in there)
                remedy = near(one.words, known, "Write the phrase as it stands there.")
                self.problems.append(one.problem(f"«{name}» has no phrase «{one.words}».", remedy))
            for other in gone:
                there.remove(other)
                removed.setdefault(key, []).append(one)
        for one in written(change.add, self.file, (*at, "add")):
            twin = next((other for other in there if _same(other.words, one.words)), None)
            if twin is not None:
                wrong = f"«{one.words}» stands there already ({twin.place})."
                self.problems.append(one.problem(wrong, "Remove it here."))
            else:
                there.append(one)


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()) == " ".join(other.split())


def lists_of(teams: Iterable[Team]) -> ListsEntry:
    """The lists of a chain of teams: terms add up, of two phone formats the later one holds."""
    found = ListsEntry()
    for team in teams:
        own = team.entry.lists
        found = ListsEntry(
            stale_references=[*found.stale_references, *own.stale_references],
            preferred_wording=[*found.preferred_wording, *own.preferred_wording],
            phone_format=own.phone_format or found.phone_format,
        )
    return found
