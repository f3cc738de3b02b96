"""Persian letters: the one place that knows how a word may be spelled.

`fold` gives the canonical spelling of a text at the same length, so every index into the canonical
text is an index into what was typed. `key` gives the form of a word under which it is looked up.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

JOINER = "\u200c"
"""Stands in the canonical text for everything that spelling ignores: ZWNJ and its stand-ins,
bidirectional marks, tatweel, diacritics, variation selectors."""

_LETTERS = {
    **dict.fromkeys("أإآٱﺁ", "ا"),
    "ؤ": "و",
    **dict.fromkeys("ئيىےېۍێ", "ی"),
    **dict.fromkeys("كڪګڭ", "ک"),
    **dict.fromkeys("ۀةەہھۂۃ", "ه"),
}
_IGNORED = "\u00ac_ء"
_PLAIN = frozenset(
    "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی abcdefghijklmnopqrstuvwxyz0123456789"
    ".,:;!?()[]{}<>\"'«»،؛؟…-–—/\\@#%+=*&|~`^$\n" + JOINER
)

# One typed character that is several letters: only these make the canonical text longer, and
# `unligate` keeps their positions.
_LIGATURES = {
    "ﷲ": "الله",
    "﷼": "ریال",
    **{chr(code): "لا" for code in range(0xFEF5, 0xFEFD)},
}
_LIGATURE = re.compile("[" + "".join(_LIGATURES) + "]")


def _canonical(char: str) -> str:
    """The canonical character for one typed character; always exactly one."""
    if char in _LETTERS:
        return _LETTERS[char]
    if char in _IGNORED:
        return JOINER
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf", "Lm"):
        return JOINER
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if char in "\n\r\v\f\u0085\u2028\u2029":
        return "\n"
    if category in ("Zs", "Cc"):
        return " "
    plain = unicodedata.normalize("NFKC", char).lower()
    if len(plain) == 1 and plain != char:
        return _canonical(plain)
    return char


_canonical_of: dict[str, str] = {}


def fold(text: str) -> str:
    """The canonical spelling of `text`, of the same length.

    Letters of other keyboards become Persian ones, hamza carriers their letter, digits ASCII, Latin
    small; whatever spelling ignores becomes `JOINER`.
    """
    for char in set(text) - _PLAIN:
        mapped = _canonical_of.get(char)
        if mapped is None:
            mapped = _canonical_of[char] = _canonical(char)
        if mapped != char:
            text = text.replace(char, mapped)
    return text


def unligate(text: str) -> tuple[str, list[int] | None]:
    """`text` with ligatures spelled out, and for each of its characters the index in `text`.

    The list is None where nothing changed, which is nearly always.
    """
    if not _LIGATURE.search(text):
        return text, None
    letters: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(text):
        spelled = _LIGATURES.get(char, char)
        letters.append(spelled)
        origin.extend([index] * len(spelled))
    return "".join(letters), origin


_RESPELLED = (
    ("سیوال", "سوال"),
    ("سوءال", "سوال"),
    ("مسیله", "مساله"),
    ("مسیول", "مسوول"),
    ("متسفانه", "متاسفانه"),
    ("هییت", "هیات"),
    ("سپاسگذار", "سپاسگزار"),
    ("ببخشیید", "ببخشید"),
    ("گزاشت", "گذاشت"),
    ("زاشت", "ذاشت"),
    ("راجب", "راجع‌به"),
    ("حظور", "حضور"),
    ("معزرت", "معذرت"),
    ("عزر", "عذر"),
    ("پیگری", "پیگیری"),
)
_TANVIN = frozenset(
    "حتمن لطفن واقعن اصلن قطعن فعلن معمولن مثلن کاملن دقیقن احتمالن سریعن فورن قبلن بعدن ظاهرن"
    " ضمنن مخصوصن تقریبن صرفن عمدتن شدیدن حدودن".split()
)


_MOST_KEYS = 50_000


class _Keys(dict[str, str]):
    """The keys of the words met lately: words come again and again."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_KEYS:
            self.clear()
        found = self[word] = _key(word)
        return found


key: Callable[[str], str] = _Keys().__getitem__
"""The look-up form of one word (canonical or typed): folded, no joiners, known respellings.

A remembered one costs 35 ns; behind a function of our own it would be 90.
"""


def _key(word: str) -> str:
    plain = fold(word).replace(JOINER, "").strip()
    if plain in _TANVIN:
        return plain[:-1] + "ا"
    for wrong, right in _RESPELLED:
        if plain.startswith(wrong):
            return right.replace(JOINER, "") + plain[len(wrong) :]
    return plain


_STRETCHED = re.compile(r"(.)\1{2,}")


def unstretch(word: str) -> tuple[str, ...]:
    """What a stretched word may stand for («نهههه»: نه, نهه); () where none is stretched."""
    if not _STRETCHED.search(word):
        return ()
    return (_STRETCHED.sub(r"\1", word), _STRETCHED.sub(r"\1\1", word))


def _endings() -> frozenset[str]:
    """What may follow a noun or adjective: plural, possessive, indefinite, copula, object mark."""
    plurals = ("", "ها", "ا", "های", "هایی", "هاش")
    owners = (
        "م ت ش مان تان شان مون تون شون ام ات اش یم یت یش یمان یتان یشان"
        " ایم ایت ایش امون اتون اشون یمون یتون یشون مو تو شو"
    ).split()
    tails = (
        "و رو را ه ست است ند ن ید ین یم هم م ی ای یی اید ایم اند این نیست نیس هست هستش هستن هستند"
    ).split()
    found = {plural + owner for plural in plurals for owner in ("", *owners)}
    found |= {base + tail for base in list(found) for tail in tails}
    return frozenset(found | {"تر", "ترین", "تری", "تره", "ترن", "ترم", "ترند"})


