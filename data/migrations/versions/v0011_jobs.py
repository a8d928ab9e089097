"""Jobs, the outbox they come from, and when a square's next day is planned.

The tables by autogenerate; the column in plain SQL, as in 0002.
"""

import sqlalchemy as sa
from alembic import op

from data.base import DOCUMENT, UtcDateTime, letters

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("kind", letters(40), nullable=False),
        sa.Column("arguments", DOCUMENT, nullable=False),
        sa.Column("supersedes", letters(250), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("deadline_at", UtcDateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "leased",
                "done",
                "dead",
                "superseded",
                name="state_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("owner", letters(120), nullable=True),
        sa.Column("leased_until", UtcDateTime(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("most_attempts", sa.Integer(), nullable=False),
        sa.Column("done_percent", sa.Integer(), nullable=False),
        sa.Column("progress", DOCUMENT, nullable=True),
        sa.Column("result", DOCUMENT, nullable=True),
        sa.Column("error", letters(1000), nullable=True),
        sa.Column("asked_by", letters(120), nullable=False),
        sa.Column("scope", DOCUMENT, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=True),
        sa.Column("rung_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(state = 'leased') = (owner IS NOT NULL) AND (state = 'leased') = (leased_until IS NOT NULL)",
            name=op.f("ck_jobs_leased_whole"),
        ),
        sa.CheckConstraint("(state IN ('pending', 'leased')) = (ended_at IS NULL)", name=op.f("ck_jobs_ended_when")),
        sa.CheckConstraint("attempt <= most_attempts", name=op.f("ck_jobs_attempts_within")),
        sa.CheckConstraint("attempt BETWEEN 0 AND 100", name=op.f("ck_jobs_attempt_range")),
        sa.CheckConstraint("done_percent BETWEEN 0 AND 100", name=op.f("ck_jobs_done_percent_range")),
        sa.CheckConstraint("due_at <= deadline_at", name=op.f("ck_jobs_deadline_after")),
        sa.CheckConstraint("length(asked_by) BETWEEN 1 AND 120", name=op.f("ck_jobs_asked_by_length")),
        sa.CheckConstraint("length(error) BETWEEN 1 AND 1000", name=op.f("ck_jobs_error_length")),
        sa.CheckConstraint("length(kind) BETWEEN 1 AND 40", name=op.f("ck_jobs_kind_length")),
        sa.CheckConstraint("length(owner) BETWEEN 1 AND 120", name=op.f("ck_jobs_owner_length")),
        sa.CheckConstraint("length(supersedes) BETWEEN 1 AND 250", name=op.f("ck_jobs_supersedes_length")),
        sa.CheckConstraint("most_attempts BETWEEN 1 AND 100", name=op.f("ck_jobs_most_attempts_range")),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_jobs_square_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    op.create_index("ix_jobs_square_id_id", "jobs", ["square_id", "id"], unique=False)
    op.create_index("ix_jobs_state_due_at", "jobs", ["state", "due_at"], unique=False)
    op.create_index(
        "uq_jobs_supersedes",
        "jobs",
        ["supersedes"],
        unique=True,
        sqlite_where=sa.text("state IN ('pending', 'leased')"),
        postgresql_where=sa.text("state IN ('pending', 'leased')"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("kind", letters(40), nullable=False),
        sa.Column("arguments", DOCUMENT, nullable=False),
        sa.Column("once", letters(250), nullable=True),
        sa.Column("supersedes", letters(250), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("deadline_at", UtcDateTime(), nullable=False),
        sa.Column("most_attempts", sa.Integer(), nullable=False),
        sa.Column("asked_by", letters(120), nullable=False),
        sa.Column("scope", DOCUMENT, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("relayed_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("due_at <= deadline_at", name=op.f("ck_outbox_deadline_after")),
        sa.CheckConstraint("length(asked_by) BETWEEN 1 AND 120", name=op.f("ck_outbox_asked_by_length")),
        sa.CheckConstraint("length(kind) BETWEEN 1 AND 40", name=op.f("ck_outbox_kind_length")),
        sa.CheckConstraint("length(once) BETWEEN 1 AND 250", name=op.f("ck_outbox_once_length")),
        sa.CheckConstraint("length(supersedes) BETWEEN 1 AND 250", name=op.f("ck_outbox_supersedes_length")),
        sa.CheckConstraint("most_attempts BETWEEN 1 AND 100", name=op.f("ck_outbox_most_attempts_range")),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_outbox_square_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("once", name=op.f("uq_outbox_once")),
    )
    op.create_index(op.f("ix_outbox_square_id"), "outbox", ["square_id"], unique=False)
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["id"],
        unique=False,
        sqlite_where=sa.text("relayed_at IS NULL"),
        postgresql_where=sa.text("relayed_at IS NULL"),
    )
    op.execute(
        "ALTER TABLE squares ADD COLUMN cutoff_s INTEGER DEFAULT '79200' NOT NULL"
        " CONSTRAINT ck_squares_cutoff_s_range CHECK (cutoff_s BETWEEN 0 AND 86399)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE squares DROP COLUMN cutoff_s")

    op.drop_index(
        "ix_outbox_waiting",
        table_name="outbox",
        sqlite_where=sa.text("relayed_at IS NULL"),
        postgresql_where=sa.text("relayed_at IS NULL"),
    )
    op.drop_index(op.f("ix_outbox_square_id"), table_name="outbox")
    op.drop_table("outbox")
    op.drop_index(
        "uq_jobs_supersedes",
        table_name="jobs",
        sqlite_where=sa.text("state IN ('pending', 'leased')"),
        postgresql_where=sa.text("state IN ('pending', 'leased')"),
    )
    op.drop_index("ix_jobs_state_due_at", table_name="jobs")
    op.drop_index("ix_jobs_square_id_id", table_name="jobs")
    op.drop_table("jobs")
