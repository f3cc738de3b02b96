"""What a lead sees before anything is live: cards, errors that teach, traces, a backtest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.workbench.cards import card
from coach import Conversation, Message, Pack, review_draft, trace_draft
from tests.app.leading import FINAL, OFF, TEAM, Lead, files_below
from tests.app.running import Server, serving
from tests.rules.small_pack import GOOD_RULE, small_pack

OWN = "teams/shop/wording/our-word.yaml"
OUR_RULE = GOOD_RULE.replace("قیمت* نهایی", "حرف آخر").replace(FINAL, "این حرف آخر ماست")
OUR_RULE = OUR_RULE.replace("allows:\n  - قیمت نهایی @soft\n", "", 1)
SAID = [{"author": "customer", "text": "سلام، ارزان‌تر نمی‌دهید؟"}]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    home = tmp_path_factory.mktemp("trying")
    folder = small_pack(home / "rules")
    with serving(home, HAMDEL_RULES=str(folder)) as server:
        yield server, folder


@pytest.fixture
def lead(running: tuple[Server, Path]) -> Iterator[Lead]:
    """A lead; whatever is tried, no file of the rules is touched."""
    server, folder = running
    before = files_below(folder)
    yield Lead(server)
    assert files_below(folder) == before


def rules_that_fire(told: dict) -> set[str]:
    return {one["rule"] for one in told["traced"] if not one["held"]}


def test_home_tells_who_and_what_can_be_written(lead: Lead) -> None:
    home = lead.get()
    assert (home["team"], home["open"], home["author"]) == ("shop", True, None)
    assert (home["readonly"], home["exists"], home["files"]) == (None, False, [])
    assert "default" in home["teams"]


def test_the_rules_and_the_card_of_one(lead: Lead) -> None:
    rules = {rule["id"]: rule for rule in lead.get("/rules")}
    assert rules.keys() == {"final-price", "last-word", "missing-kindness"}
    assert rules["final-price"]["advice"] == "Say it more softly."
    card = lead.get("/rules/final-price")
    assert card["flags"][0] == {"draft": FINAL, "said": []}
    assert card["replacements"][0]["spoken"] == "بهترین قیمتمون"
    places = {value["key"]: value["place"] for value in card["values"]}
    assert places["severity"] == "wording/final-price.yaml:1"
    assert lead.ask("GET", "/rules/no-such-rule")[1]["error"]["code"] == "no_such_rule"
    assert lead.get("/rules", lang="fa")[0]["advice"] == "نرم‌تر بگویید."


def test_errors_are_those_of_the_command_line(lead: Lead) -> None:
    text = "rules:\n  final-prize: {state: off}\n  last-word: {limits: {word: 3}}\n"
    told = lead.check(text)["problems"]
    assert [(one["file"], one["line"], one["blocks"]) for one in told] == [
        *((TEAM, 2, True), (TEAM, 3, True)),
    ]
    assert told[0]["excerpt"] == "final-prize: {state: off}"
    assert told[0]["wrong"] == "There is no rule «final-prize»."
    assert told[0]["remedy"] == "Did you mean «final-price»?"
    persian = lead.post("/check", file=TEAM, text=text, lang="fa")["problems"]
    assert persian[0]["remedy"] == "منظورتان «final-price» بود؟"


@pytest.mark.parametrize(
    "text",
    [
        "rules:\n\tfinal-price: {state: off}\n",
        "rules: [",
        "register: yes\n",
        "a: &a [*a]\n",
        "[" * 5_000,
        "rules: {" * 200,
        "x: " + "y" * (256 * 1024),
        "extends: shop\n",
        "lexicon:\n  soft:\n    add: ['((((((((((']\n",
        "working_hours: {sat: 12:30}\n",
        "rules:\n  final-price: {flags: {add: [" + "'(الف|ب) …20 " * 30 + "']}}\n",
        "\0",
    ],
)
def test_a_broken_text_is_told_and_breaks_nothing(lead: Lead, text: str) -> None:
    told = lead.check(text)
    assert any(one["blocks"] and one["wrong"] and one["remedy"] for one in told["problems"])
    assert lead.check(OFF)["problems"] == [], "the next one is read as if nothing had been"


def test_every_beginning_of_a_rule_is_answered(lead: Lead) -> None:
    for end in range(0, len(OUR_RULE), 23):
        lead.check(OUR_RULE[:end], OWN)
    assert lead.check(OUR_RULE, OWN) | {"seconds": 0} == {
        "problems": [],
        "examples": 2,
        "seconds": 0,
    }


def test_examples_of_an_own_rule_have_to_hold(lead: Lead) -> None:
    told = lead.check(OUR_RULE.replace("این حرف آخر ماست", "این هیچ است"), OWN)["problems"]
    assert [(one["excerpt"], one["blocks"]) for one in told] == [("این هیچ است", True)]
    assert told[0]["line"] == 1 + OUR_RULE[: OUR_RULE.index("این حرف آخر ماست")].count("\n")


def test_examples_of_a_shipped_rule_are_told_and_do_not_block(lead: Lead) -> None:
    text = 'rules:\n  final-price: {flags: {remove: ["قیمت* نهایی"]}}\n'
    told = lead.check(text)["problems"]
    assert [(one["file"], one["blocks"]) for one in told] == [("wording/final-price.yaml", False)]


def test_what_cannot_be_meant_is_told_by_the_test(lead: Lead) -> None:
    """As the command line doubts it; it does not keep anybody from publishing."""
    text = OUR_RULE.replace("  - (بدون|بی) چانه\n", "  - کوتاه نیا\nallows: [کوتاه]\n")
    told = lead.check(text, OWN, whole=True)["problems"]
    assert [(one["wrong"], one["line"], one["blocks"]) for one in told] == [
        (
            "«کوتاه نیا» is silenced wherever it matches, by «allows» or «unless».",
            7,
            False,
        ),
    ]


def test_an_edit_that_breaks_another_file_of_the_team_is_refused(
    running: tuple[Server, Path],
) -> None:
    server, folder = running
    own, words = folder / OWN, folder / "teams" / "shop" / "lexicon" / "ours.yaml"
    own.parent.mkdir(parents=True)
    words.parent.mkdir(parents=True)
    own.write_text(OUR_RULE.replace("- حرف آخر", '- "@our-words"'), "utf-8")
    words.write_text("our-words: [حرف آخر]\n", "utf-8")
    try:
        lead = Lead(server)
        assert (
            lead.check("our-words: [حرف آخر, همین است]\n", "teams/shop/lexicon/ours.yaml")[
                "problems"
            ]
            == []
        )
        told = lead.check(None, "teams/shop/lexicon/ours.yaml")["problems"]
        assert [(one["file"], one["blocks"]) for one in told] == [(OWN, True)]
    finally:
        own.unlink()
        words.unlink()
        for path in (words.parent, own.parent, own.parent.parent):
            path.rmdir()


def test_a_trace_under_the_saved_rules_and_under_the_edit(lead: Lead) -> None:
    edit = {"file": TEAM, "text": OFF}
    told = lead.post("/trace", draft=f"😀 {FINAL}", messages=SAID, edit=edit, lang="en")
    assert "final-price" in rules_that_fire(told["saved"])
    assert "final-price" not in rules_that_fire(told["edited"])
    (saved,) = [one for one in told["saved"]["traced"] if one["rule"] == "final-price"]
    assert (saved["start"], saved["end"], saved["words"]) == (7, 17, "قیمت نهایی")
    assert saved["phrases"] == [["قیمت* نهایی", "wording/final-price.yaml:6"]]
    assert saved["advice"] == "Say it more softly."
    (held,) = [one for one in told["edited"]["traced"] if one["rule"] == "final-price"]
    assert held["held"] == [{"by": "off", "what": ""}]
    assert told["saved"]["mood"] and not told["broken"]


def test_a_trace_tells_what_held_a_rule_back(lead: Lead) -> None:
    told = lead.post("/trace", draft="اگر این قیمت نهایی است", messages=SAID)
    held = {one["rule"]: one["held"] for one in told["saved"]["traced"] if one["held"]}
    assert {"by": "unless", "what": "clause"} in held["final-price"]
    assert told["edited"] is None
    quoted = lead.post("/trace", draft="«قیمت نهایی» را شما نوشتید", messages=SAID)
    held = {one["rule"]: one["held"] for one in quoted["saved"]["traced"] if one["held"]}
    assert {"by": "quoted", "what": ""} in held["final-price"]


def test_a_trace_of_an_edit_that_cannot_be_read(lead: Lead) -> None:
    told = lead.post("/trace", draft=FINAL, edit={"file": TEAM, "text": "rules: ["})
    assert told["broken"] and told["edited"] is None
    assert "final-price" in rules_that_fire(told["saved"])


def test_every_shipped_rule_has_a_card_and_a_trace(pack: Pack) -> None:
    for rule in pack.rules.values():
        for lang in ("fa", "en"):
            told = card(pack, rule, lang)
            assert told.advice and told.why and told.flags and told.allows
    talk = Conversation.begin(pack, messages=[Message("customer", "سلام، بسته‌ام نرسیده")])
    traced = trace_draft(pack, talk, "زود باشید، نمیشه")
    spoke = {one.rule.id for one in traced if not one.held}
    said = {one.rule for one in review_draft(pack, talk, "زود باشید، نمیشه", final=True).findings}
    assert said <= spoke and any(one.phrases for one in traced)


def conversations(*replies: str) -> str:
    rows = [
        {
            "id": f"c-{n}",
            "turns": [{"from": "customer", "text": "سلام"}, {"from": "agent", "text": t}],
        }
        for n, t in enumerate(replies)
    ]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def test_a_backtest_of_conversations_that_were_given(lead: Lead) -> None:
    chats = conversations(FINAL, "ممنونم، می‌بینم", FINAL)
    told = lead.post("/backtest", file=TEAM, text=OFF, chats=chats)
    assert (told["conversations"], told["replies"], told["finished"]) == (3, 3, True)
    (rule,) = [one for one in told["rules"] if one["rule"] == "final-price"]
    assert (rule["before"], rule["after"], rule["newly"], rule["silent"]) == (2, 0, 0, 2)
    assert rule["silent_drafts"] == [FINAL]


def test_a_backtest_of_a_new_rule_on_the_sample_that_ships(lead: Lead) -> None:
    told = lead.post("/backtest", file=OWN, text=OUR_RULE)
    assert told["conversations"] == 25 and told["replies"] >= 100
    again = lead.post("/backtest", file=OWN, text=OUR_RULE)
    assert told | {"seconds": 0} == again | {"seconds": 0}


@pytest.mark.parametrize("chats", ["", "no json\n", '{"a": 1}\n', "[]\n", "\0"])
def test_what_is_no_conversation_is_said(lead: Lead, chats: str) -> None:
    assert lead.refused("/backtest", file=TEAM, text=OFF, chats=chats)[:2] == (422, "no_chats")
