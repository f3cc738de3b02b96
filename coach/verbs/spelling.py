"""Writing a verb form in proper spelling: ZWNJ after می, آ, the spoken endings where asked for."""

from __future__ import annotations

from functools import cache

from coach.persian import key
from coach.verbs.stems import Verb, all_verbs

_ZWNJ = "\u200c"
_WRITTEN = ("م", "ی", "د", "یم", "ید", "ند")
_SPOKEN = ("م", "ی", "ه", "یم", "ین", "ن")
_SPOKEN_VOWEL = ("م", "ی", "د", "یم", "ین", "ن")
_PAST = ("م", "ی", "", "یم", "ید", "ند")
_SPOKEN_PAST = ("م", "ی", "", "یم", "ین", "ن")
_PERFECT = ("ه‌ام", "ه‌ای", "ه است", "ه‌ایم", "ه‌اید", "ه‌اند")
_SPOKEN_PERFECT = ("ه‌م", "ه‌ی", "ه", "ه‌یم", "ه‌ین", "ه‌ن")
_IMPERSONAL = {
    ("توانستن", "present"): "می‌توان",
    ("بایستن", "present"): "باید",
}


@cache
def _by_infinitive() -> dict[str, Verb]:
    found: dict[str, Verb] = {}
    for verb in all_verbs():
        found.setdefault(verb.infinitive, verb)
    return found


def _joined(prefix: str, stem: str) -> str:
    """ن or ب with its stem: آ and a short ا take a ی between."""
    if not prefix or not stem.startswith(("ا", "آ")) or stem.startswith("ای"):
        return prefix + stem
    return f"{prefix}ی{'ا' if stem[0] == 'آ' else ''}{stem[1:]}"


def _continuous(stem: str, negative: bool, glued: bool) -> str:
    """می or نمی with its stem. Spoken آ is written together: «میاد»."""
    prefix = "نمی" if negative else "می"
    if glued and stem.startswith("آ"):
        return prefix + "ا" + stem[1:]
    if glued and stem.startswith("او"):
        return prefix + stem[1:]
    return prefix + _ZWNJ + stem


def _present_stem(verb: Verb, spoken: bool) -> str | None:
    """The stem that takes endings; None where it is not known how the verb is spoken."""
    if spoken and verb.spoken_presents:
        return verb.spoken_presents[0]
    for stem in verb.presents:
        if stem + "ی" in verb.presents:
            continue
        whole = stem + "ی" if stem.endswith("ا") else stem
        return None if spoken and whole.endswith(("ای", "وی")) else whole
    return None


def _imperative_stem(verb: Verb, spoken: bool) -> str | None:
    if spoken and verb.spoken_presents and len(key(verb.spoken_presents[0])) > 1:
        stem = verb.spoken_presents[0]
        return None if stem.endswith("ا") or stem == "تون" else stem
    if verb.past == "آمد":
        return "آ"
    stem = min(verb.presents, key=len, default=None)
    return stem.removesuffix("ی") if stem and stem.endswith("ای") else stem


def _past_stem(verb: Verb, spoken: bool) -> str:
    return verb.spoken_pasts[0] if spoken and verb.spoken_pasts else verb.past


def _ending(stem: str, person: int, spoken: bool) -> str:
    vowel = stem.endswith(("ا", "آ"))
    endings = (_SPOKEN_VOWEL if vowel else _SPOKEN) if spoken else _WRITTEN
    return endings[person - 1]


def _present(verb: Verb, person: int, negative: bool, spoken: bool) -> str | None:
    stem = _present_stem(verb, spoken)
    if stem is None or verb.past == "بود":
        return _copula(person, negative, spoken) if verb.past == "بود" else None
    ending = _ending(stem, person, spoken)
    if verb.past == "داشت" and not verb.preverb:
        return ("ن" if negative else "") + stem + ending
    return verb.preverb + _continuous(stem, negative, glued=spoken) + ending


def _copula(person: int, negative: bool, spoken: bool) -> str:
    return ("نیست" if negative else "هست") + (_SPOKEN_PAST if spoken else _PAST)[person - 1]


