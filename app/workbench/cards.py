"""What the workbench shows of rules: the list, and the card of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.drawing import printable
from app.problems import sentence
from app.texts import Lang
from app.workbench.wire import CardAnswer, ExampleAnswer, ProblemAnswer, RuleAnswer, ValueAnswer
from coach import Pack, Problem, Rule


def rule_list(pack: Pack, lang: Lang) -> Iterator[RuleAnswer]:
    """Every rule of a team, in the order of its files."""
    for rule in pack.rules.values():
        yield _in_list(pack, rule, lang)


def _in_list(pack: Pack, rule: Rule, lang: Lang) -> RuleAnswer:
    values = pack.values(rule.id)
    own = rule.file.startswith("teams/")
    changed = 0 if own else sum(value.place.startswith("teams/") for value in values)
    texts = [*rule.advice_texts.values(), *rule.why_texts.values()]
    texts += [example.draft for example in rule.examples_flags]
    return RuleAnswer(
        id=rule.id,
        section=rule.section,
        category=rule.category,
        severity=rule.severity,
        state=rule.state,
        advice=rule.advice(lang),
        own=own,
        changed=changed,
        words=" ".join(texts),
    )


def card(pack: Pack, rule: Rule, lang: Lang) -> CardAnswer:
    """All of one rule, each value with the place that it comes from."""
    return CardAnswer(
        **_in_list(pack, rule, lang).model_dump(),
        why=rule.why(lang),
        source=rule.source,
        file=rule.file,
        flags=[ExampleAnswer(draft=x.draft, said=_said(x.history)) for x in rule.examples_flags],
        allows=[ExampleAnswer(draft=x.draft, said=_said(x.history)) for x in rule.examples_allows],
        replacements=[
            {"formal": one.formal, "spoken": one.spoken, "at": one.at} for one in rule.wordings
        ],
        values=[ValueAnswer(**value._asdict()) for value in pack.values(rule.id)],
    )


def _said(history: Iterable[tuple[str, str]]) -> list[str]:
    return [f"{author}: {text}" for author, text in history]


def problem_answer(problem: Problem, blocks: bool, lang: Lang) -> ProblemAnswer:
    """A problem as the command line tells it, in pieces."""
    return ProblemAnswer(
        file=problem.file,
        line=problem.line,
        excerpt=printable(problem.excerpt),
        wrong=printable(sentence(problem.wrong, lang)),
        remedy=printable(sentence(problem.remedy, lang)),
        blocks=blocks,
    )
