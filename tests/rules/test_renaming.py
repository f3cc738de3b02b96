"""New names for old ones in a team's file: nothing but the names changes."""

from __future__ import annotations

import pytest

from coach import Past, rename
from coach.past import VersionEntry

PAST = Past()
PAST.add(
    "0.2.0",
    VersionEntry.model_validate(
        {
            "renamed": {
                "rules": {"old": "new", "older": "newer"},
                "sets": {"nice": "kind", "one": "two", "two-old": "three"},
                "limits": {"new": {"most": "words"}},
            },
            "removed": {"rules": {"gone": ["new"]}},
        }
    ),
)
KNOWN = {"rules": {"new", "newer", "words"}, "sets": {"kind", "two", "three"}}

TEAM = """\
# old stays in a comment   \r
rules:\r
  "old":   # the old one\r
    limits: {most: 3}\r
    flags: {add: ["@nice آخر @nice و @nice-old @one", '@one'], remove: [حرف @one]}\r
    advice: {fa: "به old و @nice بنویسید"}\r
  gone: {state: off}\r
lexicon:\r
  nice:\r
    add:\r
      - سلام  # @nice\r
      - "@two-old"\r
lists: {preferred_wording: [{match: "@nice", use: old}]}\r
"""
RENAMED = """\
# old stays in a comment   \r
rules:\r
  "new":   # the old one\r
    limits: {words: 3}\r
    flags: {add: ["@kind آخر @kind و @nice-old @two", '@two'], remove: [حرف @two]}\r
    advice: {fa: "به old و @nice بنویسید"}\r
  gone: {state: off}\r
lexicon:\r
  kind:\r
    add:\r
      - سلام  # @nice\r
      - "@three"\r
lists: {preferred_wording: [{match: "@nice", use: old}]}\r
"""


def test_only_names_change_in_a_teams_file() -> None:
    text, told = rename(TEAM, "team", PAST, **KNOWN)
    assert text == RENAMED
    assert [(one.line, one.old, one.new) for one in told] == [
        (3, "old", "new"),
        (4, "most", "words"),
        (5, "@nice", "@kind"),
        (5, "@nice", "@kind"),
        (5, "@one", "@two"),
        (5, "@one", "@two"),
        (5, "@one", "@two"),
        (9, "nice", "kind"),
        (12, "@two-old", "@three"),
    ]
    assert rename(RENAMED, "team", PAST, **KNOWN) == (RENAMED, [])


def test_a_rule_of_the_teams_own() -> None:
    rule = (
        "flags: ['@nice']\ngives_way_to: [old, gone]\nadvice: {fa: '@nice'}\nwhen:\n  draft: [@]\n"
    )
    text, told = rename(rule, "rule", PAST, **KNOWN)
    assert (text, told) == (rule, []), "what is no YAML stays"
    rule = rule.replace("[@]", "['@one']") + "replacements:\n  - {formal: '@one', for: ['@one']}\n"
    text, told = rename(rule, "rule", PAST, **KNOWN)
    assert text == (
        "flags: ['@kind']\ngives_way_to: [new, gone]\nadvice: {fa: '@nice'}\nwhen:\n"
        "  draft: ['@two']\nreplacements:\n  - {formal: '@one', for: ['@two']}\n"
    )
    assert len(told) == 4


def test_a_lexicon_of_the_teams_own() -> None:
    text, _ = rename("ours:\n  - '@nice'\nnice: [خوب]\n", "lexicon", PAST, **KNOWN)
    assert text == "ours:\n  - '@kind'\nnice: [خوب]\n"


@pytest.mark.parametrize(
    "text",
    [
        "rules:\n  old: {state: off}\n  new: {state: off}\n",
        "rules: [old]\n",
        "lists: {nice: old}\n",
        "",
        "[" * 50,
    ],
)
def test_what_is_no_mere_rename_stays(text: str) -> None:
    assert rename(text, "team", PAST, **KNOWN) == (text, [])


def test_a_name_that_is_in_use_again_stays() -> None:
    text = "rules:\n  old: {state: off}\nlexicon:\n  kind: {add: ['@nice']}\n"
    known = {"rules": {"old"}, "sets": {"nice", "kind"}}
    assert rename(text, "team", PAST, **known) == (text, [])
