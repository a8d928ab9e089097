"""Legs that nobody ordered say what they were made from; what does not fit is an incident; relays have two sides."""

import sqlalchemy as sa
from alembic import op

from data.base import DOCUMENT, UtcDateTime, letters

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "leg_origins",
        sa.Column("leg_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("from_leg_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("event_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.CheckConstraint(
            "cause IN ('split', 'retry', 'hub', 'onward', 'back', 'return')", name=op.f("ck_leg_origins_cause_known")
        ),
        sa.ForeignKeyConstraint(
            ["square_id", "from_leg_id"],
            ["legs.square_id", "legs.id"],
            name=op.f("fk_leg_origins_square_id_from_leg_id"),
        ),
        sa.ForeignKeyConstraint(
            ["square_id", "leg_id"], ["legs.square_id", "legs.id"], name=op.f("fk_leg_origins_square_id_leg_id")
        ),
        sa.PrimaryKeyConstraint("leg_id", name=op.f("pk_leg_origins")),
    )
    op.create_index("ix_leg_origins_from_leg_id", "leg_origins", ["from_leg_id"])
    op.create_table(
        "incidents",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("leg_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("round_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("events", DOCUMENT, nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("note", letters(1000), nullable=False),
        sa.CheckConstraint("order_id IS NOT NULL OR round_id IS NOT NULL", name=op.f("ck_incidents_about")),
        sa.CheckConstraint("length(note) BETWEEN 0 AND 1000", name=op.f("ck_incidents_note_length")),
        sa.CheckConstraint(
            "kind IN ('two ends', 'out of turn', 'two rounds', 'not in force', 'age', 'too late', 'unknown leg', "
            "'unknown parcel', 'number twice', 'not released', 'still aboard')",
            name=op.f("ck_incidents_kind_known"),
        ),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_incidents_square_id")),
        sa.ForeignKeyConstraint(
            ["square_id", "order_id"], ["orders.square_id", "orders.id"], name=op.f("fk_incidents_square_id_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["square_id", "leg_id"], ["legs.square_id", "legs.id"], name=op.f("fk_incidents_square_id_leg_id")
        ),
        sa.ForeignKeyConstraint(
            ["square_id", "round_id"], ["rounds.square_id", "rounds.id"], name=op.f("fk_incidents_square_id_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_incidents_square_id_id")),
    )
    op.create_index("ix_incidents_square_id_closed_at", "incidents", ["square_id", "closed_at"])
    op.create_index("ix_incidents_order_id", "incidents", ["order_id"])
    op.create_index("ix_incidents_round_id", "incidents", ["round_id"])
    op.create_table(
        "relays",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("side", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("leg_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("other_square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("other_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("parcels", DOCUMENT, nullable=False),
        sa.Column("handed_over_at", UtcDateTime(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("side IN ('hands on', 'takes over')", name=op.f("ck_relays_side_known")),
        sa.ForeignKeyConstraint(["other_square_id"], ["squares.id"], name=op.f("fk_relays_other_square_id")),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_relays_square_id")),
        sa.ForeignKeyConstraint(
            ["square_id", "leg_id"], ["legs.square_id", "legs.id"], name=op.f("fk_relays_square_id_leg_id")
        ),
        sa.ForeignKeyConstraint(
            ["square_id", "order_id"], ["orders.square_id", "orders.id"], name=op.f("fk_relays_square_id_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relays")),
        sa.UniqueConstraint("order_id", name=op.f("uq_relays_order_id")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_relays_square_id_id")),
    )
    op.create_index("ix_relays_square_id_handed_over_at", "relays", ["square_id", "handed_over_at"])


def downgrade() -> None:
    op.drop_table("relays")
    op.drop_table("incidents")
    op.drop_table("leg_origins")
