"""What the workbench's page sends and what it is answered; `docs/workbench.md` tells of both."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from app.events import CustomerFields, MessageFields, Wire
from app.workbench.naming import LONGEST_NAME, Kind

Lang = Literal["fa", "en"]
ReadOnly = Literal["shipped", "folder"] | None
"""Why nothing can be written: the rules are those that ship, or their folder may not be written."""
FileName = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
Author = Annotated[str, Field(min_length=1, max_length=100)]
Note = Annotated[str, Field(max_length=500)]

# ---- asked ----


class Edit(Wire):
    """A text that is not saved yet; None: the file is to be gone."""

    file: FileName
    text: str | None = None


class TraceRequest(Wire):
    """A draft and the talk around it, tried under the saved rules and under an edit."""

    draft: Annotated[str, Field(max_length=5000)]
    customer: CustomerFields | None = None
    messages: list[MessageFields] = Field(default=[], max_length=200)
    edit: Edit | None = None
    lang: Lang = "fa"


class CheckRequest(Edit):
    """An edit to check. `whole`: run the examples of all rules, not only those it is about."""

    whole: bool = False
    lang: Lang = "fa"


class BacktestRequest(Edit):
    """An edit to try on conversations: JSON Lines, or None for those that ship with the product."""

    chats: str | None = None


class PublishRequest(Edit):
    """An edit to put live. `version`: of the text that it was made from."""

    version: str | None
    author: Author | None = None
    note: Note = ""
    lang: Lang = "fa"


class UndoRequest(Wire):
    """A publication to take back, by the id that it has in the history."""

    entry: Annotated[int, Field(ge=1, le=2**53)]
    author: Author | None = None
    note: Note = ""
    lang: Lang = "fa"


# ---- answered ----


class FileAnswer(BaseModel):
    """A file of the team's own."""

    file: str
    kind: Kind
    version: str | None


class TextAnswer(FileAnswer):
    """A file with its text; None where it is not there yet."""

    text: str | None


class ProblemAnswer(BaseModel):
    """A mistake. `blocks`: nothing is published while it stands."""

    file: str
    line: int
    excerpt: str
    wrong: str
    remedy: str
    blocks: bool


class HomeAnswer(BaseModel):
    """Who asks, what is live, what can be written. `readonly`: why nothing can be."""

    team: str
    teams: list[str]
    author: str | None
    open: bool
    exists: bool
    pack: str
    readonly: ReadOnly
    files: list[FileAnswer]
    problems: list[ProblemAnswer]


class RuleAnswer(BaseModel):
    """A rule in the list. `changed`: how many of its values the team gave."""

    id: str
    section: str
    category: str
    severity: str
    state: str
    advice: str
    own: bool
    changed: int
    words: str


class ValueAnswer(BaseModel):
    """An effective value, where it comes from, and whether a team added (+) or removed (-) it."""

    key: str
    value: str
    place: str
    sign: str


class ExampleAnswer(BaseModel):
    """A text that proves a rule. `said`: the talk before it."""

    draft: str
    said: list[str]


class CardAnswer(RuleAnswer):
    """All of one rule."""

    why: str
    source: str
    file: str
    flags: list[ExampleAnswer]
    allows: list[ExampleAnswer]
    replacements: list[dict[str, str]]
    values: list[ValueAnswer]


class HeldAnswer(BaseModel):
    """What held a rule back, and the words, the facet or the rule that did it."""

    by: str
    what: str


class TracedAnswer(BaseModel):
    """A place where a rule speaks (`held` is empty) or almost spoke. Offsets count UTF-16."""

    rule: str
    severity: str
    state: str
    advice: str
    start: int | None
    end: int | None
    words: str
    held: list[HeldAnswer]
    phrases: list[tuple[str, str]]
    offers: list[str]


class TraceAnswer(BaseModel):
    """What rules say of a draft; `pack`: their version."""

    pack: str
    mood: str | None
    register_: Annotated[str | None, Field(alias="register")]
    stage: str | None
    tone: float
    zone: str
    traced: list[TracedAnswer]


class TracesAnswer(BaseModel):
    """A draft under the saved rules and under the edit; None where they cannot be read.

    `broken`: that is why the edit says nothing.
    """

    saved: TraceAnswer | None
    edited: TraceAnswer | None
    broken: bool


class CheckAnswer(BaseModel):
    """What is wrong with an edit, and how many examples were run."""

    problems: list[ProblemAnswer]
    examples: int
    seconds: float


class RuleDifference(BaseModel):
    """In how many replies a rule fires before and after, and some of those that changed."""

    rule: str
    before: int
    after: int
    newly: int
    silent: int
    newly_drafts: list[str]
    silent_drafts: list[str]


class BacktestAnswer(BaseModel):
    """What an edit changes on conversations. `finished`: False where time ran out before."""

    conversations: int
    messages: int
    replies: int
    changed: int
    finished: bool
    seconds: float
    rules: list[RuleDifference]


class EntryAnswer(BaseModel):
    """A publication in the history."""

    id: int
    at: str
    author: str
    note: str
    file: str
    undoes: int | None
    created: bool
    removed: bool


class HistoryAnswer(BaseModel):
    """The newest publications first; `more`: there are older ones."""

    entries: list[EntryAnswer]
    more: bool


class EntryTextsAnswer(EntryAnswer):
    """A publication with its texts."""

    before: str | None
    after: str | None


class PublishedAnswer(BaseModel):
    """A publication that came about. `live`: agents have it already; `pack`: what they have."""

    file: str
    version: str | None
    entry: int
    live: bool
    pack: str
