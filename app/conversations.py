"""The conversations that one session has open: messages, drafts, feedback in; effects out."""

from __future__ import annotations

from collections import OrderedDict, deque
from math import inf

from app.answers import ServerEvent, context_answer, nudge_answer, review_answer
from app.auth import Identity
from app.effects import Effect, Keep, error_event
from app.events import (
    ConversationOpened,
    Draft,
    End,
    Feedback,
    MessageAdded,
    PhrasesAsked,
    Typing,
)
from app.offers import offers_answer
from app.offsets import Offsets
from app.outcomes import Outcome
from app.popularity import PHRASE, Popularity
from app.settings import Settings
from app.talk import OpenDraft, Talk, opened
from app.texts import Lang
from coach import QUIET, Asked, Nudge, Pack, offer_phrases

REMEMBERED = 1000
"""How many ids of what is over are remembered, so that a late word of it is understood."""

InConversation = ConversationOpened | MessageAdded | Typing | Feedback | PhrasesAsked | End


class Conversations:
    """What is open. Whose it is and by which rules changes with every hello: see `belong_to()`."""

    def __init__(
        self,
        settings: Settings,
        identity: Identity,
        pack: Pack,
        lang: Lang,
        popularity: Popularity | None = None,
    ) -> None:
        self._settings = settings
        self._popularity = popularity or Popularity()
        self.signature: str | None = None
        """What customers know the agent by."""
        self._identity = identity
        self._pack = pack
        self._lang: Lang = lang
        self._talks: OrderedDict[str, Talk] = OrderedDict()
        self._ended: OrderedDict[str, None] = OrderedDict()
        self._fed: OrderedDict[str, None] = OrderedDict()
        self._behind: deque[str] = deque()
        self._spoke = -inf

    @property
    def deadline(self) -> float:
        """When there may be something to say unasked; never twice within a minute."""
        due = min((talk.course.due for talk in self._talks.values()), default=inf)
        return max(due, self._spoke + QUIET)

    @property
    def behind(self) -> bool:
        """Whether a draft is open that was reviewed with rules that hold no more."""
        return bool(self._behind)

    @property
    def pack(self) -> Pack:
        """The rules that hold."""
        return self._pack

    def belong_to(self, identity: Identity, pack: Pack, lang: Lang) -> None:
        """A later hello: what is open stays open, under the rules of whose it is now."""
        self._identity = identity
        self._lang = lang
        self.follow(pack)

    def follow(self, pack: Pack) -> None:
        """From now on these rules hold. A conversation is read anew when it is looked at next."""
        if pack is not self._pack:
            self._pack = pack
            newest_first = reversed(self._talks.items())
            self._behind = deque(name for name, talk in newest_first if talk.review is not None)
            for talk in self._talks.values():
                talk.course.due = -inf

    def catch_up(self) -> list[Effect]:
        """Review one draft anew that is behind, if it still is."""
        while self._behind:
            conversation = self._behind.popleft()
            talk = self._talks.get(conversation)
            if talk is not None and talk.review is not None and talk.pack is not self._pack:
                return self.review(conversation)
        return []

    def nudge(self, now: float) -> list[Effect]:
        """Say one thing that is due, the oldest first; the others wait for their minute."""
        for name, talk in sorted(self._talks.items(), key=lambda one: one[1].course.due):
            if talk.course.due > now or now < self.deadline:
                break
            was_behind = talk.read_with(self._pack)
            nudge = self._look(talk, now)
            if nudge is not None:
                talk.course.tell(nudge, now)
                self._spoke = now
                self._look(talk, now)
                return [{"type": "nudge", "conversation": name, **nudge_answer(nudge)}]
            if was_behind:
                break  # One conversation at a time is read anew: others wait.
        return []

    def _look(self, talk: Talk, now: float) -> Nudge | None:
        quiet = self._spoke + QUIET
        return talk.course.look(self._pack, talk.conversation, now, self._lang, quiet)

    def handle(self, event: InConversation, now: float = 0.0) -> list[Effect]:
        """Answer everything but a draft. now: seconds since the epoch."""
        effects = self._answer(event, now)
        talk = self._talks.get(event.conversation)
        if talk is not None:
            self._look(talk, now)
        return effects

    def _answer(self, event: InConversation, now: float) -> list[Effect]:
        if isinstance(event, ConversationOpened):
            return self._open(event, now)
        talk = self._talk(event.conversation)
        if talk is None:
            return self._unopened(event)
        self._talks.move_to_end(event.conversation)
        if isinstance(event, MessageAdded):
            return self._message(event, talk, now)
        if isinstance(event, Feedback):
            return self._feedback(event, talk)
        if isinstance(event, PhrasesAsked):
            return [self._offers(event, talk)]
        if isinstance(event, Typing) and event.author == "customer":
            talk.course.types(now if event.active else None)
        if isinstance(event, End):
            self._forget(event.conversation)
        return []

    def take(self, event: Draft, now: float = 0.0) -> list[Effect]:
        """Take in a draft without reviewing it; what is wrong with it, if anything is."""
        talk = self._talks.get(event.conversation)
        if talk is None:
            return [error_event("unknown_conversation", self._lang, event)]
        if event.revision <= talk.revision:
            return [error_event("stale_revision", self._lang, event)]
        talk.revision = event.revision
        offsets = Offsets(event.text)
        if offsets.units > self._settings.draft_chars:
            return [error_event("draft_too_long", self._lang, event)]
        caret = None if event.caret is None else offsets.from_wire(event.caret)
        talk.draft = OpenDraft(event.revision, event.text, caret, event.final, now)
        self._talks.move_to_end(event.conversation)
        return []

    def review(self, conversation: str) -> list[Effect]:
        """Review the draft that was taken in last, if it is still open."""
        talk = self._talk(conversation)
        if talk is None or talk.draft is None:
            return []
        talk.review_draft(self._lang)
        self._compose(talk, talk.draft)
        return [_review(conversation, talk, self._settings.findings)]

    def _compose(self, talk: Talk, draft: OpenDraft) -> None:
        findings = talk.review.findings if talk.review else ()
        if talk.course.composed(draft.text, draft.at, draft.final, findings):
            self._look(talk, draft.at)

    def _talk(self, conversation: str) -> Talk | None:
        """An open conversation, read with the rules that hold."""
        talk = self._talks.get(conversation)
        if talk is not None:
            talk.read_with(self._pack)
        return talk

    def _open(self, event: ConversationOpened, now: float) -> list[Effect]:
        before = self._talks.pop(event.conversation, None)
        talk = opened(event, self._pack, self._settings.history_messages, now, before)
        self._spoke = max([self._spoke, *(told.at for told in talk.course.told)])
        self._talks[event.conversation] = talk
        self._ended.pop(event.conversation, None)
        if len(self._talks) > self._settings.conversations:
            self._forget(next(iter(self._talks)))
        return [_context(event.conversation, talk)]

    def _message(self, event: MessageAdded, talk: Talk, now: float) -> list[Effect]:
        talk.add(event, self._settings.history_messages, now)
        effects: list[Effect] = [_context(event.conversation, talk)]
        effects += self._review_again(event.conversation, talk)
        if event.author == "agent" and event.id and not event.deleted:
            effects.append(Keep(None, event.id))
        return effects

    def _feedback(self, event: Feedback, talk: Talk) -> list[Effect]:
        effects: list[Effect] = [self._keep(event)]
        if event.id in self._fed:
            return effects
        _remember(self._fed, event.id)
        if event.rule == PHRASE:
            self._count_use(event)
        if event.outcome in ("dismissed", "wrong"):
            talk.conversation = talk.conversation.dismiss(event.rule)
        elif event.outcome == "restored":
            talk.conversation = talk.conversation.restore(event.rule)
        return self._review_again(event.conversation, talk) + effects

    def _offers(self, event: PhrasesAsked, talk: Talk) -> ServerEvent:
        asked = Asked(
            event.query,
            event.moment,
            event.limit,
            draft=talk.draft.text if talk.draft else "",
            due=talk.due,
            agent=self.signature,
            popularity=self._popularity.of(self._identity.team),
        )
        found = offer_phrases(self._pack, talk.conversation, asked)
        return offers_answer(event, found, self._lang)

    def _count_use(self, event: Feedback) -> None:
        if event.outcome == "applied" and event.finding in self._pack.phrases.numbers:
            self._popularity.used(self._identity.team, event.conversation, event.finding)

    def _keep(self, event: Feedback) -> Keep:
        outcome = Outcome(
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
        )
        return Keep(outcome, event.id)

    def _review_again(self, conversation: str, talk: Talk) -> list[Effect]:
        """A fresh review of the draft that was reviewed last, where it says something new."""
        if talk.review is None or not talk.review_draft(self._lang):
            return []
        return [_review(conversation, talk, self._settings.findings)]

    def _unopened(
        self, event: MessageAdded | Typing | Feedback | PhrasesAsked | End
    ) -> list[Effect]:
        """What comes late to a conversation that ended is no mistake; its outcomes still count."""
        if event.conversation in self._ended:
            if isinstance(event, Feedback):
                return [self._keep(event)]
            if isinstance(event, Typing | End):
                return []
        return [error_event("unknown_conversation", self._lang, event)]

    def _forget(self, conversation: str) -> None:
        self._talks.pop(conversation, None)
        _remember(self._ended, conversation)


def _remember(ids: OrderedDict[str, None], one: str) -> None:
    ids[one] = None
    if len(ids) > REMEMBERED:
        ids.popitem(last=False)


def _context(conversation: str, talk: Talk) -> ServerEvent:
    answer = context_answer(talk.conversation)
    return {"type": "context", "conversation": conversation, **answer}


def _review(conversation: str, talk: Talk, most: int) -> ServerEvent:
    assert talk.draft is not None and talk.review is not None
    answer = review_answer(talk.review, talk.draft.text, most)
    revision = talk.draft.revision
    return {"type": "review", "conversation": conversation, "revision": revision, **answer}
