"""The first tables: squares, what is theirs, plans and events. Made by autogenerate, index on borders added."""

import sqlalchemy as sa
from alembic import op

from data.base import DOCUMENT, UtcDateTime
from data.geometry import GeometryType

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "road_networks",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("extract_name", sa.String(length=255), nullable=False),
        sa.Column("stored_as", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("builder_version", sa.String(length=40), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("node_count", sa.Integer(), nullable=False),
        sa.Column("edge_count", sa.Integer(), nullable=False),
        sa.Column("extract_at", UtcDateTime(), nullable=True),
        sa.Column("imported_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("edge_count BETWEEN 0 AND 2147483647", name=op.f("ck_road_networks_edge_count_range")),
        sa.CheckConstraint(
            "length(builder_version) BETWEEN 1 AND 40", name=op.f("ck_road_networks_builder_version_length")
        ),
        sa.CheckConstraint("length(extract_name) BETWEEN 1 AND 255", name=op.f("ck_road_networks_extract_name_length")),
        sa.CheckConstraint("length(sha256) = 64 AND sha256 = lower(sha256)", name=op.f("ck_road_networks_sha256_hex")),
        sa.CheckConstraint("length(sha256) BETWEEN 0 AND 64", name=op.f("ck_road_networks_sha256_length")),
        sa.CheckConstraint("length(stored_as) BETWEEN 1 AND 255", name=op.f("ck_road_networks_stored_as_length")),
        sa.CheckConstraint("node_count BETWEEN 0 AND 2147483647", name=op.f("ck_road_networks_node_count_range")),
        sa.CheckConstraint("size_bytes BETWEEN 0 AND 9007199254740992", name=op.f("ck_road_networks_size_bytes_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_road_networks")),
        sa.UniqueConstraint("sha256", "builder_version", name=op.f("uq_road_networks_sha256_builder_version")),
    )
    op.create_table(
        "squares",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("slug", sa.String(length=63), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("depot_name", sa.String(length=200), nullable=True),
        sa.Column("depot_lon", sa.Float(precision=53), nullable=True),
        sa.Column("depot_lat", sa.Float(precision=53), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "(depot_lon IS NULL) = (depot_lat IS NULL) AND (depot_lon IS NULL) = (depot_name IS NULL)",
            name=op.f("ck_squares_depot_whole"),
        ),
        sa.CheckConstraint("depot_lat BETWEEN -90 AND 90", name=op.f("ck_squares_depot_lat_range")),
        sa.CheckConstraint("depot_lon BETWEEN -180 AND 180", name=op.f("ck_squares_depot_lon_range")),
        sa.CheckConstraint("length(currency) BETWEEN 1 AND 3", name=op.f("ck_squares_currency_length")),
        sa.CheckConstraint("length(depot_name) BETWEEN 0 AND 200", name=op.f("ck_squares_depot_name_length")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 120", name=op.f("ck_squares_name_length")),
        sa.CheckConstraint("length(slug) BETWEEN 1 AND 63", name=op.f("ck_squares_slug_length")),
        sa.CheckConstraint("length(timezone) BETWEEN 1 AND 64", name=op.f("ck_squares_timezone_length")),
        sa.CheckConstraint("slug = lower(slug)", name=op.f("ck_squares_slug_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_squares")),
        sa.UniqueConstraint("slug", name=op.f("uq_squares_slug")),
    )
    op.create_table(
        "system_acts",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("work", sa.String(length=80), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("length(who) BETWEEN 1 AND 120", name=op.f("ck_system_acts_who_length")),
        sa.CheckConstraint("length(work) BETWEEN 1 AND 80", name=op.f("ck_system_acts_work_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_system_acts")),
    )
    op.create_index(op.f("ix_system_acts_at"), "system_acts", ["at"], unique=False)
    op.create_table(
        "areas",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_key", sa.String(length=240), nullable=False),
        sa.Column("border", GeometryType("MULTIPOLYGON"), nullable=False),
        sa.Column("road_network_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("imported_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 120", name=op.f("ck_areas_name_length")),
        sa.CheckConstraint("length(name_key) BETWEEN 1 AND 240", name=op.f("ck_areas_name_key_length")),
        sa.ForeignKeyConstraint(["road_network_id"], ["road_networks.id"], name=op.f("fk_areas_road_network_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_areas")),
        sa.UniqueConstraint("name_key", name=op.f("uq_areas_name_key")),
    )
    if op.get_context().dialect.name == "postgresql":
        op.create_index("ix_areas_border", "areas", ["border"], postgresql_using="gist")
    op.create_index(op.f("ix_areas_road_network_id"), "areas", ["road_network_id"], unique=False)
    op.create_table(
        "hubs",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_key", sa.String(length=240), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("lon", sa.Float(precision=53), nullable=False),
        sa.Column("lat", sa.Float(precision=53), nullable=False),
        sa.Column("opening_hours", sa.String(length=500), nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name=op.f("ck_hubs_lat_range")),
        sa.CheckConstraint("length(address) BETWEEN 0 AND 300", name=op.f("ck_hubs_address_length")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 120", name=op.f("ck_hubs_name_length")),
        sa.CheckConstraint("length(name_key) BETWEEN 1 AND 240", name=op.f("ck_hubs_name_key_length")),
        sa.CheckConstraint("length(opening_hours) BETWEEN 0 AND 500", name=op.f("ck_hubs_opening_hours_length")),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name=op.f("ck_hubs_lon_range")),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_hubs_square_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hubs")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_hubs_square_id_id")),
        sa.UniqueConstraint("square_id", "name_key", name=op.f("uq_hubs_square_id_name_key")),
    )
    op.create_table(
        "plans",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("road_network_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("distance_m", sa.BigInteger(), nullable=False),
        sa.Column("duration_s", sa.BigInteger(), nullable=False),
        sa.Column("co2_low_g", sa.BigInteger(), nullable=True),
        sa.Column("co2_central_g", sa.BigInteger(), nullable=True),
        sa.Column("co2_high_g", sa.BigInteger(), nullable=True),
        sa.Column("factor_set", sa.String(length=80), nullable=True),
        sa.Column("effort", DOCUMENT, nullable=False),
        sa.Column("report", DOCUMENT, nullable=True),
        sa.Column("planned_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "(co2_central_g IS NULL) = (co2_low_g IS NULL) AND (co2_central_g IS NULL) = (co2_high_g IS NULL) AND (co2_central_g IS NULL) = (factor_set IS NULL)",
            name=op.f("ck_plans_co2_whole"),
        ),
        sa.CheckConstraint(
            "co2_central_g BETWEEN -9007199254740992 AND 9007199254740992", name=op.f("ck_plans_co2_central_g_range")
        ),
        sa.CheckConstraint(
            "co2_high_g BETWEEN -9007199254740992 AND 9007199254740992", name=op.f("ck_plans_co2_high_g_range")
        ),
        sa.CheckConstraint(
            "co2_low_g <= co2_central_g AND co2_central_g <= co2_high_g", name=op.f("ck_plans_co2_order")
        ),
        sa.CheckConstraint(
            "co2_low_g BETWEEN -9007199254740992 AND 9007199254740992", name=op.f("ck_plans_co2_low_g_range")
        ),
        sa.CheckConstraint("distance_m BETWEEN 0 AND 40075017000", name=op.f("ck_plans_distance_m_range")),
        sa.CheckConstraint("duration_s BETWEEN 0 AND 9007199254740992", name=op.f("ck_plans_duration_s_range")),
        sa.CheckConstraint("length(factor_set) BETWEEN 1 AND 80", name=op.f("ck_plans_factor_set_length")),
        sa.CheckConstraint("version BETWEEN 1 AND 2147483647", name=op.f("ck_plans_version_range")),
        sa.ForeignKeyConstraint(["road_network_id"], ["road_networks.id"], name=op.f("fk_plans_road_network_id")),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_plans_square_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
        sa.UniqueConstraint("square_id", "day", name=op.f("uq_plans_square_id_day")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_plans_square_id_id")),
    )
    op.create_index(op.f("ix_plans_road_network_id"), "plans", ["road_network_id"], unique=False)
    op.create_table(
        "shops",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_key", sa.String(length=240), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("street", sa.String(length=120), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("addition", sa.String(length=20), nullable=False),
        sa.Column("postcode", sa.String(length=20), nullable=False),
        sa.Column("town", sa.String(length=120), nullable=False),
        sa.Column("lon", sa.Float(precision=53), nullable=False),
        sa.Column("lat", sa.Float(precision=53), nullable=False),
        sa.Column("opening_hours", sa.String(length=500), nullable=False),
        sa.Column("ready_at_s", sa.Integer(), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("osm_id", sa.String(length=40), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name=op.f("ck_shops_lat_range")),
        sa.CheckConstraint("length(addition) BETWEEN 0 AND 20", name=op.f("ck_shops_addition_length")),
        sa.CheckConstraint("length(email) BETWEEN 0 AND 254", name=op.f("ck_shops_email_length")),
        sa.CheckConstraint("length(kind) BETWEEN 0 AND 60", name=op.f("ck_shops_kind_length")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 120", name=op.f("ck_shops_name_length")),
        sa.CheckConstraint("length(name_key) BETWEEN 1 AND 240", name=op.f("ck_shops_name_key_length")),
        sa.CheckConstraint("length(number) BETWEEN 0 AND 20", name=op.f("ck_shops_number_length")),
        sa.CheckConstraint("length(opening_hours) BETWEEN 0 AND 500", name=op.f("ck_shops_opening_hours_length")),
        sa.CheckConstraint("length(osm_id) BETWEEN 0 AND 40", name=op.f("ck_shops_osm_id_length")),
        sa.CheckConstraint("length(phone) BETWEEN 0 AND 40", name=op.f("ck_shops_phone_length")),
        sa.CheckConstraint("length(postcode) BETWEEN 0 AND 20", name=op.f("ck_shops_postcode_length")),
        sa.CheckConstraint("length(street) BETWEEN 0 AND 120", name=op.f("ck_shops_street_length")),
        sa.CheckConstraint("length(town) BETWEEN 0 AND 120", name=op.f("ck_shops_town_length")),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name=op.f("ck_shops_lon_range")),
        sa.CheckConstraint("ready_at_s BETWEEN 0 AND 172800", name=op.f("ck_shops_ready_at_s_range")),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_shops_square_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shops")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_shops_square_id_id")),
        sa.UniqueConstraint("square_id", "name_key", name=op.f("uq_shops_square_id_name_key")),
    )
    op.create_table(
        "orders",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("shop_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("order_ref", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "delivery", "return", "crates", name="kind_known", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "accepted",
                "planned",
                "under way",
                "ended",
                name="state_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("planned_for", sa.Date(), nullable=False),
        sa.Column("recipient", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("street", sa.String(length=120), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("addition", sa.String(length=20), nullable=False),
        sa.Column("postcode", sa.String(length=20), nullable=False),
        sa.Column("town", sa.String(length=120), nullable=False),
        sa.Column("lon", sa.Float(precision=53), nullable=True),
        sa.Column("lat", sa.Float(precision=53), nullable=True),
        sa.Column(
            "position_source",
            sa.Enum(
                "given",
                "geocoded",
                "by hand",
                name="position_source_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("position_note", sa.String(length=500), nullable=False),
        sa.Column("window_start_at", UtcDateTime(), nullable=False),
        sa.Column("window_end_at", UtcDateTime(), nullable=False),
        sa.Column("ready_at", UtcDateTime(), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("invented", sa.Boolean(), nullable=False),
        sa.Column("given_sha256", sa.String(length=64), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("lon IS NOT NULL OR position_note <> ''", name=op.f("ck_orders_mend_reason")),
        sa.CheckConstraint("lon IS NOT NULL OR state IN ('received', 'ended')", name=op.f("ck_orders_position_known")),
        sa.CheckConstraint(
            "(lon IS NULL) = (lat IS NULL) AND (lon IS NULL) = (position_source IS NULL)",
            name=op.f("ck_orders_position_whole"),
        ),
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name=op.f("ck_orders_lat_range")),
        sa.CheckConstraint("length(addition) BETWEEN 0 AND 20", name=op.f("ck_orders_addition_length")),
        sa.CheckConstraint("length(email) BETWEEN 0 AND 254", name=op.f("ck_orders_email_length")),
        sa.CheckConstraint("length(given_sha256) BETWEEN 0 AND 64", name=op.f("ck_orders_given_sha256_length")),
        sa.CheckConstraint("length(note) BETWEEN 0 AND 1000", name=op.f("ck_orders_note_length")),
        sa.CheckConstraint("length(number) BETWEEN 0 AND 20", name=op.f("ck_orders_number_length")),
        sa.CheckConstraint("length(order_ref) BETWEEN 1 AND 80", name=op.f("ck_orders_order_ref_length")),
        sa.CheckConstraint("length(phone) BETWEEN 0 AND 40", name=op.f("ck_orders_phone_length")),
        sa.CheckConstraint("length(position_note) BETWEEN 0 AND 500", name=op.f("ck_orders_position_note_length")),
        sa.CheckConstraint("length(postcode) BETWEEN 0 AND 20", name=op.f("ck_orders_postcode_length")),
        sa.CheckConstraint("length(recipient) BETWEEN 0 AND 120", name=op.f("ck_orders_recipient_length")),
        sa.CheckConstraint("length(street) BETWEEN 0 AND 120", name=op.f("ck_orders_street_length")),
        sa.CheckConstraint("length(town) BETWEEN 0 AND 120", name=op.f("ck_orders_town_length")),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name=op.f("ck_orders_lon_range")),
        sa.CheckConstraint("window_start_at <= window_end_at", name=op.f("ck_orders_window_order")),
        sa.ForeignKeyConstraint(
            ["square_id", "shop_id"], ["shops.square_id", "shops.id"], name=op.f("fk_orders_square_id_shop_id")
        ),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_orders_square_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_orders_square_id_id")),
        sa.UniqueConstraint("square_id", "shop_id", "order_ref", name=op.f("uq_orders_square_id_shop_id_order_ref")),
    )
    op.create_index("ix_orders_square_id_planned_for", "orders", ["square_id", "planned_for"], unique=False)
    op.create_index("ix_orders_square_id_state", "orders", ["square_id", "state"], unique=False)
    op.create_table(
        "shop_closing_days",
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("shop_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["square_id", "shop_id"],
            ["shops.square_id", "shops.id"],
            name=op.f("fk_shop_closing_days_square_id_shop_id"),
        ),
        sa.PrimaryKeyConstraint("shop_id", "day", name=op.f("pk_shop_closing_days")),
    )
    op.create_table(
        "square_areas",
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("area_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_square_areas_area_id")),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_square_areas_square_id")),
        sa.PrimaryKeyConstraint("square_id", "area_id", name=op.f("pk_square_areas")),
    )
    op.create_index(op.f("ix_square_areas_area_id"), "square_areas", ["area_id"], unique=False)
    op.create_table(
        "vehicles",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_key", sa.String(length=240), nullable=False),
        sa.Column("profile", sa.String(length=40), nullable=False),
        sa.Column("electric", sa.Boolean(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.Column("volume_ml", sa.Integer(), nullable=False),
        sa.Column("cool_volume_ml", sa.Integer(), nullable=False),
        sa.Column("duty_start_s", sa.Integer(), nullable=False),
        sa.Column("duty_end_s", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("cool_volume_ml <= volume_ml", name=op.f("ck_vehicles_cool_within")),
        sa.CheckConstraint("cool_volume_ml BETWEEN 0 AND 150000000", name=op.f("ck_vehicles_cool_volume_ml_range")),
        sa.CheckConstraint("duty_end_s BETWEEN 0 AND 172800", name=op.f("ck_vehicles_duty_end_s_range")),
        sa.CheckConstraint("duty_start_s < duty_end_s", name=op.f("ck_vehicles_duty_order")),
        sa.CheckConstraint("duty_start_s BETWEEN 0 AND 172800", name=op.f("ck_vehicles_duty_start_s_range")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 120", name=op.f("ck_vehicles_name_length")),
        sa.CheckConstraint("length(name_key) BETWEEN 1 AND 240", name=op.f("ck_vehicles_name_key_length")),
        sa.CheckConstraint("length(profile) BETWEEN 1 AND 40", name=op.f("ck_vehicles_profile_length")),
        sa.CheckConstraint("volume_ml BETWEEN 0 AND 150000000", name=op.f("ck_vehicles_volume_ml_range")),
        sa.CheckConstraint("weight_g BETWEEN 0 AND 44000000", name=op.f("ck_vehicles_weight_g_range")),
        sa.ForeignKeyConstraint(
            ["square_id", "hub_id"], ["hubs.square_id", "hubs.id"], name=op.f("fk_vehicles_square_id_hub_id")
        ),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_vehicles_square_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicles")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_vehicles_square_id_id")),
        sa.UniqueConstraint("square_id", "name_key", name=op.f("uq_vehicles_square_id_name_key")),
    )
    op.create_table(
        "legs",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("order_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "collected",
                "dropped",
                "failed",
                "returned",
                "lost or damaged",
                "cancelled",
                name="state_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("planned_for", sa.Date(), nullable=False),
        sa.Column(
            "pickup_kind",
            sa.Enum(
                "shop",
                "hub",
                "household",
                name="pickup_kind_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("pickup_shop_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("pickup_hub_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("pickup_name", sa.String(length=300), nullable=False),
        sa.Column("pickup_lon", sa.Float(precision=53), nullable=False),
        sa.Column("pickup_lat", sa.Float(precision=53), nullable=False),
        sa.Column(
            "delivery_kind",
            sa.Enum(
                "shop",
                "hub",
                "household",
                name="delivery_kind_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("delivery_shop_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("delivery_hub_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("delivery_name", sa.String(length=300), nullable=False),
        sa.Column("delivery_lon", sa.Float(precision=53), nullable=False),
        sa.Column("delivery_lat", sa.Float(precision=53), nullable=False),
        sa.Column("contact", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("ready_at", UtcDateTime(), nullable=True),
        sa.Column("window_start_at", UtcDateTime(), nullable=False),
        sa.Column("window_end_at", UtcDateTime(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.Column("volume_ml", sa.Integer(), nullable=False),
        sa.Column("cool_volume_ml", sa.Integer(), nullable=False),
        sa.Column("upright", sa.Boolean(), nullable=False),
        sa.Column("adults_only", sa.Boolean(), nullable=False),
        sa.Column("two_people", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(delivery_kind = 'shop') = (delivery_shop_id IS NOT NULL) AND (delivery_kind = 'hub') = (delivery_hub_id IS NOT NULL)",
            name=op.f("ck_legs_delivery_place"),
        ),
        sa.CheckConstraint(
            "(pickup_kind = 'shop') = (pickup_shop_id IS NOT NULL) AND (pickup_kind = 'hub') = (pickup_hub_id IS NOT NULL)",
            name=op.f("ck_legs_pickup_place"),
        ),
        sa.CheckConstraint("cool_volume_ml <= volume_ml", name=op.f("ck_legs_cool_within")),
        sa.CheckConstraint("cool_volume_ml BETWEEN 0 AND 150000000", name=op.f("ck_legs_cool_volume_ml_range")),
        sa.CheckConstraint("delivery_lat BETWEEN -90 AND 90", name=op.f("ck_legs_delivery_lat_range")),
        sa.CheckConstraint("delivery_lon BETWEEN -180 AND 180", name=op.f("ck_legs_delivery_lon_range")),
        sa.CheckConstraint("length(contact) BETWEEN 0 AND 120", name=op.f("ck_legs_contact_length")),
        sa.CheckConstraint("length(delivery_name) BETWEEN 0 AND 300", name=op.f("ck_legs_delivery_name_length")),
        sa.CheckConstraint("length(note) BETWEEN 0 AND 1000", name=op.f("ck_legs_note_length")),
        sa.CheckConstraint("length(phone) BETWEEN 0 AND 40", name=op.f("ck_legs_phone_length")),
        sa.CheckConstraint("length(pickup_name) BETWEEN 0 AND 300", name=op.f("ck_legs_pickup_name_length")),
        sa.CheckConstraint("number BETWEEN 1 AND 2147483647", name=op.f("ck_legs_number_range")),
        sa.CheckConstraint("pickup_lat BETWEEN -90 AND 90", name=op.f("ck_legs_pickup_lat_range")),
        sa.CheckConstraint("pickup_lon BETWEEN -180 AND 180", name=op.f("ck_legs_pickup_lon_range")),
        sa.CheckConstraint("volume_ml BETWEEN 0 AND 150000000", name=op.f("ck_legs_volume_ml_range")),
        sa.CheckConstraint("weight_g BETWEEN 0 AND 44000000", name=op.f("ck_legs_weight_g_range")),
        sa.CheckConstraint("window_start_at <= window_end_at", name=op.f("ck_legs_window_order")),
        sa.ForeignKeyConstraint(
            ["square_id", "delivery_hub_id"],
            ["hubs.square_id", "hubs.id"],
            name=op.f("fk_legs_square_id_delivery_hub_id"),
        ),
        sa.ForeignKeyConstraint(
            ["square_id", "delivery_shop_id"],
            ["shops.square_id", "shops.id"],
            name=op.f("fk_legs_square_id_delivery_shop_id"),
        ),
        sa.ForeignKeyConstraint(
            ["square_id", "order_id"], ["orders.square_id", "orders.id"], name=op.f("fk_legs_square_id_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["square_id", "pickup_hub_id"], ["hubs.square_id", "hubs.id"], name=op.f("fk_legs_square_id_pickup_hub_id")
        ),
        sa.ForeignKeyConstraint(
            ["square_id", "pickup_shop_id"],
            ["shops.square_id", "shops.id"],
            name=op.f("fk_legs_square_id_pickup_shop_id"),
        ),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_legs_square_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legs")),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_legs_order_id_number")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_legs_square_id_id")),
    )
    op.create_index(op.f("ix_legs_delivery_shop_id"), "legs", ["delivery_shop_id"], unique=False)
    op.create_index(op.f("ix_legs_pickup_shop_id"), "legs", ["pickup_shop_id"], unique=False)
    op.create_index("ix_legs_square_id_planned_for", "legs", ["square_id", "planned_for"], unique=False)
    op.create_table(
        "rounds",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("plan_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "released",
                "under way",
                "completed",
                name="state_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("vehicle_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("profile", sa.String(length=40), nullable=False),
        sa.Column("road_network_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("depot_name", sa.String(length=200), nullable=False),
        sa.Column("depot_lon", sa.Float(precision=53), nullable=False),
        sa.Column("depot_lat", sa.Float(precision=53), nullable=False),
        sa.Column("leaving_at", UtcDateTime(), nullable=False),
        sa.Column("return_at", UtcDateTime(), nullable=False),
        sa.Column("distance_m", sa.Integer(), nullable=False),
        sa.Column("duration_s", sa.Integer(), nullable=False),
        sa.Column("way_back_m", sa.Integer(), nullable=False),
        sa.Column("way_back_s", sa.Integer(), nullable=False),
        sa.Column("way_back_line", GeometryType("LINESTRING"), nullable=True),
        sa.Column("released_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("(state = 'proposed') = (released_at IS NULL)", name=op.f("ck_rounds_released_when")),
        sa.CheckConstraint("depot_lat BETWEEN -90 AND 90", name=op.f("ck_rounds_depot_lat_range")),
        sa.CheckConstraint("depot_lon BETWEEN -180 AND 180", name=op.f("ck_rounds_depot_lon_range")),
        sa.CheckConstraint("distance_m BETWEEN 0 AND 40075017", name=op.f("ck_rounds_distance_m_range")),
        sa.CheckConstraint("duration_s BETWEEN 0 AND 2678400", name=op.f("ck_rounds_duration_s_range")),
        sa.CheckConstraint("leaving_at <= return_at", name=op.f("ck_rounds_times_order")),
        sa.CheckConstraint("length(depot_name) BETWEEN 0 AND 200", name=op.f("ck_rounds_depot_name_length")),
        sa.CheckConstraint("length(profile) BETWEEN 1 AND 40", name=op.f("ck_rounds_profile_length")),
        sa.CheckConstraint("number BETWEEN 1 AND 2147483647", name=op.f("ck_rounds_number_range")),
        sa.CheckConstraint("way_back_m <= distance_m", name=op.f("ck_rounds_way_back_within")),
        sa.CheckConstraint("way_back_m BETWEEN 0 AND 40075017", name=op.f("ck_rounds_way_back_m_range")),
        sa.CheckConstraint("way_back_s BETWEEN 0 AND 2678400", name=op.f("ck_rounds_way_back_s_range")),
        sa.ForeignKeyConstraint(["road_network_id"], ["road_networks.id"], name=op.f("fk_rounds_road_network_id")),
        sa.ForeignKeyConstraint(
            ["square_id", "plan_id"], ["plans.square_id", "plans.id"], name=op.f("fk_rounds_square_id_plan_id")
        ),
        sa.ForeignKeyConstraint(
            ["square_id", "vehicle_id"],
            ["vehicles.square_id", "vehicles.id"],
            name=op.f("fk_rounds_square_id_vehicle_id"),
        ),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_rounds_square_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("plan_id", "id", name=op.f("uq_rounds_plan_id_id")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_rounds_plan_id_number")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_rounds_square_id_id")),
    )
    op.create_index(op.f("ix_rounds_road_network_id"), "rounds", ["road_network_id"], unique=False)
    op.create_index(op.f("ix_rounds_vehicle_id"), "rounds", ["vehicle_id"], unique=False)
    op.create_table(
        "events",
        sa.Column(
            "received_seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=True),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("happened_at", UtcDateTime(), nullable=False),
        sa.Column("arrived_at", UtcDateTime(), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("device_id", sa.String(length=80), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("lon", sa.Float(precision=53), nullable=True),
        sa.Column("lat", sa.Float(precision=53), nullable=True),
        sa.Column("order_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("leg_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("round_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("plan_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("details", DOCUMENT, nullable=False),
        sa.CheckConstraint("(device_id IS NULL) = (seq IS NULL)", name=op.f("ck_events_device_whole")),
        sa.CheckConstraint("(lon IS NULL) = (lat IS NULL)", name=op.f("ck_events_position_whole")),
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name=op.f("ck_events_lat_range")),
        sa.CheckConstraint("length(device_id) BETWEEN 1 AND 80", name=op.f("ck_events_device_id_length")),
        sa.CheckConstraint("length(kind) BETWEEN 1 AND 40", name=op.f("ck_events_kind_length")),
        sa.CheckConstraint("length(role) BETWEEN 1 AND 20", name=op.f("ck_events_role_length")),
        sa.CheckConstraint("length(who) BETWEEN 1 AND 120", name=op.f("ck_events_who_length")),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name=op.f("ck_events_lon_range")),
        sa.CheckConstraint("seq BETWEEN 0 AND 9007199254740992", name=op.f("ck_events_seq_range")),
        sa.ForeignKeyConstraint(
            ["square_id", "leg_id"], ["legs.square_id", "legs.id"], name=op.f("fk_events_square_id_leg_id")
        ),
        sa.ForeignKeyConstraint(
            ["square_id", "order_id"], ["orders.square_id", "orders.id"], name=op.f("fk_events_square_id_order_id")
        ),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_events_square_id")),
        sa.PrimaryKeyConstraint("received_seq", name=op.f("pk_events")),
        sa.UniqueConstraint("id", name=op.f("uq_events_id")),
        sa.UniqueConstraint("square_id", "device_id", "seq", name=op.f("uq_events_square_id_device_id_seq")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_leg_id", "events", ["leg_id"], unique=False)
    op.create_index("ix_events_order_id", "events", ["order_id"], unique=False)
    op.create_index("ix_events_round_id", "events", ["round_id"], unique=False)
    op.create_index("ix_events_square_id_received_seq", "events", ["square_id", "received_seq"], unique=False)
    op.create_table(
        "parcels",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("order_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("barcode", sa.String(length=80), nullable=True),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.Column("volume_ml", sa.Integer(), nullable=False),
        sa.Column(
            "temperature",
            sa.Enum(
                "ambient",
                "cool",
                "frozen",
                "hot",
                name="temperature_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("upright", sa.Boolean(), nullable=False),
        sa.Column("adults_only", sa.Boolean(), nullable=False),
        sa.Column("two_people", sa.Boolean(), nullable=False),
        sa.Column(
            "custodian",
            sa.Enum(
                "shop",
                "hub",
                "round",
                "household",
                "nobody",
                name="custodian_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("custodian_shop_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("custodian_hub_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("custodian_round_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.CheckConstraint(
            "(custodian = 'shop') = (custodian_shop_id IS NOT NULL) AND (custodian = 'hub') = (custodian_hub_id IS NOT NULL) AND (custodian = 'round') = (custodian_round_id IS NOT NULL)",
            name=op.f("ck_parcels_one_custodian"),
        ),
        sa.CheckConstraint("length(barcode) BETWEEN 1 AND 80", name=op.f("ck_parcels_barcode_length")),
        sa.CheckConstraint("number BETWEEN 1 AND 2147483647", name=op.f("ck_parcels_number_range")),
        sa.CheckConstraint("volume_ml BETWEEN 0 AND 150000000", name=op.f("ck_parcels_volume_ml_range")),
        sa.CheckConstraint("weight_g BETWEEN 0 AND 44000000", name=op.f("ck_parcels_weight_g_range")),
        sa.ForeignKeyConstraint(
            ["square_id", "custodian_hub_id"],
            ["hubs.square_id", "hubs.id"],
            name=op.f("fk_parcels_square_id_custodian_hub_id"),
        ),
        sa.ForeignKeyConstraint(
            ["square_id", "custodian_round_id"],
            ["rounds.square_id", "rounds.id"],
            name=op.f("fk_parcels_square_id_custodian_round_id"),
        ),
        sa.ForeignKeyConstraint(
            ["square_id", "custodian_shop_id"],
            ["shops.square_id", "shops.id"],
            name=op.f("fk_parcels_square_id_custodian_shop_id"),
        ),
        sa.ForeignKeyConstraint(
            ["square_id", "order_id"], ["orders.square_id", "orders.id"], name=op.f("fk_parcels_square_id_order_id")
        ),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_parcels_square_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcels")),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_parcels_order_id_number")),
        sa.UniqueConstraint("square_id", "barcode", name=op.f("uq_parcels_square_id_barcode")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_parcels_square_id_id")),
    )
    op.create_index(
        "ix_parcels_custodian_round_id",
        "parcels",
        ["custodian_round_id"],
        unique=False,
        sqlite_where=sa.text("custodian_round_id IS NOT NULL"),
        postgresql_where=sa.text("custodian_round_id IS NOT NULL"),
    )
    op.create_table(
        "plan_legs",
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("plan_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("leg_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("round_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("reason_nl", sa.String(length=500), nullable=True),
        sa.Column("reason_en", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "(round_id IS NULL) = (reason_nl IS NOT NULL) AND (round_id IS NULL) = (reason_en IS NOT NULL)",
            name=op.f("ck_plan_legs_round_or_reason"),
        ),
        sa.CheckConstraint("length(reason_en) BETWEEN 1 AND 500", name=op.f("ck_plan_legs_reason_en_length")),
        sa.CheckConstraint("length(reason_nl) BETWEEN 1 AND 500", name=op.f("ck_plan_legs_reason_nl_length")),
        sa.ForeignKeyConstraint(
            ["plan_id", "round_id"], ["rounds.plan_id", "rounds.id"], name=op.f("fk_plan_legs_plan_id_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["square_id", "leg_id"], ["legs.square_id", "legs.id"], name=op.f("fk_plan_legs_square_id_leg_id")
        ),
        sa.ForeignKeyConstraint(
            ["square_id", "plan_id"], ["plans.square_id", "plans.id"], name=op.f("fk_plan_legs_square_id_plan_id")
        ),
        sa.PrimaryKeyConstraint("plan_id", "leg_id", name=op.f("pk_plan_legs")),
        sa.UniqueConstraint("round_id", "leg_id", name=op.f("uq_plan_legs_round_id_leg_id")),
    )
    op.create_index(
        "uq_plan_legs_leg_id",
        "plan_legs",
        ["leg_id"],
        unique=True,
        sqlite_where=sa.text("round_id IS NOT NULL"),
        postgresql_where=sa.text("round_id IS NOT NULL"),
    )
    op.create_table(
        "stops",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("round_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("lon", sa.Float(precision=53), nullable=False),
        sa.Column("lat", sa.Float(precision=53), nullable=False),
        sa.Column("arrival_at", UtcDateTime(), nullable=False),
        sa.Column("leaving_at", UtcDateTime(), nullable=False),
        sa.Column("path_m", sa.Integer(), nullable=False),
        sa.Column("path_s", sa.Integer(), nullable=False),
        sa.Column("path_line", GeometryType("LINESTRING"), nullable=True),
        sa.CheckConstraint("arrival_at <= leaving_at", name=op.f("ck_stops_times_order")),
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name=op.f("ck_stops_lat_range")),
        sa.CheckConstraint("length(place) BETWEEN 0 AND 300", name=op.f("ck_stops_place_length")),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name=op.f("ck_stops_lon_range")),
        sa.CheckConstraint("number BETWEEN 1 AND 2147483647", name=op.f("ck_stops_number_range")),
        sa.CheckConstraint("path_m BETWEEN 0 AND 40075017", name=op.f("ck_stops_path_m_range")),
        sa.CheckConstraint("path_s BETWEEN 0 AND 2678400", name=op.f("ck_stops_path_s_range")),
        sa.ForeignKeyConstraint(
            ["square_id", "round_id"], ["rounds.square_id", "rounds.id"], name=op.f("fk_stops_square_id_round_id")
        ),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_stops_square_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stops")),
        sa.UniqueConstraint("round_id", "id", name=op.f("uq_stops_round_id_id")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_stops_round_id_number")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_stops_square_id_id")),
    )
    op.create_table(
        "leg_parcels",
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("leg_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("parcel_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["square_id", "leg_id"], ["legs.square_id", "legs.id"], name=op.f("fk_leg_parcels_square_id_leg_id")
        ),
        sa.ForeignKeyConstraint(
            ["square_id", "parcel_id"],
            ["parcels.square_id", "parcels.id"],
            name=op.f("fk_leg_parcels_square_id_parcel_id"),
        ),
        sa.PrimaryKeyConstraint("leg_id", "parcel_id", name=op.f("pk_leg_parcels")),
    )
    op.create_index("ix_leg_parcels_parcel_id", "leg_parcels", ["parcel_id"], unique=False)
    op.create_table(
        "tasks",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("square_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("round_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("stop_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("leg_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("pickup", "delivery", name="kind_known", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.CheckConstraint("number BETWEEN 1 AND 2147483647", name=op.f("ck_tasks_number_range")),
        sa.ForeignKeyConstraint(
            ["round_id", "leg_id"], ["plan_legs.round_id", "plan_legs.leg_id"], name=op.f("fk_tasks_round_id_leg_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "stop_id"], ["stops.round_id", "stops.id"], name=op.f("fk_tasks_round_id_stop_id")
        ),
        sa.ForeignKeyConstraint(
            ["square_id", "leg_id"], ["legs.square_id", "legs.id"], name=op.f("fk_tasks_square_id_leg_id")
        ),
        sa.ForeignKeyConstraint(["square_id"], ["squares.id"], name=op.f("fk_tasks_square_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("leg_id", "kind", name=op.f("uq_tasks_leg_id_kind")),
        sa.UniqueConstraint("square_id", "id", name=op.f("uq_tasks_square_id_id")),
        sa.UniqueConstraint("stop_id", "number", name=op.f("uq_tasks_stop_id_number")),
    )
    op.create_index(op.f("ix_tasks_round_id"), "tasks", ["round_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_tasks_round_id"), table_name="tasks")
    op.drop_table("tasks")
    op.drop_index("ix_leg_parcels_parcel_id", table_name="leg_parcels")
    op.drop_table("leg_parcels")
    op.drop_table("stops")
    op.drop_index(
        "uq_plan_legs_leg_id",
        table_name="plan_legs",
        sqlite_where=sa.text("round_id IS NOT NULL"),
        postgresql_where=sa.text("round_id IS NOT NULL"),
    )
    op.drop_table("plan_legs")
    op.drop_index(
        "ix_parcels_custodian_round_id",
        table_name="parcels",
        sqlite_where=sa.text("custodian_round_id IS NOT NULL"),
        postgresql_where=sa.text("custodian_round_id IS NOT NULL"),
    )
    op.drop_table("parcels")
    op.drop_index("ix_events_square_id_received_seq", table_name="events")
    op.drop_index("ix_events_round_id", table_name="events")
    op.drop_index("ix_events_order_id", table_name="events")
    op.drop_index("ix_events_leg_id", table_name="events")
    op.drop_table("events")
    op.drop_index(op.f("ix_rounds_vehicle_id"), table_name="rounds")
    op.drop_index(op.f("ix_rounds_road_network_id"), table_name="rounds")
    op.drop_table("rounds")
    op.drop_index("ix_legs_square_id_planned_for", table_name="legs")
    op.drop_index(op.f("ix_legs_pickup_shop_id"), table_name="legs")
    op.drop_index(op.f("ix_legs_delivery_shop_id"), table_name="legs")
    op.drop_table("legs")
    op.drop_table("vehicles")
    op.drop_index(op.f("ix_square_areas_area_id"), table_name="square_areas")
    op.drop_table("square_areas")
    op.drop_table("shop_closing_days")
    op.drop_index("ix_orders_square_id_state", table_name="orders")
    op.drop_index("ix_orders_square_id_planned_for", table_name="orders")
    op.drop_table("orders")
    op.drop_table("shops")
    op.drop_index(op.f("ix_plans_road_network_id"), table_name="plans")
    op.drop_table("plans")
    op.drop_table("hubs")
    op.drop_index(op.f("ix_areas_road_network_id"), table_name="areas")
    op.drop_table("areas")
    op.drop_index(op.f("ix_system_acts_at"), table_name="system_acts")
    op.drop_table("system_acts")
    op.drop_table("squares")
    op.drop_table("road_networks")
