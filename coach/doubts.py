"""What loads and still cannot be meant: phrases that never match or are always silenced, rules that
say the same, advice in the wrong language, files that nothing reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from coach.compiling import Compiler
from coach.cues import EXCEPT
from coach.matching.elements import Sequence_
from coach.matching.notation import spread
from coach.pack import Pack
from coach.pack_loading import HEARD
from coach.past import CHANGES
from coach.sources import RuleSource, Written
from coach.specimens import specimens
from coach.text import Text
from coach.yaml_file import Problem

_PERSIAN = re.compile("[\u0621-\u06cc]")
_LATIN = re.compile("[A-Za-z]")
_FOLDERS = ("wording", "missing", "shape", "flow", "lexicon", "teams", "phrases")


def doubts(pack: Pack, folder: Path | None = None, file: str | None = None) -> list[Problem]:
    """Everything doubtful in a pack, and in the folder that it was loaded from if it is given.

    file: only what is doubtful in this one, which is quicker.
    """
    found = [*_Phrases(pack, file).problems(), *_twins(pack), *_advice(pack)]
    if file is not None:
        return [problem for problem in found if problem.file == file]
    return found + list(_strays(folder)) if folder is not None else found


class _Phrases:
    """Lays every phrase over texts made from itself."""

    def __init__(self, pack: Pack, file: str | None) -> None:
        self.pack = pack
        self.file = file
        self.compiler = Compiler(pack.lexicon, frozenset(), pack.recipes)
        self.spread: dict[str, list[Sequence_]] = {}
        self.phrases: list[tuple[str, str, Written, list[Sequence_]]] = []
        """Name of the phrase's own set, name of the set that it is of, the phrase, its spread."""
        for source in pack.sources.values():
            for key in ("flags", "needs"):
                self._enter(f"{source.id}/{key}", source.lists[key])
        for name, source in pack.lexicon.items():
            self._enter(name, source.lists["phrases"])
        known = pack.matcher
        shared = [name for name in known.names if name.removesuffix(EXCEPT) in pack.lexicon]
        own = [name for name, *_ in self.phrases]
        self.matcher = self.compiler.matcher([*shared, *own], known)

    def _enter(self, of: str, phrases: list[Written]) -> None:
        for index, one in enumerate(phrases):
            if self.file not in (None, one.file.name):
                continue
            name = f"{of}#{index}"
            self.compiler.enter(name, [one])
            self.phrases.append((name, of, one, self.compiler.sets[name]))

    def problems(self) -> Iterator[Problem]:
        for name, of, one, sequences in self.phrases:
            texts = [Text(text) for text in dict.fromkeys(specimens(sequences, self._sequences_of))]
            matched = [text for text in texts if self.matcher.walk(text).find(name)]
            if texts and not matched:
                remedy = "Look at its marks, edges and tags; see docs/rules.md."
                yield one.problem(f"«{one.words}» can never match.", remedy)
            elif matched and all(self._silenced(of, text) for text in _varied(matched)):
                wrong = f"«{one.words}» is silenced wherever it matches, by «allows» or «unless»."
                yield one.problem(wrong, "Remove the phrase, or narrow what silences it.")

    def _silenced(self, of: str, text: Text) -> bool:
        walk = self.pack.matcher.walk(text)
        voids, places = walk.find(of + EXCEPT), walk.find(of)
        return bool(places) and all(
            any(start < end_ and start_ < end for start_, end_ in voids) for start, end in places
        )

    def _sequences_of(self, name: str) -> Sequence[Sequence_]:
        """The plain sequences of a set that a phrase names."""
        if name not in self.spread and name in self.pack.lexicon:
            phrases = self.pack.lexicon[name].lists["phrases"]
            self.spread[name] = [s for one in phrases for s in spread(one.words, self._words_of)]
        return self.spread.get(name, ())

    def _words_of(self, name: str) -> list[str]:
        source = self.pack.lexicon.get(name)
        return [] if source is None else [one.words for one in source.lists["phrases"]]


def _varied(texts: list[Text]) -> Iterator[Text]:
    """The texts as they are, and with words around them: what silences may be an edge."""
    for text in texts:
        yield text
        yield Text(f"همین {text.raw} سفارش")


def _twins(pack: Pack) -> Iterator[Problem]:
    """The same phrase twice in a rule, or in two rules of which neither gives way."""
    seen: dict[str, tuple[RuleSource, Written]] = {}
    for source in pack.sources.values():
        for one in source.lists["flags"]:
            words = " ".join(one.words.split())
            before, twin = seen.setdefault(words, (source, one))
            if twin is one or _settled(before, source):
                continue
            wrong = f"«{one.words}» stands in {twin.place} too."
            remedy = "Keep one, or let one rule give way to the other (gives_way_to)."
            yield one.problem(wrong, remedy)


def _settled(one: RuleSource, other: RuleSource) -> bool:
    """Is it settled which of two rules speaks? Conditions may keep them apart, too."""
    if one is other:
        return False
    if other.id in one.entry.gives_way_to or one.id in other.entry.gives_way_to:
        return True
    if "off" in (one.entry.state, other.entry.state):
        return True
    grouped = one.entry.group is not None and one.entry.group == other.entry.group
    return grouped or one.entry.when != other.entry.when or one.entry.unless != other.entry.unless


def _advice(pack: Pack) -> Iterator[Problem]:
    for source in pack.sources.values():
        for key in ("advice", "why"):
            texts = getattr(source.entry, key)
            line = source.file.line_of((key,))
            if not _PERSIAN.search(texts.fa):
                wrong = f"«{key}.fa» of «{source.id}» holds no Persian."
                yield source.file.problem(line, wrong, "Write it in Persian.")
            if not _LATIN.search(texts.en):
                wrong = f"«{key}.en» of «{source.id}» holds no English."
                yield source.file.problem(line, wrong, "Write it in English.")
            changed = {lang for lang in ("fa", "en") if f"{key}.{lang}" in source.changed}
            if len(changed) == 1:
                (lang,) = {"fa", "en"} - changed
                file, _, place = source.changed[f"{key}.{next(iter(changed))}"].rpartition(":")
                wrong = f"«{key}» of «{source.id}» was changed in one language alone."
                yield Problem(file, int(place), "", wrong, f"Add «{lang}: …».")


def _strays(folder: Path) -> Iterator[Problem]:
    """Files that look like rules and are not read."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.suffix in (".yml", ".YAML", ".YML"):
            remedy = "Let its name end in .yaml."
            yield Problem(str(name), 0, "", "This file is not read.", remedy)
        elif path.suffix == ".yaml" and not _is_read(name.parts):
            remedy = "Put it into wording, missing, shape, flow or lexicon."
            yield Problem(str(name), 0, "", "This file is not read.", remedy)


def _is_read(parts: tuple[str, ...]) -> bool:
    if parts[0] == "teams" and len(parts) > 3:
        parts = parts[2:]
    if parts[:2] == ("lexicon", HEARD):
        parts = parts[1:]
        return len(parts) == 2
    return parts in (("praise.yaml",), (CHANGES,)) or (len(parts) == 2 and parts[0] in _FOLDERS)
