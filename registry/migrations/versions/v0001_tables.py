"""The tables: people, talk, reports, proof."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create them, with the counters at 0 and an empty ledger."""
    _create_unit()
    _create_staff()
    _create_invite()
    _create_identity()
    _create_usage()
    _create_conversation()
    _create_inbox()
    _create_outbox()
    _create_draft()
    _create_counter()
    _create_filing()
    _create_project_alias()
    _create_finding()
    _create_dispute()
    _create_ledger()
    _create_ledger_salt()
    _create_ledger_head()
    _create_checkpoint()
    _create_receipt()
    _create_service_state()
    op.execute("INSERT INTO counter (name, n) VALUES ('filing', 0), ('staff', 0)")
    op.execute(
        "INSERT INTO ledger_head (id, size, h, peaks, at) "
        "VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000', "
        "'[]', '1970-01-01T00:00:00.000000Z')"
    )


def _create_unit() -> None:
    op.create_table(
        "unit",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_unit")),
    )


def _create_staff() -> None:
    op.create_table(
        "staff",
        sa.Column("account", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("revoked_at", sa.String(27), nullable=True),
        sa.ForeignKeyConstraint(["unit"], ["unit.name"], name=op.f("fk_staff_unit")),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_staff")),
    )
    op.create_index(op.f("ix_staff_unit"), "staff", ["unit"], unique=False)


def _create_invite() -> None:
    op.create_table(
        "invite",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("expires_at", sa.String(27), nullable=False),
        sa.Column("used_at", sa.String(27), nullable=True),
        sa.Column("cancelled_at", sa.String(27), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["staff.account"], name=op.f("fk_invite_account")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_invite")),
    )
    op.create_index(op.f("ix_invite_account"), "invite", ["account"], unique=False)


def _create_identity() -> None:
    op.create_table(
        "identity",
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("account", sa.String(length=20), nullable=False),
        sa.Column("bound_at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["staff.account"], name=op.f("fk_identity_account")),
        sa.PrimaryKeyConstraint("channel", "external_id", name=op.f("pk_identity")),
    )
    op.create_index(op.f("ix_identity_account"), "identity", ["account"], unique=False)


def _create_usage() -> None:
    op.create_table(
        "usage",
        sa.Column("account", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("account", "kind", "day", name=op.f("pk_usage")),
    )


def _create_conversation() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("person", sa.String(length=128), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
    )
    op.create_index(op.f("ix_conversation_person"), "conversation", ["person"], unique=False)


def _create_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("source_id", sa.String(length=128), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("received_at", sa.String(27), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("done_at", sa.String(27), nullable=True),
        sa.PrimaryKeyConstraint("source", "source_id", name=op.f("pk_inbox")),
    )
    op.create_index(op.f("ix_inbox_done_at"), "inbox", ["done_at"], unique=False)


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("recipient", sa.String(length=80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.String(27), nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("sent_at", sa.String(27), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox_due", "outbox", ["state", "due_at", "id"], unique=False)


def _create_draft() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("slots", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["staff.account"], name=op.f("fk_draft_account")),
        sa.ForeignKeyConstraint(["unit"], ["unit.name"], name=op.f("fk_draft_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_index("ix_draft_account", "draft", ["account", "state", "updated_at"], unique=False)


def _create_counter() -> None:
    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )


def _create_filing() -> None:
    op.create_table(
        "filing",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("report_no", sa.String(length=20), nullable=False),
        sa.Column("idem", sa.String(length=128), nullable=False),
        sa.Column("draft_id", sa.String(length=32), nullable=False),
        sa.Column("draft_version", sa.Integer(), nullable=False),
        sa.Column("project_key", sa.String(length=300), nullable=False),
        sa.Column("claim", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("account", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_salt", sa.String(length=32), nullable=False),
        sa.Column("content_digest", sa.String(length=64), nullable=False),
        sa.Column("project_name", sa.Text(), nullable=False),
        sa.Column("project_name_key", sa.String(length=200), nullable=False),
        sa.Column("investor_name", sa.Text(), nullable=False),
        sa.Column("investor_key", sa.String(length=200), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=True),
        sa.Column("chain", sa.String(length=60), nullable=False),
        sa.Column("platform", sa.String(length=100), nullable=True),
        sa.Column("investment_yuan", sa.BigInteger(), nullable=True),
        sa.Column("received_at", sa.String(27), nullable=False),
        sa.Column("source_time", sa.String(27), nullable=True),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("previous_seq", sa.Integer(), nullable=True),
        sa.Column("granted_at", sa.String(27), nullable=True),
        sa.Column("expires_on", sa.String(10), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("claim IN ('active', 'waiting', 'none')", name=op.f("ck_filing_claim")),
        sa.CheckConstraint(
            "granted_at IS NULL OR claim <> 'waiting'", name=op.f("ck_filing_holder_is_active")
        ),
        sa.ForeignKeyConstraint(["account"], ["staff.account"], name=op.f("fk_filing_account")),
        sa.ForeignKeyConstraint(
            ["previous_seq"], ["filing.seq"], name=op.f("fk_filing_previous_seq")
        ),
        sa.ForeignKeyConstraint(["unit"], ["unit.name"], name=op.f("fk_filing_unit")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_filing")),
        sa.UniqueConstraint("account", "idem", name="uq_filing_idem"),
        sa.UniqueConstraint("draft_id", name="uq_filing_draft_id"),
        sa.UniqueConstraint("report_no", name=op.f("uq_filing_report_no")),
    )
    op.create_index("ix_filing_account", "filing", ["account", "seq"], unique=False)
    op.create_index("ix_filing_chain", "filing", ["chain", "seq"], unique=False)
    op.create_index(op.f("ix_filing_investor_key"), "filing", ["investor_key"], unique=False)
    op.create_index("ix_filing_queue", "filing", ["project_key", "claim", "seq"], unique=False)
    op.create_index(op.f("ix_filing_received_at"), "filing", ["received_at"], unique=False)
    op.create_index("ix_filing_state", "filing", ["state", "seq"], unique=False)
    op.create_index("ix_filing_unit", "filing", ["unit", "state", "seq"], unique=False)
    op.create_index(op.f("ix_filing_uscc"), "filing", ["uscc"], unique=False)
    op.create_index(
        "one_active",
        "filing",
        ["project_key"],
        unique=True,
        sqlite_where=sa.text("claim = 'active'"),
        postgresql_where=sa.text("claim = 'active'"),
    )
    op.create_index(
        "one_open_per_unit",
        "filing",
        ["project_key", "unit", "project_name_key"],
        unique=True,
        sqlite_where=sa.text("claim <> 'none'"),
        postgresql_where=sa.text("claim <> 'none'"),
    )


def _create_project_alias() -> None:
    op.create_table(
        "project_alias",
        sa.Column("alias", sa.String(length=300), nullable=False),
        sa.Column("project_key", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("alias", name=op.f("pk_project_alias")),
    )
    op.create_index(
        op.f("ix_project_alias_project_key"), "project_alias", ["project_key"], unique=False
    )


def _create_finding() -> None:
    op.create_table(
        "finding",
        sa.Column("filing_seq", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("account", sa.String(length=20), nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(["filing_seq"], ["filing.seq"], name=op.f("fk_finding_filing_seq")),
        sa.PrimaryKeyConstraint("filing_seq", "n", name=op.f("pk_finding")),
    )


def _create_dispute() -> None:
    op.create_table(
        "dispute",
        sa.Column("earlier_seq", sa.Integer(), nullable=False),
        sa.Column("later_seq", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("raised_at", sa.String(27), nullable=False),
        sa.Column("settled_at", sa.String(27), nullable=True),
        sa.ForeignKeyConstraint(
            ["earlier_seq"], ["filing.seq"], name=op.f("fk_dispute_earlier_seq")
        ),
        sa.ForeignKeyConstraint(["later_seq"], ["filing.seq"], name=op.f("fk_dispute_later_seq")),
        sa.PrimaryKeyConstraint("earlier_seq", "later_seq", name=op.f("pk_dispute")),
    )


def _create_ledger() -> None:
    op.create_table(
        "ledger",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("filing_seq", sa.Integer(), nullable=True),
        sa.Column("account", sa.String(length=20), nullable=True),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("leaf", sa.String(length=64), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("h", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_ledger")),
    )
    op.create_index(op.f("ix_ledger_account"), "ledger", ["account"], unique=False)
    op.create_index(op.f("ix_ledger_filing_seq"), "ledger", ["filing_seq"], unique=False)


def _create_ledger_salt() -> None:
    op.create_table(
        "ledger_salt",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["ledger.seq"], name=op.f("fk_ledger_salt_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_ledger_salt")),
    )


def _create_ledger_head() -> None:
    op.create_table(
        "ledger_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("h", sa.String(length=64), nullable=False),
        sa.Column("peaks", sa.Text(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_head")),
    )


def _create_checkpoint() -> None:
    op.create_table(
        "checkpoint",
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_checkpoint")),
    )


def _create_receipt() -> None:
    op.create_table(
        "receipt",
        sa.Column("filing_seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["filing_seq"], ["filing.seq"], name=op.f("fk_receipt_filing_seq")),
        sa.PrimaryKeyConstraint("filing_seq", name=op.f("pk_receipt")),
    )


def _create_service_state() -> None:
    op.create_table(
        "service_state",
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_service_state")),
    )
