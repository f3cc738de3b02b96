"""A pack: a folder of rules, lexicon and lists, loaded and compiled.

`load_pack` reads every file, reports all mistakes at once (`PackError`), and compiles every phrase
into one matcher. It takes a moment and is never called where somebody waits.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from coach.conversation import Climate, Conversation
from coach.cues import EXCEPT, Cues, Matcher, find_cues
from coach.matcher import CircleError
from coach.notation import PhraseError, Sequence_, spread
from coach.rule_file import RULE_ID, ConditionEntry, RuleEntry, SetEntry, parse_lexicon, parse_rule
from coach.rules import Condition, Example, Lists, Rule, Wording
from coach.tone import judge
from coach.yaml_file import Problem, YamlFile, YamlTrouble, read_yaml

SECTIONS = ("wording", "missing", "shape", "flow")
_REMEMBERED_TEXTS = 2_000


_EXPECTED = frozenset(
    (
        "hostile",
        "blame",
        "blunt-refusal",
        "policy-excuse",
        "commanding",
        "rush",
        "deflection",
        "hard-promise",
        "overclaim",
        "too-curt",
        "dont-know",
        "curt-phrase",
        "joke",
        "register-mismatch",
    )
)


class PackError(Exception):
    """A pack that cannot be loaded. `problems`: every mistake, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        count = len(self.problems)
        head = f"{count} problem{'s' if count != 1 else ''} in the rules:"
        return "\n".join([head, *map(str, self.problems)])


@dataclass(eq=False)
class Pack:
    """Rules and lexicon of one team, compiled. Read-only but for its memory of texts."""

    name: str
    version: str
    team: str
    teams: frozenset[str]
    rules: Mapping[str, Rule]
    matcher: Matcher
    lists: Lists

    def __post_init__(self) -> None:
        self._read: OrderedDict[str, Cues] = OrderedDict()

    def read(self, raw: str) -> Cues:
        """The cues of a message; a text that was read lately is not read again."""
        known = self._read.get(raw)
        if known is None:
            known = self._read[raw] = find_cues(self.matcher, raw)
            if len(self._read) > _REMEMBERED_TEXTS:
                self._read.popitem(last=False)
        return known

    def judge(self, conversation: Conversation) -> Climate:
        """The customer's mood and register, and the stage of the talk."""
        return judge(conversation)

    def with_lists(
        self,
        stale_references: Iterable[Mapping[str, str]] = (),
        preferred_wording: Iterable[Mapping[str, str]] = (),
        phone_format: str | None = None,
    ) -> Pack:
        """The same pack with more entries in the support guide's lists."""
        own = self.lists
        lists = Lists(
            own.stale_references + tuple((x["match"], x["use"]) for x in stale_references),
            own.preferred_wording + tuple((x["match"], x["use"]) for x in preferred_wording),
            phone_format or own.phone_format,
        )
        return replace(self, lists=lists)


def shipped_rules() -> Path:
    """The folder of the rules that ship with the product."""
    return Path(str(files("rules") / "README.md")).parent


def load_pack(folder: Path | None = None, team: str = "default") -> Pack:
    """Load and compile the pack in `folder` (the shipped one where it is None) for `team`.

    Raises PackError with every problem of every file.
    """
    return _Loader(folder or shipped_rules(), team).load()


