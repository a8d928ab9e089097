"""The usual size of a shop's orders. Plain SQL, as in 0002."""

from alembic import op

revision = "0013"
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


def downgrade() -> None:
    op.execute("ALTER TABLE shops DROP COLUMN usual_volume_ml")
    op.execute("ALTER TABLE shops DROP COLUMN usual_weight_g")
