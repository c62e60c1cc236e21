"""Alembic migrations of the registry; registry.schema runs them."""
