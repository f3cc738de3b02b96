"""Every example inside every rule file: what it must find it finds, and leaves what it must."""

from __future__ import annotations

from functools import cache

import pytest

from coach import Conversation, Customer, Message, Pack, Rule, proves, review_draft
from coach.rules import Example
from tests.packs import shipped


@cache
def pack() -> Pack:
    return shipped()


def cases() -> list[tuple[Rule, Example, bool]]:
    found: list[tuple[Rule, Example, bool]] = []
    for rule in pack().rules.values():
        found += [(rule, example, True) for example in rule.examples_flags]
        found += [(rule, example, False) for example in rule.examples_allows]
    return found


def readable(case: tuple[Rule, Example, bool]) -> str:
    rule, example, flagged = case
    return f"{rule.id}-{'flags' if flagged else 'allows'}-line-{example.line}"


@pytest.mark.parametrize("case", cases(), ids=readable)
def test_example_holds(case: tuple[Rule, Example, bool]) -> None:
    rule, example, flagged = case
    if example.timed is not None:
        assert proves(pack(), rule.id, example) == flagged, f"{rule.file}:{example.line}"
        return
    lists = dict(example.lists)
    rules = pack().with_lists(**lists) if lists else pack()  # pyright: ignore[reportArgumentType]
    messages = [Message(author, text) for author, text in example.history]  # pyright: ignore
    talk = Conversation.begin(rules, Customer(example.name, example.title), messages)
    review = review_draft(rules, talk, example.draft, final=True)
    fired = {finding.rule for finding in review.findings}
    assert (rule.id in fired) == flagged, f"{rule.file}:{example.line}: {example.draft}"


@pytest.mark.parametrize("rule", pack().rules.values(), ids=lambda rule: rule.id)
def test_rule_has_enough_examples(rule: Rule) -> None:
    assert len(rule.examples_flags) >= 8
    assert len(rule.examples_allows) >= 8
