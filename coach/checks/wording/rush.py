"""`rush`: hurrying the customer; a curt order is marked with the reason that follows it."""

from __future__ import annotations

from coach.checks.wording.reach import found_with_reason as check

__all__ = ["check"]
