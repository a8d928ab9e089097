"""What vehicles' meters say of a day, what delivering costs a square, from whom shops have their goods. Plain SQL, as in 0002."""

import sqlalchemy as sa
from alembic import op

from data.base import DOCUMENT, UtcDateTime, letters

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

METERS = (
    ("driven_m", 1_500_000), ("odometer_start_m", 2_000_000_000), ("odometer_end_m", 2_000_000_000),
    ("taken_wh", 1_000_000), ("taken_ml", 1_000_000),
)  # fmt: skip
COSTS = (
    ("courier_hour_cents", False), ("vehicle_day_cents", False), ("hub_day_cents", False),
    ("platform_month_cents", False), ("subsidy_month_cents", False), ("order_income_cents", True),
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "vehicle_readings",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("vehicle_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name, _ in METERS[:3]),
        sa.Column("energy", sa.String(length=20), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=True) for name, _ in METERS[3:]),
        sa.Column("note", letters(200), nullable=False),
        sa.Column("said_by", letters(200), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "driven_m IS NOT NULL OR energy IS NOT NULL", name=op.f("ck_vehicle_readings_tells_something")
        ),
        sa.CheckConstraint(
            "(energy IS NOT NULL AND energy IN ('electricity', 'battery')) = (taken_wh IS NOT NULL)"
            " AND (energy IS NOT NULL AND energy NOT IN ('electricity', 'battery')) = (taken_ml IS NOT NULL)",
            name=op.f("ck_vehicle_readings_energy_whole"),
        ),
        sa.CheckConstraint(
            "(odometer_start_m IS NULL) = (odometer_end_m IS NULL)"
            " AND (odometer_end_m IS NULL OR odometer_end_m - odometer_start_m = driven_m)",
            name=op.f("ck_vehicle_readings_odometer_whole"),
        ),
        sa.CheckConstraint(
            "energy IN ('electricity', 'battery', 'diesel', 'petrol', 'hvo100')",
            name=op.f("ck_vehicle_readings_energy_known"),
        ),
        *(
            sa.CheckConstraint(f"{name} BETWEEN 0 AND {most}", name=op.f(f"ck_vehicle_readings_{name}_range"))
            for name, most in METERS
        ),
        sa.CheckConstraint("length(note) BETWEEN 0 AND 200", name=op.f("ck_vehicle_readings_note_length")),
        sa.CheckConstraint("length(said_by) BETWEEN 0 AND 200", name=op.f("ck_vehicle_readings_said_by_length")),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_vehicle_readings_square_id")),
        sa.ForeignKeyConstraint(
            ["square_id", "vehicle_id"],
            ["vehicles.square_id", "vehicles.id"],
            name=op.f("fk_vehicle_readings_square_id_vehicle_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle_readings")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_vehicle_readings_square_id_id")),
        sa.UniqueConstraint(
            "square_id", "vehicle_id", "day", name=op.f("uq_vehicle_readings_square_id_vehicle_id_day")
        ),
    )
    op.create_table(
        "cost_sheets",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("currency", letters(3), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=nullable) for name, nullable in COSTS),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_cost_sheets_currency_whole")),
        sa.CheckConstraint("length(currency) BETWEEN 1 AND 3", name=op.f("ck_cost_sheets_currency_length")),
        *(
            sa.CheckConstraint(f"{name} BETWEEN 0 AND 100000000", name=op.f(f"ck_cost_sheets_{name}_range"))
            for name, _ in COSTS
        ),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_cost_sheets_square_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_sheets")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_cost_sheets_square_id_id")),
    )
    op.create_index("ix_cost_sheets_square_id_valid_from", "cost_sheets", ["square_id", "valid_from"])

    op.add_column("shops", sa.Column("producers", DOCUMENT, nullable=True))


def downgrade() -> None:
    op.execute("ALTER TABLE shops DROP COLUMN producers")
    op.drop_table("cost_sheets")
    op.drop_table("vehicle_readings")
