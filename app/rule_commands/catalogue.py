"""The catalogue: a Markdown page with a section for each rule, made from the rules themselves.

What the coach offers is shown as it happens: the rule's wordings, and the replacement that a
review offers for one of the rule's own examples.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.texts import Lang, text
from coach import Conversation, Customer, Message, Pack, Rule, review_draft

SHOWN_EXAMPLES = 3
SHOWN_WORDINGS = 6
LONGEST = 160
SECTIONS = ("wording", "missing", "shape", "flow")
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def catalogue(pack: Pack, lang: Lang) -> str:
    """The whole page: a table for each section and a section for each rule.

    In English it also gives each rule's Persian advice and why; in Persian it is Persian alone.
    """
    rules = list(pack.rules.values())
    lines = [f"# {_say('title', lang)}", "", _say("intro", lang, count=len(rules)), ""]
    for section in SECTIONS:
        own = sorted((r for r in rules if r.section == section), key=lambda r: r.id)
        if own:
            lines += [f"## {_say(section, lang)}", "", *_table(own, lang), ""]
            for rule in own:
                lines += [*_section(pack, rule, lang), ""]
    page = "\n".join(lines)
    if lang == "fa":
        page = f'<div dir="rtl">\n\n{page}\n</div>\n'
    return page


def _say(name: str, lang: Lang, **fields: object) -> str:
    return text("catalogue", name, lang, **fields)


def _table(rules: list[Rule], lang: Lang) -> Iterator[str]:
    heads = [_say(name, lang) for name in ("rule", "severity", "category", "source", "advice")]
    yield f"| {' | '.join(heads)} |"
    yield "|" + "---|" * len(heads)
    for rule in rules:
        cells = [f"[`{rule.id}`](#{rule.id})", _say(rule.severity, lang)]
        cells += [_say(rule.category, lang), rule.source, escaped(rule.advice(lang))]
        yield f"| {' | '.join(cells)} |"


def _section(pack: Pack, rule: Rule, lang: Lang) -> Iterator[str]:
    facts = [f"{_say('severity', lang)}: {_say(rule.severity, lang)}"]
    facts.append(f"{_say('category', lang)}: {_say(rule.category, lang)}")
    facts.append(f"{_say('source', lang)}: {rule.source}")
    facts.append(f"{_say('state', lang)}: {_say(rule.state, lang)}")
    if rule.limits:
        comma = _say("comma", lang)
        told = comma.join(f"{name} {value}" for name, value in rule.limits.items())
        facts.append(f"{_say('limits', lang)}: {told}")
    yield from (f"### {rule.id}", "", " · ".join(facts), "")
    for name, of in (("advice", rule.advice), ("why", rule.why)):
        yield f"- **{_say(name, lang)}**: {escaped(of(lang))}"
        if lang == "en":
            yield f"  <br>{escaped(of('fa'))}"
    for name, examples in (("flags", rule.examples_flags), ("allows", rule.examples_allows)):
        yield f"- **{_say(name, lang)}**:"
        yield from (f"  - {_example(example, lang)}" for example in examples[:SHOWN_EXAMPLES])
    yield f"- **{_say('offers', lang)}**:"
    yield from (f"  - {line}" for line in _offers(pack, rule, lang))


def _example(example: Any, lang: Lang) -> str:
    said = f"«{escaped(example.draft)}»"
    asked = next((words for author, words in reversed(example.history) if author == "customer"), "")
    return f"{said} ({_say('in_answer_to', lang)} «{escaped(asked)}»)" if asked else said


def _offers(pack: Pack, rule: Rule, lang: Lang) -> Iterator[str]:
    told = {
        (w.formal, w.spoken): f"{_say('formal', lang)}: «{escaped(w.formal)}»"
        + (f" · {_say('spoken', lang)}: «{escaped(w.spoken)}»" if w.spoken != w.formal else "")
        for w in rule.wordings
    }
    lines = list(told.values())[:SHOWN_WORDINGS]
    shown = _offered_in_an_example(pack, rule)
    if shown:
        arrow = "←" if lang == "fa" else "→"
        offered = f"«{escaped(shown[1])}»" if shown[1] else text("review", "delete", lang)
        lines.append(f"«{escaped(shown[0])}» {arrow} {offered}")
    return iter(lines or [_say("offers_nothing", lang)])


def _offered_in_an_example(pack: Pack, rule: Rule) -> tuple[str, str] | None:
    """Words of one of the rule's own examples and what a review offers in their place."""
    alone = replace(pack, rules={**pack.rules, rule.id: replace(rule, state="live")})
    for example in rule.examples_flags[:SHOWN_EXAMPLES]:
        lists: dict[str, Any] = dict(example.lists)
        rules = alone.with_lists(**lists) if lists else alone
        messages = [Message(author, words) for author, words in example.history]  # pyright: ignore[reportArgumentType]
        talk = Conversation.begin(rules, Customer(example.name, example.title), messages)
        for finding in review_draft(rules, talk, example.draft, final=True).findings:
            if finding.rule == rule.id and finding.span and finding.replacements:
                words = example.draft[finding.span.start : finding.span.end]
                return words, finding.replacements[0].text.strip()
    return None


def escaped(words: str) -> str:
    """Words of people as Markdown that shows them as they are, on one line and not too long."""
    line = " ⏎ ".join(part.strip() for part in words.splitlines() if part.strip())
    if len(line) > LONGEST:
        line = line[: LONGEST - 1].rstrip() + "…"
    return _MARKUP.sub(r"\\\1", line)
