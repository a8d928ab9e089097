"""Keys of programs. By autogenerate."""

import sqlalchemy as sa
from alembic import op

from data.base import DOCUMENT, UtcDateTime, letters

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("name", letters(120), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "system",
                "platform",
                "region",
                "host",
                "hub keeper",
                "dispatcher",
                "shop",
                "courier",
                "helper",
                "municipality",
                "auditor",
                "customer",
                name="role_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("squares", DOCUMENT, nullable=True),
        sa.Column("own", DOCUMENT, nullable=True),
        sa.Column("prefix", letters(20), nullable=False),
        sa.Column("secret_sha256", letters(64), nullable=False),
        sa.Column("made_by", letters(120), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.CheckConstraint("created_at <= revoked_at", name=op.f("ck_api_keys_revoked_after")),
        sa.CheckConstraint("length(made_by) BETWEEN 1 AND 120", name=op.f("ck_api_keys_made_by_length")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 120", name=op.f("ck_api_keys_name_length")),
        sa.CheckConstraint("length(prefix) BETWEEN 1 AND 20", name=op.f("ck_api_keys_prefix_length")),
        sa.CheckConstraint("length(secret_sha256) = 64", name=op.f("ck_api_keys_secret_sha256_whole")),
        sa.CheckConstraint("length(secret_sha256) BETWEEN 0 AND 64", name=op.f("ck_api_keys_secret_sha256_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("prefix", name=op.f("uq_api_keys_prefix")),
    )


def downgrade() -> None:
    op.drop_table("api_keys")
