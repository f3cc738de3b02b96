"""`commanding`: bare orders, and duties laid on the customer («باید صبر کنید»).

The form of an order is also that of a wish, an offer and every «… که بفرستید»; what a verb form
means is settled by `orders`. Here the orders of a sentence become marks and polite requests.
"""

from __future__ import annotations

from collections.abc import Iterator

from coach.checks.conditions import scene_allows
from coach.checks.wording.orders import Order, orders
from coach.rules import Mark, Replacement, Rule, Scene
from coach.text import NONE, Span
from coach.verbs import analyse, inflect

_EDGE = "،,؛; "
_FEW = 4


def check(rule: Rule, scene: Scene) -> Iterator[Mark]:
    """One mark for each run of orders with nothing else between them."""
    if not scene_allows(rule, scene):
        return
    run: list[Order] = []
    for order in orders(scene):
        if run and not _joined(run[-1], order, scene):
            yield _mark(rule, run, scene)
            run = []
        run.append(order)
    if run:
        yield _mark(rule, run, scene)


def _joined(left: Order, right: Order, scene: Scene) -> bool:
    """Do the two follow each other in one sentence? A duty and the bare order behind a comma are
    two remarks: «نباید خاموشش کنید، تیکت بزنید»."""
    text = scene.text
    same = text.sentence_index(left.verb) == text.sentence_index(right.verb)
    apart = bool(left.dropped) and not right.dropped and text.breaks[right.after] != NONE
    return same and not apart and right.after <= _behind(left, scene)


def _behind(order: Order, scene: Scene) -> int:
    """The word behind an order and the few words without a verb that its clause still says."""
    text, last = scene.text, order.verb + 1
    end = text.clause_of(order.verb)[1]
    few = end - last <= _FEW and not any(analyse(text.keys[at]) for at in range(last, end))
    return end if few else last


def _mark(rule: Rule, run: list[Order], scene: Scene) -> Mark:
    last = _end(run, scene)
    span = Span(_start(run[0].first, scene), scene.text.ends[last - 1])
    useful = scene.cues.within("alternative", run[0].first, last)
    polite = None if useful else _polite(rule, run, last, scene)
    return Mark(span, None, () if polite is None else (Replacement(polite),))


def _end(run: list[Order], scene: Scene) -> int:
    """Behind the last word of the orders; one that begins with its verb takes in the few words
    behind it («برو تو تنظیمات»)."""
    text, last = scene.text, run[-1].verb + 1
    if run[0].first < run[-1].verb:
        return last
    end = min(text.clause_of(run[-1].verb)[1], last + _FEW)
    for word in range(last, end):
        if analyse(text.keys[word]) or scene.cues.within("subordinator", word, word + 1):
            return last
    whole = end == text.clause_of(run[-1].verb)[1]
    return end if whole else last


def _start(word: int, scene: Scene) -> int:
    """Where a word starts, with the quotation mark that it stands behind."""
    start = scene.text.starts[word]
    return next((q.start for q in scene.text.quoted if q.start <= start < q.end), start)


def _polite(rule: Rule, run: list[Order], last: int, scene: Scene) -> str | None:
    """The orders as a request: please before them, «باید» gone, the plural of politeness.

    None where a word that says «تو» would be left standing, or a verb has no known plural.
    """
    text = scene.text
    first = run[0].first
    edits: dict[int, str] = {}
    for order in run:
        verb = _plural(order, scene)
        if verb is None:
            return None
        edits[order.verb] = verb
        edits |= dict.fromkeys(order.dropped, "")
    if any(order.familiar for order in run) and _says_thou(scene, first, last, edits):
        return None
    pieces: list[str] = []
    for word in range(first, last):
        own = text.raw[text.starts[word] : text.ends[word]]
        gap = text.raw[text.ends[word] : text.starts[word + 1]] if word + 1 < last else ""
        pieces.append(edits.get(word, own) + ("" if edits.get(word) == "" else gap))
    opening = text.raw[_start(first, scene) : text.starts[first]]
    asked = opening + "".join(pieces).strip(_EDGE)
    please = rule.wordings[0].spoken if scene.spoken else rule.wordings[0].formal
    return f"{please} {asked}"


def _says_thou(scene: Scene, first: int, last: int, edits: dict[int, str]) -> bool:
    """Would a word or a verb that says «تو» be left in the same sentence?"""
    if scene.cues.within("familiar", first, last):
        return True
    keys, end = scene.text.keys, scene.text.sentence_of(last - 1).last
    first = scene.text.sentence_of(first).first
    return any(
        bool(forms := analyse(keys[at])) and all(form.person == 2 for form in forms)
        for at in range(first, end)
        if at not in edits
    )


def _plural(order: Order, scene: Scene) -> str | None:
    """The verb of an order in the polite plural, as typed where it already is."""
    text = scene.text
    if not order.familiar and not order.forbidden and order.form.tense != "imperfect":
        return text.raw[text.starts[order.verb] : text.ends[order.verb]]
    form = order.form
    if form.clitic or form.tense == "imperfect":
        return None
    negative = form.negative or order.forbidden
    return inflect(
        form.infinitive, person=5, tense="imperative", negative=negative, spoken=scene.spoken
    )
