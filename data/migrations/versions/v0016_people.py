"""Couriers: what they may ride, when they can, and on which round they are."""

import sqlalchemy as sa
from alembic import op

from data.base import DOCUMENT, UtcDateTime, letters

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


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


def downgrade() -> None:
    op.drop_table("courier_assignments")
    op.drop_table("couriers")
