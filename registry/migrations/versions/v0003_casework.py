"""Casework: follow-up columns of reports, progress, evidence, lists, the index of names."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is missing; no report changes what it says."""
    _extend_filing()
    _create_progress()
    _create_evidence()
    _create_lists()
    _create_names()


def _extend_filing() -> None:
    op.add_column("filing", sa.Column("owner", sa.String(20)))
    op.add_column("filing", sa.Column("next_step", sa.Text))
    op.add_column("filing", sa.Column("next_due_on", sa.String(10)))
    op.add_column("filing", sa.Column("last_activity_at", sa.String(27)))
    op.execute("UPDATE filing SET last_activity_at = received_at")
    op.create_index("ix_filing_unit_seq", "filing", ["unit", "seq"])
    op.create_index("ix_filing_idle", "filing", ["state", "last_activity_at", "seq"])
    op.create_index("ix_filing_unit_idle", "filing", ["unit", "state", "last_activity_at", "seq"])
    op.create_index("ix_filing_due", "filing", ["state", "next_due_on", "seq"])
    period = ["received_at", "unit", "chain", "state", "investment_yuan"]
    op.create_index("ix_filing_period", "filing", period)


def _create_progress() -> None:
    op.create_table(
        "progress",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        _report(),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("happened_on", sa.String(10), nullable=False),
        _account(),
        sa.Column("bureau_only", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False),
    )
    op.create_index("ix_progress_report", "progress", ["filing_seq", "id"])


def _create_evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.String(32), primary_key=True),
        _report(),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        _account(),
        sa.Column("bureau_only", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("added_at", sa.String(27), nullable=False),
    )
    op.create_index("ix_evidence_filing_seq", "evidence", ["filing_seq"])


def _create_lists() -> None:
    op.create_table(
        "target_company",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("list_name", sa.String(60), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("uscc", sa.String(18)),
        sa.Column("parent", sa.Text, nullable=False),
        sa.Column("chain", sa.String(60), nullable=False),
        sa.Column("remark", sa.Text, nullable=False),
        sa.Column("imported_at", sa.String(27), nullable=False),
    )
    op.create_index("ix_target_company_list_name", "target_company", ["list_name"])
    op.create_index("ix_target_company_uscc", "target_company", ["uscc"])
    op.create_table(
        "target_name",
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("target_id", sa.Integer, sa.ForeignKey("target_company.id"), nullable=False),
        sa.Column("relation", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("name_key", "target_id", name="pk_target_name"),
    )
    op.create_index("ix_target_name_target_id", "target_name", ["target_id"])
    op.create_table(
        "opportunity",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("list_name", sa.String(60), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("company", sa.Text, nullable=False),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("chain", sa.String(60), nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("investment_yuan", sa.BigInteger),
        sa.Column("remark", sa.Text, nullable=False),
        sa.Column("imported_at", sa.String(27), nullable=False),
    )
    op.create_index("ix_opportunity_list_name", "opportunity", ["list_name"])
    op.create_index("ix_opportunity_name_key", "opportunity", ["name_key"])


def _create_names() -> None:
    op.create_table(
        "company_name",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("name_key", sa.String(200), nullable=False, unique=True),
        sa.Column("core", sa.String(200), nullable=False),
        sa.Column("stem", sa.String(200), nullable=False),
    )
    op.create_table(
        "name_gram",
        sa.Column("gram", sa.String(16), nullable=False),
        sa.Column("name_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("gram", "name_id", name="pk_name_gram"),
        sqlite_with_rowid=False,
    )


def _report() -> sa.Column[int]:
    return sa.Column("filing_seq", sa.Integer, sa.ForeignKey("filing.seq"), nullable=False)


def _account() -> sa.Column[str]:
    return sa.Column("account", sa.String(20), sa.ForeignKey("staff.account"), nullable=False)
