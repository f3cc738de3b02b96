"""Loading a pack: every file read, all mistakes told at once, every phrase compiled.

`load_pack` takes a moment and is never called where somebody waits. Mistakes in the shipped files
raise `PackError`; a mistake in a team's own files leaves out what it is about and is told in
`Pack.problems`, but for a team file that cannot be read at all.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from coach.compiling import Compiler
from coach.cues import EXCEPT
from coach.matching.circles import uses_of
from coach.matching.elements import Ref
from coach.matching.matcher import CircleError, Matcher
from coach.pack import Pack, PackError
from coach.past import CHANGES, Past, parse_changes
from coach.phrases import Phrases
from coach.rule_entries import RULE_ID
from coach.rule_file import parse_lexicon, parse_praises, parse_rule
from coach.rules import Rule
from coach.sources import RuleSource, SetSource, near, rule_source, set_source
from coach.team_house import departments_of_house, house_of, lists_of_house
from coach.teams import DEFAULT, Chain, Changes, lists_of, read_chain, team_names
from coach.yaml_file import Problem, YamlFile, YamlTrouble, read_yaml

HEARD = "heard"
"""The folder of the lexicon whose sets are looked for in sent messages, never in drafts."""
SECTIONS = ("wording", "missing", "shape", "flow")
_NAMES_OF_SETS = re.compile(r"^([a-z][a-z0-9-]*):", re.MULTILINE)


def shipped_rules() -> Path:
    """The folder of the rules that ship with the product."""
    return Path(str(files("rules") / "README.md")).parent


def load_pack(folder: Path | None = None, team: str = DEFAULT, like: Pack | None = None) -> Pack:
    """Load and compile the pack in `folder` (the shipped one where it is None) for `team`.

    like: a pack that was loaded; what is the same is taken over from it, which is quicker, and the
    outcome is no other. Raises PackError with every problem of every file.
    """
    folder = folder or shipped_rules()
    if like is not None:
        with suppress(CircleError):  # Whom to blame is seen where all phrases are read.
            return _Loader(folder, team, like).load()
    return _Loader(folder, team).load()


class _Loader:
    """Reads the files of one pack and gathers what is wrong with them."""

    def __init__(self, folder: Path, team: str, like: Pack | None = None) -> None:
        self.folder = folder
        self.team = team
        self.like = like
        self.problems: list[Problem] = []
        self.digest = hashlib.sha256()
        self.lexicon: dict[str, SetSource] = {}
        self.rules: dict[str, RuleSource] = {}
        self.phrases = Phrases()
        self.files: dict[str, tuple[bytes, YamlFile]] = {}
        self.heard: set[str] = set()
        """Names of sets that are looked for in sent messages alone."""
        self.broken: set[str] = set()
        """Ids of rules whose files could not be read."""
        self.lost: set[str] | None = set()
        """Names of sets that could not be read; None: any name may be among them."""

    def load(self) -> Pack:
        if not self.folder.is_dir():
            wrong, remedy = "There is no such folder.", "Give the folder that holds the rules."
            raise PackError([Problem(str(self.folder), 0, "", wrong, remedy)])
        self.past = self._read_past(self.folder / CHANGES)
        self._read_folder(self.folder)
        chain = read_chain(self.folder, self.team, self._open)
        self._read_teams(chain)
        known = self.like.recipes if self.like else None
        compiler = Compiler(self.lexicon, self.lost, known, self.past)
        rules = self._compile(compiler)
        praises = self._read_praises(self.folder / "praise.yaml")
        departments, wrong_topics = departments_of_house(chain)
        self.problems += wrong_topics + self.phrases.problems
        hearing = self._hearing(compiler)
        matcher = self._matcher(compiler)
        if any(not _is_of_a_team(problem) for problem in self.problems) or chain.fatal:
            raise PackError([*chain.fatal, *self.problems])
        return Pack(
            name="fa",
            version=self.digest.hexdigest()[:12],
            team=self.team,
            teams=team_names(self.folder),
            rules=rules,
            matcher=matcher,
            hearing=hearing,
            lists=lists_of_house(lists_of(chain.teams)),
            house=house_of(chain),
            departments=departments,
            phrases=self.phrases.library(self.like.phrases if self.like else None),
            praises=praises,
            past=self.past,
            problems=tuple(self.problems),
            sources={rule_id: self.rules[rule_id] for rule_id in rules},
            lexicon=self.lexicon,
            recipes=compiler.recipes,
            files=self.files,
        )

    # Files

    def _open(self, path: Path) -> YamlFile | None:
        name = str(path.relative_to(self.folder))
        try:
            raw = path.read_bytes() if path.is_file() else b""
            self.digest.update(name.encode() + b"\0" + raw)
            known = self.like.files.get(name) if self.like else None
            mark = hashlib.sha256(raw).digest()
            file = known[1] if known and known[0] == mark else read_yaml(path, name)
            self.files[name] = mark, file
            return file
        except OSError as error:
            wrong = f"Cannot be read: {error.strerror}."
            self.problems.append(Problem(name, 0, "", wrong, "Check its permissions."))
        except YamlTrouble as trouble:
            self.problems.extend(trouble.problems)
        return None

    def _read_folder(self, folder: Path) -> None:
        """Read the lexicon and the rules of the pack, or those of a team's own."""
        for path in sorted((folder / "lexicon").glob("*.yaml")):
            self._read_lexicon(path)
        said = set(self.lexicon)
        for path in sorted((folder / "lexicon" / HEARD).glob("*.yaml")):
            self._read_lexicon(path)
        self.heard |= self.lexicon.keys() - said
        for section in SECTIONS:
            for path in sorted((folder / section).glob("*.yaml")):
                self._read_rule(section, path)
        self.phrases.read_folder(folder, self._open)

    def _read_teams(self, chain: Chain) -> None:
        self.problems += chain.problems
        for team in chain.teams:
            self._read_folder(self.folder / "teams" / team.name)
            self.problems += Changes(team, self.rules, self.lexicon, self.past).problems
            self.phrases.change(team.entry.phrases, team.entry.blanks, team.file)

    def _read_past(self, path: Path) -> Past:
        """What names were once: a pack need not tell."""
        file = self._open(path) if path.is_file() else None
        past, problems = parse_changes(file) if file else (Past(), [])
        self.problems += problems
        return past

    def _read_praises(self, path: Path) -> tuple[dict[str, str], ...]:
        """The sentences of the pack's praise file; a pack without one praises nobody."""
        file = self._open(path) if path.is_file() else None
        praises, problems = parse_praises(file) if file else ((), [])
        self.problems += problems
        return praises

    def _read_lexicon(self, path: Path) -> None:
        file = self._open(path)
        if file is None:
            self._lose(path)
            return
        sets, problems = parse_lexicon(file)
        self.problems += problems
        if self.lost is not None:
            self.lost |= (file.mapping or {}).keys() - sets.keys()
        for name, entry in sets.items():
            if name in self.lexicon:
                line = file.line_of((name,))
                other = self.lexicon[name].file.name
                wrong = f"The set «{name}» is in {other} already."
                self.problems.append(file.problem(line, wrong, "Rename one of them."))
                continue
            self.lexicon[name] = set_source(name, entry, file)

    def _lose(self, path: Path) -> None:
        """Remember the names that an unreadable file would have given."""
        try:
            names = _NAMES_OF_SETS.findall(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError):
            self.lost = None
            return
        if self.lost is not None:
            self.lost |= set(names)

    def _read_rule(self, section: str, path: Path) -> None:
        self.broken.add(path.stem)
        file = self._open(path)
        if file is None:
            return
        rule_id, before = path.stem, len(self.problems)
        if not RULE_ID.match(rule_id):
            remedy = "Use small Latin letters, digits and hyphens."
            self.problems.append(file.problem(0, "The file name is no rule id.", remedy))
        elif rule_id in self.rules:
            wrong = f"A rule «{rule_id}» is in {self.rules[rule_id].file.name} already."
            remedy = "Rename one of them; a team changes a rule in its own file, under «rules:»."
            self.problems.append(file.problem(0, wrong, remedy))
        elif _is_of_a_team(file.problem(0, "", "")) and _is_taken(section, rule_id):
            wrong = f"The name «{rule_id}» is taken by code of the engine."
            self.problems.append(file.problem(0, wrong, "Rename the file."))
        entry, problems = parse_rule(file)
        self.problems += problems
        if entry is not None and len(self.problems) == before:
            self.broken.discard(rule_id)
            self.rules[rule_id] = rule_source(rule_id, section, entry, file)

    # Compiling

    def _compile(self, compiler: Compiler) -> dict[str, Rule]:
        rules: dict[str, Rule] = {}
        for rule_id, source in self.rules.items():
            before = len(compiler.problems)
            rule = compiler.rule(source)
            self._check(rule, source)
            wrong = any(p.file == source.file.name for p in compiler.problems[before:])
            if not (wrong and source.own):
                rules[rule_id] = rule
        self.problems += compiler.problems
        return rules

    def _check(self, rule: Rule, source: RuleSource) -> None:
        file = source.file
        for index, other in enumerate(source.entry.gives_way_to):
            if other not in self.rules and other not in self.broken:
                wrong = f"«gives_way_to» names «{other}», which is no rule."
                line = file.line_of(("gives_way_to", index))
                remedy = near(other, self.rules, "Correct or remove it.")
                if other in self.past.rules:
                    wrong, remedy = self.past.rules[other].told("rule", other)
                self.problems.append(file.problem(line, wrong, remedy))
        if not rule.examples_flags or not rule.examples_allows:
            wrong = "A rule needs examples of both kinds, flags and allows."
            line = file.line_of(("examples",))
            self.problems.append(file.problem(line, wrong, "Add what is missing."))

    def _hearing(self, compiler: Compiler) -> Matcher:
        """The matcher of the sets that no draft is searched for, taken from the compiler.

        A set that others use, or that uses others, stays with them.
        """
        like = self.like
        uses = uses_of(compiler.sets)
        if like is not None:
            known = like.matcher.uses | like.hearing.uses
            uses |= {name: known[name] for name in compiler.kept if name in known}
        used = set[str]().union(*uses.values())
        alone = [name for name in self.heard if name not in used and name not in uses]
        there = compiler.sets.keys() | compiler.kept.keys()
        names = [full for name in alone for full in (name, name + EXCEPT) if full in there]
        return compiler.matcher(names, like.hearing if like else None)

    def _matcher(self, compiler: Compiler) -> Matcher:
        if self.like is not None:
            return compiler.matcher([*compiler.sets, *compiler.kept], self.like.matcher)
        try:
            return Matcher(compiler.sets)
        except CircleError as error:
            self._blame(error, compiler)
        try:
            return Matcher(compiler.sets)
        except CircleError:
            raise PackError(self.problems) from None

    def _blame(self, error: CircleError, compiler: Compiler) -> None:
        """Tell a circle of sets; where a team made it, take the team's phrases out of it."""
        names = ", ".join(name for name in error.names if name in self.lexicon)
        wrong = f"These sets use each other in a circle: {names}."
        for name in error.names:
            source = self.lexicon.get(name)
            if source is None:
                continue
            theirs = [one for one in source.lists["phrases"] if one.file.name.startswith("teams/")]
            named = [one for one in theirs if "@" in one.words]
            self.problems += [one.problem(wrong, "Break the circle of @names.") for one in named]
            if named:
                kept = compiler.sets[name]
                compiler.sets[name] = [s for s in kept if not any(isinstance(e, Ref) for e in s)]
        if not any(problem.wrong == wrong for problem in self.problems):
            self.problems.append(Problem("lexicon", 0, "", wrong, "Break the circle of @names."))


def _is_of_a_team(problem: Problem) -> bool:
    return problem.file.startswith("teams/")


def _is_taken(section: str, rule_id: str) -> bool:
    """Does the engine hold code of this name? It is for the shipped rules alone."""
    return find_spec(f"coach.checks.{section}.{rule_id.replace('-', '_')}") is not None
