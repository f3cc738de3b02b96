"""Text: a draft or message as typed, with its words, clauses and sentences.

A word knows its span in what was typed. Marks, emoji and line ends are no words: they stand as
breaks between words. All positions are code points.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from coach.persian import JOINER, fold, key, unligate
from coach.verbs import analyse

_LETTER = "ءآ-غف-يپچژکگی"
# Every repeat that may fail late is bounded (as addresses are), so that no text takes long to cut.
_TOKEN = re.compile(
    r"(?P<mask>(?:https?://|www\.)[^\s«»\"<>]+"
    r"|[\w.+-]{1,64}+@[\w-]{1,63}+(?:\.[\w-]+)+"
    r"|(?:[a-z0-9-]{1,63}+\.){1,8}"
    r"(?:ir|com|net|org|info|io|app|dev|shop|co|me|example|test)\b(?:/[^\s«»\"<>]*)?"
    r"|(?:[a-z0-9-]{1,63}+\.){1,8}[a-z]{2,12}/[^\s«»\"<>]+"
    r"|@[a-z0-9_.\u200c]+|[a-z]+-?\d[a-z0-9-]*|\d+[a-z][a-z0-9-]*"
    r"|\*\d{1,30}+(?:\*\d{1,30}+){0,9}#)"
    r"|(?P<number>\d(?:[\d٬٫,./:-]*\d)?[%٪]?)"
    r"|(?P<word>[" + _LETTER + r"][" + _LETTER + JOINER + r"]*)"
    r"|(?P<latin>[a-z][a-z'’" + JOINER + r"]*)"
    r"|(?P<closing>\n|[.!?؟…]+)"
    r"|(?P<pause>[،,؛;:()\[\]{}<>«»\"“”'|/*•–—-]+)"
    r"|(?P<other>[^\s" + JOINER + r"])"
)
_PREFIX = frozenset(("می", "نمی"))
_PREVERBS = frozenset(("بر", "در", "باز", "وا", "فرا", "فرو", "ور"))
_FUTURE = frozenset(
    no + "خواه" + person
    for no in ("", "ن")
    for person in ("م", "ی", "د", "یم", "ید", "ین", "ند", "ن")
)
_OPENERS = _PREFIX | _PREVERBS | _FUTURE
_DETACHED = frozenset(
    key(ending)
    for ending in (
        "ها های هایی هام هات هاش هامون هاتون هاشون هایم هایت هایش هایمان هایتان هایشان هاست هارو"
        " هارا تر ترین تون مون شون تان مان شان ای ام اید ایم اند"
    ).split()
)
_HEH_ONLY = frozenset(("ای", "ام", "اید", "ایم", "اند"))
_BREAKING_WORDS = frozenset(
    (
        "ولی اما لیکن لکن منتها منتهی وگرنه بلکه چون زیرا پس چونکه درحالیکه درضمن ضمنا البته هرچند"
        " vali ama amma chon albate"
    ).split()
)
_QUOTE = re.compile(r"«[^«»\n]*»|“[^“”\n]*”|\"[^\"\n]*\"|(?:^|(?<=\n))[ \t]*>[^\n]*")
_SEEN_TAILS = frozenset(
    "\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0653\u0654\u0655\u0670"
)
_TRAILING = ".,:;!?؟،؛)]}'…"

_Piece = tuple[str, str, int, int]
"""A token of a stretch between spaces: what it is (the kind of a word, see `Text.kinds`; `j` a word
with joiners behind it; `closing` and `pause` marks; `tail` of a masked word), its key or its
characters, and its place in the stretch."""


class _Pieces(dict[str, tuple[_Piece, ...]]):
    """The tokens of the stretches between spaces that were met lately.

    To look a word up with the marks on it costs 0.3 µs, to read it anew 1.5.
    """

    most = 20_000
    longest = 40

    def __missing__(self, stretch: str) -> tuple[_Piece, ...]:
        pieces = tuple(_pieces(stretch))
        if len(stretch) <= self.longest:
            if len(self) >= self.most:
                self.clear()
            self[stretch] = pieces
        return pieces


def _pieces(stretch: str) -> Iterator[_Piece]:
    for match in _TOKEN.finditer(stretch):
        kind, typed, start = str(match.lastgroup), match[0], match.start()
        if kind == "word":
            plain = typed.rstrip(JOINER)
            shown = "w" if plain == typed else "j"
            yield shown, key(plain), start, start + len(plain)
        elif kind == "mask":
            kept = typed.rstrip(_TRAILING)
            yield "m", kept, start, start + len(kept)
            yield "tail", typed[len(kept) :], start + len(kept), match.end()
        elif kind == "latin" or kind == "number":
            yield kind[0], typed, start, match.end()
        else:
            yield "closing" if kind == "closing" else "pause", typed, start, match.end()


_pieces_of = _Pieces()

NONE, PAUSE, END = 0, 1, 2
"""How strong the break before a word is: none, a comma or emoji, the end of a sentence."""


def _are_one(before: str, plain: str) -> bool:
    """Do two words typed apart make one («نمی توانم»، «کتاب ها»، «نخواهد شد»)?"""
    if before in _PREFIX:
        return len(plain) > 1
    if plain in _DETACHED:
        return plain not in _HEH_ONLY or before.endswith("ه")
    if before in _PREVERBS:
        return plain.startswith(("می", "نمی", "ن")) and bool(analyse(before + plain))
    return any(form.tense == "future" for form in analyse(before + plain))


class Span(NamedTuple):
    """A stretch of a text in code points as typed: `start` inclusive, `end` exclusive."""

    start: int
    end: int


_start_of = attrgetter("start")


class Sentence(NamedTuple):
    """Words `first` to `last` (exclusive) and the marks that close them («؟», «!», «.», «»)."""

    first: int
    last: int
    span: Span
    closing: str


class Text:
    """One text, cut into words. Immutable once built.

    keys: the look-up key of each word; starts, ends: its place as typed; kinds: one of
    `w` word, `n` number, `l` Latin, `m` masked (address, code); breaks: the break before it;
    marks: what stands between words, as (start, character) in order.
    """

    __slots__ = (
        "_clauses",
        "_sentence_starts",
        "_typed",
        "breaks",
        "canonical",
        "ends",
        "keys",
        "kinds",
        "marks",
        "quoted",
        "raw",
        "sentences",
        "starts",
    )

    def __init__(self, raw: str) -> None:
        self.raw = raw
        expanded, origin = unligate(raw)
        self._typed = expanded
        self.canonical = fold(expanded)
        self.keys: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.kinds: list[str] = []
        self.breaks: list[int] = []
        self.marks: list[tuple[int, str]] = []
        self._clauses: list[tuple[int, int]] | None = None
        closings = self._scan()
        if origin is not None:
            origin.append(len(raw))
            self.starts = [origin[i] for i in self.starts]
            self.ends = [origin[i - 1] + 1 for i in self.ends]
            self.marks = [(origin[i], mark) for i, mark in self.marks]
        self.sentences = self._cut(closings)
        self._sentence_starts = [s.first for s in self.sentences]
        self.quoted = self._find_quotes()

    def _scan(self) -> dict[int, str]:
        """Fill the words; return the closing marks before each word index (and after the last)."""
        pending, closings = NONE, dict[int, str]()
        keys, starts, ends = self.keys, self.starts, self.ends
        at = 0
        for stretch in self.canonical.split(" "):
            for kind, plain, first, last in _pieces_of[stretch]:
                if kind == "closing":
                    self.marks.append((at + first, plain))
                    pending = self._close(closings, plain, pending)
                elif kind == "pause":
                    self.marks.append((at + first, plain))
                    pending = pending or PAUSE
                elif kind == "tail":
                    pending = self._close(closings, plain, NONE)
                else:
                    end = at + last
                    if kind == "j":
                        kind, end = "w", self._seen_end(end)
                    if (
                        pending == NONE
                        and (plain in _DETACHED or (keys and keys[-1] in _OPENERS))
                        and self._joins(kind, plain)
                    ):
                        keys[-1] = key(keys[-1] + plain)
                        ends[-1] = end
                        continue
                    keys.append(plain)
                    starts.append(at + first)
                    ends.append(end)
                    self.kinds.append(kind)
                    self.breaks.append(pending)
                    pending = NONE
            at += len(stretch) + 1
        return closings

    def _joins(self, kind: str, plain: str) -> bool:
        """Is a word one with the word before it?"""
        return kind == "w" and self.kinds[-1:] == ["w"] and _are_one(self.keys[-1], plain)

    def _close(self, closings: dict[int, str], marks: str, pending: int) -> int:
        """Note marks after the last word; how strong a break they make."""
        if not marks or not any(mark in ".!?؟…\n" for mark in marks):
            return max(pending, PAUSE) if marks else pending
        index = len(self.keys)
        closings[index] = closings.get(index, "") + marks
        return END

    def _seen_end(self, end: int) -> int:
        """Past diacritics and tatweel: they belong to the word, as a half-space behind it does
        not."""
        while end < len(self._typed) and self._typed[end] in _SEEN_TAILS:
            end += 1
        return end

    def _cut(self, closings: dict[int, str]) -> list[Sentence]:
        sentences: list[Sentence] = []
        first, count = 0, len(self.keys)
        for index in range(1, count + 1):
            if index == count or self.breaks[index] == END:
                if index > first:
                    span = Span(self.starts[first], self.ends[index - 1])
                    sentences.append(Sentence(first, index, span, closings.get(index, "")))
                first = index
        return sentences

    def _find_quotes(self) -> list[Span]:
        if not any(mark in self.raw for mark in '«“">'):
            return []
        return [Span(m.start(), m.end()) for m in _QUOTE.finditer(self.raw)]

    # What checks ask

    def sentence_index(self, word: int) -> int:
        """The index of the sentence that holds word `word`."""
        return bisect_right(self._sentence_starts, word) - 1

    def sentence_of(self, word: int) -> Sentence:
        """The sentence that holds word `word`."""
        return self.sentences[self.sentence_index(word)]

    def clause_of(self, word: int) -> tuple[int, int]:
        """First word and end (exclusive) of the clause around `word`.

        A clause ends at a comma, an emoji, the end of the sentence, and before «ولی» and its kin.
        """
        if self._clauses is None:
            self._clauses = self._cut_clauses()
        return self._clauses[bisect_right(self._clauses, (word, len(self.keys) + 1)) - 1]

    def _cut_clauses(self) -> list[tuple[int, int]]:
        edges = [
            i
            for i in range(len(self.keys))
            if i == 0 or self.breaks[i] != NONE or self.keys[i] in _BREAKING_WORDS
        ]
        return list(zip(edges, [*edges[1:], len(self.keys)], strict=True))

    def is_quoted(self, word: int) -> bool:
        """Does word `word` stand in quotation marks or in a quoted line?"""
        if not self.quoted:
            return False
        start = self.starts[word]
        last = bisect_right(self.quoted, start, key=_start_of) - 1
        return last >= 0 and start < self.quoted[last].end

    def span(self, first: int, last: int) -> Span:
        """Where the words `first` to `last` (exclusive) stand in what was typed."""
        return Span(self.starts[first], self.ends[last - 1])

    @property
    def persian_words(self) -> int:
        """How many words in Persian letters there are."""
        return self.kinds.count("w")
