"""Own names for conversations, conversations off the list, and which device a session is on."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is missing; older sessions have no device."""
    op.create_table(
        "conversation_label",
        sa.Column("conversation", sa.String(128), primary_key=True),
        sa.Column("person", sa.String(128), primary_key=True),
        sa.Column("title", sa.String(60)),
        sa.Column("hidden_at", sa.String(27)),
    )
    op.add_column("web_session", sa.Column("device", sa.String(40)))
