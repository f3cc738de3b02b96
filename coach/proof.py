"""Proving rules by their own examples: what a rule says that it finds, it finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Literal, NamedTuple, cast

from coach.conversation import Author, Conversation, Customer, Message
from coach.pack import Pack
from coach.rehearsal import proves
from coach.review import review_draft
from coach.rules import Example, Rule
from coach.yaml_file import Problem


class Proof(NamedTuple):
    """An example and whether it holds. `kind`: it is to be found, or to be left alone."""

    rule: Rule
    kind: Literal["flags", "allows"]
    example: Example
    holds: bool

    @property
    def problem(self) -> Problem:
        """What to tell of an example that does not hold."""
        excerpt = self.example.draft.replace("\n", " ")[:120]
        if self.kind == "flags":
            wrong = f"«{self.rule.id}» does not find this example."
            remedy = "Widen a phrase or mend the example; coach rules try shows what held it back."
        else:
            wrong = f"«{self.rule.id}» finds this example, which it should leave alone."
            remedy = "Add a phrase to «allows» or «unless», or mend the example."
        return Problem(self.rule.file, self.example.line, excerpt, wrong, remedy)


def prove(pack: Pack, rules: Iterable[str] | None = None) -> Iterator[Proof]:
    """Every example of the named rules (None: of all), reviewed as if its rule were live."""
    for name in pack.rules if rules is None else rules:
        rule = pack.rules[name]
        alone = replace(pack, rules={**pack.rules, name: replace(rule, state="live")})
        for example in rule.examples_flags:
            yield Proof(rule, "flags", example, _fires(alone, name, example))
        for example in rule.examples_allows:
            yield Proof(rule, "allows", example, not _fires(alone, name, example))


def _fires(pack: Pack, rule: str, example: Example) -> bool:
    if example.timed is not None:
        return proves(pack, rule, example)
    if example.lists:
        pack = pack.with_lists(**cast("dict[str, Any]", example.lists))
    messages = [Message(cast("Author", author), text) for author, text in example.history]
    talk = Conversation.begin(pack, Customer(example.name, example.title), messages)
    found = review_draft(pack, talk, example.draft, final=True)
    return any(finding.rule == rule for finding in found.findings)
