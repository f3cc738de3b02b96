"""Offsets: code points inside, UTF-16 on the wire, the same words in both."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.offsets import Offsets

CHARS = st.characters(exclude_categories=["Cs"])
TEXTS = st.text(st.one_of(CHARS, st.sampled_from("😀👩🏽‍💻نیم\u200c\u200eـي1۱")), max_size=60)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(TEXTS, st.data())
def test_a_span_names_the_same_words_in_both_units(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    offsets = Offsets(text)
    wire = text.encode("utf-16-le")[2 * offsets.to_wire(start) : 2 * offsets.to_wire(end)]
    assert wire.decode("utf-16-le") == text[start:end]


@given(TEXTS)
def test_there_and_back_is_the_same_place(text: str) -> None:
    offsets = Offsets(text)
    assert offsets.units == units(text) == offsets.to_wire(len(text))
    for at in range(len(text) + 1):
        assert offsets.from_wire(offsets.to_wire(at)) == at


@given(TEXTS, st.integers(0, 200))
def test_any_wire_offset_is_a_place_in_the_text(text: str, offset: int) -> None:
    """Past the end is the end; inside a surrogate pair is its start."""
    at = Offsets(text).from_wire(offset)
    assert 0 <= at <= len(text)
    assert units(text[:at]) <= min(offset, units(text)) <= units(text[: at + 1])
