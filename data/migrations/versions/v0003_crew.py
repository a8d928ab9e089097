"""How many people ride a vehicle. Plain SQL, as in 0002."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE vehicles ADD COLUMN crew INTEGER DEFAULT '1' NOT NULL"
        " CONSTRAINT ck_vehicles_crew_range CHECK (crew BETWEEN 1 AND 9)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE vehicles DROP COLUMN crew")
