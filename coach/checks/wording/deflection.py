"""`deflection`: sending the customer off; «not my job» and «ask them» together are one remark."""

from __future__ import annotations

from coach.checks.wording.reach import found_joined as check

__all__ = ["check"]
