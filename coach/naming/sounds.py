"""How letters sound: keys of words that are heard alike, in Persian and in Latin letters."""

from __future__ import annotations

from functools import lru_cache

from coach.persian import key

_HEARD = str.maketrans({
    "ط": "ت", "ص": "س", "ث": "س", "ذ": "ز", "ض": "ز", "ظ": "ز", "ح": "ه", "غ": "ق", "ع": "ا",
})  # fmt: skip
_LATIN = {
    "ب": "b", "پ": "p", "ت": "t", "ط": "t", "ث": "s", "س": "s", "ص": "s", "ج": "j", "چ": "c",
    "ح": "h", "ه": "h", "خ": "K", "د": "d", "ر": "r", "ز": "z", "ذ": "z", "ض": "z", "ظ": "z",
    "ژ": "Z", "ش": "S", "غ": "G", "ق": "G", "ف": "f", "ک": "k", "گ": "g", "ل": "l", "م": "m",
    "ن": "n", "و": "", "ی": "", "ا": "", "ع": "",
}  # fmt: skip
_PAIRS = (("kh", "K"), ("sh", "S"), ("ch", "c"), ("gh", "G"), ("zh", "Z"), ("ph", "f"), ("q", "G"))
_MUTE = "aeiouyvw'’-"


def heard(word: str) -> str:
    """The key of a word with letters that sound alike made one («طاهری» and «تاهری»)."""
    return word.translate(_HEARD)


@lru_cache(maxsize=1 << 14)
def heard_letters(word: str) -> frozenset[str]:
    """The letters that are heard in a word."""
    return frozenset(heard(word))


def skeleton(word: str) -> str:
    """The consonants of a Persian key in Latin letters, the final silent heh left out."""
    if len(word) > 2 and word.endswith("ه"):
        word = word[:-1]
    return _undoubled("".join(_LATIN.get(letter, "") for letter in word))


def latin_skeleton(word: str) -> str:
    """The consonants of a name in Latin letters («Rezaei»: «rz»)."""
    plain = key(word)
    for pair, sound in _PAIRS:
        plain = plain.replace(pair, sound)
    if len(plain) > 2 and plain.endswith("h"):
        plain = plain[:-1]
    return _undoubled("".join(letter for letter in plain if letter not in _MUTE))


def _undoubled(letters: str) -> str:
    return "".join(c for i, c in enumerate(letters) if i == 0 or c != letters[i - 1])


def distance(a: str, b: str, most: int) -> int:
    """How many letters must be changed, added, dropped or swapped to make `a` of `b`; `most` + 1
    where it is more than `most`."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        last, row, older = row, [i], before
        for j, right in enumerate(b, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        before = last
        if min(row) > most:
            return most + 1
    return row[-1]
