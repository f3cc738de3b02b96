"""Verb forms: what a spelling is read as, and that what is written is read again."""

from __future__ import annotations

import inspect
from itertools import product

import pytest

from coach.persian import fold, key
from coach.verbs import Form, analyse, infinitives, inflect
from coach.verbs.stems import verb_data

OTHER_WORDS = frozenset(verb_data()["not_verbs"]) | {"بایست", "بایستی"}
"""Spellings of verb forms that, alone, are nearly always another word: they have no reading."""

MEASURED = {
    "توانستن": ("توانست", "توان"),
    "شدن": ("شد", "شو"),
    "داشتن": ("داشت", "دار"),
    "دانستن": ("دانست", "دان"),
    "کردن": ("کرد", "کن"),
    "دادن": ("داد", "ده"),
    "خواستن": ("خواست", "خواه"),
    "گفتن": ("گفت", "گوی"),
}


def joined(text: str) -> str:
    """The look-up key of a form as the words of a draft are joined: without spaces."""
    return key(text.replace(" ", ""))


# ---- examples ----

WRITTEN = """
نمی‌توانم        توانستن   - 1 present
نمی توانیم       توانستن   - 4 present
نمیتواند         توانستن   - 3 present
نتوانستید        توانستن   - 5 past
نمی‌توانستند     توانستن   - 6 imperfect
نتوانسته‌ایم     توانستن   - 4 perfect
نمی‌توان         توانستن   - 0 present
بتوانید          توانستن   + 5 subjunctive
نشد              شدن       - 3 past
نمی‌شود          شدن       - 3 present
نشده است         شدن       - 3 perfect
نشده             شدن       - 0 participle
نشده بود         شدن       - 3 pluperfect
نخواهد شد        شدن       - 3 future
خواهیم کرد       کردن      + 4 future
نخواهیم توانست   توانستن   - 4 future
نشدن             شدن       - 0 infinitive
نداریم           داشتن     - 4 present
ندارد            داشتن     - 3 present
نداشته باشید     داشتن     - 5 subjunctive
نکنید            کردن      - 5 imperative
نکنید            کردن      - 5 subjunctive
مکن              کردن      - 2 imperative
کنید             کردن      + 5 imperative
کن               کردن      + 2 imperative
بفرستید          فرستادن   + 5 imperative
بفرست            فرستادن   + 2 imperative
بفرمایید         فرمودن    + 5 imperative
بفرمائید         فرمودن    + 5 imperative
نفرمایید         فرمودن    - 5 imperative
نمایید           نمودن     + 5 imperative
بگو              گفتن      + 2 imperative
نگویید           گفتن      - 5 imperative
نمی‌گوییم        گفتن      - 4 present
نیست             بودن      - 3 present
نیستیم           بودن      - 4 present
نمی‌باشد         بودن      - 3 present
نبود             بودن      - 3 past
نباشید           بودن      - 5 imperative
باید             بایستن    + 0 present
نباید            بایستن    - 0 present
می‌بایست         بایستن    + 0 past
نمی‌بایست        بایستن    - 0 past
نمی‌آید          امدن      - 3 present
نیامده است       امدن      - 3 perfect
بیایید           امدن      + 5 imperative
بیا              امدن      + 2 imperative
نیاورید          اوردن     - 5 imperative
نیفتاد           افتادن    - 3 past
می‌افتد          افتادن    + 3 present
بیندازید         انداختن   + 5 imperative
نایستید          ایستادن   - 5 imperative
برنمی‌گردد       برگشتن    - 3 present
برنگشته          برگشتن    - 3 perfect
برندارید         برداشتن   - 5 imperative
بردار            برداشتن   + 2 imperative
برنمیداریم       برداشتن   - 4 present
درنیامده         درامدن    - 3 perfect
بازنگشت          بازگشتن   - 3 past
برنخواهیم گشت    برگشتن    - 4 future
نپذیرفتند        پذیرفتن   - 6 past
نمی‌انگیزاند     انگیزاندن - 3 present
"""

