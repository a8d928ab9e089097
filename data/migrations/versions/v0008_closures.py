"""Closures of roads, and why a round cannot be released. The table by autogenerate; columns in plain SQL, as in 0002."""

import sqlalchemy as sa
from alembic import op

from data.base import DOCUMENT, UtcDateTime, letters
from data.geometry import GeometryType

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "closures",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("name", letters(120), nullable=False),
        sa.Column("name_key", letters(240), nullable=False),
        sa.Column("shape", GeometryType("MULTIPOLYGON"), nullable=True),
        sa.Column("ways", DOCUMENT, nullable=True),
        sa.Column("streets", GeometryType("MULTILINESTRING"), nullable=False),
        sa.Column("slowed", sa.Float(precision=53), nullable=True),
        sa.Column("profiles", DOCUMENT, nullable=True),
        sa.Column("begins_at", UtcDateTime(), nullable=True),
        sa.Column("ends_at", UtcDateTime(), nullable=True),
        sa.Column("weekdays", letters(40), nullable=True),
        sa.Column("start_s", sa.Integer(), nullable=True),
        sa.Column("end_s", sa.Integer(), nullable=True),
        sa.Column("sha256", letters(64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(weekdays IS NULL) = (start_s IS NULL) AND (weekdays IS NULL) = (end_s IS NULL)",
            name=op.f("ck_closures_weekly_whole"),
        ),
        sa.CheckConstraint("begins_at < ends_at", name=op.f("ck_closures_times_order")),
        sa.CheckConstraint("end_s BETWEEN 0 AND 172800", name=op.f("ck_closures_end_s_range")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 120", name=op.f("ck_closures_name_length")),
        sa.CheckConstraint("length(name_key) BETWEEN 1 AND 240", name=op.f("ck_closures_name_key_length")),
        sa.CheckConstraint("length(sha256) BETWEEN 0 AND 64", name=op.f("ck_closures_sha256_length")),
        sa.CheckConstraint("length(weekdays) BETWEEN 1 AND 40", name=op.f("ck_closures_weekdays_length")),
        sa.CheckConstraint("shape IS NOT NULL OR ways IS NOT NULL", name=op.f("ck_closures_somewhere")),
        sa.CheckConstraint("slowed > 1 AND slowed <= 100", name=op.f("ck_closures_slowed_factor")),
        sa.CheckConstraint("start_s < end_s", name=op.f("ck_closures_clock_order")),
        sa.CheckConstraint("start_s BETWEEN 0 AND 172800", name=op.f("ck_closures_start_s_range")),
        sa.CheckConstraint(
            "weekdays IS NOT NULL OR (begins_at IS NOT NULL AND ends_at IS NOT NULL)",
            name=op.f("ck_closures_once_whole"),
        ),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_closures_square_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closures")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_closures_square_id_id")),
    )
    op.create_index(
        "uq_closures_square_id_sha256",
        "closures",
        ["square_id", "sha256"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    collated = ' COLLATE "C"' if op.get_context().dialect.name == "postgresql" else ""
    op.execute(
        f"ALTER TABLE rounds ADD COLUMN hindrance_nl VARCHAR(500){collated}"
        " CONSTRAINT ck_rounds_hindrance_nl_length CHECK (length(hindrance_nl) BETWEEN 1 AND 500)"
    )
    op.execute(
        f"ALTER TABLE rounds ADD COLUMN hindrance_en VARCHAR(500){collated}"
        " CONSTRAINT ck_rounds_hindrance_en_length CHECK (length(hindrance_en) BETWEEN 1 AND 500)"
        " CONSTRAINT ck_rounds_hindrance_whole CHECK ((hindrance_nl IS NULL) = (hindrance_en IS NULL))"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE rounds DROP COLUMN hindrance_en")
    op.execute("ALTER TABLE rounds DROP COLUMN hindrance_nl")
    op.drop_index(
        "uq_closures_square_id_sha256",
        table_name="closures",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_table("closures")