class _Loader:
    """Reads the files of one pack and gathers what is wrong with them."""

    def __init__(self, folder: Path, team: str) -> None:
        self.folder = folder
        self.team = team
        self.problems: list[Problem] = []
        self.digest = hashlib.sha256()
        self.lexicon: dict[str, SetEntry] = {}
        self.lexicon_files: dict[str, tuple[YamlFile, str]] = {}
        self.sets: dict[str, list[Sequence_]] = {}
        self._spread: dict[str, list[str]] = {}

    def load(self) -> Pack:
        if not self.folder.is_dir():
            wrong, remedy = "There is no such folder.", "Give the folder that holds the rules."
            raise PackError([Problem(str(self.folder), 0, "", wrong, remedy)])
        self._read_lexicon()
        rules: dict[str, Rule] = {}
        for section in SECTIONS:
            for path in sorted((self.folder / section).glob("*.yaml")):
                rule = self._read_rule(section, path)
                if rule is not None:
                    if rule.id in rules:
                        self._add(path, f"A rule «{rule.id}» is in {rules[rule.id].file} already.")
                    rules[rule.id] = rule
        self._compile_lexicon()
        self._check_references(rules)
        if self.problems:
            raise PackError(self.problems)
        teams = frozenset({"default", *(p.stem for p in (self.folder / "teams").glob("*.yaml"))})
        version = self.digest.hexdigest()[:12]
        return Pack("fa", version, self.team, teams, rules, self._compiled(), Lists())

    def _compiled(self) -> Matcher:
        try:
            return Matcher(self.sets)
        except CircleError as error:
            wrong = f"These sets use each other in a circle: {error}."
            remedy = "Break the circle of @names."
            raise PackError([Problem("lexicon", 0, "", wrong, remedy)]) from None

    # Files

    def _open(self, path: Path) -> YamlFile | None:
        try:
            file = read_yaml(path, str(path.relative_to(self.folder)))
        except YamlTrouble as trouble:
            self.problems.extend(trouble.problems)
            return None
        self.digest.update(file.name.encode())
        self.digest.update(path.read_bytes())
        return file

    def _add(self, path: Path, wrong: str, remedy: str = "Rename one of them.") -> None:
        name = str(path.relative_to(self.folder))
        self.problems.append(Problem(name, 0, "", wrong, remedy))

    def _read_lexicon(self) -> None:
        for path in sorted((self.folder / "lexicon").glob("*.yaml")):
            file = self._open(path)
            if file is None:
                continue
            sets, problems = parse_lexicon(file)
            self.problems.extend(problems)
            for name, entry in sets.items():
                if name in self.lexicon:
                    line = file.line_of((name,))
                    wrong = f"The set «{name}» is in another lexicon file already."
                    self.problems.append(file.problem(line, wrong, "Rename one of them."))
                self.lexicon[name] = entry
                self.lexicon_files[name] = (file, name)

    def _read_rule(self, section: str, path: Path) -> Rule | None:
        file = self._open(path)
        if file is None:
            return None
        if not RULE_ID.match(path.stem):
            remedy = "Use small Latin letters, digits and hyphens."
            self._add(path, "The file name is no rule id.", remedy)
        entry, problems = parse_rule(file)
        self.problems.extend(problems)
        return self._rule(path.stem, section, entry, file) if entry else None

    # Phrases

    def _phrases_of(self, name: str) -> list[str]:
        if name not in self.lexicon:
            import difflib

            near = difflib.get_close_matches(name, self.lexicon, 1, 0.6)
            hint = f"Did you mean @{near[0]}?" if near else "Define it in a file of rules/lexicon."
            raise PhraseError(f"There is no lexicon set «{name}».", hint)
        return list(self.lexicon[name].phrases)

    def _spread_all(
        self, phrases: Iterable[str], file: YamlFile, path: tuple[str | int, ...]
    ) -> list[Sequence_]:
        found: list[Sequence_] = []
        for index, phrase in enumerate(phrases):
            try:
                found.extend(spread(phrase, self._phrases_of))
            except PhraseError as error:
                line = file.line_of((*path, index))
                self.problems.append(file.problem(line, error.wrong, error.remedy))
        return found

    def _enter(
        self, name: str, phrases: list[str], file: YamlFile, path: tuple[str | int, ...]
    ) -> str | None:
        if not phrases:
            return None
        self.sets[name] = self._spread_all(phrases, file, path)
        return name

    def _compile_lexicon(self) -> None:
        for name, entry in self.lexicon.items():
            file, _ = self.lexicon_files[name]
            bare = isinstance(file.data[name], list)
            self._enter(name, entry.phrases, file, (name,) if bare else (name, "phrases"))
            self._enter(name + EXCEPT, entry.unless, file, (name, "unless"))

    # Rules

    def _rule(self, id: str, section: str, entry: RuleEntry, file: YamlFile) -> Rule:
        flags = self._enter(f"{id}/flags", entry.flags, file, ("flags",))
        self._enter(f"{id}/flags{EXCEPT}", entry.allows, file, ("allows",))
        needs = self._enter(f"{id}/needs", entry.needs, file, ("needs",))
        return Rule(
            id=id,
            section=section,  # pyright: ignore[reportArgumentType]
            category=entry.category,
            severity=entry.severity,
            advice_texts=entry.advice.model_dump(),
            why_texts=entry.why.model_dump(),
            source=entry.source,
            show="send" if section == "missing" else entry.show,
            span=entry.span,
            when=self._condition(f"{id}/when", entry.when, file, "when"),
            unless=self._condition(f"{id}/unless", entry.unless, file, "unless"),
            has_flags=flags is not None,
            has_needs=needs is not None,
            gives_way_to=frozenset(entry.gives_way_to),
            group=entry.group,
            limits=entry.limits,
            wordings=tuple(self._wordings(id, entry, file)),
            state=entry.state,
            examples_flags=_examples(entry.examples.flags, file, "flags"),
            examples_allows=_examples(entry.examples.allows, file, "allows"),
            file=file.name,
        )

    def _condition(
        self, name: str, entry: ConditionEntry | None, file: YamlFile, key: str
    ) -> Condition | None:
        if entry is None:
            return None

        def enter(place: str, phrases: list[str]) -> str | None:
            return self._enter(f"{name}/{place}", phrases, file, (key, place))

        return Condition(
            clause=enter("clause", entry.clause),
            sentence=enter("sentence", entry.sentence),
            draft=enter("draft", entry.draft),
            customer=enter("customer", entry.customer),
            moods=frozenset(entry.moods),
            registers=frozenset(entry.registers),
            stages=frozenset(entry.stages),
            question=entry.question,
        )

    def _wordings(self, id: str, entry: RuleEntry, file: YamlFile) -> Iterable[Wording]:
        for index, item in enumerate(entry.replacements):
            if isinstance(item, str):
                yield Wording(item, item)
                continue
            path = ("replacements", index, "for")
            fits = self._enter(f"{id}/fits-{index}", item.fits, file, path)
            yield Wording(item.formal, item.spoken, fits, item.at)

    def _check_references(self, rules: Mapping[str, Rule]) -> None:
        for rule in rules.values():
            for other in sorted(rule.gives_way_to - rules.keys() - _EXPECTED):
                wrong = f"«gives_way_to» names «{other}», which is no rule."
                self.problems.append(Problem(rule.file, 0, "", wrong, "Correct or remove it."))
            if not rule.examples_flags or not rule.examples_allows:
                wrong = "A rule needs examples of both kinds, flags and allows."
                self.problems.append(Problem(rule.file, 0, "", wrong, "Add what is missing."))


def _examples(items: list[Any], file: YamlFile, kind: str) -> tuple[Example, ...]:
    found: list[Example] = []
    for index, item in enumerate(items):
        line = file.line_of(("examples", kind, index))
        if isinstance(item, str):
            found.append(Example(item, line=line))
            continue
        history = [(author, text) for entry in item.history for author, text in entry.items()]
        if item.customer is not None:
            history.append(("customer", item.customer))
        found.append(Example(item.draft, item.name, item.title, tuple(history), item.lists, line))
    return tuple(found)
