"""Packs over transcripts: what fires how often, counted by every core there is.

Counts add up, so the order in which conversations are done does not matter: many processes give the
same as one.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from threading import Event, current_thread, main_thread
from typing import Any

from app.chat_files import ChatsError
from app.chats import Chat
from app.loading import load
from coach import Conversation, Customer, Message, Pack, review_draft

CHUNK = 150
"""So many messages are done at once."""
NAGS_AT = 3
"""A rule nags in a conversation where it fires on so many of its replies."""
_KEPT, _TAIL = 200, 100
"""A conversation of more messages than the first is read from its last so many."""
_EXAMPLES = 3


@dataclass(slots=True)
class Counts:
    """What a pack said of transcripts. Rates are over replies: the messages of agents."""

    conversations: int = 0
    messages: int = 0
    replies: int = 0
    fired: Counter[str] = field(default_factory=Counter[str])
    """In how many replies a rule fired."""
    nagged: Counter[str] = field(default_factory=Counter[str])
    """In how many conversations a rule fired on NAGS_AT replies or more."""
    groups: Counter[str] = field(default_factory=Counter[str])
    """Replies by agent group."""
    weeks: Counter[str] = field(default_factory=Counter[str])
    """Replies by week."""
    by_group: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    by_week: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])

    def add(self, other: Counts) -> None:
        """Count what another has counted."""
        for each in fields(self):
            mine: Any = getattr(self, each.name)
            theirs: Any = getattr(other, each.name)
            setattr(self, each.name, mine + theirs)


@dataclass(slots=True)
class Difference:
    """What two packs say differently: counts of replies, and some of them by rule."""

    conversations: int = 0
    messages: int = 0
    replies: int = 0
    changed: int = 0
    fired: Counter[str] = field(default_factory=Counter[str])
    """In how many replies a rule of the first pack fired."""
    newly: Counter[str] = field(default_factory=Counter[str])
    silent: Counter[str] = field(default_factory=Counter[str])
    examples: dict[tuple[str, str], list[str]] = field(
        default_factory=dict[tuple[str, str], list[str]]
    )
    """Drafts by (`newly` or `silent`, rule): a few, the first in the alphabet."""

    def add(self, other: Difference) -> None:
        """Count what another has counted."""
        self.conversations += other.conversations
        self.messages += other.messages
        self.replies += other.replies
        self.changed += other.changed
        self.fired.update(other.fired)
        self.newly.update(other.newly)
        self.silent.update(other.silent)
        for key, drafts in other.examples.items():
            kept = {*self.examples.get(key, []), *drafts}
            self.examples[key] = sorted(kept)[:_EXAMPLES]


def replies_of(pack: Pack, chat: Chat) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Every reply of a conversation: its text, its week, the rules that fire as it is sent."""
    talk = Conversation.begin(pack, Customer(chat.customer))
    for turn in chat.turns:
        if turn.author == "agent":
            review = review_draft(pack, talk, turn.text, final=True)
            found = (*review.findings, *review.shadowed)
            yield turn.text, turn.week, frozenset(finding.rule for finding in found)
        talk = talk.add(pack, Message(turn.author, turn.text))  # pyright: ignore[reportArgumentType]
        if len(talk.messages) > _KEPT:
            talk = Conversation.begin(pack, talk.customer, talk.messages[-_TAIL:])


def count(packs: list[Pack], chats: Iterable[Chat]) -> Counts:
    """What the first pack says of conversations."""
    counts = Counts()
    for chat in chats:
        counts.conversations += 1
        counts.messages += len(chat.turns)
        here = Counter[str]()
        for _, week, rules in replies_of(packs[0], chat):
            counts.replies += 1
            counts.groups[chat.group] += 1
            counts.weeks[week] += 1
            here.update(rules)
            counts.by_group.update((rule, chat.group) for rule in rules)
            counts.by_week.update((rule, week) for rule in rules)
        counts.fired.update(here)
        counts.nagged.update(rule for rule, times in here.items() if times >= NAGS_AT)
    return counts


