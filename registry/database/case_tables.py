"""The tables of work around a report: progress, evidence, lists, and the index of company names.

None of them takes part in filing or decides anything; the index of names can be thrown away and
grows again (registry.likeness.names_index).
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from registry.database.column_types import Day, Instant
from registry.database.tables import metadata

progress = Table(
    "progress",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("filing_seq", Integer, ForeignKey("filing.seq"), nullable=False),
    Column("kind", String(20), nullable=False),  # NoteKind
    Column("note", Text, nullable=False),
    Column("happened_on", Day, nullable=False),
    Column("account", String(20), ForeignKey("staff.account"), nullable=False),
    Column("bureau_only", Boolean(create_constraint=False), nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Index("ix_progress_report", "filing_seq", "id"),
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", String(32), primary_key=True),  # also the file's name on disk
    Column("filing_seq", Integer, ForeignKey("filing.seq"), nullable=False, index=True),
    Column("name", String(200), nullable=False),  # as the sender called it; never a path
    Column("kind", String(10), nullable=False),  # FileKind, told by the content
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("account", String(20), ForeignKey("staff.account"), nullable=False),
    Column("bureau_only", Boolean(create_constraint=False), nullable=False),
    Column("added_at", Instant, nullable=False),
)

target_company = Table(
    "target_company",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("list_name", String(60), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("uscc", String(18), index=True),
    Column("parent", Text, nullable=False),
    Column("chain", String(60), nullable=False),
    Column("remark", Text, nullable=False),
    Column("imported_at", Instant, nullable=False),
)

target_name = Table(
    "target_name",
    metadata,
    Column("name_key", String(200), nullable=False),  # folded: the name, its aliases, its parent
    Column("target_id", Integer, ForeignKey("target_company.id"), nullable=False, index=True),
    Column("relation", String(10), nullable=False),  # NameRelation
    PrimaryKeyConstraint("name_key", "target_id", name="pk_target_name"),
)

opportunity = Table(
    "opportunity",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("list_name", String(60), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("company", Text, nullable=False),
    Column("name_key", String(200), nullable=False, index=True),
    Column("chain", String(60), nullable=False),
    Column("place", Text, nullable=False),
    Column("investment_yuan", BigInteger),
    Column("remark", Text, nullable=False),
    Column("imported_at", Instant, nullable=False),
)

company_name = Table(
    "company_name",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name_key", String(200), nullable=False, unique=True),  # filing.investor_key
    Column("core", String(200), nullable=False),
    Column("stem", String(200), nullable=False),
)

name_gram = Table(
    "name_gram",
    metadata,
    Column("gram", String(16), nullable=False),
    Column("name_id", Integer, nullable=False),
    PrimaryKeyConstraint("gram", "name_id", name="pk_name_gram"),
    sqlite_with_rowid=False,
)
