"""Alembic's environment and the schema's versions; `data.migrate` runs them."""
