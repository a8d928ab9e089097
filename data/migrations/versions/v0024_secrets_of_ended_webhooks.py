"""Webhooks that have ended keep no secret.

Revision ID: 0024
"""

from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Erase what `Webhooks.end` erases since."""
    op.execute("UPDATE webhooks SET secret = 'erased', old_secret = NULL, old_until = NULL WHERE state = 'ended'")


def downgrade() -> None:
    """Nothing to take back: what is erased does not come again."""
