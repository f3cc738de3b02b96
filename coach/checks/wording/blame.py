"""`blame`: blaming or lecturing; a few words are marked with the clause that they lead to."""

from __future__ import annotations

from coach.checks.wording.reach import found_with_reason as check

__all__ = ["check"]
