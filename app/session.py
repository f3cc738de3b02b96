"""One client's session: events in, effects out. No socket, no clock, no storage.

`now` is a number of seconds that only grows. Every effect is either an event to send, a `Close`, or
a `Keep`: outcomes to store, and then to acknowledge. `deadline` says when `tick()` is due.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.answers import ErrorEvent, ServerEvent, context_answer, review_answer
from app.auth import Identity, Unauthorized
from app.limits import Bucket
from app.offsets import Offsets
from app.outcomes import Outcome
from app.protocol import (
    PROTOCOL,
    ClientEvent,
    ConversationOpened,
    Draft,
    End,
    Feedback,
    Hello,
    Malformed,
    MessageAdded,
    Ping,
    Typing,
)
from app.settings import Settings
from app.talk import OpenDraft, Talk, opened
from app.texts import Lang, advice
from coach import Pack

MALFORMED_IN_A_ROW = 20


@dataclass(frozen=True, slots=True)
class Close:
    """Close the connection with this code."""

    code: int


@dataclass(frozen=True, slots=True)
class Keep:
    """Store an outcome (None: nothing more than what came before) and then acknowledge `ack`."""

    outcome: Outcome | None
    ack: str


Effect = ServerEvent | Close | Keep
Identify = Callable[[str | None], Identity]
"""Checks a token; raises `Unauthorized`."""


class Session:
    """What one connection may do and what it has open.

    `packs`: the rules of each team. `identify`: checks a token; None where the server runs open.
    """

    def __init__(
        self,
        name: str,
        packs: Mapping[str, Pack],
        settings: Settings,
        identify: Identify | None,
        now: float,
    ) -> None:
        self.name = name
        self.closed = False
        self._packs = packs
        self._settings = settings
        self._identify = identify
        self._identity: Identity | None = None
        self._pack = packs["default"]
        self._lang: Lang = "fa"
        self._expires = now + settings.hello_seconds
        self._bucket = Bucket(settings.events_per_second, now)
        self._bad = 0
        self._talks: OrderedDict[str, Talk] = OrderedDict()
        self._ended: OrderedDict[str, None] = OrderedDict()
        self._fed: OrderedDict[str, None] = OrderedDict()
        self._held: dict[str, float] = {}

    # Time

    @property
    def deadline(self) -> float:
        """When `tick()` is due, in the seconds of `now`."""
        return min(self._expires, *self._held.values()) if self._held else self._expires

    def tick(self, now: float) -> list[Effect]:
        """Do what is due: a hello that never came, a token that ran out, a draft held back."""
        if self.closed or now < self.deadline:
            return []
        if now >= self._expires:
            if self._identity is None:
                return self._close(4408)
            return [self._error("unauthorized"), *self._close(4401)]
        effects: list[Effect] = []
        for conversation, due in list(self._held.items()):
            if now < due:
                continue
            if wait := self._bucket.take(now):
                self._held[conversation] = now + wait
            else:
                effects += self._review_held(conversation)
        return effects

    def finish(self) -> list[Effect]:
        """The server stops: answer what was held back."""
        return [effect for held in list(self._held) for effect in self._review_held(held)]

    # Events

    def handle(self, event: ClientEvent | Malformed, now: float) -> list[Effect]:
        """Answer one event that arrived at `now`."""
        if self.closed:
            return []
        if isinstance(event, Malformed):
            return self._malformed(event)
        self._bad = 0
        wait = self._bucket.take(now)
        if isinstance(event, Hello):
            return self._too_fast(event, wait) if wait else self._hello(event, now)
        if self._identity is None:
            return [self._error("unauthorized"), *self._close(4401)]
        if isinstance(event, Ping):
            return self._too_fast(event, wait) if wait else [{"type": "pong", "id": event.id}]
        if isinstance(event, Draft):
            return self._draft(event, now, wait)
        return self._too_fast(event, wait) if wait else self._in_conversation(event)

    def _malformed(self, event: Malformed) -> list[Effect]:
        self._bad += 1
        effects: list[Effect] = [self._error("malformed", field=event.field)]
        return effects if self._bad < MALFORMED_IN_A_ROW else effects + self._close(4400)

    def _too_fast(self, event: ClientEvent, wait: float) -> list[Effect]:
        error = self._error(
            "slow_down",
            conversation=getattr(event, "conversation", None),
            revision=getattr(event, "revision", None),
            event_id=getattr(event, "id", None),
        )
        error["retry_after_ms"] = math.ceil(wait * 1000)
        return [error]

    def _hello(self, event: Hello, now: float) -> list[Effect]:
        self._lang = event.lang or self._lang
        if event.protocol != PROTOCOL:
            return [self._error("unsupported_protocol"), *self._close(4400)]
        try:
            identity = self._who(event)
        except Unauthorized:
            return [self._error("unauthorized"), *self._close(4401)]
        pack = self._packs.get(identity.team)
        if pack is None:
            return [self._error("unknown_team"), *self._close(4403)]
        self._identity = identity
        self._expires = math.inf if identity.lasts is None else now + identity.lasts
        if pack is not self._pack:
            self._pack = pack
            for talk in self._talks.values():
                talk.conversation = talk.conversation.reread(pack)
        return [self._ready(identity)]

    def _who(self, event: Hello) -> Identity:
        known = self._identity
        if self._identify is not None:
            identity = self._identify(event.token)
            if known is not None and known.agent != identity.agent:
                raise Unauthorized
            return identity
        agent = event.agent.id if event.agent else known.agent if known else "anonymous"
        return Identity(agent, event.team or (known.team if known else "default"))

    def _ready(self, identity: Identity) -> ServerEvent:
        settings = self._settings
        return {
            "type": "ready",
            "protocol": PROTOCOL,
            "session": self.name,
            "agent": identity.agent,
            "team": identity.team,
            "pack": {"name": self._pack.name, "version": self._pack.version},
            "limits": {
                "draft_chars": settings.draft_chars,
                "event_bytes": settings.event_bytes,
                "events_per_second": settings.events_per_second,
                "history_messages": settings.history_messages,
            },
        }

    def _in_conversation(
        self, event: ConversationOpened | MessageAdded | Typing | Feedback | End
    ) -> list[Effect]:
        if isinstance(event, ConversationOpened):
            return self._open(event)
        talk = self._talks.get(event.conversation)
        if talk is None:
            return self._unopened(event)
        self._talks.move_to_end(event.conversation)
        if isinstance(event, MessageAdded):
            return self._message(event, talk)
        if isinstance(event, Feedback):
            return self._feedback(event, talk)
        if isinstance(event, End):
            self._forget(event.conversation)
        return []

    def _open(self, event: ConversationOpened) -> list[Effect]:
        before = self._talks.get(event.conversation)
        dismissed = before.conversation.dismissed if before else frozenset[str]()
        self._held.pop(event.conversation, None)
        talk = opened(event, self._pack, dismissed, self._settings.history_messages)
        self._talks[event.conversation] = talk
        self._talks.move_to_end(event.conversation)
        self._ended.pop(event.conversation, None)
        if len(self._talks) > self._settings.conversations:
            self._forget(next(iter(self._talks)))
        return [self._context(event.conversation, talk)]

    def _message(self, event: MessageAdded, talk: Talk) -> list[Effect]:
        talk.add(event, self._pack, self._settings.history_messages)
        if talk.draft is None:
            self._held.pop(event.conversation, None)
        effects: list[Effect] = [self._context(event.conversation, talk)]
        effects += self._review_again(event.conversation, talk)
        if event.author == "agent" and event.id and not event.deleted:
            effects.append(Keep(None, event.id))
        return effects

    def _draft(self, event: Draft, now: float, wait: float) -> list[Effect]:
        talk = self._talks.get(event.conversation)
        if talk is None:
            return self._unopened(event)
        if event.revision <= talk.revision:
            return [self._error("stale_revision", event.conversation, event.revision)]
        talk.revision = event.revision
        offsets = Offsets(event.text)
        if offsets.units > self._settings.draft_chars:
            return [self._error("draft_too_long", event.conversation, event.revision)]
        caret = None if event.caret is None else offsets.from_wire(event.caret)
        talk.draft = OpenDraft(event.revision, event.text, caret, event.final)
        self._talks.move_to_end(event.conversation)
        if wait:
            self._held.setdefault(event.conversation, now + wait)
            return []
        return self._review_held(event.conversation)

    def _feedback(self, event: Feedback, talk: Talk) -> list[Effect]:
        effects: list[Effect] = [self._keep(event)]
        if event.id in self._fed:
            return effects
        self._fed[event.id] = None
        if len(self._fed) > 1000:
            self._fed.popitem(last=False)
        if event.outcome in ("dismissed", "wrong"):
            talk.conversation = talk.conversation.dismiss(event.rule)
        elif event.outcome == "restored":
            talk.conversation = talk.conversation.restore(event.rule)
        return self._review_again(event.conversation, talk) + effects

    def _keep(self, event: Feedback) -> Keep:
        assert self._identity is not None
        return Keep(
            Outcome(
                id=event.id,
                agent=self._identity.agent,
                team=self._identity.team,
                conversation=event.conversation,
                revision=event.revision,
                finding=event.finding,
                rule=event.rule,
                outcome=event.outcome,
                replacement=event.replacement,
                pack=self._pack.version,
            ),
            event.id,
        )

    # Answers

    def _context(self, conversation: str, talk: Talk) -> ServerEvent:
        answer = context_answer(talk.conversation)
        return {"type": "context", "conversation": conversation, **answer}

    def _review_held(self, conversation: str) -> list[Effect]:
        self._held.pop(conversation, None)
        talk = self._talks[conversation]
        if talk.draft is None:
            return []
        talk.review_draft(self._pack, self._lang)
        return [self._review(conversation, talk)]

    def _review_again(self, conversation: str, talk: Talk) -> list[Effect]:
        """A fresh review of the open draft, where it says something new."""
        if conversation in self._held or not talk.review_draft(self._pack, self._lang):
            return []
        return [self._review(conversation, talk)]

    def _review(self, conversation: str, talk: Talk) -> ServerEvent:
        assert talk.draft is not None and talk.review is not None
        answer = review_answer(talk.review, talk.draft.text)
        revision = talk.draft.revision
        return {"type": "review", "conversation": conversation, "revision": revision, **answer}

    def _unopened(self, event: MessageAdded | Typing | Draft | Feedback | End) -> list[Effect]:
        """What comes late to a conversation that ended is no mistake; its outcomes still count."""
        if event.conversation in self._ended:
            if isinstance(event, Feedback):
                return [self._keep(event)]
            if isinstance(event, Typing | End):
                return []
        revision = getattr(event, "revision", None)
        event_id = getattr(event, "id", None)
        return [self._error("unknown_conversation", event.conversation, revision, event_id)]

    def _forget(self, conversation: str) -> None:
        self._talks.pop(conversation, None)
        self._held.pop(conversation, None)
        self._ended[conversation] = None
        if len(self._ended) > 1000:
            self._ended.popitem(last=False)

    def _close(self, code: int) -> list[Effect]:
        self.closed = True
        return [Close(code)]

    def _error(
        self,
        code: str,
        conversation: str | None = None,
        revision: int | None = None,
        event_id: str | None = None,
        field: str | None = None,
    ) -> ErrorEvent:
        error: ErrorEvent = {
            "type": "error",
            "code": code,
            "advice": advice(code, self._lang),
            "conversation": conversation,
            "revision": revision,
            "retry_after_ms": None,
        }
        if field is not None:
            error["field"] = field
        if event_id is not None:
            error["id"] = event_id
        return error

    def fault(self, event: ClientEvent | Malformed | None, ref: str) -> ErrorEvent:
        """The answer to our own fault, `ref` being its id in the log."""
        error = self._error(
            "internal",
            getattr(event, "conversation", None),
            getattr(event, "revision", None),
            getattr(event, "id", None),
        )
        error["ref"] = ref
        return error
