"""What a search for a phrase costs in a library of 5,000 (`make bench`).

The shipped phrases are mixed into new ones, with words that exist and words that do not; what is
typed comes letter by letter, with and without a mistake, in the moments of the corpus.
Times are of the thread's own work: what others do on the machine does not count.
"""

from __future__ import annotations

import gc
import json
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from coach import (
    Asked,
    Conversation,
    Customer,
    Library,
    Message,
    Pack,
    Phrase,
    load_pack,
    offer_phrases,
)

SIZE = 5_000
LIMIT_MS = 5.0
CORPUS = Path(__file__).parents[1] / "corpus" / "phrases.jsonl"
SYLLABLES = "با دو سی رم نا که شو مر گل تا پی وا خا زر لب".split()


def big_library(pack: Pack, size: int = SIZE, seed: int = 7) -> Library:
    """The shipped phrases and others like them."""
    chance = random.Random(seed)
    shipped = pack.phrases.phrases
    known = [word for phrase in shipped for word in phrase.spoken.split() if word.isalpha()]

    def word() -> str:
        if chance.random() < 0.6:
            return chance.choice(known)
        return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))

    def words(count: int) -> str:
        return " ".join(word() for _ in range(count))

    phrases = list(shipped)
    while len(phrases) < size:
        like = chance.choice(shipped)
        text = words(chance.randint(8, 20))
        topics = tuple(words(2) for _ in like.topics)
        questions = tuple(words(4) for _ in like.questions)
        said = (topics, questions, tuple(words(1) for _ in range(3)))
        phrases.append(Phrase(f"p-{len(phrases)}", like.signature, text, text, *said))
    return Library(tuple(phrases))


def typed(query: str) -> Iterator[str]:
    """What stands in the field while one types it, and with a letter wrong."""
    yield ""
    for at in range(1, len(query) + 1):
        yield query[:at]
    for at in range(0, len(query), 3):
        yield f"{query[:at]}ظ{query[at + 1 :]}"


def measure(pack: Pack) -> list[float]:
    """Milliseconds of every search, sorted."""
    taken: list[float] = []
    for line in CORPUS.read_text("utf-8").splitlines():
        moment = json.loads(line)
        said = [Message("customer", moment["customer"] * 3)]
        conversation = Conversation.begin(pack, Customer("سارا احمدی"), said)
        for query in typed(moment.get("query", "")):
            begun = time.thread_time()
            offer_phrases(pack, conversation, Asked(query, agent="مینا"))
            taken.append((time.thread_time() - begun) * 1000)
    return sorted(taken)


def main() -> int:
    """Print the figures; 1 where the 99th of a hundred searches takes too long."""
    pack = load_pack()
    begun = time.thread_time()
    library = big_library(pack)
    built = time.thread_time() - begun
    gc.collect()
    gc.freeze()
    taken = measure(replace(pack, phrases=library))
    p50, p99 = (taken[int(len(taken) * share)] for share in (0.5, 0.99))
    print(f"{SIZE:,} phrases, indexed in {built:.1f} s; {len(taken):,} searches:", end=" ")
    print(f"p50 {p50:.2f} ms, p99 {p99:.2f} ms, the longest {taken[-1]:.2f} ms")
    return int(p99 > LIMIT_MS)


if __name__ == "__main__":
    raise SystemExit(main())
