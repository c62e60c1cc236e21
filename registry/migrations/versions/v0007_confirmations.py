"""Bindings that wait until somebody confirms them; those made before stay as they are."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of requests."""
    op.create_table(
        "binding_request",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("external_id", sa.String(128), nullable=False),
        sa.Column("account", sa.String(20), sa.ForeignKey("staff.account"), nullable=False),
        sa.Column("asked_at", sa.String(27), nullable=False),
        sa.Column("expires_at", sa.String(27), nullable=False),
        sa.Column("decided_at", sa.String(27)),
        sa.Column("outcome", sa.String(10)),
    )
    op.create_index("ix_binding_request_account", "binding_request", ["account"])
    op.create_index("ix_binding_request_chat", "binding_request", ["channel", "external_id"])
