"""What a vehicle's battery holds. Plain SQL, as in 0002."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE vehicles ADD COLUMN battery_wh INTEGER"
        " CONSTRAINT ck_vehicles_battery_wh_range CHECK (battery_wh BETWEEN 1 AND 1000000)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE vehicles DROP COLUMN battery_wh")
