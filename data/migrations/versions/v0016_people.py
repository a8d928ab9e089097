"""Couriers, when they can ride and on which round they are; slot templates and tariffs, and what of them an order has."""

import sqlalchemy as sa
from alembic import op

from data.base import DOCUMENT, UtcDateTime, letters

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


CENTS = (
    "delivery_cents", "return_cents", "crates_cents", "step_cents", "cool_cents", "frozen_cents", "hot_cents",
    "adults_only_cents", "two_people_cents",
)  # fmt: skip
WHOLE = (
    *((name, 0, 100_000) for name in CENTS),
    ("included_weight_g", 0, 44_000_000),
    ("step_weight_g", 100, 44_000_000),
    ("vat_permille", 0, 1_000),
)
"""Columns of tariffs: the least and the most of each."""


def upgrade() -> None:
    op.create_table(
        "couriers",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("name", letters(120), nullable=False),
        sa.Column("name_key", letters(240), nullable=False),
        sa.Column("phone", letters(40), nullable=False),
        sa.Column("profiles", DOCUMENT, nullable=False),
        sa.Column("vehicles", DOCUMENT, nullable=False),
        sa.Column("weekly", DOCUMENT, nullable=False),
        sa.Column("exceptions", DOCUMENT, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("ended_at IS NULL OR phone = ''", name=op.f("ck_couriers_ended_forgotten")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 120", name=op.f("ck_couriers_name_length")),
        sa.CheckConstraint("length(name_key) BETWEEN 1 AND 240", name=op.f("ck_couriers_name_key_length")),
        sa.CheckConstraint("length(phone) BETWEEN 0 AND 40", name=op.f("ck_couriers_phone_length")),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_couriers_square_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_couriers")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_couriers_square_id_id")),
        sa.UniqueConstraint("square_id", "name_key", name=op.f("uq_couriers_square_id_name_key")),
    )
    op.create_table(
        "courier_assignments",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("courier_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("round_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("begins_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("assigned_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("begins_at <= ends_at", name=op.f("ck_courier_assignments_times_order")),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_courier_assignments_square_id")),
        sa.ForeignKeyConstraint(
            ["square_id", "courier_id"],
            ["couriers.square_id", "couriers.id"],
            name=op.f("fk_courier_assignments_square_id_courier_id"),
        ),
        sa.ForeignKeyConstraint(
            ["square_id", "round_id"],
            ["rounds.square_id", "rounds.id"],
            name=op.f("fk_courier_assignments_square_id_round_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courier_assignments")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_courier_assignments_square_id_id")),
    )
    op.create_index("ix_courier_assignments_courier_id_ends_at", "courier_assignments", ["courier_id", "ends_at"])
    op.create_index("ix_courier_assignments_round_id", "courier_assignments", ["round_id"])
    op.create_table(
        "slot_templates",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("name", letters(120), nullable=False),
        sa.Column("name_key", letters(240), nullable=False),
        sa.Column("weekdays", DOCUMENT, nullable=False),
        sa.Column("start_s", sa.Integer(), nullable=False),
        sa.Column("end_s", sa.Integer(), nullable=False),
        sa.Column("cutoff_days", sa.Integer(), nullable=False),
        sa.Column("cutoff_s", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("hub_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("exceptions", DOCUMENT, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("start_s < end_s", name=op.f("ck_slot_templates_times_order")),
        sa.CheckConstraint("valid_from <= valid_until", name=op.f("ck_slot_templates_days_order")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 120", name=op.f("ck_slot_templates_name_length")),
        sa.CheckConstraint("length(name_key) BETWEEN 1 AND 240", name=op.f("ck_slot_templates_name_key_length")),
        sa.CheckConstraint("start_s BETWEEN 0 AND 172800", name=op.f("ck_slot_templates_start_s_range")),
        sa.CheckConstraint("end_s BETWEEN 0 AND 172800", name=op.f("ck_slot_templates_end_s_range")),
        sa.CheckConstraint("cutoff_days BETWEEN 0 AND 31", name=op.f("ck_slot_templates_cutoff_days_range")),
        sa.CheckConstraint("cutoff_s BETWEEN 0 AND 86400", name=op.f("ck_slot_templates_cutoff_s_range")),
        sa.CheckConstraint("capacity BETWEEN 1 AND 100000", name=op.f("ck_slot_templates_capacity_range")),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_slot_templates_square_id")),
        sa.ForeignKeyConstraint(
            ["square_id", "hub_id"], ["hubs.square_id", "hubs.id"], name=op.f("fk_slot_templates_square_id_hub_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_templates")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_slot_templates_square_id_id")),
        sa.UniqueConstraint("square_id", "name_key", name=op.f("uq_slot_templates_square_id_name_key")),
    )
    op.create_table(
        "tariffs",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("currency", letters(3), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name, _, _ in WHOLE),
        sa.Column("slot_cents", DOCUMENT, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_tariffs_currency_whole")),
        sa.CheckConstraint("length(currency) BETWEEN 1 AND 3", name=op.f("ck_tariffs_currency_length")),
        *(
            sa.CheckConstraint(f"{name} BETWEEN {low} AND {high}", name=op.f(f"ck_tariffs_{name}_range"))
            for name, low, high in WHOLE
        ),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_tariffs_square_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tariffs")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_tariffs_square_id_id")),
    )
    op.create_index("ix_tariffs_square_id_valid_from", "tariffs", ["square_id", "valid_from"])
    for name in ("slot_id", "tariff_id"):
        op.add_column("orders", sa.Column(name, sa.Uuid(as_uuid=False), nullable=True))
    op.execute(
        "ALTER TABLE orders ADD COLUMN price_cents BIGINT"
        " CONSTRAINT ck_orders_price_cents_range CHECK (price_cents BETWEEN 0 AND 1000000000000)"
    )
    op.add_column("orders", sa.Column("price", DOCUMENT, nullable=True))


def downgrade() -> None:
    for name in ("price", "price_cents", "tariff_id", "slot_id"):
        op.drop_column("orders", name)
    op.drop_table("tariffs")
    op.drop_table("slot_templates")
    op.drop_table("courier_assignments")
    op.drop_table("couriers")
