"""Phrase files: what may stand in them, how teams change what is there, and mistakes with lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator

from coach.phrases.library import Library
from coach.phrases.phrase import Moment, Phrase, Signature
from coach.rule_entries import RULE_ID, Strict
from coach.rule_file import explain_all
from coach.sources import near
from coach.yaml_file import Path_, Problem, YamlFile

_BLANK = r"\{[^{}\[\]\n]{1,40}\}"
_PLAIN = r"[^{}\[\]]*"
_PIECE = rf"\[(?:{_PLAIN}{_BLANK})+{_PLAIN}\]"
_TEXT = re.compile(rf"{_PLAIN}(?:(?:{_BLANK}|{_PIECE}){_PLAIN})*$")
_MARKUP = re.compile(r"[{}\[\]<>\n]")
Opener = Callable[[Path], YamlFile | None]
Wording = Annotated[str, Field(min_length=2, max_length=600)] | None
Mood = Literal["calm", "happy", "excited", "confused", "worried", "upset", "angry"]
Said = list[Annotated[str, Field(min_length=2, max_length=200)]]


class PhraseEntry(Strict):
    """One phrase of a file; a team may give only what it changes of one that is there."""

    moment: Moment | None = None
    formal: Wording = None
    spoken: Wording = None
    moods: list[Mood] = Field(default=[])
    registers: list[Literal["formal", "neutral", "chatty"]] = Field(default=[])
    stages: list[Literal["opening", "middle", "closing"]] = Field(default=[])
    topics: Said = Field(default=[], max_length=60)
    questions: Said = Field(default=[], max_length=60)
    keywords: Said = Field(default=[], max_length=60)
    state: Literal["live", "off"] = "live"

    @field_validator("formal", "spoken")
    @classmethod
    def _blanks_are_whole(cls, value: str | None) -> str | None:
        if value is not None and not _TEXT.match(value):
            raise ValueError(
                "a blank is written {order}, and [ … ] holds a blank and what goes with it"
            )
        return value


def is_filling(text: str) -> bool:
    """May this text take the place of a blank?"""
    return 0 < len(text) <= 200 and not _MARKUP.search(text)


class PhraseSource:
    """A phrase as its files say it. `entry`: with the changes of the teams so far."""

    def __init__(self, id: str, entry: PhraseEntry, file: YamlFile, at: Path_) -> None:
        self.id = id
        self.entry = entry
        self.file = file
        self.at = at

    def changed(self, entry: PhraseEntry, file: YamlFile, at: Path_) -> PhraseSource:
        """With what a team gives; what it leaves out stays as it was."""
        given = {name: getattr(entry, name) for name in entry.model_fields_set}
        return PhraseSource(self.id, self.entry.model_copy(update=given), file, at)

    def lacks(self) -> Problem | None:
        """What a phrase needs and this one has not, if anything."""
        entry, line = self.entry, self.file.line_of(self.at)
        if entry.moment is None:
            return self.file.problem(line, "«moment» is missing.", "Add a line «moment: …».")
        if entry.formal is None and entry.spoken is None:
            wrong = "«formal» and «spoken» are missing."
            return self.file.problem(line, wrong, "Add a line «spoken: …», «formal: …» or both.")
        if entry.moment == "answer" and not entry.questions:
            wrong = "«questions» is missing: an answer needs what customers ask."
            return self.file.problem(line, wrong, "Add a line «questions: [ … ]».")
        return None

    def phrase(self) -> Phrase:
        """The phrase; of a phrase that lacks nothing."""
        entry = self.entry
        assert entry.moment is not None, "lacks() was asked"
        formal, spoken = entry.formal or entry.spoken, entry.spoken or entry.formal
        assert formal is not None and spoken is not None
        signature = Signature(
            entry.moment,
            frozenset(entry.moods),
            frozenset(entry.registers),
            frozenset(entry.stages),
        )
        place = f"{self.file.name}:{self.file.line_of(self.at)}"
        said = (tuple(entry.topics), tuple(entry.questions), tuple(entry.keywords))
        return Phrase(self.id, signature, formal, spoken, *said, place)


class Phrases:
    """Gathers the phrases of files, one after the other; `problems`: what is wrong with them."""

    def __init__(self) -> None:
        self.sources: dict[str, PhraseSource] = {}
        self.blanks: dict[str, str] = {}
        self.problems: list[Problem] = []

    def read(self, file: YamlFile) -> None:
        """Take in a phrase file. What is wrong in it takes nothing else down."""
        given = file.mapping
        if given is None and file.data is not None:
            wrong = "A phrase file holds ids with phrases below them."
            self.problems.append(file.problem(1, wrong, "Write «id:» and the phrase below it."))
        entered: dict[str, PhraseEntry] = {}
        for name, value in (given or {}).items():
            try:
                entered[name] = PhraseEntry.model_validate(value)
            except ValidationError as error:
                self.problems += explain_all(PhraseEntry, file, error, (name,))
        self.enter(entered, file, ())

    def read_folder(self, folder: Path, open_file: Opener) -> None:
        """Take in the phrase files of the pack, or of a team's own."""
        for path in sorted((folder / "phrases").glob("*.yaml")):
            if (file := open_file(path)) is not None:
                self.read(file)

    def change(
        self, entries: Mapping[str, PhraseEntry], blanks: Mapping[str, str], file: YamlFile | None
    ) -> None:
        """Take in what a team's own file says; where there is one."""
        if file is not None:
            self.enter(entries, file, ("phrases",))
            self.fill(blanks, file, ("blanks",))

    def enter(self, entries: Mapping[str, PhraseEntry], file: YamlFile, at: Path_) -> None:
        """Take in phrases that stand in a file at a place; of two with one id the later holds."""
        for name, entry in entries.items():
            place = (*at, name)
            known = self.sources.get(name)
            if not RULE_ID.match(name):
                wrong = f"«{name}» is no id of a phrase."
                self._tell(file, place, wrong, "Use small Latin letters, digits and hyphens.")
            elif known is not None and _are_beside(known.file, file):
                wrong = f"A phrase «{name}» is in {known.file.name} already."
                self._tell(file, place, wrong, "Rename one of them.")
            elif known is not None:
                self._keep(known.changed(entry, file, place))
            else:
                self._keep(PhraseSource(name, entry, file, place))

    def _keep(self, source: PhraseSource) -> None:
        wrong = source.lacks()
        if wrong is None:
            self.sources[source.id] = source
        elif source.entry.state == "off" and not source.entry.moment:
            remedy = near(source.id, self.sources, "Write the id of a phrase, or leave it out.")
            self._tell(source.file, source.at, f"There is no phrase «{source.id}».", remedy)
        else:
            self.problems.append(wrong)

    def fill(self, blanks: Mapping[str, str], file: YamlFile, at: Path_) -> None:
        """Take in what a team fills blanks with."""
        for name, text in blanks.items():
            if is_filling(text):
                self.blanks[name] = text
                continue
            wrong = f"What is given for «{name}» cannot fill a blank."
            remedy = "Write a short text without brackets and line ends."
            self._tell(file, (*at, name), wrong, remedy)

    def library(self, like: Library | None) -> Library:
        """The phrases that are not switched off, indexed; `like` itself where it holds the same."""
        live = [one.phrase() for one in self.sources.values() if one.entry.state == "live"]
        if like is not None and like.is_like(live, self.blanks):
            return like
        return Library(tuple(live), self.blanks)

    def _tell(self, file: YamlFile, place: Path_, wrong: str, remedy: str) -> None:
        self.problems.append(file.problem(file.line_of(place), wrong, remedy))


def _are_beside(one: YamlFile, other: YamlFile) -> bool:
    """Are these two files of one folder of phrases, none of which may change the other?"""
    folders = [file.name.rpartition("/")[0] for file in (one, other)]
    return one is not other and folders[0] == folders[1] and folders[0].endswith("phrases")


def schema() -> dict[str, Any]:
    """The JSON Schema of a phrase file."""
    entry = PhraseEntry.model_json_schema()
    return {
        "title": "PhraseFile",
        "type": "object",
        "propertyNames": {"pattern": "^[a-z][a-z0-9-]{1,47}$"},
        "additionalProperties": entry,
    }
