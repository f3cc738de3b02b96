"""Phrases, compiled, and the index that tells where to look for them.

Most phrases hold two words in a row: they are looked for where the rarer of the two stands beside
the other, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from graphlib import TopologicalSorter
from typing import NamedTuple

from coach.matching.elements import Edge, Gap, OneWord, Option, Ref, Sequence_
from coach.matching.vocabulary import Vocabulary
from coach.persian import key

SYMBOL, GAP, EDGE, REF = range(4)
KNOTTY = 3
"""So many gaps and sets in one phrase are walked place by place, not way by way."""
Step = tuple[int, int | str]


class Phrase(NamedTuple):
    """One plain sequence: the name of its set, its steps, and what it cannot do without.

    uses: sets. offset: how many words its anchor (the symbol at which it is looked
    for) stands behind its start, -1 where that varies. row: the symbols, where the phrase is
    nothing but words in a row. knotty: may lie over one text in very many ways.
    """

    name: str
    steps: tuple[Step, ...]
    uses: frozenset[str]
    offset: int = -1
    row: tuple[int, ...] = ()
    knotty: bool = False


Candidates = list[Phrase]
Meetings = tuple[frozenset[int], dict[int, Candidates]]
"""What a word looks for: the other symbols as a set (to meet them with a text's symbols is one call
in C), and the phrases by them."""
_NOBODY: frozenset[int] = frozenset()
_NO_SETS: frozenset[str] = frozenset()


class Pairs:
    """Phrases by their anchor and by another symbol that must be there too."""

    def __init__(self) -> None:
        self._phrases: dict[int, dict[int, Candidates]] = {}
        self._meetings: dict[int, Meetings] = {}
        self._inside: dict[int, tuple[int, ...]] = {}
        """By anchor, all symbols of its phrases."""
        self._anchors: frozenset[int] = frozenset()
        self._own: set[int] | None = None
        """The anchors whose phrases are not another's too; None: all."""

    def copy(self) -> Pairs:
        """The same phrases, to be changed on their own: an anchor's are copied when they change."""
        other = Pairs()
        other._phrases, other._meetings = self._phrases.copy(), self._meetings.copy()
        other._inside = self._inside.copy()
        other._own = set()
        return other

    def leave(self, names: frozenset[str]) -> None:
        """Take out the phrases of some sets."""
        touched = {
            (anchor, other): None
            for anchor, others in self._phrases.items()
            for other, candidates in others.items()
            for name, *_ in candidates
            if name in names
        }
        for anchor, other in touched:
            others = self._of_our_own(anchor)
            others[other] = [one for one in others[other] if one[0] not in names]
            if not others[other]:
                del others[other]

    def _of_our_own(self, anchor: int) -> dict[int, Candidates]:
        others = self._phrases.setdefault(anchor, {})
        if self._own is not None and anchor not in self._own:
            self._own.add(anchor)
            others = {other: candidates.copy() for other, candidates in others.items()}
            self._phrases[anchor] = others
        return others

    def enter(self, anchor: int, other: int, phrase: Phrase) -> None:
        """Lay a phrase under its anchor and the other symbol."""
        self._of_our_own(anchor).setdefault(other, []).append(phrase)

    def seal(self) -> None:
        """Get ready to be asked."""
        for anchor in list(self._phrases) if self._own is None else self._own:
            others = self._phrases.get(anchor)
            if others:
                self._meetings[anchor] = frozenset(others), others
                every = (phrase for candidates in others.values() for phrase in candidates)
                symbols = (symbol for phrase in every for symbol in _symbols(phrase))
                self._inside[anchor] = tuple(frozenset(symbols))
            else:
                for table in (self._phrases, self._meetings, self._inside):
                    table.pop(anchor, None)
        self._anchors = frozenset(self._phrases)

    def inside(self) -> frozenset[int]:
        """The symbols of all phrases."""
        return _NOBODY.union(*self._inside.values())

    def others(self) -> frozenset[int]:
        """The symbols that any anchor looks for."""
        return _NOBODY.union(*(others for others, _ in self._meetings.values()))

    def of(self, symbols: frozenset[int]) -> Meetings | None:
        """What the anchors among a word's symbols look for, all together; None: nothing."""
        anchors = symbols & self._anchors
        if len(anchors) < 2:
            return self._meetings[next(iter(anchors))] if anchors else None
        merged: dict[int, Candidates] = {}
        for anchor in anchors:
            for other, candidates in self._phrases[anchor].items():
                merged[other] = merged[other] + candidates if other in merged else candidates
        return frozenset(merged), merged


