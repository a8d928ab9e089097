"""When another square can expect what is brought to a hub; deposit crates and their ledger. Plain SQL, as in 0002."""

import sqlalchemy as sa
from alembic import op

from data.base import UtcDateTime, letters

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("relays", sa.Column("expected_at", UtcDateTime(), nullable=True))
    op.add_column("parcels", sa.Column("crate", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "crate_entries",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("shop_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("household_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("place", letters(300), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("crates", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("event_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("said_by", letters(200), nullable=False),
        sa.Column("reason", letters(500), nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("crates <> 0", name=op.f("ck_crate_entries_some")),
        sa.CheckConstraint(
            "(kind = 'correction') = (reason <> '')", name=op.f("ck_crate_entries_reason_of_correction")
        ),
        sa.CheckConstraint("kind = 'correction' OR order_id IS NOT NULL", name=op.f("ck_crate_entries_of_an_order")),
        sa.CheckConstraint("kind IN ('out', 'back', 'correction')", name=op.f("ck_crate_entries_kind_known")),
        sa.CheckConstraint("crates BETWEEN -10000 AND 10000", name=op.f("ck_crate_entries_crates_range")),
        sa.CheckConstraint("length(place) BETWEEN 0 AND 300", name=op.f("ck_crate_entries_place_length")),
        sa.CheckConstraint("length(said_by) BETWEEN 0 AND 200", name=op.f("ck_crate_entries_said_by_length")),
        sa.CheckConstraint("length(reason) BETWEEN 0 AND 500", name=op.f("ck_crate_entries_reason_length")),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_crate_entries_square_id")),
        sa.ForeignKeyConstraint(
            ["square_id", "shop_id"], ["shops.square_id", "shops.id"], name=op.f("fk_crate_entries_square_id_shop_id")
        ),
        sa.ForeignKeyConstraint(
            ["square_id", "order_id"],
            ["orders.square_id", "orders.id"],
            name=op.f("fk_crate_entries_square_id_order_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crate_entries")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_crate_entries_square_id_id")),
    )
    op.create_index(
        "ix_crate_entries_square_id_shop_id_household_id", "crate_entries", ["square_id", "shop_id", "household_id"]
    )
    op.create_index("ix_crate_entries_order_id", "crate_entries", ["order_id"])


def downgrade() -> None:
    op.drop_table("crate_entries")
    op.execute("ALTER TABLE parcels DROP COLUMN crate")
    op.execute("ALTER TABLE relays DROP COLUMN expected_at")
