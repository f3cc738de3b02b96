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
    return same and right.after <= left.verb + 1 and not apart


def _mark(rule: Rule, run: list[Order], scene: Scene) -> Mark:
    span = Span(_start(run[0].first, scene), scene.text.ends[run[-1].verb])
    useful = scene.cues.within("alternative", run[0].first, run[-1].verb + 1)
    polite = None if useful else _polite(rule, run, scene)
    return Mark(span, None, () if polite is None else (Replacement(polite),))


def _start(word: int, scene: Scene) -> int:
    """Where a word starts, with the quotation mark that it stands behind."""
    start = scene.text.starts[word]
    return next((q.start for q in scene.text.quoted if q.start <= start < q.end), start)


def _polite(rule: Rule, run: list[Order], scene: Scene) -> str | None:
    """The orders as a request: please before them, «باید» gone, the plural of politeness.

    None where a word that says «تو» would be left standing, or a verb has no known plural.
    """
    text = scene.text
    first, last = run[0].first, run[-1].verb + 1
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
    if not order.familiar and not order.forbidden:
        return text.raw[text.starts[order.verb] : text.ends[order.verb]]
    form = order.form
    if form.clitic:
        return None
    negative = form.negative or order.forbidden
    return inflect(
        form.infinitive, person=5, tense="imperative", negative=negative, spoken=scene.spoken
    )
