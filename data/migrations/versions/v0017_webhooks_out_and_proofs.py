"""Webhooks and what they are told; proofs. Tables by autogenerate, columns as in 0002."""

import sqlalchemy as sa
from alembic import op

from data.base import DOCUMENT, UtcDateTime, letters

revision = "0017"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("squares", sa.Column("told_since", UtcDateTime(), nullable=True))
    op.execute(
        "ALTER TABLE squares ADD COLUMN proofs_kept_days INTEGER DEFAULT '30' NOT NULL"
        " CONSTRAINT ck_squares_proofs_kept_days_range CHECK (proofs_kept_days BETWEEN 1 AND 365)"
    )
    op.create_table(
        "webhooks",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("shop_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("url", letters(2000), nullable=False),
        sa.Column("kinds", DOCUMENT, nullable=False),
        sa.Column("secret", letters(100), nullable=False),
        sa.Column("old_secret", letters(100), nullable=True),
        sa.Column("old_until", UtcDateTime(), nullable=True),
        sa.Column("state", _one_of("state", "active", "paused", "ended"), nullable=False),
        sa.Column("why_paused", letters(300), nullable=False),
        sa.Column("failure_count", sa.Integer(), nullable=False),
        sa.Column("failing_since", UtcDateTime(), nullable=True),
        sa.Column("retry_at", UtcDateTime(), nullable=True),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("made_by", letters(120), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name=op.f("ck_webhooks_ended_when")),
        sa.CheckConstraint("(old_secret IS NULL) = (old_until IS NULL)", name=op.f("ck_webhooks_old_secret_whole")),
        sa.CheckConstraint("failure_count BETWEEN 0 AND 2147483647", name=op.f("ck_webhooks_failure_count_range")),
        sa.CheckConstraint("last_seq BETWEEN 0 AND 9007199254740992", name=op.f("ck_webhooks_last_seq_range")),
        sa.CheckConstraint("length(made_by) BETWEEN 1 AND 120", name=op.f("ck_webhooks_made_by_length")),
        sa.CheckConstraint("length(old_secret) BETWEEN 1 AND 100", name=op.f("ck_webhooks_old_secret_length")),
        sa.CheckConstraint("length(secret) BETWEEN 1 AND 100", name=op.f("ck_webhooks_secret_length")),
        sa.CheckConstraint("length(url) BETWEEN 1 AND 2000", name=op.f("ck_webhooks_url_length")),
        sa.CheckConstraint("length(why_paused) BETWEEN 0 AND 300", name=op.f("ck_webhooks_why_paused_length")),
        sa.ForeignKeyConstraint(
            ["square_id", "shop_id"], ["shops.square_id", "shops.id"], name=op.f("fk_webhooks_square_id_shop_id")
        ),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_webhooks_square_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_webhooks_square_id_id")),
    )
    op.create_index(op.f("ix_webhooks_shop_id"), "webhooks", ["shop_id"])
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("webhook_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("kind", letters(40), nullable=False),
        sa.Column("body", DOCUMENT, nullable=False),
        sa.Column("state", _one_of("state", "pending", "delivered", "dead"), nullable=False),
        sa.Column("attempt_count", sa.Integer(), nullable=False),
        sa.Column("first_tried_at", UtcDateTime(), nullable=True),
        sa.Column("last_tried_at", UtcDateTime(), nullable=True),
        sa.Column("last_status", sa.Integer(), nullable=True),
        sa.Column("last_fault", letters(200), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("(state = 'pending') = (ended_at IS NULL)", name=op.f("ck_webhook_deliveries_ended_when")),
        sa.CheckConstraint(
            "attempt_count BETWEEN 0 AND 2147483647", name=op.f("ck_webhook_deliveries_attempt_count_range")
        ),
        sa.CheckConstraint("last_status BETWEEN 100 AND 999", name=op.f("ck_webhook_deliveries_last_status_range")),
        sa.CheckConstraint("length(kind) BETWEEN 1 AND 40", name=op.f("ck_webhook_deliveries_kind_length")),
        sa.CheckConstraint(
            "length(last_fault) BETWEEN 0 AND 200", name=op.f("ck_webhook_deliveries_last_fault_length")
        ),
        sa.CheckConstraint("seq BETWEEN 1 AND 9007199254740992", name=op.f("ck_webhook_deliveries_seq_range")),
        sa.ForeignKeyConstraint(
            ["square_id", "webhook_id"],
            ["webhooks.square_id", "webhooks.id"],
            name=op.f("fk_webhook_deliveries_square_id_webhook_id"),
        ),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_webhook_deliveries_square_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_deliveries")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_webhook_deliveries_square_id_id")),
        sa.UniqueConstraint("webhook_id", "event_id", name=op.f("uq_webhook_deliveries_webhook_id_event_id")),
        sa.UniqueConstraint("webhook_id", "seq", name=op.f("uq_webhook_deliveries_webhook_id_seq")),
    )
    op.create_index("ix_webhook_deliveries_created_at", "webhook_deliveries", ["created_at"])
    op.create_index(
        "ix_webhook_deliveries_webhook_id_state_next_at", "webhook_deliveries", ["webhook_id", "state", "next_at"]
    )
    op.create_table(
        "proofs",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("order_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("leg_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("round_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("event_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("kind", _one_of("kind", "photo", "signature"), nullable=False),
        sa.Column("proof_of", _one_of("proof_of", "collected", "dropped", "failed"), nullable=False),
        sa.Column("made_by", letters(120), nullable=False),
        sa.Column("role", letters(20), nullable=False),
        sa.Column("device_id", letters(80), nullable=True),
        sa.Column("given_sha256", letters(64), nullable=False),
        sa.Column("sha256", letters(64), nullable=False),
        sa.Column("suffix", letters(5), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("width_px", sa.Integer(), nullable=False),
        sa.Column("height_px", sa.Integer(), nullable=False),
        sa.Column("taken_at", UtcDateTime(), nullable=True),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("kept_until", UtcDateTime(), nullable=False),
        sa.Column("erased_at", UtcDateTime(), nullable=True),
        sa.Column("why_erased", letters(200), nullable=False),
        sa.CheckConstraint("size_bytes BETWEEN 1 AND 20000000", name=op.f("ck_proofs_size_bytes_range")),
        sa.CheckConstraint("height_px BETWEEN 1 AND 2000", name=op.f("ck_proofs_height_px_range")),
        sa.CheckConstraint("length(device_id) BETWEEN 1 AND 80", name=op.f("ck_proofs_device_id_length")),
        sa.CheckConstraint("length(given_sha256) BETWEEN 1 AND 64", name=op.f("ck_proofs_given_sha256_length")),
        sa.CheckConstraint("length(made_by) BETWEEN 1 AND 120", name=op.f("ck_proofs_made_by_length")),
        sa.CheckConstraint("length(role) BETWEEN 1 AND 20", name=op.f("ck_proofs_role_length")),
        sa.CheckConstraint("length(sha256) BETWEEN 1 AND 64", name=op.f("ck_proofs_sha256_length")),
        sa.CheckConstraint("length(suffix) BETWEEN 1 AND 5", name=op.f("ck_proofs_suffix_length")),
        sa.CheckConstraint("length(why_erased) BETWEEN 0 AND 200", name=op.f("ck_proofs_why_erased_length")),
        sa.CheckConstraint("width_px BETWEEN 1 AND 2000", name=op.f("ck_proofs_width_px_range")),
        sa.ForeignKeyConstraint(
            ["square_id", "leg_id"], ["legs.square_id", "legs.id"], name=op.f("fk_proofs_square_id_leg_id")
        ),
        sa.ForeignKeyConstraint(
            ["square_id", "order_id"], ["orders.square_id", "orders.id"], name=op.f("fk_proofs_square_id_order_id")
        ),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_proofs_square_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proofs")),
        sa.UniqueConstraint(
            "leg_id", "made_by", "kind", "given_sha256", name=op.f("uq_proofs_leg_id_made_by_kind_given_sha256")
        ),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_proofs_square_id_id")),
    )
    op.create_index("ix_proofs_kept_until", "proofs", ["kept_until"])
    op.create_index("ix_proofs_order_id", "proofs", ["order_id"])
    op.create_index("ix_proofs_round_id", "proofs", ["round_id"])
    op.create_index("ix_proofs_sha256", "proofs", ["sha256"])


def downgrade() -> None:
    op.drop_table("proofs")
    op.drop_table("webhook_deliveries")
    op.drop_table("webhooks")
    op.execute("ALTER TABLE squares DROP COLUMN proofs_kept_days")
    op.execute("ALTER TABLE squares DROP COLUMN told_since")


def _one_of(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=f"{name}_known", native_enum=False, create_constraint=True, length=20)
