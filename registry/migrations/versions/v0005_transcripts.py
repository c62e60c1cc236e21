"""Transcripts: what was said in a conversation, to be shown again."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of turns."""
    op.create_table(
        "spoken",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("conversation", sa.String(128), nullable=False),
        sa.Column("message_id", sa.String(128), nullable=False),
        sa.Column("person", sa.String(128), nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("replies", sa.Text, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.UniqueConstraint("conversation", "message_id", name="uq_spoken_conversation"),
    )
    op.create_index("ix_spoken_person", "spoken", ["person", "at"])
    op.create_index("ix_spoken_at", "spoken", ["at"])
