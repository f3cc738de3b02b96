"""Run by Alembic: the migrations, in the transaction that `app/shape.py` has begun."""

from __future__ import annotations

from alembic import context

from app.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
