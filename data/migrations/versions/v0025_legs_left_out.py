"""A round that is completed while a leg in it waits still is an incident: one kind more.

SQLite changes no constraint: there the table is made anew, as 0015 made it.
"""

import sqlalchemy as sa
from alembic import op

from data.base import DOCUMENT, UtcDateTime, letters

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

BEFORE = (
    "'two ends', 'out of turn', 'two rounds', 'not in force', 'age', 'too late', 'unknown leg', "
    "'unknown parcel', 'number twice', 'not released', 'still aboard'"
)
INDEXES = {
    "ix_incidents_square_id_closed_at": ["square_id", "closed_at"],
    "ix_incidents_order_id": ["order_id"],
    "ix_incidents_round_id": ["round_id"],
}


def upgrade() -> None:
    take_kinds(f"kind IN ({BEFORE}, 'left out')")


def downgrade() -> None:
    op.execute("DELETE FROM incidents WHERE kind = 'left out'")
    take_kinds(f"kind IN ({BEFORE})")


def take_kinds(known: str) -> None:
    """Let the table take these kinds of incidents and no other."""
    if op.get_context().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_incidents_kind_known"), "incidents", type_="check")
        op.create_check_constraint(op.f("ck_incidents_kind_known"), "incidents", known)
        return
    op.rename_table("incidents", "incidents_before")
    for name in INDEXES:
        op.drop_index(name, "incidents_before")
    make_table(known)
    op.execute("INSERT INTO incidents SELECT * FROM incidents_before")
    op.drop_table("incidents_before")


def make_table(known: str) -> None:
    """Make the table, with this check of kinds."""
    op.create_table(
        "incidents",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        *(sa.Column(name, sa.Uuid(as_uuid=False), nullable=True) for name in ("order_id", "leg_id", "round_id")),
        sa.Column("events", DOCUMENT, nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("note", letters(1000), nullable=False),
        sa.CheckConstraint("order_id IS NOT NULL OR round_id IS NOT NULL", name=op.f("ck_incidents_about")),
        sa.CheckConstraint("length(note) BETWEEN 0 AND 1000", name=op.f("ck_incidents_note_length")),
        sa.CheckConstraint(known, name=op.f("ck_incidents_kind_known")),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_incidents_square_id")),
        *(
            sa.ForeignKeyConstraint(
                ["square_id", f"{one}_id"],
                [f"{one}s.square_id", f"{one}s.id"],
                name=op.f(f"fk_incidents_square_id_{one}_id"),
            )
            for one in ("order", "leg", "round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_incidents_square_id_id")),
    )
    for name, columns in INDEXES.items():
        op.create_index(name, "incidents", columns)
