"""Alembic migrations of the registry; registry.database.schema runs them."""
