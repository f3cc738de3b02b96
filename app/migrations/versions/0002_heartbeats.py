"""What a server writes to learn whether it can; and outcomes by their time, to let old ones go."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of heartbeats and the index by time."""
    op.create_table(
        "heartbeats",
        sa.Column("node", sa.String, primary_key=True),
        sa.Column("at", sa.Float(53), nullable=False),
        sa.Column("filler", sa.LargeBinary, nullable=False),
    )
    op.create_index("outcomes_by_time", "outcomes", ["at"])