SPOKEN = """
نمی‌تونیم        توانستن   - 4 present
نمیتونه          توانستن   - 3 present
نتونستین         توانستن   - 5 past
نمیتونستن        توانستن   - 6 imperfect
نتونم            توانستن   - 1 subjunctive
نمی‌تونند        توانستن   - 6 present
نمیشه            شدن       - 3 present
نمیشن            شدن       - 6 present
نشین             شدن       - 5 subjunctive
بشه              شدن       + 3 subjunctive
نشدین            شدن       - 5 past
نشدن             شدن       - 6 past
نشده‌ن           شدن       - 6 perfect
نداره            داشتن     - 3 present
نداشتین          داشتن     - 5 past
دارین            داشتن     + 5 present
نمی‌دونم         دانستن    - 1 present
نمیدونستیم       دانستن    - 4 imperfect
نمیدیم           دادن      - 4 present
ندین             دادن      - 5 imperative
بدین             دادن      + 5 imperative
بگین             گفتن      + 5 imperative
نمیگن            گفتن      - 6 present
نمی‌خوایم        خواستن    - 4 present
نمیخاد           خواستن    - 3 present
نمیخوان          خواستن    - 6 present
می‌خواین         خواستن    + 5 present
بذارین           گذاشتن    + 5 imperative
نمیزاره          گذاشتن    - 3 present
نذاشتن           گذاشتن    - 6 past
نمیاد            امدن      - 3 present
میاین            امدن      + 5 present
نیومده           امدن      - 3 perfect
نمیومد           امدن      - 3 imperfect
بیاین            امدن      + 5 imperative
نمیارن           اوردن     - 6 present
نمیفته           افتادن    - 3 present
نمیوفته          افتادن    - 3 present
بیوفته           افتادن    + 3 subjunctive
نمیندازه         انداختن   - 3 present
نندازین          انداختن   - 5 imperative
نمیشینه          نشستن     - 3 present
نمیخونه          خواندن    - 3 present
نمیمونه          ماندن     - 3 present
نمیرسونیم        رساندن    - 4 present
نمیرم            رفتن      - 1 present
نرین             رفتن      - 5 imperative
نیس              بودن      - 3 present
نیستش            بودن      - 3 present
نیستن            بودن      - 6 present
هستین            بودن      + 5 present
نباشین           بودن      - 5 imperative
برنمی‌گردونیم    برگرداندن - 4 present
برگردونین        برگرداندن + 5 imperative
برنمیاد          برامدن    - 3 present
درنمیاد          درامدن    - 3 present
وایسین           ایستادن   + 5 imperative
وانستید          ایستادن   - 5 subjunctive
نمیشه‌ها         شدن       - 3 present
نمیدونما         دانستن    - 1 present
نکنیا            کردن      - 2 subjunctive
نمیرما           رفتن      - 1 present
نبودااا          بودن      - 3 past
نمیشهههه         شدن       - 3 present
نمیشع            شدن       - 3 present
نیمیفهمه         فهمیدن    - 3 present
nemishe          شدن       - 3 present
nemitoonam       توانستن   - 1 present
nemitunim        توانستن   - 4 present
nemidoonam       دانستن    - 1 present
nemikonim        کردن      - 4 present
nemidim          دادن      - 4 present
nadarim          داشتن     - 4 present
mishe            شدن       + 3 present
nist             بودن      - 3 present
nashod           شدن       - 3 past
"""


def rows(table: str) -> list[tuple[str, tuple[str, bool, int, str]]]:
    """The lines of a table: spelling, infinitive, + or - (negative), person, tense."""
    found: list[tuple[str, tuple[str, bool, int, str]]] = []
    for line in table.strip().splitlines():
        spelling, infinitive, sign, person, tense = line.rsplit(maxsplit=4)
        found.append((spelling, (infinitive, sign == "-", int(person), tense)))
    return found


@pytest.mark.parametrize(("spelling", "wanted"), rows(WRITTEN))
def test_written_forms(spelling: str, wanted: tuple[str, bool, int, str]) -> None:
    assert any(form[:4] == wanted and not form.spoken for form in analyse(joined(spelling)))


@pytest.mark.parametrize(("spelling", "wanted"), rows(SPOKEN))
def test_spoken_forms(spelling: str, wanted: tuple[str, bool, int, str]) -> None:
    assert wanted in {form[:4] for form in analyse(joined(spelling))}
    assert all(form.spoken for form in analyse(joined(spelling)) if form[:4] == wanted)


@pytest.mark.parametrize(
    ("spelling", "infinitive", "person", "clitic"),
    [
        ("نمی‌گیمتون", "گفتن", 4, 5),
        ("ندارمش", "داشتن", 1, 3),
        ("نمیفهممش", "فهمیدن", 1, 3),
        ("ندیدمشون", "دیدن", 1, 6),
        ("می‌بینمتان", "دیدن", 1, 5),
        ("نمیزنتش", "زدن", 3, 3),
        ("فرستادیمش", "فرستادن", 4, 3),
        ("ببینیدش", "دیدن", 5, 3),
        ("گفتش", "گفتن", 3, 3),
    ],
)
def test_object_clitics(spelling: str, infinitive: str, person: int, clitic: int) -> None:
    assert (infinitive, person, clitic) in {
        (form.infinitive, form.person, form.clitic) for form in analyse(key(spelling))
    }


