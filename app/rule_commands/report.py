"""The reports of a backtest and of a comparison, each one page of HTML with its plots inside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from app.backtest import Difference
from app.rule_commands import say
from app.rule_commands.page import Page, code
from app.rule_commands.rates import NAGS_IN, Rates, totals
from app.texts import Lang, text


def report(rates: Rates, lang: Lang) -> str:
    """The report of a backtest."""
    page = Page(say("bt_title", lang), lang)
    page.say(say("bt_counted", lang, **totals(rates.counts)))
    page.add(f"<p>{escape(say('bt_pack', lang))} {code(rates.version)}")
    page.head(say("bt_most", lang))
    page.bars({rule: rates.rate(rule) for rule in rates.most_fired})
    page.head(say("bt_by_week", lang))
    page.curves(rates.weeks, rates.most_fired)
    _part(page, rates.weeks, rates.most_fired)
    page.head(say("bt_by_group", lang))
    _part(page, rates.groups, rates.most_fired)
    for name, rules in (("bt_nagging", rates.nagging), ("bt_dead", rates.dead)):
        page.head(say(name, lang, rules="", share=NAGS_IN).strip(" :"))
        page.rules(rules)
    page.head(say("bt_by_rule", lang))
    _rules(page, rates)
    page.say(say("bt_speed", lang, rate=rates.per_second, jobs=rates.jobs, seconds=rates.seconds))
    return page.html


def difference_report(found: Difference, lang: Lang) -> str:
    """The report of a comparison."""
    page = Page(say("diff_title", lang), lang)
    fields = {"replies": found.replies, "changed": found.changed, "chats": found.conversations}
    page.say(say("diff_total", lang, **fields))
    for kind, rules in (("newly", found.newly), ("silent", found.silent)):
        page.head(say(f"diff_{kind}" if rules else f"diff_{kind}_none", lang).rstrip(":"))
        ranked = sorted(rules.items(), key=lambda item: (-item[1], item[0]))
        if ranked:
            page.bars(dict(ranked[:20]), ",d")
            heads = [say(f"report_{name}", lang) for name in ("rule", "replies", "drafts")]
            page.table(heads, (_drafts(page, found, kind, *one) for one in ranked))
    return page.html


def _drafts(page: Page, found: Difference, kind: str, rule: str, times: int) -> list[str]:
    drafts = "".join(f"<li>{escape(draft)}" for draft in found.examples[kind, rule])
    return [
        f"<th>{code(rule)}",
        page.cell(times, ",d"),
        f'<ul class="drafts" dir="auto">{drafts}</ul>',
    ]


def _rules(page: Page, rates: Rates) -> None:
    names = ("rule", "state", "replies", "share")
    page.table(
        [say(f"report_{name}", page.lang) for name in names],
        (
            [
                f"<th>{code(rule)}",
                escape(text("catalogue", rates.states[rule], page.lang)),
                page.cell(rates.counts.fired[rule], ",d"),
                page.cell(rates.rate(rule), ".2%"),
            ]
            for rule in sorted(rates.states, key=lambda rule: (-rates.counts.fired[rule], rule))
            if rates.counts.fired[rule]
        ),
    )


def _part(page: Page, parts: Mapping[str, Mapping[str, float]], rules: Iterable[str]) -> None:
    """A table with a row for each part and a column for each rule."""
    rules = list(rules)
    page.table(
        ["", *map(code, rules)],
        (
            [
                f"<th>{escape(page.digits(part) or '?')}",
                *(page.cell(rates.get(rule, 0.0), ".1%") for rule in rules),
            ]
            for part, rates in parts.items()
        ),
    )
