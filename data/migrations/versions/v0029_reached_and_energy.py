"""Which stops a closure keeps a released round from, and what a round takes from its battery. Plain SQL, as in 0002."""

import sqlalchemy as sa
from alembic import op

from data.base import DOCUMENT

revision = "0029"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rounds", sa.Column("unreached", DOCUMENT, nullable=True))
    op.execute(
        "ALTER TABLE rounds ADD COLUMN energy_wh INTEGER"
        " CONSTRAINT ck_rounds_energy_wh_range CHECK (energy_wh BETWEEN 0 AND 2147483647)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE rounds DROP COLUMN energy_wh")
    op.execute("ALTER TABLE rounds DROP COLUMN unreached")