def compare(packs: list[Pack], chats: Iterable[Chat]) -> Difference:
    """What the second pack says that the first did not, and the other way round."""
    old, new = packs
    found = Difference()
    for chat in chats:
        found.conversations += 1
        found.messages += len(chat.turns)
        pairs = zip(replies_of(old, chat), replies_of(new, chat), strict=True)
        for (draft, _, before), (_, _, after) in pairs:
            found.replies += 1
            found.changed += before != after
            found.fired.update(before)
            for kind, rules in (("newly", after - before), ("silent", before - after)):
                getattr(found, kind).update(rules)
                for rule in rules:
                    kept = {*found.examples.get((kind, rule), []), draft}
                    found.examples[kind, rule] = sorted(kept)[:_EXAMPLES]
    return found


# ---- over the cores ----

Source = tuple[Path | None, str]
Job = Callable[[list[Pack], Iterable[Chat]], Any]


class Task:
    """What is to be done: a job with packs, over conversations, in so many processes.

    `sources`: where the packs come from; raises `coach.PackError`. `total`: what the job gives,
    added up; `progress` is told of it now and then.
    """

    def __init__(self, sources: list[Source], job: Job, total: Any, jobs: int) -> None:
        self.sources = sources
        self.job = job
        self.total = total
        self.jobs = jobs
        self.packs = [load(folder, team) for folder, team in sources]

    def run(self, chats: Iterator[Chat], progress: Callable[[Any], None]) -> bool:
        """Do it; False where Ctrl-C stopped it.

        `total` holds what was done, every conversation whole and once, however it ends: where
        reading the chats raises, too. Memory stays the same however many conversations there are:
        no more are read than the processes can take.
        """
        with _stopping() as stop:
            chunks = _chunks(chats, stop)
            if self.jobs > 1:
                self._run_many(chunks, progress, stop)
            else:
                for chunk in chunks:
                    self._add(self.job(self.packs, chunk), progress)
            return not stop.is_set()

    def _run_many(
        self, chunks: Iterator[list[Chat]], progress: Callable[[Any], None], stop: Event
    ) -> None:
        # A forked process has the packs at once; where there is no fork each loads them.
        forks = "fork" in multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("fork" if forks else "spawn")
        given = (self.packs if forks else None, self.sources, self.job)
        waiting: deque[Future[Any]] = deque()
        with ProcessPoolExecutor(self.jobs, context, _begin, given) as pool:
            pool.submit(cores).result()  # Now they are begun, before a reader has threads.
            try:
                for chunk in chunks:
                    waiting.append(pool.submit(_do, chunk))
                    while len(waiting) > self.jobs * 3:
                        self._add(waiting.popleft().result(), progress)
            finally:
                for one in waiting:  # What is begun is soon done.
                    if not (stop.is_set() and one.cancel()) and one.exception() is None:
                        self._add(one.result(), progress)

    def _add(self, found: Any, progress: Callable[[Any], None]) -> None:
        self.total.add(found)
        progress(self.total)


@contextmanager
def _stopping() -> Generator[Event]:
    """Ctrl-C is taken note of and raises nothing, so that nothing is left half counted; the second
    one raises."""
    stop = Event()

    def note(*_: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = signal.getsignal(signal.SIGINT)
    listens = before is signal.default_int_handler and current_thread() is main_thread()
    if listens:
        signal.signal(signal.SIGINT, note)
    try:
        yield stop
    finally:
        if listens:
            signal.signal(signal.SIGINT, before)


def _chunks(chats: Iterator[Chat], stop: Event) -> Iterator[list[Chat]]:
    """The conversations, some at a time, until they end or are to stop; what was read before an
    error is given first."""
    chunk: list[Chat] = []
    size = 0
    wrong: ChatsError | None = None
    try:
        for chat in chats:
            if stop.is_set():
                return
            chunk.append(chat)
            size += len(chat.turns)
            if size >= CHUNK:
                yield chunk
                chunk, size = [], 0
    except ChatsError as error:
        wrong = error
    if chunk:
        yield chunk
    if wrong is not None:
        raise wrong


_own: dict[str, Any] = {}
"""The packs and the job of this process, where it is one of many."""


def _begin(packs: list[Pack] | None, sources: list[Source], job: Job) -> None:
    """Make a process ready; Ctrl-C is for the one that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    loaded = packs or [load(folder, team) for folder, team in sources]
    _own.update(packs=loaded, job=job)


def _do(chats: list[Chat]) -> Any:
    return _own["job"](_own["packs"], chats)


def cores() -> int:
    """How many processes can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def clock() -> float:
    """Seconds, for rates."""
    return time.monotonic()
