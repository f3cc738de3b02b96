"""What rules say before any team changes them, and which of it changed under a team's own value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from coach.pack import Pack
from coach.pack_loading import SECTIONS
from coach.past import Past
from coach.rule_entries import RuleEntry
from coach.rule_file import parse_rule
from coach.yaml_file import Problem, YamlTrouble, read_yaml

_LANGS = ("fa", "en")
_NOTHING: Mapping[str, str] = {}
Values = Mapping[str, Mapping[str, str]]
"""Values by rule and key, as `severity`, `limits.words` or `advice.fa`: what a team can change."""


def inherited_values(folder: Path) -> dict[str, dict[str, str]]:
    """The values of a folder's own rules; a file that cannot be read has none."""
    found: dict[str, dict[str, str]] = {}
    for section in SECTIONS:
        for path in sorted((folder / section).glob("*.yaml")):
            try:
                entry, _ = parse_rule(read_yaml(path, path.name))
            except (OSError, YamlTrouble):
                continue
            if entry is not None:
                found[path.stem] = _values(entry)
    return found


def _values(entry: RuleEntry) -> dict[str, str]:
    texts = {"advice": entry.advice, "why": entry.why}
    return {
        "state": entry.state,
        "severity": entry.severity,
        **{f"limits.{name}": str(limit) for name, limit in entry.limits.items()},
        **{f"{key}.{lang}": getattr(text, lang) for key, text in texts.items() for lang in _LANGS},
    }


def overtaken(pack: Pack, before: Values, now: Values) -> Iterator[Problem]:
    """The lines of a team whose own value stands for one that is another now than it was."""
    for rule, source in pack.sources.items():
        names = [rule, *(old for old, became in pack.past.rules.items() if became.name == rule)]
        was = next((before[name] for name in names if name in before), _NOTHING)
        for key, place in source.changed.items():
            old, new = _value(was, rule, key, pack.past), now.get(rule, {}).get(key)
            if old is None or new is None or old == new:
                continue
            file, _, line = place.rpartition(":")
            excerpt = f"{key}: {_own(pack, rule, key)}"
            wrong = f"The shipped value of «{key}» in «{rule}» was «{old}» and is «{new}» now."
            remedy = "Keep your own, or remove it to have the new one."
            yield Problem(file, int(line), excerpt, wrong, remedy)


def _value(was: Mapping[str, str], rule: str, key: str, past: Past) -> str | None:
    """A value as it was, under the name that it had."""
    if key in was or not key.startswith("limits."):
        return was.get(key)
    name = key.removeprefix("limits.")
    once = [old for old, became in past.limits.get(rule, {}).items() if became.name == name]
    return next((was[f"limits.{old}"] for old in once if f"limits.{old}" in was), None)


def _own(pack: Pack, rule: str, key: str) -> str:
    return next(value.value for value in pack.values(rule) if value.key == key)
