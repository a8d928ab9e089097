"""Why an order waits, in Dutch beside the English that 0001 has. Plain SQL, as in 0002."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE orders ADD COLUMN position_note_nl VARCHAR(500) DEFAULT '' NOT NULL"
        " CONSTRAINT ck_orders_position_note_nl_length CHECK (length(position_note_nl) BETWEEN 0 AND 500)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE orders DROP COLUMN position_note_nl")
