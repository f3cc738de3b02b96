"""A page of HTML that needs nothing else, and its plots: from right to left where the page is.

Everything that is not ours to know (names of groups, drafts) goes through `escape`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from app.texts import Lang

_STYLE = """
:root{--ink:#1c2430;--soft:#5b6675;--line:#d8dee6;--paper:#fff;--bar:#2f6fbf}
@media(prefers-color-scheme:dark){
:root{--ink:#e4e9f0;--soft:#9aa6b5;--line:#333c48;--paper:#12161c;--bar:#5b97e0}}
body{font-family:Vazirmatn,Tahoma,"Segoe UI",sans-serif;max-width:60rem;margin:2rem auto;
padding:0 1rem;line-height:1.7;color:var(--ink);background:var(--paper)}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin:2.2rem 0 .6rem}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.85rem}
th,td{border-bottom:1px solid var(--line);padding:.3rem .6rem;text-align:start;vertical-align:top}
thead th{color:var(--soft);font-weight:normal}
th{white-space:nowrap;font-weight:normal}thead th:has(code){white-space:normal}
.n{font-variant-numeric:tabular-nums;white-space:nowrap}
code{direction:ltr;unicode-bidi:isolate;font-family:ui-monospace,Consolas,monospace;font-size:.9em}
ul.rules{columns:3 12rem;padding:0;list-style:none;margin:.4rem 0}
ul.drafts{margin:.2rem 0;padding-inline-start:1.2rem}
svg{width:100%;height:auto;display:block}
svg text{fill:var(--ink);unicode-bidi:isolate}svg .soft{fill:var(--soft)}
svg line{stroke:var(--line)}svg rect.bar{fill:var(--bar)}
"""
_WIDTH, _ROW, _NAMES = 720, 26, 190
_HEIGHT, _TOP, _SIDE, _LEGEND = 200, 10, 44, 18
_COLOURS = ("#2f6fbf", "#c2571a", "#2e8b57", "#8a4fbf", "#b0932b")
MOST_CURVES = len(_COLOURS)
_MOST_TICKS = 8
_POINT = re.compile(r"(?<=[0-9])\.(?=[0-9])")
_DIGITS = {ord("0") + n: 0x6F0 + n for n in range(10)} | {ord("%"): 0x66A, ord(","): 0x66C}


class Page:
    """Puts a page together in one language: `add` its parts, then take its `html`."""

    def __init__(self, title: str, lang: Lang) -> None:
        self.lang: Lang = lang
        self._title = escape(title)
        self._parts: list[str] = []

    @property
    def html(self) -> str:
        """The whole page."""
        side = "rtl" if self.lang == "fa" else "ltr"
        head = (
            f'<!doctype html><html lang="{self.lang}" dir="{side}"><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            f"<title>{self._title}</title><style>{_STYLE}</style><h1>{self._title}</h1>"
        )
        return "\n".join([head, *self._parts, "</html>", ""])

    def number(self, value: float, form: str) -> str:
        """A number in the digits of the page's language."""
        return self.digits(format(value, form))

    def digits(self, text: str) -> str:
        """A text with its numbers in the digits of the page's language."""
        if self.lang != "fa":
            return text
        return _POINT.sub(chr(0x66B), text).translate(_DIGITS)

    def add(self, *parts: str) -> None:
        """Add parts that are HTML."""
        self._parts += parts

    def say(self, text: str) -> None:
        """Add a paragraph, with its numbers in the digits of the page's language."""
        self.add(f"<p>{escape(self.digits(text))}</p>")

    def head(self, text: str) -> None:
        """Add a heading."""
        self.add(f"<h2>{escape(self.digits(text))}</h2>")

    def table(self, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
        """Add a table of HTML; a cell that begins with `<t` brings its own tag."""
        top = "".join(f"<th>{head}" for head in heads)
        body = "".join(f"<tr>{''.join(map(_cell, row))}" for row in rows)
        self.add(f'<div class="wide"><table><thead><tr>{top}<tbody>{body}</table></div>')

    def rules(self, names: Iterable[str]) -> None:
        """Add a list of rules."""
        items = "".join(f"<li>{code(name)}" for name in names)
        self.add(f'<ul class="rules">{items or "<li>–"}</ul>')

    def cell(self, value: float, form: str) -> str:
        """A cell of a table that holds a number."""
        return f'<td class="n">{self.number(value, form)}'

    # Plots

    def _x(self, x: float, length: float = 0.0) -> str:
        """A place on a plot, counted from where reading begins."""
        return f"{_WIDTH - x - length if self.lang == 'fa' else x:.1f}"

    def _anchor(self, side: str) -> str:
        """The side of a text that stands still: its `start` as one reads the page, or its `end`.

        Plots are drawn from left to right, whatever the page is.
        """
        if self.lang == "fa":
            side = {"start": "end", "end": "start"}.get(side, side)
        return f'text-anchor="{side}"'

    def bars(self, values: Mapping[str, float], form: str = ".1%") -> None:
        """Add a plot of bars, one for each name."""
        most = max(values.values(), default=0.0) or 1.0
        shapes: list[str] = []
        for index, (name, value) in enumerate(values.items()):
            y, length = index * _ROW, value / most * (_WIDTH - _NAMES - 80)
            bar = f'x="{self._x(_NAMES, length)}" y="{y + 4}" width="{length:.1f}" height="18"'
            name_at = f'x="{self._x(_NAMES - 8)}" y="{y + 17}" {self._anchor("end")}'
            told_at = f'x="{self._x(_NAMES + length + 6)}" y="{y + 17}" {self._anchor("start")}'
            shapes += [
                f"<text {name_at}>{escape(name)}</text>",
                f'<rect class="bar" rx="2" {bar}/>',
                f"<text {told_at}>{self.number(value, form)}</text>",
            ]
        self._plot(max(1, len(values)) * _ROW, shapes)

    def curves(self, parts: Mapping[str, Mapping[str, float]], names: Sequence[str]) -> None:
        """Add a plot of curves, one for each name, over the parts in their order."""
        names, along = names[:MOST_CURVES], [part for part in parts if part]
        most = max((parts[at].get(n, 0.0) for at in along for n in names), default=0.0) or 1.0
        step = (_WIDTH - 2 * _SIDE) / max(1, len(along) - 1)
        shapes = [*self._grid(most), *self._ticks(along, step)]
        for index, name in enumerate(names):
            places = [
                (self._x(_SIDE + at * step), _TOP + _HEIGHT * (1 - parts[p].get(name, 0.0) / most))
                for at, p in enumerate(along)
            ]
            shapes += self._curve(places, index, name)
        self._plot(_TOP + _HEIGHT + 40 + len(names) * _LEGEND, shapes)

    def _curve(self, places: list[tuple[str, float]], index: int, name: str) -> list[str]:
        """A line through places, and what it stands for."""
        colour, below = _COLOURS[index], _TOP + _HEIGHT + 44 + index * _LEGEND
        points = " ".join(f"{x},{y:.1f}" for x, y in places)
        key = f'x="{self._x(_SIDE, 12)}" y="{below - 10}" width="12" height="12"'
        told = f'x="{self._x(_SIDE + 20)}" y="{below}" {self._anchor("start")}'
        return [
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>',
            *(f'<circle cx="{x}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places),
            f'<rect {key} fill="{colour}"/><text {told}>{escape(name)}</text>',
        ]

    def _grid(self, most: float) -> list[str]:
        shapes: list[str] = []
        for part in (0.0, 0.5, 1.0):
            y = _TOP + _HEIGHT * (1 - part)
            shapes.append(f'<line x1="{_SIDE}" x2="{_WIDTH - _SIDE}" y1="{y:.1f}" y2="{y:.1f}"/>')
            at = f'x="{self._x(_SIDE - 6)}" y="{y + 4:.1f}" {self._anchor("end")}'
            shapes.append(f'<text class="soft" {at}>{self.number(most * part, ".0%")}</text>')
        return shapes

    def _ticks(self, along: Sequence[str], step: float) -> list[str]:
        every = max(1, -(-len(along) // _MOST_TICKS))
        y = _TOP + _HEIGHT + 22
        return [
            f'<text class="soft" x="{self._x(_SIDE + at * step)}" y="{y}" text-anchor="middle">'
            f"{escape(self.digits(part))}</text>"
            for at, part in enumerate(along)
            if at % every == 0
        ]

    def _plot(self, height: int, shapes: Iterable[str]) -> None:
        attributes = 'role="img" direction="ltr" font-size="13"'
        drawn = "".join(shapes)
        self.add(f'<svg viewBox="0 0 {_WIDTH} {height}" {attributes}>{drawn}</svg>')


def code(name: str) -> str:
    """The id of a rule."""
    return f"<code>{escape(name)}</code>"


def _cell(cell: str) -> str:
    return cell if cell.startswith(("<td", "<th")) else f"<td>{cell}"
