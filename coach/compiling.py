"""From sources to what the engine runs: phrases spread out into sets, sources made into rules."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from coach.cues import EXCEPT
from coach.matching.elements import Gap, PhraseError, Ref, Sequence_
from coach.matching.matcher import Matcher
from coach.matching.notation import spread
from coach.past import Past, unknown_set
from coach.rule_entries import ConditionEntry, ExampleEntry, RuleEntry
from coach.rules import Condition, Example, Rule, Timed, Wording
from coach.sources import CONDITION_PLACES, Recipe, RuleSource, SetSource, Written
from coach.yaml_file import Problem, YamlFile

LONGEST_GAP = 20
MOST_WAYS = 5_000
"""In how many ways the gaps and sets of one phrase may be laid over a text from a given word."""
MOST_IN_A_FILE = 8_000
"""How many plain wordings all phrases of one file may stand for."""
_NAMED = re.compile(r"@([\w-]+)")


class Compiler:
    """Spreads phrases out. `sets`: the plain sequences by name; `problems`: what cannot be read.

    `lost`: names that stand in lexicon files which could not be read: no phrase is blamed for them.
    `known`: recipes of sets that are compiled already; where one is still the same its name goes
    to `kept`, and its sequences are not made again unless `unkeep()` asks for them.
    """

    def __init__(
        self,
        lexicon: Mapping[str, SetSource],
        lost: Collection[str] | None,
        known: Mapping[str, Recipe] | None = None,
        past: Past | None = None,
    ) -> None:
        self.lexicon = lexicon
        self.lost = lost
        self.sets: dict[str, list[Sequence_]] = {}
        self.kept: dict[str, list[Written]] = {}
        self.recipes: dict[str, Recipe] = {}
        self.problems: list[Problem] = []
        self._known = known or {}
        self._past = past or Past()
        self._sizes: Counter[str] = Counter()
        for name, source in lexicon.items():
            self.enter(name, source.lists["phrases"])
            self.enter(name + EXCEPT, source.lists["unless"])

    def enter(self, name: str, phrases: Iterable[Written]) -> str | None:
        """Enter a set; its name, or None where there are no phrases."""
        phrases = list(phrases)
        if not phrases:
            return None
        named = self._named(phrases)
        known = self._known.get(name)
        if known is not None and named is not None and self._is_same(known, phrases, named):
            self.kept[name], self.recipes[name] = phrases, known
            return name
        before = len(self.problems)
        found = [self._spread(one) for one in phrases]
        self.sets[name] = [sequence for sequences in found for sequence in sequences]
        if named is not None and len(self.problems) == before:
            words = tuple(one.words for one in phrases)
            self.recipes[name] = Recipe(words, named, tuple(map(len, found)))
        return name

    def unkeep(self, name: str) -> None:
        """Make the sequences of a set that was kept after all."""
        phrases = self.kept.pop(name)
        self.sets[name] = [
            sequence for one in phrases for sequence in spread(one.words, self._phrases_of)
        ]

    def matcher(self, names: Iterable[str], like: Matcher | None) -> Matcher:
        """The matcher of some sets, which are handed over. like: has the sequences of kept ones."""
        names = list(names)
        for name in names:
            if name in self.kept and (like is None or name not in like.names):
                self.unkeep(name)
        kept = frozenset(name for name in names if self.kept.pop(name, None) is not None)
        if like is not None and kept == like.names and len(kept) == len(names):
            return like
        return Matcher({n: self.sets.pop(n) for n in names if n not in kept}, like, kept)

    def _named(self, phrases: list[Written]) -> tuple[tuple[str, tuple[str, ...]], ...] | None:
        """The sets that phrases name, directly or not, with theirs; None where one is not there."""
        found: dict[str, tuple[str, ...]] = {}
        ahead = [name for one in phrases for name in _NAMED.findall(one.words)]
        while ahead:
            name = ahead.pop()
            if name in found:
                continue
            if name not in self.lexicon:
                return None
            found[name] = tuple(one.words for one in self.lexicon[name].lists["phrases"])
            ahead += [other for words in found[name] for other in _NAMED.findall(words)]
        return tuple(sorted(found.items()))

    def _is_same(
        self, known: Recipe, phrases: list[Written], named: tuple[tuple[str, tuple[str, ...]], ...]
    ) -> bool:
        """Would the same come of it, and still not be too much for its files?"""
        if (known.phrases, known.named) != (tuple(one.words for one in phrases), named):
            return False
        sizes = Counter[str]()
        for one, size in zip(phrases, known.sizes, strict=True):
            sizes[one.file.name] += size
        if any(self._sizes[file] + size > MOST_IN_A_FILE for file, size in sizes.items()):
            return False
        self._sizes += sizes
        return True

    def _spread(self, one: Written) -> list[Sequence_]:
        if self._sizes[one.file.name] > MOST_IN_A_FILE:
            return []
        try:
            found = spread(one.words, self._phrases_of)
            for sequence in found:
                _refuse_explosions(sequence)
        except PhraseError as error:
            self.problems.append(one.problem(error.wrong, error.remedy))
            return []
        except RecursionError:
            wrong = "This phrase is nested too deeply."
            self.problems.append(one.problem(wrong, "Split it into several phrases."))
            return []
        self._sizes[one.file.name] += len(found)
        if self._sizes[one.file.name] > MOST_IN_A_FILE:
            wrong = f"The phrases up to here stand for more than {MOST_IN_A_FILE:,} wordings."
            self.problems.append(one.problem(wrong, "Write fewer choices, or split the file."))
        return found

    def _phrases_of(self, name: str) -> list[str]:
        if name in self.lexicon:
            return [one.words for one in self.lexicon[name].lists["phrases"]]
        if self.lost is None or name in self.lost:
            return ["(آ ب)"]  # any two words: only to read the phrase to its end
        raise PhraseError(*unknown_set(self._past, name, self.lexicon))

    def rule(self, source: RuleSource) -> Rule:
        """The rule of a source, with its phrases entered."""
        rule_id, entry, lists = source.id, source.entry, source.lists
        flags = self.enter(f"{rule_id}/flags", lists["flags"])
        self.enter(f"{rule_id}/flags{EXCEPT}", lists["allows"])
        needs = self.enter(f"{rule_id}/needs", lists["needs"])
        return Rule(
            id=rule_id,
            section=source.section,
            category=entry.category,
            severity=entry.severity,
            advice_texts=entry.advice.model_dump(),
            why_texts=entry.why.model_dump(),
            source=entry.source,
            show="send" if source.section == "missing" else entry.show,
            span=entry.span,
            when=self._condition(source, "when", entry.when),
            unless=self._condition(source, "unless", entry.unless),
            has_flags=flags is not None,
            has_needs=needs is not None,
            gives_way_to=frozenset(entry.gives_way_to),
            group=entry.group,
            limits=entry.limits,
            wordings=tuple(self._wordings(source, entry)),
            state=entry.state,
            examples_flags=_examples(entry, source.file, "flags"),
            examples_allows=_examples(entry, source.file, "allows"),
            file=source.file.name,
        )

    def _condition(
        self, source: RuleSource, key: str, entry: ConditionEntry | None
    ) -> Condition | None:
        if entry is None:
            return None
        sets = {
            place: self.enter(f"{source.id}/{key}/{place}", source.lists[f"{key}/{place}"])
            for place in CONDITION_PLACES
        }
        return Condition(
            **sets,
            moods=frozenset(entry.moods),
            registers=frozenset(entry.registers),
            stages=frozenset(entry.stages),
            question=entry.question,
        )

    def _wordings(self, source: RuleSource, entry: RuleEntry) -> Iterable[Wording]:
        for index, item in enumerate(entry.replacements):
            if isinstance(item, str):
                yield Wording(item, item)
                continue
            fits = self.enter(f"{source.id}/fits-{index}", source.lists[f"fits-{index}"])
            yield Wording(item.formal, item.spoken, fits, item.at)


def _refuse_explosions(sequence: Sequence_) -> None:
    """Raise PhraseError for a phrase that could be laid over one text in very many ways."""
    gaps = [element.most for element in sequence if isinstance(element, Gap)]
    if max(gaps, default=0) > LONGEST_GAP:
        raise PhraseError(
            f"A gap of {max(gaps)} words is too long.", f"Gaps go up to …{LONGEST_GAP}."
        )
    refs = sum(isinstance(element, Ref) for element in sequence)
    if math.prod(most + 1 for most in gaps) * 3**refs > MOST_WAYS:
        raise PhraseError(
            "This phrase has too many gaps and sets in a row.", "Shorten the gaps, or split it."
        )


def _examples(entry: RuleEntry, file: YamlFile, kind: str) -> tuple[Example, ...]:
    found: list[Example] = []
    for index, item in enumerate(getattr(entry.examples, kind)):
        line = file.line_of(("examples", kind, index))
        if isinstance(item, str):
            found.append(Example(item, line=line))
            continue
        history = [(author, text) for said in item.history for author, text in said.items()]
        if item.customer is not None:
            history.append(("customer", item.customer))
        lists = {name: value for name, value in item.lists.model_dump().items() if value}
        timed = _timed(item) if item.talk else None
        draft = item.draft or (timed.readable if timed else "")
        said = tuple(history)
        found.append(Example(draft, item.name, item.title, said, lists, line, timed))
    return tuple(found)


def _timed(item: ExampleEntry) -> Timed:
    events: list[tuple[int, str, str]] = []
    for one in item.talk:
        for happening, words in one.items():
            at, what = happening.split(" ")
            events.append((int(at), what, words))
    until = item.until if item.until is not None else events[-1][0]
    departments = tuple((one.name, tuple(one.topics)) for one in item.departments)
    hour, minute = (item.begins or "10:00").split(":")
    return Timed(tuple(events), until, departments, item.hours, 60 * int(hour) + int(minute))
