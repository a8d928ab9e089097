"""Until when a shop takes no new orders. Plain SQL, as in 0002."""

import sqlalchemy as sa
from alembic import op

from data.base import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("shops", sa.Column("paused_until", UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.execute("ALTER TABLE shops DROP COLUMN paused_until")
