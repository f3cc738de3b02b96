"""A phrase: a ready wording for a moment of a talk, or the answer to a frequent question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

Moment = Literal[
    "greeting",
    "empathy",
    "apology",
    "refusal",
    "next-step",
    "hold",
    "asking",
    "thanks",
    "closing",
    "answer",
]
MOMENTS: tuple[Moment, ...] = get_args(Moment)
SAID = {
    "greeting": "سلام خوشامد احوال‌پرسی greeting hello",
    "empathy": "همدلی درک کردن همدردی empathy",
    "apology": "عذرخواهی معذرت ببخشید پوزش شرمنده متأسفم apology sorry",
    "refusal": "رد کردن نمی‌شود جایگزین refusal alternative",
    "next-step": "قدم بعدی پیگیری اقدام next step",
    "hold": "صبر منتظر انتظار hold wait",
    "asking": "پرسیدن سؤال درخواست اطلاعات asking details",
    "thanks": "تشکر ممنون سپاس قدردانی مرسی thanks",
    "closing": "پایان خداحافظی بدرود closing goodbye",
    "answer": "پاسخ پرسش متداول answer faq",
}
"""What one types to find a moment."""


PIECE = re.compile(r"\[([^\[\]]*)\]")
"""What is left out where a blank in it is not known."""
BLANK = re.compile(r"\{([^{}]*)\}")


def needs(text: str) -> tuple[str, ...]:
    """The blanks that a text cannot do without."""
    return tuple(BLANK.findall(PIECE.sub("", text)))


class Signature(NamedTuple):
    """For which moment of which talks a phrase is; many phrases have the same."""

    moment: Moment
    moods: frozenset[str] = frozenset()
    registers: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase in written (`formal`) and in spoken spelling.

    {…} is a blank; what stands in […] is left out where a blank in it is not known. `topics`: what
    the customer speaks of where the phrase fits; `questions`: what it answers; `keywords`: what
    else an agent may look for it by. `place`: the file and line that it comes from.
    """

    id: str
    signature: Signature
    formal: str
    spoken: str
    topics: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    place: str = ""

    @property
    def moment(self) -> Moment:
        """What it is for."""
        return self.signature.moment

    def text(self, spoken: bool) -> str:
        """The wording in this spelling."""
        return self.spoken if spoken else self.formal
