"""Texts for people, Persian and English, from `texts.yaml` and its kin."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any, Literal

import yaml

Lang = Literal["fa", "en"]


@cache
def _all() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("texts.yaml", "rule_texts.yaml", "phrase_texts.yaml"):
        found |= yaml.safe_load(resources.files("app").joinpath(name).read_text("utf-8"))
    return found


def text(section: str, name: str, lang: Lang = "en", **fields: object) -> str:
    """The text `name` of a section, with `{field}`s filled in."""
    entry = _all()[section][name]
    found: str = entry if isinstance(entry, str) else entry[lang]
    return found.format_map(fields) if fields else found


def advice(code: str, lang: Lang = "fa", **fields: object) -> str:
    """The sentence that goes with an error code."""
    return text("errors", code, lang, **fields)
