"""Every replacement is a text one would send: it settles its finding, worsens nothing, and fits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coach import Conversation, Customer, Finding, Message, Pack, Replacement, Review
from coach import review_draft as judge
from tests.corpus.score import rows_of
from tests.packs import shipped

CORPUS = Path(__file__).parent.parent / "corpus"
FILES = ("inline", "inline_holdout", "context", "context_holdout", "clean")
GRAVITY = {"error": 9, "warning": 3, "hint": 1}
MOST_STEPS = 12
LIMPING = {
    "two spaces": r" {2}",
    "a space before a mark": r"[ \u200c][،؛.,!؟?:…](?![A-Za-z0-9.])",
    "two marks": r"[،,؛]\s*[،,؛.!؟?]|(?<!\.)\.\.(?!\.)|\.\s+[،,؛.!؟?]|[!؟?]\s*[،؛.]",
    "a blank": r"\{",
    "no space behind a mark": r"[،؛؟](?=[ء-ی])",
    "a half-space beside a space": r"\u200c\s|\s\u200c",
    "a word twice": r"\b(\w{2,}) \1\b",
    "an open end": r"(?:[،,؛:]|\b(?:و|که|تا))\s*\Z",
    "a mark at the start": r"\A[ ،.]",
}
PAIRS = ("«»", "()", "[]")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return shipped()


def conversation(pack: Pack, row: dict[str, Any]) -> Conversation:
    customer = row.get("customer") or {}
    messages = [Message(m.get("author") or m["from"], m["text"]) for m in row.get("history", [])]
    return Conversation.begin(pack, Customer(customer.get("name"), customer.get("title")), messages)


def edited(draft: str, finding: Finding, offer: Replacement) -> str:
    if finding.span is not None:
        return draft[: finding.span.start] + offer.text + draft[finding.span.end :]
    at = len(draft) if offer.at is None else offer.at
    return draft[:at] + offer.text + draft[at:]


def gravity(review: Review) -> int:
    return sum(GRAVITY[finding.severity] for finding in review.findings)


def is_left(review: Review, finding: Finding, offer: Replacement) -> bool:
    """Is the finding, or one of its rule at the same place, still there?"""
    same = [f for f in review.findings if f.rule == finding.rule]
    if finding.span is None:
        return bool(same)
    start, end = finding.span.start, finding.span.start + len(offer.text)
    return any(f.span is not None and f.span.start < end and start < f.span.end for f in same)


def limps(before: str, after: str) -> Iterator[str]:
    """What is malformed in a draft that was not so before."""
    for name, pattern in LIMPING.items():
        if len(re.findall(pattern, after)) > len(re.findall(pattern, before)):
            yield name
    for opening, closing in PAIRS:
        left, right = (text.count(opening) - text.count(closing) for text in (before, after))
        if left != right:
            yield "unbalanced quotes"
    if not after.strip():
        yield "nothing left"


def wrongs(pack: Pack, talk: Conversation, draft: str) -> Iterator[str]:
    """What is wrong with any single replacement that is offered for a draft."""
    review = judge(pack, talk, draft, final=True)
    for finding in review.findings:
        for offer in finding.replacements:
            after = edited(draft, finding, offer)
            then = judge(pack, talk, after, final=True)
            found = list(limps(draft, after))
            if is_left(then, finding, offer):
                found.append("still marked")
            if then.tone.value < review.tone.value:
                found.append(f"tone {review.tone.value} to {then.tone.value}")
            if gravity(then) > gravity(review):
                found.append(f"graver, {[f.rule for f in then.findings]}")
            if found:
                yield f"{finding.rule}: {', '.join(found)}: {draft!r} became {after!r}"


@pytest.mark.parametrize("file", FILES)
def test_one_replacement_settles_its_finding_and_spoils_nothing(pack: Pack, file: str) -> None:
    found: list[str] = []
    for row in rows_of(CORPUS / f"{file}.jsonl"):
        own = pack.with_lists(**row["lists"]) if row.get("lists") else pack
        found += [f"{row['id']} {w}" for w in wrongs(own, conversation(own, row), row["draft"])]
    assert not found, "\n".join(found)


def taken(pack: Pack, talk: Conversation, draft: str) -> str:
    """The draft after the first offer was taken, again and again."""
    seen = {draft}
    for _ in range(MOST_STEPS + 1):
        review = judge(pack, talk, draft, final=True)
        due = next((f for f in review.findings if f.replacements), None)
        if due is None:
            return draft
        draft = edited(draft, due, due.replacements[0])
        assert draft not in seen, draft
        seen.add(draft)
    raise AssertionError(f"It does not come to rest: {draft}")


SAID_TWICE = re.compile(r"(\b\w+(?: \w+){5}\b).*\1", re.DOTALL)


@pytest.mark.parametrize("file", FILES)
def test_taking_the_first_offer_again_and_again_comes_to_rest(pack: Pack, file: str) -> None:
    wrong: list[str] = []
    for row in rows_of(CORPUS / f"{file}.jsonl"):
        own = pack.with_lists(**row["lists"]) if row.get("lists") else pack
        after = taken(own, conversation(own, row), row["draft"])
        if SAID_TWICE.search(after) and not SAID_TWICE.search(row["draft"]):
            wrong.append(f"{row['id']} says it twice: {after}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("customer", "draft", "after"),
    [
        (
            "چی شد سفارش من",
            "سلام، یه مقدار صبوری کنین لطفا. سؤالی بود در خدمتم.",
            "سلام، چند دقیقه صبوری کنین لطفا. سؤالی بود در خدمتم.",
        ),
        (
            "کجاست پیکتون",
            "سلام، سر ده دقیقه دم درتونه، سؤالی بود در خدمتم.",
            "سلام، احتمالاً تا ده دقیقه دم درتونه، سؤالی بود در خدمتم.",
        ),
        (
            "چطوری کارت بگیرم",
            "سلام، سؤالی بود در خدمتم. باید فرم رو پر کنی، عکس بندازی و رسیدش رو بیاری",
            "سلام، سؤالی بود در خدمتم. \n۱. فرم رو پر کنین\n۲. عکس بندازین\n۳. رسیدش رو بیارین",
        ),
        (
            "سایت باز نمیشه",
            "سلام، عذر می‌خوایم، دیتابیس داون شده بود و الان برگشته. سؤالی بود در خدمتم.",
            "سلام، عذر می‌خوایم، یه اختلال تو سیستم ما پیش اومده بود و الان برگشته."
            " سؤالی بود در خدمتم.",
        ),
        (
            "چطوری رفیق 😄 یه تاکسی زرد بفرست خیلی سریع باحال باشه",
            "سلام. به اطلاع می‌رساند درخواست جنابعالی واصل و در دست اقدام است. سؤالی بود در خدمتم.",
            "سلام. درخواست شما رسیده و داره انجام می‌شه. سؤالی بود در خدمتم.",
        ),
    ],
)
def test_what_is_left_in_the_end_reads_well(
    pack: Pack, customer: str, draft: str, after: str
) -> None:
    talk = Conversation.begin(pack, messages=[Message("customer", customer)])
    assert taken(pack, talk, draft) == after


@pytest.mark.parametrize(
    ("draft", "parting"),
    [
        ("نوش جان، شب‌تون پرستاره، خدافظ.", "شب‌تون پرستاره، خدافظ."),
        ("حله، فعلا بدرود.", "فعلا بدرود."),
        ("خواهش می‌کنم، خدانگهدار", "خدانگهدار"),
        ("خدانگهدار", "خدانگهدار"),
    ],
)
def test_what_is_put_in_comes_before_the_parting_words(
    pack: Pack, draft: str, parting: str
) -> None:
    said = [Message("agent", "سلام، کارت رو شارژ کردم."), Message("customer", "باشه، مرسی")]
    after = taken(pack, Conversation.begin(pack, messages=said), draft)
    assert after.endswith(" " + parting)
    assert after.startswith(draft.removesuffix(parting))


def test_no_sentence_hangs_on_another() -> None:
    pack = shipped()
    talk = Conversation.begin(pack, messages=[Message("customer", "چرا گرون شده منوتون")])
    found = judge(pack, talk, "سلام، قیمتا همینه که هست", final=True).findings
    assert [f.replacements for f in found if f.rule == "curt-phrase"] == [()]


def test_a_heard_h_needs_no_letter_before_a_title(pack: Pack) -> None:
    talk = Conversation.begin(pack, Customer("پگاه"), [Message("customer", "سقفش چنده")])
    assert "پگاه عزیز" in taken(pack, talk, "سلام، روزی ده میلیون تومنه.")


def test_insertions_at_one_place_compose(pack: Pack) -> None:
    talk = Conversation.begin(
        pack,
        Customer("سارا نادری"),
        [Message("customer", "سه روزه منتظر بسته‌مم، خسته شدم از دستتون")],
    )
    draft = taken(pack, talk, "بسته‌تون هنوز تو انباره، پیگیری می‌کنم")
    assert re.match(r"سلام[^.]* سارای عزیز", draft), draft
    assert draft.count("سلام") == 1
    assert draft.count("عزیز") == 1
    assert draft.index("عذر") < draft.index("بسته‌تون")


def test_an_offer_goes_before_the_goodbye(pack: Pack) -> None:
    talk = Conversation.begin(pack, messages=[Message("customer", "باشه فردا میارم")])
    draft = "بله، تا ساعت ۸ باز هستیم. خدانگهدار"
    offers = [f for f in judge(pack, talk, draft, final=True).findings if f.rule == "missing-offer"]
    after = edited(draft, offers[0], offers[0].replacements[0])
    assert after.endswith(" خدانگهدار")


HARD = "سه روزه منتظرم، خیلی عصبانیم از دستتون!"
GOOD = (
    "سلام سارای عزیز، کاملاً حق دارین، ممنون که این همه صبر کردین و بابت این تأخیر واقعاً عذر می‌خوام."
    " بسته امروز راه افتاده و تا شب نتیجه‌ش رو همین‌جا خبرتون می‌کنم. اگه سؤال دیگه‌ای بود، در خدمتم."
)


def praised(pack: Pack, customer: str, draft: str, *, final: bool = True) -> str | None:
    talk = Conversation.begin(pack, Customer("سارا نادری"), [Message("customer", customer)])
    return judge(pack, talk, draft, final=final).praise


def test_a_good_reply_to_a_hard_message_is_praised(pack: Pack) -> None:
    said = praised(pack, HARD, GOOD)
    assert said in {one["fa"] for one in pack.praises}
    assert praised(pack, HARD, GOOD) == said


def test_nothing_else_is_praised(pack: Pack) -> None:
    assert praised(pack, HARD, GOOD, final=False) is None
    assert praised(pack, HARD, "نمی‌دونم") is None
    assert praised(pack, HARD, "") is None
    easy = "سلام سارای عزیز، بله موجوده و همین امروز می‌فرستیم. اگه سؤال دیگه‌ای بود، در خدمتم."
    assert praised(pack, "سلام، موجوده؟", easy) is None


def test_praise_comes_in_both_languages(pack: Pack) -> None:
    talk = Conversation.begin(pack, Customer("سارا نادری"), [Message("customer", HARD)])
    said = judge(pack, talk, GOOD, final=True, lang="en").praise
    assert said in {one["en"] for one in pack.praises}
