"""What the server sends: the shape of every event, and how a review becomes one.

The shapes are typed dictionaries: they cost nothing when an event is built, the type checker holds
the builders to them, and the tests hold the protocol's own examples to them.
"""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict, cast

from pydantic import Field

from app.offers import OffersEvent
from app.offsets import Offsets, SpanAnswer, span_answer
from coach import Conversation, Finding, Nudge, Review

Severity = Literal["hint", "warning", "error"]


class MovedByAnswer(TypedDict):
    """Words that move the tone."""

    span: SpanAnswer
    toward: Literal["red", "green"]


class ToneAnswer(TypedDict):
    """How the draft sounds."""

    value: Annotated[float, Field(ge=-1, le=1)]
    zone: Literal["red", "amber", "green"]
    moved_by: list[MovedByAnswer]


class ChecklistAnswer(TypedDict):
    """A reminder that applies, ticked or not."""

    rule: str
    state: Literal["due", "done"]


class ReplacementAnswer(TypedDict):
    """An edit that is offered."""

    text: str
    at: NotRequired[int]


class FindingAnswer(TypedDict):
    """One remark about a draft."""

    id: str
    rule: str
    section: Literal["wording", "missing", "shape", "flow"]
    category: str
    severity: Severity
    span: SpanAnswer | None
    show: Literal["now", "pause", "send"]
    advice: str
    why: str
    source: str
    replacements: list[ReplacementAnswer]
    group: NotRequired[str]


class PackName(TypedDict):
    """Which rules are at work."""

    name: str
    version: str


class Limits(TypedDict):
    """What one connection may do."""

    draft_chars: int
    event_bytes: int
    events_per_second: int
    history_messages: int


class ReadyEvent(TypedDict):
    """The answer to `hello`."""

    type: Literal["ready"]
    protocol: int
    session: str
    agent: str
    team: str
    pack: PackName
    limits: Limits


class ContextAnswer(TypedDict):
    """How the customer feels and talks, and where the conversation stands."""

    mood: Literal["calm", "happy", "excited", "confused", "worried", "upset", "angry"]
    register: Literal["formal", "neutral", "chatty"]
    stage: Literal["opening", "middle", "closing"]


class ContextEvent(ContextAnswer):
    """The answer to `conversation` and `message`."""

    type: Literal["context"]
    conversation: str


class ReviewAnswer(TypedDict):
    """What both the socket and HTTP say of a draft."""

    pack: str
    tone: ToneAnswer
    checklist: list[ChecklistAnswer]
    praise: str | None
    findings: list[FindingAnswer]


class ReviewEvent(ReviewAnswer):
    """The review of one revision of a draft."""

    type: Literal["review"]
    conversation: str
    revision: int


class NudgeAnswer(TypedDict):
    """What a time-driven remark says. replacements: texts in place of the whole draft."""

    id: str
    rule: str
    severity: Severity
    advice: str
    why: str
    replacements: NotRequired[list[ReplacementAnswer]]


class NudgeEvent(NudgeAnswer):
    """A time-driven remark."""

    type: Literal["nudge"]
    conversation: str


class AckEvent(TypedDict):
    """Stored for good."""

    type: Literal["ack"]
    id: str


class PongEvent(TypedDict):
    """The answer to `ping`."""

    type: Literal["pong"]
    id: str


class PackEvent(TypedDict):
    """The rules changed."""

    type: Literal["pack"]
    name: str
    version: str


class RestartEvent(TypedDict):
    """The server stops: come back after a while, each after another."""

    type: Literal["restart"]
    retry_after_ms: int


class ErrorEvent(TypedDict):
    """Something is wrong. `id`: the client's own id of the event that was not taken."""

    type: Literal["error"]
    code: str
    advice: str
    conversation: str | None
    revision: int | None
    retry_after_ms: int | None
    field: NotRequired[str]
    ref: NotRequired[str]
    id: NotRequired[str]


ServerEvent = (
    ReadyEvent
    | ContextEvent
    | ReviewEvent
    | NudgeEvent
    | RestartEvent
    | OffersEvent
    | AckEvent
    | PongEvent
    | PackEvent
    | ErrorEvent
)


class HttpReview(ReviewAnswer):
    """The answer to `POST /v1/review`."""

    context: ContextAnswer


def context_answer(conversation: Conversation) -> ContextAnswer:
    """Mood, register and stage as the wire has them."""
    return cast(
        ContextAnswer,
        {
            "mood": conversation.mood,
            "register": conversation.register,
            "stage": conversation.stage,
        },
    )


def review_answer(review: Review, draft: str, most: int | None = None) -> ReviewAnswer:
    """A review with its offsets in UTF-16 code units of `draft`, and with `most` findings."""
    offsets = Offsets(draft)
    return {
        "pack": review.pack,
        "tone": {
            "value": review.tone.value,
            "zone": review.tone.zone,
            "moved_by": [
                {"span": span_answer(moved.span, offsets), "toward": moved.toward}
                for moved in review.tone.moved_by
            ],
        },
        "checklist": [{"rule": item.rule, "state": item.state} for item in review.checklist],
        "praise": review.praise,
        "findings": [_finding(finding, offsets) for finding in review.findings[:most]],
    }


def nudge_answer(nudge: Nudge) -> NudgeAnswer:
    """A nudge as the wire has it."""
    answer: NudgeAnswer = {
        "id": nudge.id,
        "rule": nudge.rule,
        "severity": nudge.severity,
        "advice": nudge.advice,
        "why": nudge.why,
    }
    if nudge.replacements:
        answer["replacements"] = [{"text": offer.text} for offer in nudge.replacements]
    return answer


def _finding(finding: Finding, offsets: Offsets) -> FindingAnswer:
    answer: FindingAnswer = {
        "id": finding.id,
        "rule": finding.rule,
        "section": finding.section,
        "category": finding.category,
        "severity": finding.severity,
        "span": None if finding.span is None else span_answer(finding.span, offsets),
        "show": finding.show,
        "advice": finding.advice,
        "why": finding.why,
        "source": finding.source,
        "replacements": [
            {"text": offer.text}
            if offer.at is None
            else {"text": offer.text, "at": offsets.to_wire(offer.at)}
            for offer in finding.replacements
        ],
    }
    if finding.group is not None:
        answer["group"] = finding.group
    return answer
