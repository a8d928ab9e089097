"""What customers answered when they ordered, and how a square's goods travelled before. Plain SQL, as in 0002."""

import sqlalchemy as sa
from alembic import op

from data.base import DOCUMENT, UtcDateTime, letters

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ANSWERS = ("own_car_trip", "car_on_the_way", "no_car", "shop_brings", "web_shop", "not_bought", "unknown")


def upgrade() -> None:
    op.create_table(
        "customer_replies",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("order_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("wording", letters(20), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(*ANSWERS, name="answer_known", native_enum=False, create_constraint=True, length=20),
            nullable=True,
        ),
        sa.Column("rotation", sa.Integer(), nullable=True),
        sa.Column("after_shown", sa.Boolean(), nullable=False),
        sa.Column("said_by", letters(200), nullable=False),
        sa.Column("role", letters(20), nullable=False),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.Column("forgotten_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("forgotten_at IS NULL OR answer IS NULL", name=op.f("ck_customer_replies_forgotten_whole")),
        sa.CheckConstraint("number BETWEEN 1 AND 10", name=op.f("ck_customer_replies_number_range")),
        sa.CheckConstraint("length(wording) BETWEEN 1 AND 20", name=op.f("ck_customer_replies_wording_length")),
        sa.CheckConstraint("rotation BETWEEN 0 AND 99", name=op.f("ck_customer_replies_rotation_range")),
        sa.CheckConstraint("length(said_by) BETWEEN 1 AND 200", name=op.f("ck_customer_replies_said_by_length")),
        sa.CheckConstraint("length(role) BETWEEN 1 AND 20", name=op.f("ck_customer_replies_role_length")),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_customer_replies_square_id")),
        sa.ForeignKeyConstraint(
            ["square_id", "order_id"],
            ["orders.square_id", "orders.id"],
            name=op.f("fk_customer_replies_square_id_order_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_replies")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_customer_replies_square_id_id")),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_customer_replies_order_id_number")),
    )
    op.create_table(
        "starting_measurements",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("name", letters(80), nullable=False),
        sa.Column("name_key", letters(160), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("measured_by", letters(200), nullable=False),
        sa.Column("method", letters(1000), nullable=False),
        sa.Column("source", letters(500), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("flows", DOCUMENT, nullable=False),
        sa.Column("said_by", letters(200), nullable=False),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_starting_measurements_day_order")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 80", name=op.f("ck_starting_measurements_name_length")),
        sa.CheckConstraint("length(name_key) BETWEEN 1 AND 160", name=op.f("ck_starting_measurements_name_key_length")),
        sa.CheckConstraint("version BETWEEN 1 AND 2147483647", name=op.f("ck_starting_measurements_version_range")),
        sa.CheckConstraint(
            "length(measured_by) BETWEEN 1 AND 200", name=op.f("ck_starting_measurements_measured_by_length")
        ),
        sa.CheckConstraint("length(method) BETWEEN 1 AND 1000", name=op.f("ck_starting_measurements_method_length")),
        sa.CheckConstraint("length(source) BETWEEN 1 AND 500", name=op.f("ck_starting_measurements_source_length")),
        sa.CheckConstraint("orders BETWEEN 1 AND 1000000000", name=op.f("ck_starting_measurements_orders_range")),
        sa.CheckConstraint("length(said_by) BETWEEN 1 AND 200", name=op.f("ck_starting_measurements_said_by_length")),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_starting_measurements_square_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_starting_measurements")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_starting_measurements_square_id_id")),
        sa.UniqueConstraint(
            "square_id", "name_key", "version", name=op.f("uq_starting_measurements_square_id_name_key_version")
        ),
    )


def downgrade() -> None:
    op.drop_table("starting_measurements")
    op.drop_table("customer_replies")
