"""The report of a backtest: one HTML page that needs nothing else, with its plots inside.

Everything that is not ours to know (names of groups, say) goes through `escape`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from app.rule_commands import say
from app.rule_commands.rates import NAGS_IN, Rates, totals
from app.texts import Lang

_STYLE = """
body{font-family:Vazirmatn,Tahoma,"Segoe UI",sans-serif;max-width:60rem;margin:2rem auto;
padding:0 1rem;line-height:1.7;color:#1c2430;background:#fff}
table{border-collapse:collapse;width:100%;margin:1rem 0}
th,td{border-bottom:1px solid #d8dee6;padding:.3rem .6rem;text-align:start}
td.n{font-variant-numeric:tabular-nums;direction:ltr;text-align:end}
code{direction:ltr;unicode-bidi:isolate}svg{width:100%;height:auto}
@media(prefers-color-scheme:dark){body{background:#12161c;color:#e4e9f0}th,td{border-color:#333c48}}
"""
_BAR, _ROW, _LEFT, _WIDTH = "#2f6fbf", 26, 200, 720
_PLOT_HEIGHT, _COLOURS = 200, ("#2f6fbf", "#c2571a", "#2e8b57", "#8a4fbf", "#b0932b")


def report(rates: Rates, lang: Lang) -> str:
    """The whole page."""
    side = "rtl" if lang == "fa" else "ltr"
    title = escape(say("bt_title", lang))
    parts = [
        f'<!doctype html><html lang="{lang}" dir="{side}"><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{title}</title><style>{_STYLE}</style><h1>{title}</h1>",
        _p(say("bt_total", lang, pack=rates.version, **totals(rates.counts))),
        _p(say("bt_speed", lang, rate=rates.per_second, jobs=rates.jobs, seconds=rates.seconds)),
        _h(say("bt_most", lang)),
        bars({rule: rates.rate(rule) for rule in rates.most_fired}),
        _h(say("bt_by_week", lang)),
        curves(rates.weeks, rates.most_fired[: len(_COLOURS)]),
        _part(rates.weeks, rates.most_fired),
        _h(say("bt_by_group", lang)),
        _part(rates.groups, rates.most_fired),
        _p(say("bt_dead", lang, rules=", ".join(rates.dead) or "-")),
        _p(say("bt_nagging", lang, rules=", ".join(rates.nagging) or "-", share=NAGS_IN)),
        _h(say("bt_by_rule", lang)),
        _rules(rates),
    ]
    return "\n".join([*parts, "</html>", ""])


def _p(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _h(text: str) -> str:
    return f"<h2>{escape(text)}</h2>"


def _rules(rates: Rates) -> str:
    order = sorted(rates.states, key=lambda rule: (-rates.counts.fired[rule], rule))
    rows = (
        f"<tr><td><code>{escape(rule)}</code><td>{escape(rates.states[rule])}"
        f'<td class="n">{rates.counts.fired[rule]:,}<td class="n">{rates.rate(rule):.2%}'
        for rule in order
    )
    return f"<table>{''.join(rows)}</table>"


def _part(parts: Mapping[str, Mapping[str, float]], rules: Iterable[str]) -> str:
    """A table with a row for each part and a column for each rule."""
    rules = list(rules)
    head = "".join(f"<th><code>{escape(rule)}</code>" for rule in rules)
    rows = "".join(
        f"<tr><th>{escape(part or '?')}"
        + "".join(f'<td class="n">{rates.get(rule, 0.0):.1%}' for rule in rules)
        for part, rates in parts.items()
    )
    return f"<table><tr><th>{head}{rows}</table>"


def bars(values: Mapping[str, float]) -> str:
    """A plot of bars, one for each name."""
    most = max(values.values(), default=0.0) or 1.0
    height = max(1, len(values)) * _ROW
    shapes: list[str] = []
    for index, (name, value) in enumerate(values.items()):
        y, length = index * _ROW, value / most * (_WIDTH - _LEFT - 70)
        shapes.append(
            f'<text x="{_LEFT - 8}" y="{y + 17}" text-anchor="end">{escape(name)}</text>'
            f'<rect x="{_LEFT}" y="{y + 4}" width="{length:.1f}" height="18" fill="{_BAR}"/>'
            f'<text x="{_LEFT + length + 6:.1f}" y="{y + 17}">{value:.1%}</text>'
        )
    return _svg(height, "".join(shapes))


def curves(parts: Mapping[str, Mapping[str, float]], names: Iterable[str]) -> str:
    """A plot of curves, one for each name, over the parts in their order."""
    names = list(names)
    weeks = [part for part in parts if part]
    most = max((parts[w].get(name, 0.0) for w in weeks for name in names), default=0.0) or 1.0
    step = (_WIDTH - 60) / max(1, len(weeks) - 1)
    shapes: list[str] = []
    for index, name in enumerate(names):
        colour = _COLOURS[index % len(_COLOURS)]
        heights = [_PLOT_HEIGHT * (1 - parts[week].get(name, 0.0) / most) + 10 for week in weeks]
        places = [(30 + at * step, height) for at, height in enumerate(heights)]
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        shapes.append(f'<polyline points="{points}" fill="none" stroke="{colour}"/>')
        shapes += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
        below = _PLOT_HEIGHT + 52 + index * 18
        shapes.append(f'<rect x="30" y="{below - 10}" width="12" height="12" fill="{colour}"/>')
        shapes.append(f'<text x="50" y="{below}">{escape(name)}</text>')
    for at in (0, len(weeks) - 1) if weeks else ():
        anchor = "start" if at == 0 else "end"
        place = f'x="{30 + at * step:.1f}" y="{_PLOT_HEIGHT + 30}" text-anchor="{anchor}"'
        shapes.append(f"<text {place}>{escape(weeks[at])}</text>")
    return _svg(_PLOT_HEIGHT + 60 + len(names) * 18, "".join(shapes))


def _svg(height: int, shapes: str) -> str:
    attributes = 'role="img" direction="ltr" font-size="13" fill="currentColor"'
    return f'<svg viewBox="0 0 {_WIDTH} {height}" {attributes}>{shapes}</svg>'
