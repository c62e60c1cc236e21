"""The tables of the registry, the same on SQLite and PostgreSQL.

The authority for "one active claim per project" is the partial unique index `one_active`.
`ledger`, `checkpoint` and `receipt` take no UPDATE and no DELETE (triggers, registry/migrations).
Does not create anything: registry/migrations does; a test holds the two equal.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from registry.database.column_types import Day, Instant, Json

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


def _when_received(context: Any) -> object:
    return context.get_current_parameters()["received_at"]


# --- people ---

unit = Table(
    "unit",
    metadata,
    Column("name", String(60), primary_key=True),  # 余杭区
    Column("kind", String(20), nullable=False),  # UnitKind
    Column("created_at", Instant, nullable=False),
)

staff = Table(
    "staff",
    metadata,
    Column("account", String(20), primary_key=True),
    Column("name", String(60), nullable=False),
    Column("unit", String(60), ForeignKey("unit.name"), nullable=False, index=True),
    Column("role", String(20), nullable=False),  # Role
    Column("active", Boolean(create_constraint=False), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("revoked_at", Instant),
)

invite = Table(
    "invite",
    metadata,
    Column("digest", String(64), primary_key=True),  # SHA-256 of the code; the code is not kept
    Column("account", String(20), ForeignKey("staff.account"), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("cancelled_at", Instant),
    Column("channel", String(20)),  # good for binding that channel only; None: for any, and the web
)

identity = Table(
    "identity",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("external_id", String(128), primary_key=True),  # Telegram user id, never a user name
    Column("account", String(20), ForeignKey("staff.account"), nullable=False, index=True),
    Column("bound_at", Instant, nullable=False),
)

usage = Table(
    "usage",
    metadata,
    Column("account", String(20), primary_key=True),
    Column("kind", String(30), primary_key=True),
    Column("day", Day, primary_key=True),
    Column("n", Integer, nullable=False),
)

# --- talk ---

conversation = Table(
    "conversation",
    metadata,
    Column("id", String(128), primary_key=True),
    Column("person", String(128), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("state", Json, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

spoken = Table(
    "spoken",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation", String(128), nullable=False),
    Column("message_id", String(128), nullable=False),
    Column("person", String(128), nullable=False),
    Column("said", Text, nullable=False),
    Column("replies", Json, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("conversation", "message_id"),
    Index("ix_spoken_person", "person", "at"),
    Index("ix_spoken_at", "at"),
)

conversation_label = Table(
    "conversation_label",  # what a person made of a conversation in their own list
    metadata,
    Column("conversation", String(128), primary_key=True),
    Column("person", String(128), primary_key=True),
    Column("title", String(60)),
    Column("hidden_at", Instant),  # listed again when it is spoken in after that
)

inbox = Table(
    "inbox",
    metadata,
    Column("source", String(20), primary_key=True),
    Column("source_id", String(128), primary_key=True),
    Column("body", Json, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("outcome", Json),
    Column("done_at", Instant, index=True),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(40), nullable=False),
    Column("recipient", String(80), nullable=False),  # `unit:余杭区`, `account:…`
    Column("body", Json, nullable=False),
    Column("state", String(10), nullable=False),  # pending sent dead
    Column("attempts", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Index("ix_outbox_due", "state", "due_at", "id"),
)

draft = Table(
    "draft",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("account", String(20), ForeignKey("staff.account"), nullable=False),
    Column("unit", String(60), ForeignKey("unit.name"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(10), nullable=False),  # open filed discarded
    Column("slots", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Index("ix_draft_account", "account", "state", "updated_at"),
)

# --- reports ---

counter = Table(
    "counter",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("n", BigInteger, nullable=False),
)

filing = Table(
    "filing",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),  # acceptance number 受理序号
    Column("report_no", String(20), nullable=False, unique=True),
    Column("idem", String(128), nullable=False),
    Column("draft_id", String(32), nullable=False),
    Column("draft_version", Integer, nullable=False),
    Column("project_key", String(300), nullable=False),
    Column("claim", String(10), nullable=False),  # Claim: active waiting none
    Column("state", String(20), nullable=False),  # a state of rules.lifecycle
    Column("unit", String(60), ForeignKey("unit.name"), nullable=False),
    Column("account", String(20), ForeignKey("staff.account"), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("content", Json, nullable=False),  # slot name -> value, confidential
    Column("content_salt", String(32), nullable=False),
    Column("content_digest", String(64), nullable=False),
    Column("project_name", Text, nullable=False),
    Column("project_name_key", String(200), nullable=False),  # folded
    Column("investor_name", Text, nullable=False),
    Column("investor_key", String(200), nullable=False, index=True),  # folded legal name
    Column("uscc", String(18), index=True),
    Column("chain", String(60), nullable=False),
    Column("platform", String(100)),
    Column("investment_yuan", BigInteger),  # None: not stated, or no rate for the currency
    Column("received_at", Instant, nullable=False, index=True),
    Column("source_time", Instant),  # what the sender's clock said; never used for order
    Column("updated_at", Instant, nullable=False),
    Column("disputed", Boolean(create_constraint=False), nullable=False),  # 争议
    Column("previous_seq", Integer, ForeignKey("filing.seq")),  # the report this one continues
    Column("granted_at", Instant),
    Column("expires_on", Day),  # only where a validity is set
    Column("row_version", Integer, nullable=False),
    Column("owner", String(20)),  # account of who follows the project up (casework.progress)
    Column("next_step", Text),
    Column("next_due_on", Day),
    # the unit's own last act on the project; what happens to rivals never moves it
    Column("last_activity_at", Instant, default=_when_received),
    UniqueConstraint("account", "idem", name="uq_filing_idem"),
    UniqueConstraint("draft_id", name="uq_filing_draft_id"),
    CheckConstraint("claim IN ('active', 'waiting', 'none')", name="claim"),
    CheckConstraint("granted_at IS NULL OR claim <> 'waiting'", name="holder_is_active"),
    Index("one_active", "project_key", unique=True, sqlite_where=text("claim = 'active'"),
          postgresql_where=text("claim = 'active'")),
    Index("one_open_per_unit", "project_key", "unit", "project_name_key", unique=True,
          sqlite_where=text("claim <> 'none'"), postgresql_where=text("claim <> 'none'")),
    Index("ix_filing_queue", "project_key", "claim", "seq"),
    Index("ix_filing_unit", "unit", "state", "seq"),
    Index("ix_filing_state", "state", "seq"),
    Index("ix_filing_chain", "chain", "seq"),
    Index("ix_filing_account", "account", "seq"),
    Index("ix_filing_unit_seq", "unit", "seq"),
    Index("ix_filing_idle", "state", "last_activity_at", "seq"),
    Index("ix_filing_unit_idle", "unit", "state", "last_activity_at", "seq"),
    Index("ix_filing_due", "state", "next_due_on", "seq"),
    Index("ix_filing_period", "received_at", "unit", "chain", "state", "investment_yuan"),
)  # fmt: skip

project_alias = Table(
    "project_alias",
    metadata,
    Column("alias", String(300), primary_key=True),  # `uscc:…|chain`, `name:…|chain`
    Column("project_key", String(300), nullable=False, index=True),
)

finding = Table(
    "finding",
    metadata,
    Column("filing_seq", Integer, ForeignKey("filing.seq"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),  # FindingKind
    Column("body", Json, nullable=False),
    Column("account", String(20), nullable=False),
    Column("recorded_at", Instant, nullable=False),
)

dispute = Table(
    "dispute",
    metadata,
    Column("earlier_seq", Integer, ForeignKey("filing.seq"), primary_key=True),
    Column("later_seq", Integer, ForeignKey("filing.seq"), primary_key=True),
    Column("cause", String(20), nullable=False),  # DisputeCause
    Column("raised_at", Instant, nullable=False),
    Column("settled_at", Instant),
)

# --- proof ---

ledger = Table(
    "ledger",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),  # 1, 2, 3 … without gaps
    Column("kind", String(30), nullable=False),
    Column("filing_seq", Integer, index=True),
    Column("account", String(20), index=True),
    Column("at", Instant, nullable=False),
    Column("body", Text, nullable=False),  # canonical JSON
    Column("leaf", String(64), nullable=False),  # SHA-256 of salt and body
    Column("prev", String(64), nullable=False),
    Column("h", String(64), nullable=False),  # SHA-256 of prev and leaf
)

ledger_salt = Table(
    "ledger_salt",
    metadata,
    Column("seq", Integer, ForeignKey("ledger.seq"), primary_key=True, autoincrement=False),
    Column("salt", String(32), nullable=False),
)

ledger_head = Table(
    "ledger_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1
    Column("size", Integer, nullable=False),
    Column("h", String(64), nullable=False),
    Column("peaks", Json, nullable=False),  # roots of the perfect subtrees, left to right
    Column("at", Instant, nullable=False),
)

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("size", Integer, primary_key=True, autoincrement=False),
    Column("body", Json, nullable=False),
)

receipt = Table(
    "receipt",
    metadata,
    Column("filing_seq", Integer, ForeignKey("filing.seq"), primary_key=True, autoincrement=False),
    Column("body", Json, nullable=False),
)

service_state = Table(
    "service_state",
    metadata,
    Column("name", String(30), primary_key=True),  # `read_only`
    Column("value", Json, nullable=False),
    Column("at", Instant, nullable=False),
)
