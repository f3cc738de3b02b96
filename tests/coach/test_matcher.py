"""The matcher finds what a search that tries every phrase at every place finds."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.matching import index, matcher
from coach.matching.elements import Edge, Element, Gap, OneWord, Option, Ref, Sequence_
from coach.matching.matcher import Matcher
from coach.text import NONE, Sentence, Text

WORDS = ("سفارش", "پول", "بسته", "کارت")
Sets = dict[str, list[Sequence_]]


def one_of(words: Sequence[str]) -> OneWord:
    return OneWord(frozenset(Option("word", word) for word in words))


word = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(one_of)
between = st.one_of(word, word, st.integers(1, 3).map(Gap))
edges = st.sampled_from(((), (), (), ("^",), ("$",), ("^", "$")))


@st.composite
def phrase(draw: st.DrawFn, sets: tuple[str, ...]) -> Sequence_:
    """Words with gaps between them, now and then another set in a word's place."""
    inner: list[Element] = [draw(word)]
    for _ in range(draw(st.integers(0, 4))):
        step = draw(between)
        if not (isinstance(step, Gap) and isinstance(inner[-1], Gap)):
            inner.append(step)
    if isinstance(inner[-1], Gap):
        inner.pop()
    if sets and draw(st.booleans()):
        inner[draw(st.integers(0, len(inner) - 1))] = Ref(draw(st.sampled_from(sets)))
    marks = draw(edges)
    return (
        *((Edge("^"),) if "^" in marks else ()),
        *inner,
        *((Edge("$"),) if "$" in marks else ()),
    )


@st.composite
def some_sets(draw: st.DrawFn) -> Sets:
    """Three sets, of which each may use those before it."""
    names = ("a", "b", "c")
    return {
        name: draw(st.lists(phrase(names[:at]), min_size=1, max_size=4))
        for at, name in enumerate(names)
    }


texts = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from(("", "", "", "", "", "،", "."))),
    min_size=5,
    max_size=20,
).map(lambda said: " ".join(word + mark for word, mark in said))


class Naive:
    """Tries every sequence from every word of every sentence."""

    def __init__(self, sets: Sets, text: Text) -> None:
        self.sets, self.text = sets, text

    def matches(self, name: str) -> set[tuple[int, int]]:
        return {
            (start, end)
            for sentence in self.text.sentences
            for start in range(sentence.first, sentence.last)
            for sequence in self.sets[name]
            for end in self._ends(sequence, start, sentence)
            if end > start
        }

    def _ends(self, sequence: Sequence_, at: int, sentence: Sentence) -> Iterator[int]:
        if not sequence:
            yield at
            return
        for there in self._step(sequence[0], at, sentence):
            yield from self._ends(sequence[1:], there, sentence)

    def _step(self, element: Element, at: int, sentence: Sentence) -> Iterator[int]:
        text = self.text
        if isinstance(element, Gap):
            yield from range(at, min(at + element.most, sentence.last) + 1)
        elif isinstance(element, Ref):
            within = at < sentence.last
            yield from (e for s, e in self.matches(element.name) if within and s == at)
        elif isinstance(element, Edge):
            ended = at == sentence.last
            broken = not ended and text.breaks[at] != NONE
            if (element.mark == "$" and (ended or broken)) or (
                element.mark == "^" and not ended and (at == 0 or broken)
            ):
                yield at
        elif at < sentence.last and Option("word", text.keys[at]) in element.options:
            yield at + 1


def test_no_phrase_goes_on_into_the_next_sentence() -> None:
    sets: Sets = {
        "pay": [(one_of(["پول"]),)],
        "order": [(one_of(["سفارش"]), Gap(2), Ref("pay"), Edge("$"))],
    }
    for knotty in (0, 1_000):
        with patch.object(index, "KNOTTY", knotty):
            found = Matcher(sets).matches(Text("سفارش بسته. پول"))
        assert "order" not in found


@pytest.mark.parametrize("knotty", [0, index.KNOTTY, 1_000])
@given(sets=some_sets(), raw=texts)
def test_the_matcher_finds_what_trying_everything_finds(knotty: int, sets: Sets, raw: str) -> None:
    """knotty: from how many gaps on a phrase is walked place by place."""
    text = Text(raw)
    naive = Naive(sets, text)
    with patch.object(index, "KNOTTY", knotty):
        found = Matcher(sets).matches(text)
    for name in sets:
        assert set(found.get(name, ())) == naive.matches(name), name


@given(sets=some_sets(), others=some_sets(), raw=texts)
def test_a_matcher_made_like_another_finds_the_same(sets: Sets, others: Sets, raw: str) -> None:
    text = Text(raw)
    changed = sets | {"c": others["c"]}
    like = Matcher(sets)
    alike = Matcher({"c": changed["c"]}, like, frozenset(("a", "b")))
    assert alike.matches(text) == Matcher(changed).matches(text)


def test_what_is_remembered_of_long_sentences_has_a_bound() -> None:
    with patch.object(matcher, "_MOST_WALKED", 300):
        asked = Matcher({"pay": [(one_of(["پول"]), Gap(2), one_of(["کارت"]))]})
        for length in range(1, 120):
            asked.walk(Text("پول " * length))
        held = sum(len(words) for words, _, _ in asked._walks)  # pyright: ignore[reportPrivateUsage]
    assert 0 < held <= 300


def test_texts_of_several_threads_share_what_is_remembered() -> None:
    """The route for whole reviews works in threads beside the sessions."""
    pay, order = Ref("pay"), one_of(["سفارش"])
    sets: Sets = {"pay": [(one_of(["پول"]),)]}
    sets |= {f"order{n}": [(order, Gap(n), pay, Gap(n), pay)] for n in range(1, 30)}
    texts = [Text(f"سفارش {'پول بسته ' * n}کارت") for n in range(1, 30)]
    alone = [Matcher(sets).matches(text) for text in texts]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(40):
            shared = Matcher(sets)
            with ThreadPoolExecutor(4) as threads:
                found = list(threads.map(shared.matches, texts * 2))
            assert found == alone * 2
    finally:
        sys.setswitchinterval(before)
