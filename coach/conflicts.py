"""What rules say against each other: the same phrase twice, two that give way to each other, an
offer of one that another marks."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

from coach.conversation import Conversation, Customer
from coach.pack import Pack
from coach.review import review_draft
from coach.sources import RuleSource, Written
from coach.yaml_file import Problem

_WHOLE = 4
"""An offer of so many words is a sentence, no part of one that the draft completes."""


def conflicts(pack: Pack, file: str | None = None) -> Iterator[Problem]:
    """Rules that contradict or repeat each other. file: offers of the rules of this one alone."""
    yield from _twins(pack)
    yield from _circles(pack)
    yield from _offers(pack, file)


def others_of(pack: Pack, source: RuleSource, one: Written) -> Iterator[RuleSource]:
    """The rules whose remarks on a phrase's words would be told of: those whose phrases alone
    decide, and to which its rule gives way; for a phrase that a team wrote, all that are not
    settled with its rule."""
    own = one.file.name.startswith("teams/")
    for other in pack.sources.values():
        entry = other.entry
        if other is source or entry.state != "live" or entry.when or entry.unless:
            continue
        related = other.id in source.entry.gives_way_to or (own and not settled(source, other))
        if related and other.section == "wording" and not _has_code(other):
            yield other


def _has_code(source: RuleSource) -> bool:
    return find_spec(f"coach.checks.{source.section}.{source.id.replace('-', '_')}") is not None


def _twins(pack: Pack) -> Iterator[Problem]:
    """The same phrase twice in a rule, or in two rules of which neither gives way."""
    seen: dict[str, tuple[RuleSource, Written]] = {}
    for source in pack.sources.values():
        for one in source.lists["flags"]:
            words = " ".join(one.words.split())
            before, twin = seen.setdefault(words, (source, one))
            if twin is one or settled(before, source):
                continue
            wrong = f"«{one.words}» stands in {twin.place} too."
            remedy = "Keep one, or let one rule give way to the other (gives_way_to)."
            yield one.problem(wrong, remedy)


def settled(one: RuleSource, other: RuleSource) -> bool:
    """Is it settled which of two rules speaks? Conditions may keep them apart, too."""
    if one is other:
        return False
    if other.id in one.entry.gives_way_to or one.id in other.entry.gives_way_to:
        return True
    if "off" in (one.entry.state, other.entry.state):
        return True
    grouped = one.entry.group is not None and one.entry.group == other.entry.group
    return grouped or one.entry.when != other.entry.when or one.entry.unless != other.entry.unless


def _circles(pack: Pack) -> Iterator[Problem]:
    """Two rules of which each waits for the other: where both match, nobody speaks."""
    for source in pack.sources.values():
        for index, name in enumerate(source.entry.gives_way_to):
            other = pack.sources.get(name)
            if other is not None and source.id in other.entry.gives_way_to:
                line = source.file.line_of(("gives_way_to", index))
                wrong = f"«{source.id}» and «{name}» give way to each other: neither speaks."
                yield source.file.problem(line, wrong, "Remove it from one of the two.")


def _offers(pack: Pack, file: str | None) -> Iterator[Problem]:
    """Whole sentences that one rule offers and another marks."""
    talk = Conversation.begin(pack, Customer())
    for source in pack.sources.values():
        if source.entry.state == "off" or file not in (None, source.file.name):
            continue
        for index, wording in enumerate(pack.rules[source.id].wordings):
            for text in dict.fromkeys((wording.formal, wording.spoken)):
                if "{" in text or len(text.split()) < _WHOLE:
                    continue
                found = review_draft(pack, talk, text, final=True).findings
                for rule in sorted({f.rule for f in found if f.span and f.section == "wording"}):
                    line = source.file.line_of(("replacements", index))
                    wrong = f"«{source.id}» offers «{text}», which «{rule}» marks."
                    yield source.file.problem(line, wrong, "Change the offer, or what marks it.")
