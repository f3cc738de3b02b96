"""The checks: the code that reads rules. One package a section of the catalogue.

A rule needs no code. Where words and conditions are not enough, a module of its section's package
named after it (`blunt-refusal`: `wording/blunt_refusal.py`) holds a function `check`; nothing has
to be registered. Inline and shape checks give marks; reminder checks a state, or None where they
do not apply; flow checks what is due when.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from coach.checks.missing import needed
from coach.checks.wording import found
from coach.moment import Due, Moment
from coach.rules import Mark, Rule, Scene, State

MarkCheck = Callable[[Rule, Scene], Iterable[Mark]]
StateCheck = Callable[[Rule, Scene], State | None]
DueCheck = Callable[[Rule, Moment], Iterable[Due]]


def _own(section: str, rule_id: str) -> Any:
    """The `check` of the module named after the rule, None where it has none."""
    name = f"coach.checks.{section}.{rule_id.replace('-', '_')}"
    return import_module(name).check if find_spec(name) else None


@cache
def mark_check(section: str, rule_id: str) -> MarkCheck:
    """The check that finds marks for an inline or shape rule."""
    return _own(section, rule_id) or found


@cache
def state_check(rule_id: str) -> StateCheck:
    """The check that says whether a reminder is due."""
    return _own("missing", rule_id) or needed


@cache
def due_check(rule_id: str) -> DueCheck:
    """The check that says when a nudge is due; a flow rule without code is never due."""
    return _own("flow", rule_id) or _never


def _never(_rule: Rule, _moment: Moment) -> Iterable[Due]:
    return ()
