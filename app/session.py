"""One client's session: events in, effects out. No socket, no clock, no storage.

`now` is a number of seconds that only grows. `deadline` says when `tick()` is due. Conversations
live in seconds since the epoch: `ahead` is added to `now`, the same for a whole session.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from app.answers import ErrorEvent, ServerEvent
from app.auth import Identity, Unauthorized
from app.conversations import Conversations
from app.effects import Close, Effect, error_event
from app.events import PROTOCOL, ClientEvent, Draft, Hello, Ping
from app.limits import Bucket
from app.popularity import Popularity
from app.protocol import Malformed
from app.settings import Settings
from app.texts import Lang
from coach import Pack

MALFORMED_IN_A_ROW = 20

Identify = Callable[[str | None], Identity]
"""Checks a token; raises `Unauthorized`."""


class Session:
    """What one connection may do: who it is, how fast it goes, and what it has open.

    `packs`: the rules of each team. `identify`: checks a token; None where the server runs open.
    """

    def __init__(
        self,
        name: str,
        packs: Mapping[str, Pack],
        settings: Settings,
        identify: Identify | None,
        now: float,
        ahead: float = 0.0,
        popularity: Popularity | None = None,
    ) -> None:
        self.name = name
        self.closed = False
        self._packs = packs
        self._settings = settings
        self._identify = identify
        self._identity: Identity | None = None
        self._open: Conversations | None = None
        self._lang: Lang = "fa"
        self._expires = now + settings.hello_seconds
        self._bucket = Bucket(settings.events_per_second, now)
        self._bad = 0
        self._held: dict[str, float] = {}
        self._ahead = ahead
        self._popularity = popularity or Popularity()

    @property
    def identity(self) -> Identity | None:
        """Who it is; None before hello."""
        return self._identity

    def shut_out(self) -> list[Effect]:
        """The token holds no more."""
        return [] if self.closed else self._refuse("unauthorized")

    @property
    def deadline(self) -> float:
        """When `tick()` is due, in the seconds of `now`."""
        nudge = self._open.deadline - self._ahead if self._open else math.inf
        return min(self._expires, nudge, *self._held.values())

    def tick(self, now: float) -> list[Effect]:
        """Do what is due: a hello that never came, a token that ran out, a draft held back, what
        the coach has to say by itself."""
        if self.closed or now < self.deadline:
            return []
        if now >= self._expires:
            return self._close(4408) if self._identity is None else self._refuse("unauthorized")
        effects: list[Effect] = []
        for conversation, due in list(self._held.items()):
            if now < due:
                continue
            if wait := self._bucket.take(now):
                self._held[conversation] = now + wait
            else:
                effects += self._review(conversation)
        return effects + (self._open.nudge(now + self._ahead) if self._open else [])

    @property
    def behind(self) -> bool:
        """Whether `catch_up()` has something to do: the rules have changed."""
        opened = self._open
        if opened is None or self.closed:
            return False
        return opened.behind or self._new_pack() is not None

    def catch_up(self) -> list[Effect]:
        """Tell that the rules have changed; then, call by call, review each open draft anew."""
        return self._follow() or (self._open.catch_up() if self._open else [])

    def finish(self) -> list[Effect]:
        """The server stops: answer what was held back."""
        return [effect for held in list(self._held) for effect in self._review(held)]

    def handle(self, event: ClientEvent | Malformed, now: float) -> list[Effect]:
        """Answer one event that arrived at `now`."""
        if self.closed:
            return []
        if isinstance(event, Malformed):
            return self._malformed(event)
        self._bad = 0
        if self._identity is not None and now >= self._expires and not isinstance(event, Hello):
            return self._refuse("unauthorized")  # Whoever never pauses would put off the tick.
        return self._follow() + self._answer(event, now)

    def _answer(self, event: ClientEvent, now: float) -> list[Effect]:
        wait = self._bucket.take(now)
        if self._open is None and not isinstance(event, Hello):
            return self._refuse("unauthorized")
        if isinstance(event, Draft):
            return self._draft(event, now, wait)
        if wait:
            return [self._slow_down(event, wait)]
        if isinstance(event, Hello):
            return self._hello(event, now)
        if isinstance(event, Ping):
            return [{"type": "pong", "id": event.id}]
        return self._conversations.handle(event, now + self._ahead)

    def fault(self, event: ClientEvent | Malformed | None, ref: str) -> ErrorEvent:
        """The answer to our own fault, `ref` being its id in the log."""
        error = error_event("internal", self._lang, event)
        error["ref"] = ref
        return error

    @property
    def _conversations(self) -> Conversations:
        assert self._open is not None, "hello comes first"
        return self._open

    def _new_pack(self) -> Pack | None:
        """Rules of our team that have taken the place of those that we go by."""
        if self._open is None or self._identity is None:
            return None
        pack = self._packs.get(self._identity.team)
        return pack if pack is not self._open.pack else None

    def _follow(self) -> list[Effect]:
        """Go by the newest rules; `pack` is told before the first review that names them."""
        pack = self._new_pack()
        if pack is None:
            return []
        self._conversations.follow(pack)
        return [{"type": "pack", "name": pack.name, "version": pack.version}]

    def _malformed(self, event: Malformed) -> list[Effect]:
        self._bad += 1
        effects: list[Effect] = [error_event("malformed", self._lang, field=event.field)]
        return effects if self._bad < MALFORMED_IN_A_ROW else effects + self._close(4400)

    def _slow_down(self, event: ClientEvent, wait: float) -> ErrorEvent:
        error = error_event("slow_down", self._lang, event)
        error["retry_after_ms"] = math.ceil(wait * 1000)
        return error

    def _draft(self, event: Draft, now: float, wait: float) -> list[Effect]:
        """Review a draft at once, or hold it back where drafts come too fast: the newest counts."""
        if wrong := self._conversations.take(event, now + self._ahead):
            return wrong
        if wait:
            self._held.setdefault(event.conversation, now + wait)
            return []
        return self._review(event.conversation)

    def _review(self, conversation: str) -> list[Effect]:
        self._held.pop(conversation, None)
        return self._conversations.review(conversation)

    def _hello(self, event: Hello, now: float) -> list[Effect]:
        self._lang = event.lang or self._lang
        if event.protocol != PROTOCOL:
            return self._refuse("unsupported_protocol", 4400)
        try:
            identity = self._who(event)
        except Unauthorized:
            return self._refuse("unauthorized")
        pack = self._packs.get(identity.team)
        if pack is None:
            return self._refuse("unknown_team", 4403)
        self._identity = identity
        self._expires = math.inf if identity.lasts is None else now + identity.lasts
        if self._open is None:
            settings, popularity = self._settings, self._popularity
            self._open = Conversations(settings, identity, pack, self._lang, popularity)
        else:
            self._open.belong_to(identity, pack, self._lang)
        if event.agent is not None:
            self._open.signature = event.agent.name
        return [self._ready(identity, pack)]

    def _who(self, event: Hello) -> Identity:
        known = self._identity
        if self._identify is not None:
            identity = self._identify(event.token)
            if known is not None and known.agent != identity.agent:
                raise Unauthorized("agent")
            return identity
        agent = event.agent.id if event.agent else known.agent if known else "anonymous"
        return Identity(agent, event.team or (known.team if known else "default"))

    def _ready(self, identity: Identity, pack: Pack) -> ServerEvent:
        settings = self._settings
        return {
            "type": "ready",
            "protocol": PROTOCOL,
            "session": self.name,
            "agent": identity.agent,
            "team": identity.team,
            "pack": {"name": pack.name, "version": pack.version},
            "limits": {
                "draft_chars": settings.draft_chars,
                "event_bytes": settings.event_bytes,
                "events_per_second": settings.events_per_second,
                "history_messages": settings.history_messages,
            },
        }

    def _refuse(self, code: str, close: int = 4401) -> list[Effect]:
        return [error_event(code, self._lang), *self._close(close)]

    def _close(self, code: int) -> list[Effect]:
        self.closed = True
        return [Close(code)]
