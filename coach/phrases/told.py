"""What the customer has told that a phrase may repeat: an order number, a tracking code, a time.

Only what cannot be anything else counts: a number that names two things, or one of two numbers, is
not told. Whatever is left blank is seen; a wrong number is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from coach.conversation import Conversation
from coach.cues import Cues
from coach.persian import ENDINGS, key
from coach.text import NONE, Text
from coach.verbs import analyse

_ORDER = frozenset(map(key, "سفارش اردر order سفارشی".split()))
_TRACKING = frozenset(map(key, "رهگیری مرسوله بارکد پیگیری tracking".split()))
_OTHERS = frozenset(
    key(word)
    for word in (
        "کارت شبا حساب تلفن موبایل همراه تماس پلاک واحد کدپستی پستی ملی فاکتور تراکنش ارجاع فیش"
        " مدل سریال سایز مبلغ قیمت تیکت اشتراک رمز تأیید بیمه قرارداد تخفیف"
    ).split()
)
_UNITS = frozenset(
    key(word)
    for word in (
        "تومان تومن ریال هزار میلیون میلیارد روز ساعت دقیقه هفته ماه سال عدد تا بار نفر درصد کیلو"
        " گرم متر سانت صبح ظهر عصر شب رقم رقمی قلم"
    ).split()
)
_NUMBERED = frozenset(map(key, ("شماره", "کد")))
_FARTHEST = 8
"""How many words may stand between what a number is and the number itself."""
_NUMBER = re.compile(r"\d{3,24}$")
_CODE = re.compile(r"(?=.*\d{3})[a-z]{1,5}-?\d{3,12}$")
_PHONE = re.compile(r"0?9\d{9}$|0\d{10}$|\d{16}$|\d{10}$")
_SHORT_ANSWER = 3

_CLOCK, _AND, _HALF = key("ساعت"), key("و"), key("نیم")
_DAYS = frozenset(
    map(key, "امروز امشب فردا پس‌فردا شنبه یکشنبه دوشنبه سه‌شنبه چهارشنبه پنجشنبه جمعه".split())
)
_PARTS = frozenset(map(key, "صبح ظهر بعدازظهر عصر غروب شب".split()))
_HOUR = re.compile(r"([01]?\d|2[0-4])(:[0-5]\d)?$")
_ASKED = frozenset(map(key, "گرفتن زدن امدن اوردن فرستادن رسیدن کردن".split()))
_CALL = frozenset(map(key, "تماس زنگ تلفن تحویل".split()))


def order_number(conversation: Conversation) -> str | None:
    """The number of the order that the customer speaks of, as they write it."""
    return _only(_numbers(conversation, _orders, _asks_for_order))


def tracking_code(conversation: Conversation) -> str | None:
    """The tracking code that the customer has given, as they write it."""
    return _only(_numbers(conversation, _codes, _asks_for_code))


def asked_time(conversation: Conversation) -> str | None:
    """The time at which the customer wants to be called, in their words."""
    found = [time for cues in conversation.customer_turn for time in cues.fact(_times)]
    return found[0] if len(found) == 1 else None


# What one message says: it is asked once of each.


def _orders(cues: Cues) -> tuple[str, ...]:
    return tuple(_named_numbers(cues.text, _ORDER, _TRACKING))


def _codes(cues: Cues) -> tuple[str, ...]:
    return tuple(_named_numbers(cues.text, _TRACKING, _ORDER))


def _asks_for_order(cues: Cues) -> bool:
    return _asks_for(cues.text, _ORDER, _TRACKING)


def _asks_for_code(cues: Cues) -> bool:
    return _asks_for(cues.text, _TRACKING, _ORDER)


def _answer(cues: Cues) -> str | None:
    return _bare_answer(cues.text)


def _only(found: Iterator[str]) -> str | None:
    """The one value that was told; None where there are several, or none, or it may be the number
    of a telephone."""
    by_key = {key(value): value for value in found}
    if len(by_key) != 1:
        return None
    ((plain, value),) = by_key.items()
    return None if _PHONE.match(plain) else value


def _numbers(
    conversation: Conversation,
    numbers: Callable[[Cues], tuple[str, ...]],
    asks: Callable[[Cues], bool],
) -> Iterator[str]:
    before: Cues | None = None
    for message, cues in zip(conversation.messages, conversation.cues, strict=True):
        if message.author == "customer":
            yield from cues.fact(numbers)
            if before is not None and before.fact(asks) and (answer := cues.fact(_answer)):
                yield answer
        before = cues if message.author == "agent" else before


def _named_numbers(text: Text, named: frozenset[str], other: frozenset[str]) -> Iterator[str]:
    """The numbers of a message that stand behind what they are the number of."""
    for at in range(len(text.keys)):
        if not _may_be_one(text, at):
            continue
        names = _names_before(text, at)
        if names & named and not names & (other | _OTHERS):
            yield _written(text, at)


def _may_be_one(text: Text, at: int) -> bool:
    """Is word `at` written as the number of an order is, and no amount?"""
    word = text.keys[at]
    if not (_NUMBER.match(word) or _CODE.match(word)):
        return False
    return at + 1 == len(text.keys) or not _is_unit(text.keys[at + 1])


def _names_before(text: Text, at: int) -> set[str]:
    """What the number at `at` may be the number of: the words before it in its sentence, up to
    another number."""
    first = text.sentence_of(at).first
    names = set[str]()
    for word in reversed(text.keys[max(first, at - _FARTHEST) : at]):
        if any(char.isdigit() for char in word):
            break
        names |= _named_by(word)
    return names


def _asks_for(text: Text, named: frozenset[str], other: frozenset[str]) -> bool:
    """Does a message of ours ask for this number, and for no other thing?"""

    said = frozenset[str]().union(*map(_named_by, text.keys))
    return not said.isdisjoint(_NUMBERED) and bool(said & named) and not said & (other | _OTHERS)


def _bare_answer(text: Text) -> str | None:
    """The number of a message that says hardly anything else."""
    numbers = [at for at in range(len(text.keys)) if any(c.isdigit() for c in text.keys[at])]
    short = len(numbers) == 1 and len(text.keys) <= _SHORT_ANSWER
    return _written(text, numbers[0]) if short and _may_be_one(text, numbers[0]) else None


def _written(text: Text, at: int) -> str:
    return text.raw[text.starts[at] : text.ends[at]]


@lru_cache(maxsize=1 << 13)
def _named_by(word: str) -> frozenset[str]:
    """Which of the words that tell what a number is a word is a form of."""
    known = (*_ORDER, *_TRACKING, *_OTHERS, *_NUMBERED)
    return frozenset(one for one in known if _is_form(word, one))


def _is_unit(word: str) -> bool:
    return any(_is_form(word, one) for one in _UNITS)


def _is_form(word: str, one: str) -> bool:
    return word == one or (word.startswith(one) and word[len(one) :] in ENDINGS)


def _times(cues: Cues) -> list[str]:
    """The times of a message in sentences that ask for a call: «فردا ساعت ۵ عصر»."""
    text, found = cues.text, list[str]()
    for sentence in text.sentences:
        words = text.keys[sentence.first : sentence.last]
        if not _wants_a_call(words):
            continue
        at = sentence.first
        while at < sentence.last:
            end = _time_at(text, at, sentence.last)
            if end > at:
                found.append(text.raw[text.starts[at] : text.ends[end - 1]])
            at = max(end, at + 1)
    return found


def _wants_a_call(words: list[str]) -> bool:
    """Do these words ask for a call or a visit that is still to come?"""
    forms = [form for word in words for form in analyse(word)]
    if not any(word in _CALL for word in words):
        return False
    if any(form.tense in ("past", "perfect", "pluperfect", "imperfect") for form in forms):
        return False
    return any(form.person == 5 and form.infinitive in _ASKED for form in forms)


def _time_at(text: Text, at: int, last: int) -> int:
    """Where the time that begins with word `at` ends; `at` where none does."""
    end, named = at, False
    if text.keys[end] in _DAYS:
        end, named = end + 1, True
    if end < last and text.keys[end] in _PARTS and named and _is_near(text, end):
        end += 1
    if end + 1 < last and text.keys[end] == _CLOCK and _HOUR.match(text.keys[end + 1]):
        end, named = end + 2, True
        if text.keys[end : end + 2] == [_AND, _HALF] and end + 2 <= last:
            end += 2
        if end < last and text.keys[end] in _PARTS and _is_near(text, end):
            end += 1
    return end if named else at


def _is_near(text: Text, at: int) -> bool:
    return text.breaks[at] == NONE
