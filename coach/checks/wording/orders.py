"""Which verb forms of a draft order the customer about, and where each order begins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from coach.checks.wording.serving import closes_question, serves
from coach.cues import Cue
from coach.rules import Scene
from coach.text import NONE, Sentence
from coach.verbs import Form, analyse

_TU, _U, _SHOMA = 2, 3, 5
_REPORTED = frozenset(("past", "perfect"))
_QUOTES = frozenset('«»"“”')
_BULLETS = frozenset("•-*–—▪◾🔹🔸👉✅➡")
_FINITE = frozenset(("present", "imperfect", "future", "imperative", "subjunctive", "pluperfect"))
_REACH = 12
_PREVERB = 2
"""So many letters has a preverb («بر», «در»)."""


class Order(NamedTuple):
    """One order: words `first` to `verb`. `after`: where the words begin that are no other
    clause's, «و» and greetings included. `dropped`: the words that lay the duty."""

    after: int
    first: int
    verb: int
    form: Form
    dropped: tuple[int, ...] = ()
    forbidden: bool = False

    @property
    def familiar(self) -> bool:
        """Is it said to a «تو»?"""
        return self.form.person == _TU


def orders(scene: Scene) -> Iterator[Order]:
    """The orders of the draft in the order of their verbs."""
    if not scene.cues["order-verb"] and not scene.cues["duty"]:
        return
    familiar = _customer_says_tu(scene)
    for sentence in scene.text.sentences:
        if _is_list_item(sentence, scene) or _covered(sentence, scene):
            continue
        for order in _of_sentence(sentence, scene):
            if not (order.familiar and familiar):
                yield order


def _of_sentence(sentence: Sentence, scene: Scene) -> list[Order]:
    duties = [
        order
        for duty in _inside("duty", sentence, scene)
        if (order := _duty(duty, sentence, scene)) is not None
    ]
    taken = {order.verb for order in duties} | _guessed(sentence, scene)
    bare: list[Order] = []
    subordinate = -2
    for cue in _inside("order-verb", sentence, scene):
        verb = cue.last - 1
        if verb in taken or _means_no_order(cue, scene) or not _is_clear(cue, scene):
            continue
        held = _subordinate(cue, sentence, scene, subordinate)
        if held or closes_question(cue, sentence, scene) or _invites(cue, sentence, scene):
            subordinate = verb
            continue
        if serves(cue, sentence, scene):
            bare.clear()
            subordinate = verb
            continue
        bare.append(_bare(cue, sentence, scene))
    return sorted([*duties, *bare], key=lambda order: order.verb)


def _inside(name: str, sentence: Sentence, scene: Scene) -> list[Cue]:
    """The places of a set in a sentence, those in quotation marks left out."""
    return [
        cue
        for cue in scene.cues[name]
        if sentence.first <= cue.first < sentence.last and not scene.text.is_quoted(cue.first)
    ]


def _covered(sentence: Sentence, scene: Scene) -> bool:
    return scene.cues.within("softened", sentence.first, sentence.last)


def _means_no_order(cue: Cue, scene: Scene) -> bool:
    return scene.cues.within("no-order", cue.first, cue.last)


def _readings(cue: Cue, scene: Scene) -> tuple[Form, ...]:
    """The readings of an order's verb; one whose preverb stands apart («برش گردونین») is joined."""
    keys = scene.text.keys
    forms = analyse(keys[cue.last - 1])
    if not forms and cue.last - cue.first == 2:
        forms = analyse(keys[cue.first][:_PREVERB] + keys[cue.last - 1])
    return forms


def _form(cue: Cue, scene: Scene) -> Form:
    """The reading of a word as an order."""
    forms = _readings(cue, scene)
    meant = [f for f in forms if f.tense == "imperative" and f.person in (_TU, _SHOMA)]
    return max(meant or forms, key=lambda form: form.person == _SHOMA)


def _is_clear(cue: Cue, scene: Scene) -> bool:
    """Can the word be nothing but an order or its twin («رسید», «گردید» are reports)?"""
    forms = _readings(cue, scene)
    return bool(forms) and all(
        form.tense in ("imperative", "subjunctive", "present") for form in forms
    )


def _bare(cue: Cue, sentence: Sentence, scene: Scene) -> Order:
    verb = cue.last - 1
    after = _beginning(cue.first, sentence, scene)
    return Order(after, _behind_lead_in(after, cue.first, scene), verb, _form(cue, scene))


def _duty(cue: Cue, sentence: Sentence, scene: Scene) -> Order | None:
    """«باید» with the verb that it rules, where that verb is the customer's."""
    text = scene.text
    last = min(sentence.last, cue.last + _REACH)
    for word in range(cue.last, last):
        ruled = [f for f in analyse(text.keys[word]) if f.tense in _FINITE and f.person]
        if not ruled:
            continue
        theirs = [
            f
            for f in ruled
            if f.person in (_TU, _SHOMA) and f.tense in ("subjunctive", "imperative", "imperfect")
        ]
        form, mine = (theirs or ruled)[0], bool(theirs)
        if (
            not mine
            or _is_guess(cue, word, scene)
            or (sentence.closing.strip() in ("?", "؟") and word == sentence.last - 1)
        ):
            return None
        first = cue.first
        while first > sentence.first and _drops(first - 1, scene):
            first -= 1
        forbidden = bool(analyse(text.keys[cue.first])) and any(
            f.negative for f in analyse(text.keys[cue.first])
        )
        return Order(first, first, word, form, tuple(range(first, cue.last)), forbidden)
    return None


