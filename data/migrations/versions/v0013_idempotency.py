"""What POSTs answered, under the keys that askers gave them. By autogenerate."""

import sqlalchemy as sa
from alembic import op

from data.base import DOCUMENT, UtcDateTime, letters

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("principal", letters(120), nullable=False),
        sa.Column("route", letters(400), nullable=False),
        sa.Column("key", letters(255), nullable=False),
        sa.Column("body_sha256", letters(64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", DOCUMENT, nullable=True),
        sa.Column("answer", DOCUMENT, nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("length(body_sha256) BETWEEN 1 AND 64", name=op.f("ck_idempotency_keys_body_sha256_length")),
        sa.CheckConstraint("length(key) BETWEEN 1 AND 255", name=op.f("ck_idempotency_keys_key_length")),
        sa.CheckConstraint("length(principal) BETWEEN 1 AND 120", name=op.f("ck_idempotency_keys_principal_length")),
        sa.CheckConstraint("length(route) BETWEEN 1 AND 400", name=op.f("ck_idempotency_keys_route_length")),
        sa.CheckConstraint("status BETWEEN 100 AND 599", name=op.f("ck_idempotency_keys_status_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotency_keys")),
        sa.UniqueConstraint("principal", "route", "key", name=op.f("uq_idempotency_keys_principal_route_key")),
    )
    op.create_index(op.f("ix_idempotency_keys_created_at"), "idempotency_keys", ["created_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_idempotency_keys_created_at"), table_name="idempotency_keys")
    op.drop_table("idempotency_keys")
