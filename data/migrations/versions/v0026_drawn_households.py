"""Households of the ledger of crates get ids that were drawn; before, they followed from shop and address.

Numbers of collections that were made before begin with eight digits of the old id. They stay: they are on paper, in
reports that were kept, and under seals.

Revision ID: 0026
"""

from uuid import UUID, uuid4

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

FOLLOWED = 5
"""The version of an id that was made from a name (RFC 9562, section 5.5)."""
ENTRIES = sa.table(
    "crate_entries", *(sa.column(name, sa.Uuid(as_uuid=False)) for name in ("square_id", "shop_id", "household_id"))
)


def upgrade() -> None:
    """Draw one id for each household, and give it to all of its entries."""
    connection = op.get_bind()
    entry = ENTRIES.c
    known = connection.execute(sa.select(entry.square_id, entry.shop_id, entry.household_id).distinct()).all()
    drawn = [
        {"square": square_id, "shop": shop_id, "before": household_id, "after": str(uuid4())}
        for square_id, shop_id, household_id in known
        if UUID(household_id).version == FOLLOWED
    ]
    if not drawn:
        return
    connection.execute(
        sa.update(ENTRIES)
        .where(
            entry.square_id == sa.bindparam("square"),
            entry.shop_id == sa.bindparam("shop"),
            entry.household_id == sa.bindparam("before"),
        )
        .values(household_id=sa.bindparam("after")),
        drawn,
    )


def downgrade() -> None:
    """Nothing to take back: code of before finds a door by its orders, whatever its id."""
