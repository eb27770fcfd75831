"""Run by Alembic, on the connection and in the transaction that `kg.catalog.migrate` holds."""

from alembic import context

from kg.catalog.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter a table in place
)
with context.begin_transaction():
    context.run_migrations()
