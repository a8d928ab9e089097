"""The rounds of both sides of a day's report, so that somebody else can solve them again. Plain SQL, as in 0002."""

import sqlalchemy as sa
from alembic import op

from data.base import DOCUMENT

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plans", sa.Column("solved", DOCUMENT, nullable=True))


def downgrade() -> None:
    op.execute("ALTER TABLE plans DROP COLUMN solved")
