"""The events of one plan are found without reading all of the square's: the page of a day shows its history."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_events_plan_id", "events", ["plan_id"])


def downgrade() -> None:
    op.drop_index("ix_events_plan_id", table_name="events")
