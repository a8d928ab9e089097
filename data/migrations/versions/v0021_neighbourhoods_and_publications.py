"""Neighbourhoods of a statistical division, and what was published of a square. Plain SQL, as in 0002."""

import sqlalchemy as sa
from alembic import op

from data.base import DOCUMENT, UtcDateTime, letters
from data.geometry import GeometryType

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TEXTS = (
    ("code", 40, 1), ("name", 120, 0), ("district_code", 40, 0), ("district_name", 120, 0),
    ("municipality_code", 40, 0), ("municipality_name", 120, 0),
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "neighbourhoods",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        *(sa.Column(name, letters(most), nullable=False) for name, most, _ in TEXTS),
        sa.Column("border", GeometryType("MULTIPOLYGON"), nullable=False),
        sa.Column("imported_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("year BETWEEN 1900 AND 2200", name=op.f("ck_neighbourhoods_year_range")),
        *(
            sa.CheckConstraint(
                f"length({name}) BETWEEN {least} AND {most}", name=op.f(f"ck_neighbourhoods_{name}_length")
            )
            for name, most, least in TEXTS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_neighbourhoods")),
        sa.UniqueConstraint("year", "code", name=op.f("uq_neighbourhoods_year_code")),
    )
    op.create_table(
        "publications",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("period", letters(7), nullable=False),
        sa.Column("document", DOCUMENT, nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("length(period) BETWEEN 1 AND 7", name=op.f("ck_publications_period_length")),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_publications_square_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_publications_square_id_id")),
        sa.UniqueConstraint("square_id", "period", name=op.f("uq_publications_square_id_period")),
    )


def downgrade() -> None:
    op.drop_table("publications")
    op.drop_table("neighbourhoods")
