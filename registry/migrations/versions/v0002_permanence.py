"""What is written stays: no UPDATE and no DELETE on the ledger, checkpoints and receipts.

A report may change its state but is never deleted. On PostgreSQL, besides, run the program as a
role that owns none of these tables (docs/operations.md).
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_PERMANENT = ("ledger", "checkpoint", "receipt")


def upgrade() -> None:
    """Create the triggers in the words of the database at hand."""
    rules = [(table, verb) for table in _PERMANENT for verb in ("UPDATE", "DELETE")]
    rules.append(("filing", "DELETE"))
    if op.get_bind().dialect.name == "sqlite":
        for table, verb in rules:
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is permanent'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is permanent', TG_TABLE_NAME; END $$"
    )
    for table, verb in [*rules, *((table, "TRUNCATE") for table in (*_PERMANENT, "filing"))]:
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
