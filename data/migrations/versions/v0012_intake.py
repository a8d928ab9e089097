"""The usual size of a shop's orders; web shops and what they tell; orders that come again. Tables by autogenerate, columns as in 0002."""

import sqlalchemy as sa
from alembic import op

from data.base import DOCUMENT, UtcDateTime, letters

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE shops ADD COLUMN usual_weight_g INTEGER"
        " CONSTRAINT ck_shops_usual_weight_g_range CHECK (usual_weight_g BETWEEN 1 AND 44000000)"
    )
    op.execute(
        "ALTER TABLE shops ADD COLUMN usual_volume_ml INTEGER"
        " CONSTRAINT ck_shops_usual_volume_ml_range CHECK (usual_volume_ml BETWEEN 1 AND 150000000)"
    )
    op.create_table(
        "web_shops",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("shop_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("platform", _one_of("platform", "woocommerce", "shopify"), nullable=False),
        sa.Column("secret", letters(200), nullable=False),
        sa.Column("methods", DOCUMENT, nullable=True),
        sa.Column("postcodes", DOCUMENT, nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("length(secret) BETWEEN 1 AND 200", name=op.f("ck_web_shops_secret_length")),
        sa.ForeignKeyConstraint(
            ["square_id", "shop_id"], ["shops.square_id", "shops.id"], name=op.f("fk_web_shops_square_id_shop_id")
        ),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_web_shops_square_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_shops")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_web_shops_square_id_id")),
    )
    op.create_index(op.f("ix_web_shops_shop_id"), "web_shops", ["shop_id"], unique=False)
    op.create_table(
        "web_deliveries",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("web_shop_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("delivery_key", letters(80), nullable=False),
        sa.Column("topic", letters(80), nullable=False),
        sa.Column(
            "state",
            _one_of("state", "pending", "taken", "known", "not ours", "for a person", "settled"),
            nullable=False,
        ),
        sa.Column("external_id", letters(80), nullable=False),
        sa.Column("order_ref", letters(80), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=True),
        sa.Column("method", letters(200), nullable=False),
        sa.Column("postcode", letters(20), nullable=False),
        sa.Column("body", DOCUMENT, nullable=True),
        sa.Column("order_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("reason_nl", letters(500), nullable=False),
        sa.Column("reason_en", letters(500), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "body IS NOT NULL OR state NOT IN ('pending', 'for a person')",
            name=op.f("ck_web_deliveries_body_while_needed"),
        ),
        sa.CheckConstraint("length(delivery_key) BETWEEN 1 AND 80", name=op.f("ck_web_deliveries_delivery_key_length")),
        sa.CheckConstraint("length(external_id) BETWEEN 0 AND 80", name=op.f("ck_web_deliveries_external_id_length")),
        sa.CheckConstraint("length(method) BETWEEN 0 AND 200", name=op.f("ck_web_deliveries_method_length")),
        sa.CheckConstraint("length(order_ref) BETWEEN 0 AND 80", name=op.f("ck_web_deliveries_order_ref_length")),
        sa.CheckConstraint("length(postcode) BETWEEN 0 AND 20", name=op.f("ck_web_deliveries_postcode_length")),
        sa.CheckConstraint("length(reason_en) BETWEEN 0 AND 500", name=op.f("ck_web_deliveries_reason_en_length")),
        sa.CheckConstraint("length(reason_nl) BETWEEN 0 AND 500", name=op.f("ck_web_deliveries_reason_nl_length")),
        sa.CheckConstraint("length(topic) BETWEEN 0 AND 80", name=op.f("ck_web_deliveries_topic_length")),
        sa.ForeignKeyConstraint(
            ["square_id", "order_id"],
            ["orders.square_id", "orders.id"],
            name=op.f("fk_web_deliveries_square_id_order_id"),
        ),
        sa.ForeignKeyConstraint(
            ["square_id", "web_shop_id"],
            ["web_shops.square_id", "web_shops.id"],
            name=op.f("fk_web_deliveries_square_id_web_shop_id"),
        ),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_web_deliveries_square_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_deliveries")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_web_deliveries_square_id_id")),
        sa.UniqueConstraint("web_shop_id", "delivery_key", name=op.f("uq_web_deliveries_web_shop_id_delivery_key")),
    )
    op.create_index(op.f("ix_web_deliveries_order_id"), "web_deliveries", ["order_id"], unique=False)
    op.create_index("ix_web_deliveries_square_id_state", "web_deliveries", ["square_id", "state"], unique=False)
    op.create_index(
        "ix_web_deliveries_web_shop_id_external_id", "web_deliveries", ["web_shop_id", "external_id"], unique=False
    )
    op.create_table(
        "recurring_orders",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("shop_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("order_ref", letters(60), nullable=False),
        sa.Column("rule", letters(240), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("given", DOCUMENT, nullable=False),
        sa.Column("pauses", DOCUMENT, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("length(order_ref) BETWEEN 1 AND 60", name=op.f("ck_recurring_orders_order_ref_length")),
        sa.CheckConstraint("length(rule) BETWEEN 1 AND 240", name=op.f("ck_recurring_orders_rule_length")),
        sa.ForeignKeyConstraint(
            ["square_id", "shop_id"],
            ["shops.square_id", "shops.id"],
            name=op.f("fk_recurring_orders_square_id_shop_id"),
        ),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_recurring_orders_square_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recurring_orders")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_recurring_orders_square_id_id")),
        sa.UniqueConstraint(
            "square_id", "shop_id", "order_ref", name=op.f("uq_recurring_orders_square_id_shop_id_order_ref")
        ),
    )


def downgrade() -> None:
    op.drop_table("recurring_orders")
    op.drop_index("ix_web_deliveries_web_shop_id_external_id", table_name="web_deliveries")
    op.drop_index("ix_web_deliveries_square_id_state", table_name="web_deliveries")
    op.drop_index(op.f("ix_web_deliveries_order_id"), table_name="web_deliveries")
    op.drop_table("web_deliveries")
    op.drop_index(op.f("ix_web_shops_shop_id"), table_name="web_shops")
    op.drop_table("web_shops")
    op.execute("ALTER TABLE shops DROP COLUMN usual_volume_ml")
    op.execute("ALTER TABLE shops DROP COLUMN usual_weight_g")


def _one_of(column: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=f"{column}_known", native_enum=False, create_constraint=True, length=20)
