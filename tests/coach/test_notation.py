"""The phrase notation: what a phrase stands for, and what is said of one that cannot be read."""

from __future__ import annotations

import pytest

from coach.cues import Matcher, find_cues
from coach.matching.elements import PhraseError
from coach.matching.matcher import CircleError
from coach.matching.notation import spread


def found(phrase: str, raw: str, **lexicon: list[str]) -> list[str]:
    """The words of `raw` that a phrase matches."""
    sets = {
        name: [s for p in ps for s in spread(p, lexicon.__getitem__)]
        for name, ps in lexicon.items()
    }
    sets["it"] = spread(phrase, lexicon.__getitem__)
    cues = find_cues(Matcher(sets), raw)
    return [raw[cues.span(cue).start : cues.span(cue).end] for cue in cues["it"]]


@pytest.mark.parametrize(
    ("phrase", "raw", "words"),
    [
        ("تماس بگیرید", "لطفاً تماس بگیريد.", "تماس بگیريد"),
        ("تماس بگیرید", "تماس، بگیرید", "تماس، بگیرید"),
        ("به زودی", "به‌زودی میاد", "به‌زودی"),
        ("به‌زودی", "به زودی میاد", "به زودی"),
        ("(سیاست|قانون) شرکت", "این قانون شرکت ماست", "قانون شرکت"),
        ("[لطفاً] صبر کنید", "لطفا صبر کنید", "لطفا صبر کنید"),
        ("سفارش*", "سفارش‌هاتون رسید", "سفارش‌هاتون"),
        ("(سفارش|مرسوله)*", "مرسوله‌تون رسید", "مرسوله‌تون"),
        ("<توانستن منفی ما>", "متأسفانه نمی‌تونیم", "نمی‌تونیم"),
        ("<اجازه دادن منفی>", "اجازه این رو نمیده", "اجازه این رو نمیده"),
        ("امکان …3 نداره", "امکان لغو سفارش نداره", "امکان لغو سفارش نداره"),
        ("# دقیقه", "۵ دقیقه", "۵ دقیقه"),
        ("# دقیقه", "چند دقیقه", "چند دقیقه"),
        ("^ خب ؟", "خب؟", "خب"),
        ("نه $", "نه، نمیشه", "نه"),
        ("به * چه", "به من چه", "به من چه"),
        ("نمیشه", "نمیشههههه", "نمیشههههه"),
        ("نمیشه", "نمیشع", "نمیشع"),
    ],
)
def test_a_phrase_matches(phrase: str, raw: str, words: str) -> None:
    assert found(phrase, raw) == [words]


@pytest.mark.parametrize(
    ("phrase", "raw"),
    [
        ("تماس بگیرید", "تماس. بگیرید"),
        ("تماس بگیرید", "تماس با ما بگیرید"),
        ("<توانستن منفی ما>", "نمی‌تونید"),
        ("<توانستن منفی>", "می‌تونیم"),
        ("امکان …1 نداره", "امکان لغو سفارش نداره"),
        ("^ خب ؟", "خب، عکس رسید"),
        ("خب ؟", "خب"),
        ("علی", "علیه من"),
        ("بد*", "بدون شما"),
    ],
)
def test_a_phrase_does_not_match(phrase: str, raw: str) -> None:
    assert found(phrase, raw) == []


def test_a_set_is_used_by_its_name_and_not_where_it_is_void() -> None:
    assert found("بابت @thanks", "بابت ممنون بودن", thanks=["ممنون بودن", "ممنون"]) == [
        "بابت ممنون بودن"
    ]
    sets = {
        "a": spread("ممنون"),
        "a!": spread("ممنون <شدن>"),
        "it": spread("خیلی @a", lambda _: ["x y"]),
    }
    assert find_cues(Matcher(sets), "خیلی ممنون")["it"]
    assert not find_cues(Matcher(sets), "خیلی ممنون میشم")["it"]


def test_sets_that_use_each_other_in_a_circle_are_refused() -> None:
    lexicon = {"a": ["x @b"], "b": ["y @a"]}
    with pytest.raises(CircleError) as error:
        Matcher({name: spread(ps[0], lexicon.__getitem__) for name, ps in lexicon.items()})
    assert error.value.names == ["a", "b"]


@pytest.mark.parametrize(
    ("phrase", "wrong", "remedy"),
    [
        ("(الف|ب", "not closed", "«)»"),
        ("الف)", "never opened", "Remove"),
        ("الف|ب", "outside brackets", "round brackets"),
        ("(الف|)", "empty", "square brackets"),
        ("<توانسن منفی>", "No verb is known", "توانستن"),
        ("<توانستن ماها>", "no tag", "Tags:"),
        ("[الف]", "without a word", "outside"),
        ("*", "every word", "Name at least"),
        ("الف > ب", "stands alone", "<رفتن"),
        ("ا*", "too short", "forms"),
        ("(الف|ب) " * 13, "more than 4,000", "Split"),
    ],
)
def test_a_mistake_is_told_with_its_remedy(phrase: str, wrong: str, remedy: str) -> None:
    alternatives = phrase.replace("(الف|ب)", "(الف ب|پ ت)") if "Split" in remedy else phrase
    with pytest.raises(PhraseError) as error:
        spread(alternatives)
    assert wrong in error.value.wrong
    assert remedy in error.value.remedy