def test_a_plain_ending_is_no_clitic() -> None:
    """«نمی‌تونیم» is «we cannot», never «you cannot … me»."""
    assert {form.clitic for form in analyse("نمیتونیم")} == {0}


def test_every_reading_is_given() -> None:
    assert {(form.infinitive, form.tense) for form in analyse("نمیدید")} == {
        ("دیدن", "imperfect"),
        ("دادن", "present"),
    }


@pytest.mark.parametrize(
    "word",
    """نشان نشون نشونه نگه نگاه نگین نگون نرم نبرد نزد نوشته نام نامه نیاز نیازی نمونه ندا نیما نادر
    ندانسته نکته نهاد نمایش نماد نمک نماز نان نفر نقد نظر نسبت نسخه نشر نصب نوبت نو نگران نزدیک
    نشانی نخست بدون بسته بدنم بشما برای برایم گفتمان ساختمان ساختمون خریدتون پرداخت مردم شدت میدان
    میز میلیون میوه پرونده روند برنج برنامه بازار درخواست دریافت بیابان مدیریت سلام ممنون پشتیبانی
    کد سفارش شما من توان وادار begin email ok midi""".split(),
)
def test_other_words_are_no_verbs(word: str) -> None:
    assert analyse(key(word)) == ()


def test_a_past_of_sitting_is_not_an_unwashed_one() -> None:
    assert {form.negative for form in analyse("نشستم")} == {False}


@pytest.mark.parametrize(
    "word", ["", "ن", "نمی", "می", "ن" * 5000, "نمی" + "ت" * 39, "\u200c", "😀"]
)
def test_odd_keys_have_no_reading(word: str) -> None:
    assert analyse(word) == ()


# ---- against hazm ----


def negative_forms_of_hazm(past: str, present: str, passive: bool) -> list[str]:
    """Every negative form that hazm lists for a verb, in the active or in the passive."""
    from hazm import Conjugation

    return [
        form
        for name, method in inspect.getmembers(Conjugation(), inspect.ismethod)
        if name.startswith("negative_") and ("passive" in name) == passive
        for form in method(
            past if list(inspect.signature(method).parameters) == ["ri"] else present
        )
    ]


@pytest.mark.parametrize("infinitive", MEASURED)
def test_every_negative_form_that_hazm_lists(infinitive: str) -> None:
    past, present = MEASURED[infinitive]
    active = negative_forms_of_hazm(past, present, passive=False)
    passive = negative_forms_of_hazm(past, present, passive=True)
    assert len(active) + len(passive) == 272
    missing = [form for form in active if not reads_as_negative(form, infinitive)]
    # «داده نشده بود»: the passive is a participle and a form of شدن
    missing += [form for form in passive if not reads_as_negative(form.split(" ", 1)[1], "شدن")]
    assert [form for form in missing if joined(form) not in OTHER_WORDS] == []


def reads_as_negative(text: str, infinitive: str) -> bool:
    return any(form.negative and form.infinitive == infinitive for form in analyse(joined(text)))


# ---- written and read again ----

VERBS = """
توانستن شدن داشتن دانستن کردن دادن خواستن گفتن بودن آمدن رفتن گذاشتن فرستادن گرفتن زدن خوردن بردن
آوردن دیدن نوشتن خریدن پرسیدن رسیدن ماندن بستن پذیرفتن فهمیدن شناختن ساختن انداختن ریختن کشیدن
چرخیدن نشستن افتادن شکستن خواندن رساندن فرمودن نمودن گشتن باختن سپردن یافتن شنیدن ترسیدن خندیدن
بخشیدن فروختن پرداختن افزودن آموختن ایستادن پیچیدن پوشیدن گذشتن گرداندن خوابیدن برگشتن برگرداندن
برداشتن درآوردن بازگشتن درآمدن برآمدن
""".split()
TENSES = ["present", "past", "imperfect", "perfect", "pluperfect", "future", "subjunctive"]


