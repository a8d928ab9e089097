"""Notes of shops and vehicles. Plain SQL: SQLite adds a column with its check only so, and PostgreSQL takes the same."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("shops", "vehicles"):
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN note VARCHAR(1000) DEFAULT '' NOT NULL"
            f" CONSTRAINT ck_{table}_note_length CHECK (length(note) BETWEEN 0 AND 1000)"
        )


def downgrade() -> None:
    for table in ("vehicles", "shops"):
        op.execute(f"ALTER TABLE {table} DROP COLUMN note")
