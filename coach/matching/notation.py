"""The phrase notation that leads write, parsed and spread out into plain sequences.

    تماس بگیرید            words in a row; spelling never matters, نیم‌فاصله matches a space too
    (سیاست|قانون) شرکت     one of several            [لطفاً] صبر کنید      may be left out
    سفارش*                 the word with any ending; (سفارش|مرسوله)* likewise
    *                      any one word              #                     a number or «چند»
    <توانستن منفی ما>      a verb in every form; tags: منفی مثبت، من تو او ما شما آنها،
                           حال گذشته آینده امر التزامی; <اجازه دادن منفی> for two-part verbs
    …  or  …3              a gap of up to 5 (3) words of the same sentence
    ^  $                   the start, the end of a stretch (text, mark, emoji)
    ؟                      the end of a sentence that is closed by a question mark
    @name                  any phrase of the lexicon `name`

`spread` gives every plain sequence that a phrase stands for. A mistake raises `PhraseError`, which
says what is wrong and what to write.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence

from coach.matching.elements import (
    Edge,
    Element,
    Gap,
    OneWord,
    Option,
    PhraseError,
    Ref,
    Sequence_,
)
from coach.matching.verb_phrases import verb_phrase
from coach.persian import JOINER, fold, key

GAP = 5
MOST_SEQUENCES = 4000

LexiconOf = Callable[[str], Sequence[str]]

_ITEM = re.compile(
    r"\s*(?:(?P<open>[(\[])|(?P<close>[)\]])|(?P<bar>\|)|<(?P<verb>[^<>]*)>|(?P<stray>[<>])"
    r"|(?:…|\.\.\.)(?P<gap>\d*)|@(?P<lexicon>[\w-]+)|(?P<edge>[\^$؟?])|(?P<number>#)"
    r"|(?P<word>[^\s()\[\]|<>…@^$؟?#*]+)(?P<star>\*?)|(?P<any>\*))"
)


def spread(phrase: str, lexicon: LexiconOf | None = None) -> list[Sequence_]:
    """Every plain sequence that `phrase` stands for.

    `lexicon` gives the phrases of a name behind `@`. Raises PhraseError.
    """
    reader = _Reader(phrase, lexicon)
    found = _checked(reader.read_all(), phrase)
    return [_tidy(sequence) for sequence in found]


class _Reader:
    """A recursive-descent reader over the items of one phrase."""

    def __init__(self, phrase: str, lexicon: LexiconOf | None) -> None:
        self.phrase = phrase
        self.lexicon = lexicon
        self.items: list[re.Match[str]] = []
        at = 0
        text = phrase.rstrip()
        while at < len(text):
            match = _ITEM.match(text, at)
            if match is None:
                raise PhraseError(
                    f"«{text[at:]}» cannot be read.", "Remove it, or see docs/rules.md."
                )
            self.items.append(match)
            at = match.end()
        self.at = 0

    def read_all(self) -> list[Sequence_]:
        found = self.read_alternatives(None)
        if self.at < len(self.items):
            raise PhraseError("A bracket is closed that was never opened.", "Remove it or open it.")
        return found

    def read_alternatives(self, closing: str | None) -> list[Sequence_]:
        """The alternatives up to `closing` (or the end), each spread out."""
        branches: list[list[Sequence_]] = []
        current: list[list[Sequence_]] = []
        while self.at < len(self.items):
            item = self.items[self.at]
            if item["close"]:
                break
            self.at += 1
            if item["bar"]:
                branches.append(_chain(current, self.phrase))
                current = []
            else:
                current.append(self.read_item(item))
        branches.append(_chain(current, self.phrase))
        if closing is not None:
            if self.at >= len(self.items) or self.items[self.at]["close"] != closing:
                raise PhraseError("A bracket is not closed.", f"Write «{closing}» where it ends.")
            self.at += 1
            if any(branch == [()] for branch in branches):
                raise PhraseError(
                    "An alternative is empty.", "For «or nothing» use [square brackets]."
                )
        elif len(branches) > 1:
            raise PhraseError("«|» stands outside brackets.", "Put the choice in (round brackets).")
        return _merge_single_words([sequence for branch in branches for sequence in branch])

    def read_item(self, item: re.Match[str]) -> list[Sequence_]:
        if item["open"]:
            found = self.read_alternatives(")" if item["open"] == "(" else "]")
            if self.star_follows():
                found = [_with_endings(sequence) for sequence in found]
            return found if item["open"] == "(" else [(), *found]
        if item["verb"] is not None:
            return [verb_phrase(item["verb"])]
        if item["stray"]:
            raise PhraseError(f"«{item['stray']}» stands alone.", "Write a verb as <رفتن منفی>.")
        if item["gap"] is not None:
            return [(Gap(int(item["gap"] or GAP)),)]
        if item["lexicon"]:
            return self.read_lexicon(item["lexicon"])
        if item["edge"]:
            return [(Edge("؟" if item["edge"] == "?" else item["edge"]),)]
        if item["number"]:
            return [(OneWord(frozenset({Option("number", "")})),)]
        if item["any"]:
            return [(OneWord(frozenset({Option("any", "")})),)]
        return _word(item["word"], bool(item["star"]))

    def star_follows(self) -> bool:
        """Does a `*` stand right behind the bracket that was just closed? It is read if so."""
        if self.at >= len(self.items) or not self.items[self.at]["any"]:
            return False
        if self.items[self.at].start("any") != self.items[self.at - 1].end():
            return False
        self.at += 1
        return True

    def read_lexicon(self, name: str) -> list[Sequence_]:
        """A set of single words is as good as written out; any other is looked up when matching."""
        if self.lexicon is None:
            raise PhraseError(f"«@{name}» cannot be used here.", "Write the words themselves.")
        if not any(mark in phrase for phrase in self.lexicon(name) for mark in " @…^$؟?<\u200c[("):
            return _merge_single_words(
                [sequence for phrase in self.lexicon(name) for sequence in spread(phrase)]
            )
        return [(Ref(name),)]


def _word(word: str, star: bool) -> list[Sequence_]:
    """A literal word; one with a joiner inside may also be typed as two words."""
    word = word.strip("،,.!:؛;\"'«»")
    plain = key(word)
    if not plain:
        raise PhraseError("A mark stands where a word should.", "Leave marks out of phrases.")
    if star and len(plain) < 2:
        raise PhraseError(f"«{word}*» is too short for endings.", "Write its forms out: (…|…).")
    kind = "stem" if star else "word"
    found: list[Sequence_] = [(OneWord(frozenset({Option(kind, plain)})),)]
    parts = [part for part in fold(word).split(JOINER) if part]
    if len(parts) > 1 and parts[0] not in ("می", "نمی"):
        *front, last = parts
        split = [OneWord(frozenset({Option("word", key(part))})) for part in front]
        found.append((*split, OneWord(frozenset({Option(kind, key(last))}))))
    return found


def _with_endings(sequence: Sequence_) -> Sequence_:
    """The sequence with any ending allowed on its last word."""
    *front, last = sequence
    if not isinstance(last, OneWord):
        return sequence
    options = frozenset(
        Option("stem" if kind == "word" else kind, value) for kind, value in last.options
    )
    return (*front, OneWord(options))


def _chain(parts: list[list[Sequence_]], phrase: str) -> list[Sequence_]:
    """Every way to go through the parts in order."""
    size = 1
    for part in parts:
        size *= len(part)
    if size > MOST_SEQUENCES:
        raise PhraseError(
            f"«{phrase[:60]}» stands for {size:,} wordings, more than {MOST_SEQUENCES:,}.",
            "Split it into several phrases.",
        )
    return [tuple(itertools.chain(*way)) for way in itertools.product(*parts)]


def _merge_single_words(sequences: list[Sequence_]) -> list[Sequence_]:
    """One element for all alternatives that are a single word: keeps the spread small."""
    options: set[Option] = set()
    rest: dict[Sequence_, None] = {}
    for sequence in sequences:
        if len(sequence) == 1 and isinstance(sequence[0], OneWord):
            options |= sequence[0].options
        else:
            rest[sequence] = None
    return [(OneWord(frozenset(options)),), *rest] if options else list(rest)


def _checked(sequences: list[Sequence_], phrase: str) -> list[Sequence_]:
    for sequence in sequences:
        words = [e for e in sequence if isinstance(e, OneWord)]
        if any(isinstance(e, Ref) for e in sequence):
            continue
        if not words:
            raise PhraseError(f"«{phrase}» can match without a word.", "Put a word outside [ ].")
        if all(o.kind == "any" for w in words for o in w.options):
            raise PhraseError(f"«{phrase}» matches every word.", "Name at least one word.")
    return sequences


def _tidy(sequence: Sequence_) -> Sequence_:
    """Gaps at the ends say nothing; gaps in a row are one."""
    items: list[Element] = []
    for element in sequence:
        last = items[-1] if items else None
        if isinstance(element, Gap) and isinstance(last, Gap):
            items[-1] = Gap(last.most + element.most)
        elif not (isinstance(element, Gap) and last is None):
            items.append(element)
    while isinstance(items[-1], Gap):
        items.pop()
    return tuple(items)