@pytest.mark.parametrize("infinitive", VERBS)
def test_what_is_written_is_read_again(infinitive: str) -> None:
    written = 0
    for person, tense, negative, spoken in product(
        range(1, 7), [*TENSES, "imperative"], (False, True), (False, True)
    ):
        text = inflect(infinitive, person=person, tense=tense, negative=negative, spoken=spoken)
        if text is None or joined(text) in OTHER_WORDS:
            continue
        written += 1
        plain = inflect(infinitive, person=person, tense=tense, negative=negative) or ""
        if joined(text) in (
            joined(plain),
            joined(plain).removesuffix("است"),
        ):  # spelled as in writing, «کرده» for «کرده است»
            spoken = False
        assert (key(infinitive), negative, person, tense, 0, spoken) in analyse(joined(text)), text
    assert written > 120


@pytest.mark.parametrize(
    ("wanted", "infinitive", "person", "tense", "negative", "spoken"),
    [
        ("نمی‌توانیم", "توانستن", 4, "present", True, False),
        ("نمی‌تونیم", "توانستن", 4, "present", True, True),
        ("می‌توان", "توانستن", 0, "present", False, False),
        ("نمی‌شه", "شدن", 3, "present", True, True),
        ("شود", "شدن", 3, "subjunctive", False, False),
        ("بشه", "شدن", 3, "subjunctive", False, True),
        ("نشده است", "شدن", 3, "perfect", True, False),
        ("نخواهد شد", "شدن", 3, "future", True, False),
        ("کنید", "کردن", 5, "imperative", False, False),
        ("کنین", "کردن", 5, "imperative", False, True),
        ("نداریم", "داشتن", 4, "present", True, False),
        ("داشته باشید", "داشتن", 5, "imperative", False, False),
        ("نیستیم", "بودن", 4, "present", True, False),
        ("باشین", "بودن", 5, "imperative", False, True),
        ("بیاید", "آمدن", 3, "subjunctive", False, False),
        ("بیایید", "آمدن", 5, "imperative", False, False),
        ("بیاین", "آمدن", 5, "imperative", False, True),
        ("بیا", "آمدن", 2, "imperative", False, False),
        ("میاد", "آمدن", 3, "present", False, True),
        ("نمی‌آید", "آمدن", 3, "present", True, False),
        ("نیومد", "آمدن", 3, "past", True, True),
        ("بفرستید", "فرستادن", 5, "imperative", False, False),
        ("بفرستین", "فرستادن", 5, "imperative", False, True),
        ("بفرمایید", "فرمودن", 5, "imperative", False, False),
        ("بگو", "گفتن", 2, "imperative", False, False),
        ("بگویید", "گفتن", 5, "imperative", False, False),
        ("بگین", "گفتن", 5, "imperative", False, True),
        ("بذارین", "گذاشتن", 5, "imperative", False, True),
        ("نیفتاد", "افتادن", 3, "past", True, False),
        ("بیندازید", "انداختن", 5, "imperative", False, False),
        ("بایستید", "ایستادن", 5, "imperative", False, False),
        ("برنمی‌گردیم", "برگشتن", 4, "present", True, False),
        ("برگردید", "برگشتن", 5, "imperative", False, False),
        ("برنمی‌گردونیم", "برگرداندن", 4, "present", True, True),
        ("برنخواهیم گشت", "برگشتن", 4, "future", True, False),
        ("نشدن", "شدن", 0, "infinitive", True, False),
        ("نشده", "شدن", 0, "participle", True, False),
    ],
)
def test_proper_spelling(
    wanted: str, infinitive: str, person: int, tense: str, negative: bool, spoken: bool
) -> None:
    found = inflect(infinitive, person=person, tense=tense, negative=negative, spoken=spoken)
    assert found == wanted


@pytest.mark.parametrize(
    ("infinitive", "person", "tense", "spoken"),
    [
        ("سلامیدن", 1, "present", False),
        ("توانستن", 2, "imperative", False),
        ("شدن", 7, "past", False),
        ("شدن", 0, "past", False),
        ("شدن", 3, "infinitive", False),
        ("شدن", 3, "future", True),
        ("افزودن", 3, "present", True),
        ("شدن", 3, "aorist", False),
    ],
)
def test_what_cannot_be_written(infinitive: str, person: int, tense: str, spoken: bool) -> None:
    assert inflect(infinitive, person=person, tense=tense, spoken=spoken) is None


def test_infinitives_are_keys() -> None:
    assert {"توانستن", "امدن", "برگشتن", "بایستن", "بودن"} <= infinitives()
    assert all(key(name) == name for name in infinitives())


def test_a_form_is_a_plain_tuple() -> None:
    assert analyse("نمیتونم") == (Form("توانستن", True, 1, "present", 0, True),)
    assert fold("نمی‌تونم").replace("\u200c", "") == "نمیتونم"