class Index:
    """Where to look for each phrase.

    single: names of sets by the symbol of a phrase of one word. ahead, behind: phrases with two
    words in a row, by the rarer one and the one right behind or before it. apart: phrases without,
    by their two rarest words. referring: by name of set, phrases without any word of their own;
    uses: what these use, the used before the using; used: all of that. inside: the symbols of
    phrases of several words; afar: those of them that are asked for anywhere in the sentence.
    """

    def __init__(
        self,
        phrases: Iterable[Phrase],
        commonness: Callable[[int], float],
        like: Index | None = None,
        without: frozenset[str] = frozenset(),
    ) -> None:
        """like: an index whose phrases stand here too, but for those of the sets `without`."""
        self.single: dict[int, list[str]] = {}
        self.ahead: Pairs = Pairs()
        self.behind: Pairs = Pairs()
        self.apart: Pairs = Pairs()
        self.referring: dict[str, list[Phrase]] = {}
        if like is not None:
            self._take_over(like, without)
        for phrase in phrases:
            self._enter(phrase, commonness)
        self.single_keys = frozenset(self.single)
        every = (self.ahead, self.behind, self.apart)
        for pairs in every:
            pairs.seal()
        self.afar = self.apart.others()
        self.inside = _NOBODY.union(*(pairs.inside() for pairs in every))
        self.uses = tuple(self._uses())
        self.used = _NO_SETS.union(*(uses for _, uses in self.uses))

    def _take_over(self, like: Index, without: frozenset[str]) -> None:
        self.ahead, self.behind = like.ahead.copy(), like.behind.copy()
        self.apart = like.apart.copy()
        for pairs in (self.ahead, self.behind, self.apart):
            pairs.leave(without)
        for symbol, names in like.single.items():
            if kept := [name for name in names if name not in without]:
                self.single[symbol] = kept
        for name, phrases in like.referring.items():
            if name not in without:
                self.referring[name] = phrases

    def _uses(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Each referring set with what one of its phrases uses, the used before the using."""
        users = {
            name: {used for phrase in phrases for used in phrase.uses if used in self.referring}
            for name, phrases in self.referring.items()
        }
        for name in TopologicalSorter(users).static_order():
            for uses in dict.fromkeys(phrase.uses for phrase in self.referring[name]):
                yield name, uses

    def _enter(self, phrase: Phrase, commonness: Callable[[int], float]) -> None:
        """Lay a phrase where it is looked for least often."""
        needs = frozenset(_symbols(phrase))
        if not needs:
            self.referring.setdefault(phrase.name, []).append(phrase)
        elif len(phrase.steps) == 1:
            (symbol,) = needs
            self.single.setdefault(symbol, []).append(phrase.name)
        elif rows := _neighbours(phrase.steps):

            def rarity(at: int) -> tuple[float, float]:
                one, other = (commonness(int(phrase.steps[i][1])) for i in (at, at + 1))
                return min(one, other), max(one, other)

            at = min(rows, key=rarity)
            one, other = int(phrase.steps[at][1]), int(phrase.steps[at + 1][1])
            if commonness(one) <= commonness(other):
                self.ahead.enter(one, other, phrase._replace(offset=_offset(phrase.steps, at)))
            else:
                self.behind.enter(other, one, phrase._replace(offset=_offset(phrase.steps, at + 1)))
        else:
            rarest = sorted(needs, key=commonness)
            at = next(i for i, step in enumerate(phrase.steps) if step == (SYMBOL, rarest[0]))
            anchored = phrase._replace(offset=_offset(phrase.steps, at))
            self.apart.enter(rarest[0], rarest[min(1, len(rarest) - 1)], anchored)


def _symbols(phrase: Phrase) -> Iterator[int]:
    return (int(value) for kind, value in phrase.steps if kind == SYMBOL)


def _neighbours(steps: tuple[Step, ...]) -> list[int]:
    """The steps that are words with a word right behind them."""
    return [
        at for at in range(len(steps) - 1) if steps[at][0] == SYMBOL and steps[at + 1][0] == SYMBOL
    ]


def _offset(steps: tuple[Step, ...], step: int) -> int:
    """How many words behind the start of a match a step's word stands; -1 where it varies."""
    if any(kind in (GAP, REF) for kind, _ in steps[:step]):
        return -1
    return sum(kind == SYMBOL for kind, _ in steps[:step])


def compiled(
    name: str, sequence: Sequence_, vocabulary: Vocabulary, shared: dict[Step, Step]
) -> Phrase:
    """One sequence of a set, its words as the vocabulary's numbers.

    shared: each step once; most stand in many phrases, and apart they would take 20 MB.
    """
    steps: list[Step] = []
    for element in sequence:
        if isinstance(element, Gap):
            steps.append((GAP, element.most))
        elif isinstance(element, Edge):
            steps.append((EDGE, element.mark))
        elif isinstance(element, Ref):
            steps.append((REF, element.name))
        else:
            steps.append((SYMBOL, vocabulary.symbol(element)))
    steps = [shared.setdefault(step, step) for step in steps]
    uses = frozenset(str(value) for kind, value in steps if kind == REF) or _NO_SETS
    plain = all(kind == SYMBOL for kind, _ in steps)
    row = tuple(int(value) for _, value in steps) if plain else ()
    loose = sum(kind in (GAP, REF) for kind, _ in steps)
    return Phrase(name, tuple(steps), uses, row=row, knotty=loose >= KNOTTY)


def glued(sequence: Sequence_) -> Iterator[Sequence_]:
    """The sequence, and the spellings in which two of its plain words are written as one."""
    yield sequence
    for at in range(len(sequence) - 1):
        left, right = sequence[at], sequence[at + 1]
        if not (isinstance(left, OneWord) and isinstance(right, OneWord)):
            continue
        if len(left.options) * len(right.options) > 16:
            continue
        glued = {
            Option(b.kind, key(a.value + b.value))
            for a in left.options
            for b in right.options
            if a.kind == "word"
            and b.kind in ("word", "stem")
            and isinstance(a.value, str)
            and isinstance(b.value, str)
            and len(a.value) + len(b.value) > 3
        }
        if glued:
            yield (*sequence[:at], OneWord(frozenset(glued)), *sequence[at + 2 :])
