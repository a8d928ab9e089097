"""On PostgreSQL text is compared and sorted by its code points, as SQLite does: a list has one order on both."""

from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXTS = {
    "areas": "name 120, name_key 240",
    "events": "kind 40, who 120, role 20, device_id 80",
    "hubs": "name 120, name_key 240, address 300, opening_hours 500",
    "legs": "pickup_name 300, delivery_name 300, contact 120, phone 40, note 1000",
    "orders": "order_ref 80, recipient 120, phone 40, email 254, street 120, number 20, addition 20, postcode 20, town 120, position_note 500, position_note_nl 500, note 1000, given_sha256 64",
    "parcels": "barcode 80",
    "plan_legs": "reason_nl 500, reason_en 500",
    "plans": "factor_set 80",
    "road_networks": "extract_name 255, stored_as 255, sha256 64, builder_version 40",
    "rounds": "profile 40, depot_name 200",
    "shops": "name 120, name_key 240, kind 60, street 120, number 20, addition 20, postcode 20, town 120, opening_hours 500, phone 40, email 254, osm_id 40, note 1000",
    "squares": "slug 63, name 120, timezone 64, currency 3, depot_name 200",
    "stops": "place 300",
    "system_acts": "work 80, who 120",
    "vehicles": "name 120, name_key 240, profile 40, note 1000",
}
"""Columns and their lengths, by table."""


def upgrade() -> None:
    collate('"C"')


def downgrade() -> None:
    collate('"default"')


def collate(collation: str) -> None:
    if op.get_context().dialect.name != "postgresql":
        return
    for table, columns in TEXTS.items():
        pairs = (column.split() for column in columns.split(", "))
        changes = (f"ALTER COLUMN {name} TYPE VARCHAR({length}) COLLATE {collation}" for name, length in pairs)
        op.execute(f"ALTER TABLE {table} {', '.join(changes)}")