def _no_prefix(verb: Verb, spoken: bool) -> bool:
    """Whether the subjunctive is written without ب: «لغو کنید», «برگردید», «باشید»."""
    light = verb.past == "کرد" or (verb.past == "شد" and not spoken)
    return bool(verb.preverb) or light or verb.past == "بود"


def _subjunctive(verb: Verb, person: int, negative: bool, spoken: bool) -> str | None:
    if verb.past == "داشت" and not verb.preverb:
        held = "باش" + (_SPOKEN if spoken else _WRITTEN)[person - 1]
        return f"{'ن' if negative else ''}داشته {held}"
    stem = _present_stem(verb, spoken)
    if stem is None:
        return None
    prefix = "ن" if negative else "" if _no_prefix(verb, spoken) else "ب"
    if verb.preverb and stem.startswith("آ") and spoken and not negative:
        prefix = "ب"
    return verb.preverb + _joined(prefix, stem) + _ending(stem, person, spoken)


def _imperative(verb: Verb, person: int, negative: bool, spoken: bool) -> str | None:
    if person == 5:
        return _subjunctive(verb, person, negative, spoken)
    if person != 2 or verb.past == "توانست":
        return None
    if verb.past == "داشت" and not verb.preverb:
        return f"{'ن' if negative else ''}داشته باش"
    stem = _imperative_stem(verb, spoken)
    prefix = "ن" if negative else "" if _no_prefix(verb, spoken=False) else "ب"
    if verb.past == "آمد" and not negative:  # «دربیا»
        prefix = "ب"
    return None if stem is None else verb.preverb + _joined(prefix, stem)


def _of_past(verb: Verb, person: int, tense: str, negative: bool, spoken: bool) -> str | None:
    stem = _past_stem(verb, spoken)
    plain = verb.preverb + _joined("ن" if negative else "", stem)
    place = person - 1
    if tense == "past":
        return plain + (_SPOKEN_PAST if spoken else _PAST)[place]
    if tense == "imperfect":
        start = verb.preverb + _continuous(stem, negative, glued=spoken)
        return start + (_SPOKEN_PAST if spoken else _PAST)[place]
    if tense == "perfect":
        return plain + (_SPOKEN_PERFECT if spoken else _PERFECT)[place]
    if tense == "pluperfect":
        return f"{plain}ه بود" + (_SPOKEN_PAST if spoken else _PAST)[place]
    if tense == "future" and not spoken:
        will = "نخواه" if negative else "خواه"
        return f"{verb.preverb}{will}{_WRITTEN[place]} {verb.past}"
    return None


def _without_person(verb: Verb, tense: str, negative: bool, spoken: bool) -> str | None:
    ending = {"participle": "ه", "infinitive": "ن"}.get(tense)
    if ending is None:
        return None
    stem = verb.past if tense == "infinitive" else _past_stem(verb, spoken)
    return verb.preverb + _joined("ن" if negative else "", stem) + ending


def inflect(
    infinitive: str, *, person: int, tense: str, negative: bool = False, spoken: bool = False
) -> str | None:
    """The form of a verb in proper spelling («نمی‌توانیم», «بفرستین»); None where there is none.

    `infinitive` is a look-up key or properly spelled («آمدن»); `person` 1–6, or 0 for a form that
    has none. کردن and شدن come as parts of other verbs do: «کنید», not «بکنید».
    """
    name = key(infinitive)
    if person == 0 and (name, tense) in _IMPERSONAL and not spoken:
        return ("ن" if negative else "") + _IMPERSONAL[name, tense]
    verb = _by_infinitive().get(name)
    if verb is None or not 0 <= person <= 6:
        return None
    if person == 0 or tense in ("participle", "infinitive"):
        return _without_person(verb, tense, negative, spoken) if person == 0 else None
    if tense == "present":
        return _present(verb, person, negative, spoken)
    if tense == "subjunctive":
        return _subjunctive(verb, person, negative, spoken)
    if tense == "imperative":
        return _imperative(verb, person, negative, spoken)
    return _of_past(verb, person, tense, negative, spoken)
