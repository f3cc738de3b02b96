"""Agents whose tokens hold no more, until they are let in again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table of those who are revoked."""
    op.create_table(
        "revoked",
        sa.Column("agent", sa.String, primary_key=True),
        sa.Column("at", sa.Float(53), nullable=False),
    )
