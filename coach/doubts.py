"""What loads and still cannot be meant: phrases that never match or are always silenced, advice in
the wrong language, files that nothing reads; and what rules say against each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from coach.compiling import Compiler
from coach.conflicts import conflicts, others_of
from coach.cues import EXCEPT
from coach.matching.elements import Sequence_
from coach.matching.notation import spread
from coach.pack import Pack
from coach.pack_loading import HEARD
from coach.past import CHANGES
from coach.sources import RuleSource, SetSource, Written
from coach.specimens import specimens
from coach.text import Text
from coach.yaml_file import Problem

_PERSIAN = re.compile("[\u0621-\u06cc]")
_LATIN = re.compile("[A-Za-z]")
Place = tuple[int, int]
_FOLDERS = ("wording", "missing", "shape", "flow", "lexicon", "teams", "phrases")


def doubts(
    pack: Pack, folder: Path | None = None, file: str | None = None, changed: bool = False
) -> list[Problem]:
    """Everything doubtful in a pack, and in the folder that it was loaded from if it is given.

    file: only what is doubtful in this one. changed: of phrases, those alone that stand with some
    of a team's own; the shipped ones were looked at before. Both are quicker.
    """
    found = [*_Phrases(pack, file, changed).problems(), *conflicts(pack, file), *_advice(pack)]
    if file is not None:
        return [problem for problem in found if problem.file == file]
    return found + list(_strays(folder)) if folder is not None else found


class _Phrases:
    """Lays every phrase over texts made from itself."""

    def __init__(self, pack: Pack, file: str | None, changed: bool) -> None:
        self.pack = pack
        self.file = file
        self.changed = changed
        self.compiler = Compiler(pack.lexicon, frozenset(), pack.recipes)
        self.spread: dict[str, list[Sequence_]] = {}
        self.phrases: list[tuple[str, str, Written, list[Sequence_]]] = []
        """Name of the phrase's own set, name of the set that it is of, the phrase, its spread."""
        for source in filter(self._is_wanted, pack.sources.values()):
            for key, phrases in source.lists.items():
                self._enter(f"{source.id}/{key}", phrases)
        for source in filter(self._is_wanted, pack.lexicon.values()):
            self._enter(source.name, source.lists["phrases"])
            self._enter(source.name + EXCEPT, source.lists["unless"])
        known = pack.matcher
        shared = [name for name in known.names if name.removesuffix(EXCEPT) in pack.lexicon]
        own = [name for name, *_ in self.phrases]
        self.matcher = self.compiler.matcher([*shared, *own], known)

    def _is_wanted(self, source: RuleSource | SetSource) -> bool:
        if not self.changed:
            return True
        files = {one.file.name for phrases in source.lists.values() for one in phrases}
        return any(name.startswith("teams/") for name in files)

    def _enter(self, of: str, phrases: list[Written]) -> None:
        for index, one in enumerate(phrases):
            if self.file not in (None, one.file.name):
                continue
            name = f"{of}#{index}"
            self.compiler.enter(name, [one])
            self.phrases.append((name, of, one, self.compiler.sets[name]))

    def problems(self) -> Iterator[Problem]:
        for name, of, one, sequences in self.phrases:
            written = dict.fromkeys(specimens(sequences, self._sequences_of))
            matched = self._matched(name, written)
            first = next(matched, None)  # Mostly that is enough, and each text costs a walk.
            if first is None:
                if written:
                    remedy = "Look at its marks, edges and tags; see docs/rules.md."
                    yield one.problem(f"«{one.words}» can never match.", remedy)
            elif all(self._silenced(of, text) for text in _varied(chain([first], matched))):
                wrong = f"«{one.words}» is silenced wherever it matches, by «allows» or «unless»."
                yield one.problem(wrong, "Remove the phrase, or narrow what silences it.")
            elif of.endswith("/flags"):
                yield from self._beside_others(of.removesuffix("/flags"), one, name, written)

    def _matched(self, name: str, written: Iterable[str]) -> Iterator[Text]:
        for words in written:
            text = Text(words)
            if self.matcher.walk(text).find(name):
                yield text

    def _beside_others(
        self, rule: str, one: Written, name: str, written: Iterable[str]
    ) -> Iterator[Problem]:
        """What other rules say wherever a phrase matches, as far as their phrases alone decide."""
        source = self.pack.sources[rule]
        for other in others_of(self.pack, source, one):
            texts = self._matched(name, written)
            if not all(self._overlaps(rule, other.id, text) for text in texts):
                continue
            if other.id in source.entry.gives_way_to:
                wrong = f"Wherever «{one.words}» matches, «{rule}» gives way to «{other.id}»."
                yield one.problem(wrong, "Remove the phrase, or narrow the other rule.")
            else:
                wrong = f"What «{one.words}» matches «{other.id}» marks, too: two remarks on it."
                yield one.problem(wrong, "Let one rule give way to the other (gives_way_to).")

    def _overlaps(self, rule: str, other: str, text: Text) -> bool:
        walk = self.pack.matcher.walk(text)
        voids = walk.find(f"{other}/flags{EXCEPT}")
        theirs = [at for at in walk.find(f"{other}/flags") if not _touches(at, voids)]
        return any(_touches(at, theirs) for at in walk.find(f"{rule}/flags"))

    def _silenced(self, of: str, text: Text) -> bool:
        walk = self.pack.matcher.walk(text)
        voids, places = walk.find(of + EXCEPT), walk.find(of)
        return bool(places) and all(_touches(place, voids) for place in places)

    def _sequences_of(self, name: str) -> Sequence[Sequence_]:
        """The plain sequences of a set that a phrase names."""
        if name not in self.spread and name in self.pack.lexicon:
            phrases = self.pack.lexicon[name].lists["phrases"]
            self.spread[name] = [s for one in phrases for s in spread(one.words, self._words_of)]
        return self.spread.get(name, ())

    def _words_of(self, name: str) -> list[str]:
        source = self.pack.lexicon.get(name)
        return [] if source is None else [one.words for one in source.lists["phrases"]]


def _touches(place: Place, places: Iterable[Place]) -> bool:
    return any(place[0] < end and start < place[1] for start, end in places)


def _varied(texts: Iterable[Text]) -> Iterator[Text]:
    """The texts as they are, and with words around them: what silences may be an edge."""
    for text in texts:
        yield text
        yield Text(f"همین {text.raw} سفارش")


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
