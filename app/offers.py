"""The answer to `phrases`: what is offered, as the wire has it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypedDict

from app.events import PhrasesAsked
from app.offsets import Offsets, SpanAnswer, span_answer
from app.texts import Lang, text
from coach import Moment, Offered


class OfferAnswer(TypedDict):
    """A phrase that is offered. `label`: its moment in words; `blanks`: what is left to be filled,
    in UTF-16 code units of the text."""

    id: str
    moment: Moment
    label: str
    text: str
    blanks: list[SpanAnswer]


class OffersEvent(TypedDict):
    """The answer to `phrases`, the best first."""

    type: Literal["offers"]
    id: str
    conversation: str
    offers: list[OfferAnswer]


def offers_answer(asked: PhrasesAsked, offers: Iterable[Offered], lang: Lang) -> OffersEvent:
    """The whole answer, in the order of what was found."""
    return {
        "type": "offers",
        "id": asked.id,
        "conversation": asked.conversation,
        "offers": [_offer(one, lang) for one in offers],
    }


def _offer(offered: Offered, lang: Lang) -> OfferAnswer:
    offsets = Offsets(offered.text)
    moment = offered.phrase.moment
    return {
        "id": offered.phrase.id,
        "moment": moment,
        "label": text("moments", moment, lang),
        "text": offered.text,
        "blanks": [span_answer(blank, offsets) for blank in offered.blanks],
    }
