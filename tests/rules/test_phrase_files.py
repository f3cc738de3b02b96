"""Phrase files and what teams make of them; every mistake is told with its line and the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach import Asked, Conversation, Customer, Pack, PackError, load_pack, offer_phrases
from tests.rules.small_pack import small_pack

HELLO = """\
hello:
  moment: greeting
  formal: سلام[ {name}]، در خدمتم.
  spoken: سلام[ {name}]، در خدمتتونم.
  keywords: [درود]
wait:
  moment: hold
  spoken: تا {مهلت} خبر می‌دم.
"""


def folder_of(folder: Path, **files: str) -> Path:
    named = {f"{name}.yaml": text for name, text in files.items()}
    return small_pack(folder, **{"phrases__talk.yaml": HELLO, **named})


def offered(pack: Pack, query: str = "", **asked: object) -> dict[str, str]:
    conversation = Conversation.begin(pack, Customer("سارا"))
    found = offer_phrases(pack, conversation, Asked(query, **asked))  # type: ignore[arg-type]
    return {one.phrase.id: one.text for one in found}


def test_a_pack_without_phrases_offers_none(tmp_path: Path) -> None:
    pack = load_pack(small_pack(tmp_path))
    assert pack.phrases.phrases == () and offered(pack) == {} and offered(pack, "سلام") == {}


def test_one_wording_may_stand_for_both(tmp_path: Path) -> None:
    pack = load_pack(folder_of(tmp_path))
    assert offered(pack)["wait"] == "تا {مهلت} خبر می‌دم."
    assert [one.place for one in pack.phrases.phrases] == [
        "phrases/talk.yaml:1",
        "phrases/talk.yaml:6",
    ]


def test_a_team_adds_changes_switches_off_and_fills(tmp_path: Path) -> None:
    own = (
        "blanks: {مهلت: فردا ظهر}\n"
        "phrases:\n"
        "  hello: {spoken: 'درود بر شما[ {name}]'}\n"
        "  bye: {moment: closing, spoken: خدانگهدار}\n"
    )
    extra = "more:\n  moment: thanks\n  formal: سپاس\n"
    files = folder_of(tmp_path, teams__shop=own, teams__shop__phrases__more=extra)
    (files / "teams" / "quiet.yaml").write_text("extends: shop\nphrases: {wait: {state: off}}\n")
    shop, quiet = load_pack(files, "shop"), load_pack(files, "quiet")
    assert shop.problems == quiet.problems == ()
    assert offered(shop) == {
        "hello": "درود بر شما سارای عزیز",
        "wait": "تا فردا ظهر خبر می‌دم.",
        "bye": "خدانگهدار",
        "more": "سپاس",
    }
    assert offered(quiet).keys() == offered(shop).keys() - {"wait"}
    assert offered(load_pack(files))["wait"].startswith("تا {مهلت}")
    assert shop.phrases.phrases[0].place == "teams/shop.yaml:3"
    assert list(offered(shop, "درود")) == ["hello"], "the keyword stays though the wording changed"


@pytest.mark.parametrize(
    ("text", "line", "wrong"),
    [
        ("a-b:\n  moment: hold\n", 1, "«formal» and «spoken» are missing"),
        ("a-b:\n  spoken: سلام\n", 1, "«moment» is missing"),
        ("a-b:\n  moment: hold\n  spoken: سلام {name\n", 3, "a blank is written {order}"),
        ("a-b:\n  moment: hold\n  spoken: سلام [جان]\n", 3, "holds a blank"),
        ("a-b:\n  moment: hold\n  spoken: سلام {}\n", 3, "a blank is written"),
        ("a-b:\n  moment: lunch\n  spoken: سلام\n", 2, "«moment» has a value that is not allowed"),
        ("a-b:\n  moment: hold\n  spokn: سلام\n", 3, "«spokn» is not known here"),
        ("a-b:\n  moment: answer\n  spoken: سلام\n", 1, "«questions» is missing"),
        ("a-b:\n  moment: hold\n  spoken: سلام\n  moods: [sad]\n", 4, "is not allowed"),
        ("A B:\n  moment: hold\n  spoken: سلام\n", 1, "«A B» is no id of a phrase"),
        ("- سلام\n", 1, "A phrase file holds ids"),
        ("a-b: سلام\n", 1, "must hold names with values"),
        ("hello:\n  moment: hold\n  spoken: سلام\n", 1, "«hello» is in phrases/talk.yaml already"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, line: int, wrong: str) -> None:
    with pytest.raises(PackError) as told:
        load_pack(folder_of(tmp_path, phrases__zz=text))
    (problem,) = told.value.problems
    assert (problem.file, problem.line) == ("phrases/zz.yaml", line) and wrong in problem.wrong
    assert problem.remedy


@pytest.mark.parametrize(
    ("text", "line", "wrong"),
    [
        ("phrases:\n  helo: {state: off}\n", 2, "There is no phrase «helo»"),
        ("phrases:\n  hello: {spoken: 5}\n", 2, "«spoken» must be text"),
        ("phrases:\n  new-one: {moment: hold}\n", 2, "«formal» and «spoken» are missing"),
        ("blanks:\n  مهلت: '{x}'\n", 2, "cannot fill a blank"),
        ("blanks:\n  مهلت: 3\n", 2, "must be text"),
    ],
)
def test_a_mistake_of_a_team_leaves_out_what_it_is_about(
    tmp_path: Path, text: str, line: int, wrong: str
) -> None:
    rest = "lists: {phone_format: 0XX-XXXXXXXX}\n"
    pack = load_pack(folder_of(tmp_path, teams__shop=text + rest), "shop")
    (problem,) = pack.problems
    assert (problem.file, problem.line) == ("teams/shop.yaml", line) and wrong in problem.wrong
    assert offered(pack).keys() == {"hello", "wait"} and pack.lists.phone_format


def test_what_is_saved_is_another_pack_and_what_is_the_same_is_taken_over(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    first = load_pack(folder)
    assert load_pack(folder, like=first).phrases is first.phrases
    (folder / "phrases" / "talk.yaml").write_text(HELLO.replace("درود", "خوش‌آمد"), "utf-8")
    second = load_pack(folder, like=first)
    assert second.version != first.version and second.phrases is not first.phrases
    assert offered(second, "خوش آمد") and not offered(second, "درود")