ENDINGS = _endings()

# Written and spoken spellings of the same word. A phrase written with one is found with all.
_SAME = (
    "اگر اگه",
    "دیگر دیگه دگه",
    "یک یه",
    "را رو",
    "برای واسه برا واسه‌ی",
    "برایتان براتون برایتون واستون",
    "هست هستش هس",
    "نیست نیس نیستش",
    "آن اون",
    "آنها اونا اونها",
    "دیگری دیگه‌ای دیگه‌یی",
    "همان همون",
    "همانجا همونجا",
    "آنجا اونجا",
    "چه چی",
    "چیست چیه",
    "چطور چطوری چجوری چه‌جوری چگونه",
    "خانه خونه",
    "تومان تومن",
    "چقدر چقد چه‌قدر",
    "اینقدر انقدر انقد اینقد",
    "هیچکدام هیچکدوم",
    "کدام کدوم",
    "خانم خانوم",
    "جان جون",
    "فقط فقد",
    "ایشان ایشون",
    "خودمان خودمون",
    "خودتان خودتون",
    "خودشان خودشون",
    "خواهش خاهش",
    "زمان زمون",
    "میان میون",
    "نشان نشون",
    "چنین همچین",
    "تمام تموم",
    "ارزان ارزون",
    "گران گرون",
    "مهربان مهربون",
    "آسان آسون",
    "کنید کنین",
    "وقتتان وقتتون",
)
_SPOKEN_ENDINGS = (("تان", "تون"), ("شان", "شون"), ("مان", "مون"))


def _same_words() -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for line in _SAME:
        group = frozenset(key(word) for word in line.split())
        for word in group:
            table[word] = group
    return table


_same = _same_words()


def spellings(word: str) -> frozenset[str]:
    """Every look-up key that spells the word `word` (a key): itself, spoken and written twins."""
    found = set(_same.get(word, (word,)))
    for written, spoken in _SPOKEN_ENDINGS:
        for one, other in ((written, spoken), (spoken, written)):
            if len(word) > len(one) + 1 and word.endswith(one):
                found.add(word[: -len(one)] + other)
    return frozenset(found)


NUMERALS = frozenset(
    key(word)
    for word in (
        "صفر یک یه دو سه چهار چار پنج پنش شش شیش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده "
        "پونزده شانزده شونزده هفده هیفده هجده هیجده نوزده بیست سی چهل پنجاه شصت هفتاد هشتاد نود صد "
        "دویست سیصد چهارصد پانصد پونصد ششصد هفتصد هشتصد نهصد هزار میلیون میلیارد نیم چند چن"
    ).split()
)
"""Keys of the words that count («چند» among them: «چند دقیقه» is a time)."""

SPOKEN_WORDS = frozenset(
    key(word)
    for word in (
        "رو اگه دیگه دگه یه واسه واسم برا چیه هس نیس نیستش هستش اون اونا اونو اینو اونجا اینا "
        "چطوری چجوری چیکار میشه نمیشه بشه نشه شه باشه هستن نیستن بگین بدین کنین باشین باشن دارین "
        "ندارین دارن ندارن داره نداره هستین نیستین خونه تومن ازتون بهتون باهاتون براتون بهم "
        "باهام برام همون همونه "
        "ازم بهش ازش براش باهاش بازم منم همش همشون کدومه کدوم کدومو چقد انقد اینقد اینجوری اونجوری "
        "همینجوری منو مارو شمارو خودم‌و اصن ینی هیشکی هیچکی یکی‌و نذاشت بذارین اومد اومده میاد نمیاد "
        "بیاد نیومد نیومده تو‌ش توش روش چی خودمون خودتون خودشون جلو‌ش یهو"
    ).split()
)
"""Keys of words that are spelled as one speaks."""
WRITTEN_WORDS = frozenset(
    key(word)
    for word in (
        "را اگر دیگر است چیست کیست آن آنها آنان باشد نباشد شود نشود شوند شده‌است هستند نیستند بودند "
        "گردید گردد می‌گردد می‌باشد نمایید نماید فرمایید لذا لیکن چنانچه خواهشمند نیز آیا خیر چگونه "
        "همچنین بنابراین هم‌اکنون اکنون ایشان آنچه مرا ترا اینجانب"
    ).split()
)
"""Keys of words that are spelled as one writes."""
LOOSE_WORDS = frozenset(
    key(word)
    for word in (
        "واسه واسم واست واستون واسش اصن ینی کجاس چیکا بایس وایسا کجان چیچی چطورن "
        "میخوا چجوریاس شمام خدافس یدونه جاس ایناهاش وایساد"
    ).split()
)
"""Keys of words whose spelling itself is chatty."""
SPOKEN_TAILS = tuple(spoken for _, spoken in _SPOKEN_ENDINGS)
WRITTEN_TAILS = tuple(written for written, _ in _SPOKEN_ENDINGS)
SAID_OTHERWISE = frozenset(
    key(word) for word in "توانستن خواستن دادن گفتن رفتن آمدن شدن گذاشتن دانستن".split()
)
"""Verbs whose present is spelled otherwise in every person when one writes as one speaks."""

COMMON = frozenset(
    key(word)
    for word in (
        "و که از به در با رو را تا برای این اون هم یه یک شما ما من است هست شده کردن شدن بودن"
        " داشتن دادن میشه کنید کنین بله نه سلام اگه اگر یا چه چی هر همین الان تون براتون دیگه سفارش"
        " امروز فردا ساعت روز خودتون لطفا ممنون هنوز ولی اما بعد تو توی روی پیش حتما همه چند دو بار"
    ).split()
)
"""Keys of the words (and infinitives) that are met most in chats."""
