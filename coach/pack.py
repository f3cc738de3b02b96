"""A pack: the rules, lexicon and lists of one team, compiled. `coach.pack_loading` loads it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from coach.conversation import Climate, Conversation
from coach.cues import Cues, Matcher, find_cues
from coach.departments import NO_DEPARTMENTS, Departments
from coach.hours import ALWAYS, Hours
from coach.past import Past
from coach.phrases import Library
from coach.rules import Lists, Rule
from coach.sources import Recipe, RuleSource, SetSource, Value, values_of
from coach.team_file import WorkingHours
from coach.tone import judge
from coach.yaml_file import Problem, YamlFile

MOST_READ = 5_000
"""How many characters of one message are read."""
_REMEMBERED_TEXTS = 2_000
_SHORT = 500
"""Only texts up to this length are remembered: what was read of a text takes far more room."""


@dataclass(frozen=True, slots=True)
class House:
    """What a team wants of every reply, and when it works. `register`: None follows the draft."""

    register: str | None = None
    working_hours: WorkingHours | None = None
    hours: Hours = ALWAYS
    """The working hours as the nudges count them."""


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
    hearing: Matcher
    """Finds the sets of the lexicon that are looked for in sent messages alone."""
    lists: Lists
    house: House = House()
    departments: Departments = NO_DEPARTMENTS
    """Who else there is, and for which topics."""
    phrases: Library = field(default_factory=Library)
    """Ready wordings and answers."""
    praises: tuple[dict[str, str], ...] = ()
    """Kind sentences for the agent, in both languages."""
    past: Past = field(default_factory=Past)
    """What the names in it were once."""
    problems: tuple[Problem, ...] = ()
    """What is wrong in the team's own files; what it is about was left out."""
    sources: Mapping[str, RuleSource] = field(default_factory=dict[str, RuleSource], repr=False)
    lexicon: Mapping[str, SetSource] = field(default_factory=dict[str, SetSource], repr=False)
    recipes: Mapping[str, Recipe] = field(default_factory=dict[str, Recipe], repr=False)
    files: Mapping[str, tuple[bytes, YamlFile]] = field(
        default_factory=dict[str, tuple[bytes, YamlFile]], repr=False
    )
    """What was compiled, and each file with a hash of it: another pack can take over what is the
    same."""

    def __post_init__(self) -> None:
        self._read: OrderedDict[str, Cues] = OrderedDict()

    def read(self, raw: str) -> Cues:
        """The cues of a message; a text that was read lately is not read again.

        Of a long one (a log that was pasted in) only the beginning and the end are read.
        """
        if len(raw) > MOST_READ:
            raw = f"{raw[: MOST_READ // 2]}\n{raw[-MOST_READ // 2 :]}"
        known = self._read.get(raw)
        if known is None:
            known = find_cues(self.matcher, raw, self.hearing)
            if len(raw) <= _SHORT:
                self._read[raw] = known
            if len(self._read) > _REMEMBERED_TEXTS:
                self._read.popitem(last=False)
        return known

    def judge(self, conversation: Conversation) -> Climate:
        """The customer's mood and register, and the stage of the talk."""
        return judge(conversation)

    def values(self, rule: str) -> tuple[Value, ...]:
        """Every effective value of a rule with the place that it comes from."""
        return values_of(self.sources[rule])

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
