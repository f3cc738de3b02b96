"""The tables of the store. Their shape changes through `app/migrations/` alone; a test compares."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Index, LargeBinary, MetaData, String, Table

metadata = MetaData()

outcomes = Table(
    "outcomes",
    metadata,
    Column("agent", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("team", String, nullable=False),
    Column("conversation", String, nullable=False),
    Column("revision", BigInteger),
    Column("finding", String, nullable=False),
    Column("rule", String, nullable=False),
    Column("outcome", String, nullable=False),
    Column("replacement", BigInteger),
    Column("pack", String, nullable=False),
    Column("at", Float(53), nullable=False),
    Index("outcomes_by_rule", "team", "rule", "at"),
    Index("outcomes_by_time", "at"),
)

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("node", String, primary_key=True),
    Column("at", Float(53), nullable=False),
    Column("filler", LargeBinary, nullable=False),
)
"""What a server writes to learn whether an outcome could be stored: as much as a few outcomes."""

revoked = Table(
    "revoked",
    metadata,
    Column("agent", String, primary_key=True),
    Column("at", Float(53), nullable=False),
)
"""Agents whose tokens hold no more, until they are let in again."""
