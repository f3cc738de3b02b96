"""Text: words with their places, sentences, clauses, quotations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.persian import fold, key, spellings, unligate, unstretch
from coach.text import Text


@given(st.text())
def test_folding_keeps_the_length(raw: str) -> None:
    assert len(fold(raw)) == len(raw)


@given(st.text())
def test_folding_twice_changes_nothing(raw: str) -> None:
    assert fold(fold(raw)) == fold(raw)


@given(st.text(alphabet="سلام نمیشه‌\u200e\u200f_ًـ.،؟!\n«»x1۲🌹ﻻﷲ@/:-", max_size=60))
def test_words_lie_in_the_text_in_order(raw: str) -> None:
    text = Text(raw)
    last = 0
    for start, end in zip(text.starts, text.ends, strict=True):
        assert last <= start < end <= len(raw)
        last = end
    assert [w for s in text.sentences for w in range(s.first, s.last)] == list(
        range(len(text.keys))
    )


@pytest.mark.parametrize(
    ("typed", "looked_up"),
    [
        ("متأسفانه", "متاسفانه"), ("متاسفانه", "متاسفانه"), ("سئوال", "سوال"), ("سؤال", "سوال"),
        ("مسئله", "مساله"), ("نُمی‌شَوَد", "نمیشود"), ("نمـــیشه", "نمیشه"), ("كمك", "کمک"),
        ("علي", "علی"), ("ﻧﻤﯽ", "نمی"), ("حتمن", "حتما"), ("حتماً", "حتما"), ("۱۲٣", "123"),
        ("OK", "ok"),
    ],
)  # fmt: skip
def test_spelling_never_matters(typed: str, looked_up: str) -> None:
    assert key(typed) == looked_up


def test_stretched_letters_stand_for_one_or_two() -> None:
    assert unstretch("نهههه") == ("نه", "نهه")
    assert unstretch("ببینید") == ()


def test_spoken_and_written_twins_are_one_word() -> None:
    assert "دیگه" in spellings("دیگر")
    assert "سفارشتون" in spellings("سفارشتان")


@pytest.mark.parametrize(
    ("raw", "keys"),
    [
        ("نمی توانم", ["نمیتوانم"]),
        ("نمی‌توانم", ["نمیتوانم"]),
        ("نمی\u00a0شه", ["نمیشه"]),
        ("نخواهد شد", ["نخواهدشد"]),
        ("بر نمی‌گرده", ["برنمیگرده"]),
        ("سفارش ها", ["سفارشها"]),
        ("دیگه ای", ["دیگهای"]),
        ("کتاب ای", ["کتاب", "ای"]),
        ("سلام.نمیشه", ["سلام", "نمیشه"]),
    ],
)
def test_words_typed_apart_are_joined(raw: str, keys: list[str]) -> None:
    assert Text(raw).keys == keys


@pytest.mark.parametrize(
    ("raw", "kinds"),
    [
        ("https://x.ir/باید?x=نمیشه", "m"),
        ("a.b@c.ir", "m"),
        ("OFF-20", "m"),
        ("@my_id", "m"),
        ("۱۰٬۰۰۰", "n"),
        ("3.5", "n"),
        ("۱۰:۳۰", "n"),
        ("*۷۸۰#", "m"),
        ("سلام ok 5", "wln"),
    ],
)
def test_addresses_codes_and_numbers_stand_apart(raw: str, kinds: str) -> None:
    assert "".join(Text(raw).kinds) == kinds


def test_sentences_end_at_marks_and_lines_and_not_inside_numbers() -> None:
    raw = "سلام! قیمتش 3.5 است؟ نه\nباشه… ممنون 🌹 خوب"
    assert [s.closing for s in Text(raw).sentences] == ["!", "؟", "\n", "…", ""]


def test_a_comma_behind_an_address_is_no_end() -> None:
    assert len(Text("به https://x.ir، سر بزنید").sentences) == 1
    assert len(Text("به https://x.ir. سر بزنید").sentences) == 2


def test_clauses_break_at_marks_emoji_and_but() -> None:
    text = Text("دوست دارم ولی نمیشه، ببخشید 🙏 خبر میدم")
    words = [text.keys[slice(*text.clause_of(i))] for i in (0, 3, 4, 5)]
    assert words == [["دوست", "دارم"], ["ولی", "نمیشه"], ["ببخشید"], ["خبر", "میدم"]]


@pytest.mark.parametrize("raw", ["«نمی‌شود»", "“نمی‌شود”", '"نمی‌شود"', "> نمی‌شود که"])
def test_quoted_words_are_known(raw: str) -> None:
    assert Text(raw).is_quoted(0)
    assert not Text("نمی‌شود «بله»").is_quoted(0)


def test_ligatures_keep_their_place() -> None:
    raw = "ﷲ ﻻزم"
    text = Text(raw)
    assert text.keys == ["الله", "لازم"]
    assert [raw[s:e] for s, e in zip(text.starts, text.ends, strict=True)] == ["ﷲ", "ﻻزم"]
    assert unligate("سلام")[1] is None


def test_diacritics_belong_to_the_word_and_a_half_space_behind_it_does_not() -> None:
    assert Text("حتماً‌ بله").ends[0] == 5