def _guessed(sentence: Sentence, scene: Scene) -> set[int]:
    """The verbs behind «باید» that guess, or that another does."""
    expected = _inside("expected", sentence, scene)
    found = {word for cue in expected for word in range(cue.first, cue.last)}
    for duty in _inside("duty", sentence, scene):
        for word in range(duty.last, min(sentence.last, duty.last + _REACH)):
            if any(f.tense in _FINITE and f.person for f in analyse(scene.text.keys[word])):
                if _is_guess(duty, word, scene):
                    found.add(word)
                break
    return found


def _is_guess(duty: Cue, word: int, scene: Scene) -> bool:
    """«الان باید آنتن داشته باشید»، «باید زحمت کشیده باشید»، «باید مالک بده»: no duty of theirs."""
    cues, keys = scene.cues, scene.text.keys
    if cues.within("guess-verb", word - 1, word + 1):
        participle = word > 0 and any(f.tense == "participle" for f in analyse(keys[word - 1]))
        had = cues.within("had", word - 1, word)
        return (participle and not had) or cues.within("by-now", duty.first - 3, duty.last + 1)
    readings = analyse(keys[word])
    return any(f.person == _TU for f in readings) and any(f.person == _U for f in readings)


def _drops(word: int, scene: Scene) -> bool:
    """Does the word («شما», «حتماً») belong to «باید» and go with it?"""
    return scene.text.breaks[word + 1] == NONE and scene.cues.within("with-duty", word, word + 1)


# What an order-like form may be instead


def _subordinate(cue: Cue, sentence: Sentence, scene: Scene, before: int) -> bool:
    """Is the form ruled by a conjunction, itself or through the one that «و» joins it to?"""
    if before >= sentence.first and not _finite_between(before + 1, cue.first, scene):
        return all(scene.text.breaks[w] == NONE for w in range(before + 1, cue.first + 1))
    for conjunction in reversed(_inside("subordinator", sentence, scene)):
        if conjunction.last > cue.first:
            continue
        if _is_until(conjunction, sentence, scene):
            continue
        return not _finite_between(conjunction.last, cue.first, scene)
    return False


def _is_until(conjunction: Cue, sentence: Sentence, scene: Scene) -> bool:
    """Is it the «تا» of «تا فردا»? Right behind a verb it is «so that»."""
    if conjunction.first > sentence.first and _is_finite(conjunction.first - 1, scene):
        return False
    return scene.cues.within("until", conjunction.first, conjunction.last)


def _invites(cue: Cue, sentence: Sentence, scene: Scene) -> bool:
    """Is it the «بگین» of «اگر» left unsaid: «نشد بگین», «چیزی کم بود خبرم کنین»?"""
    if not scene.cues.within("let-us-know", cue.first, cue.last):
        return False
    for word in range(cue.first - 1, sentence.first - 1, -1):
        if scene.cues.within("object-mark", word, word + 1):
            return False
        if any(form.tense in _REPORTED for form in analyse(scene.text.keys[word])):
            return True
    return False


def _finite_between(first: int, last: int, scene: Scene) -> bool:
    return any(_is_finite(word, scene) for word in range(first, last))


def _is_finite(word: int, scene: Scene) -> bool:
    """Is the word a verb that ends its clause? A bare past is left to the eye: «خرید», «رسید»."""
    forms = analyse(scene.text.keys[word])
    return bool(forms) and all(
        form.person and (form.tense in _FINITE or form.person != 3 or form.negative)
        for form in forms
    )


def _is_list_item(sentence: Sentence, scene: Scene) -> bool:
    """Is the sentence a line of a numbered or bulleted list?"""
    raw, start = scene.text.raw, sentence.span.start
    head = raw[raw.rfind("\n", 0, start) + 1 : start].strip()
    numbered = scene.text.kinds[sentence.first] == "n" or head[:1].isdigit()
    return "\n" in raw and (numbered or bool(set(head) & _BULLETS))


def _customer_says_tu(scene: Scene) -> bool:
    """Has the customer called us «تو» first?"""
    return any(
        (forms := analyse(key)) and all(form.person == _TU for form in forms)
        for cues in scene.conversation.customer_cues
        for key in cues.text.keys
    )


# Where an order begins


def _beginning(verb: int, sentence: Sentence, scene: Scene) -> int:
    """The first word behind the verb before this one, or behind the comma that closes a part."""
    text, first = scene.text, verb
    while first > sentence.first and not _ends_clause(first - 1, scene):
        if text.breaks[first] != NONE and not _leads_on(first, scene):
            break
        first -= 1
    return first


def _ends_clause(word: int, scene: Scene) -> bool:
    """Is it a finite verb, and no «که …» that «رو» makes the object («باری که وارد شدی رو»)?"""
    object_mark = scene.cues.within("mark-of-object", word + 1, word + 2)
    return _is_finite(word, scene) and not object_mark


def _leads_on(word: int, scene: Scene) -> bool:
    """Does what stands before the break in front of `word` belong to the order: a quotation,
    or a place or time put first («از منوی تنظیمات، …»)?"""
    text = scene.text
    between = text.raw[text.ends[word - 1] : text.starts[word]].strip()
    if between and set(between) <= _QUOTES:
        return True
    start, _ = text.clause_of(word - 1)
    return scene.cues.within("fronted", start, start + 1)


def _behind_lead_in(first: int, verb: int, scene: Scene) -> int:
    """The first word of the order itself: behind «و», «سلام» and a name."""
    names = scene.names.uses(scene.cues)
    while first < verb:
        lead = scene.cues.within("lead-in", first, first + 1)
        name = next((cue for cue in names if cue.first <= first < cue.last), None)
        called = first + 2 <= verb and scene.cues.within("honorific", first + 1, first + 2)
        if name is not None:
            first = max(first + 1, min(name.last, verb))
        elif lead or called:
            first += 1 if lead else 2
        else:
            break
    return first
