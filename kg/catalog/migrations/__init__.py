"""Alembic's folder; `kg.catalog.migrate` runs it."""
