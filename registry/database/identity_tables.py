"""The tables of signing in: passwords, factors, sessions, tokens, tries, waiting bindings, leases.

Secrets a person holds (codes, session ids, tokens) stand here as SHA-256 of at least 128 random
bits; passwords as Argon2id; the seed of a second factor sealed (bot.identity.sealing).
Short-lived rows (TRANSIENT) are left out of backups: a restore revives no session.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text

from registry.database.column_types import Instant, Json
from registry.database.tables import metadata

password = Table(
    "password",
    metadata,
    Column("account", String(20), ForeignKey("staff.account"), primary_key=True),
    Column("hash", Text, nullable=False),  # Argon2id, with its parameters and salt
    Column("set_at", Instant, nullable=False),
)

second_factor = Table(
    "second_factor",
    metadata,
    Column("account", String(20), ForeignKey("staff.account"), primary_key=True),
    Column("sealed_seed", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("confirmed_at", Instant),  # None: offered, not yet in use
    Column("last_step", BigInteger, nullable=False),  # a code of this step or before is a replay
)

recovery_code = Table(
    "recovery_code",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("account", String(20), ForeignKey("staff.account"), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("used_at", Instant),
)

web_session = Table(
    "web_session",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("account", String(20), ForeignKey("staff.account"), nullable=False, index=True),
    Column("method", String(20), nullable=False),  # SignInMethod
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),  # written at most once a minute
    Column("authenticated_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("ended_at", Instant),
    Column("device", String(40)),  # browser and system, coarsely; None until a page was opened
)

access_token = Table(
    "access_token",
    metadata,
    Column("id", String(16), primary_key=True),  # to name it by; not secret
    Column("digest", String(64), nullable=False, unique=True),
    Column("account", String(20), ForeignKey("staff.account"), nullable=False, index=True),
    Column("name", String(60), nullable=False),
    Column("scopes", Json, nullable=False),  # TokenScope values, sorted
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),  # written at most once a minute
    Column("revoked_at", Instant),
)

attempt = Table(
    "attempt",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(20), nullable=False),
    Column("subject", String(64), nullable=False),  # digest of an account, address or chat
    Column("at", Instant, nullable=False),
    Index("ix_attempt_subject", "kind", "subject", "at"),
    Index("ix_attempt_at", "at"),
)

binding_request = Table(
    "binding_request",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("channel", String(20), nullable=False),
    Column("external_id", String(128), nullable=False),
    Column("account", String(20), ForeignKey("staff.account"), nullable=False, index=True),
    Column("asked_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("decided_at", Instant),
    Column("outcome", String(10)),  # confirmed refused withdrawn replaced ended
    Index("ix_binding_request_chat", "channel", "external_id"),
)

sign_on = Table(
    "sign_on",
    metadata,
    Column("digest", String(64), primary_key=True),  # of the value the browser holds
    Column("state", String(64), nullable=False),  # SHA-256
    Column("nonce", String(64), nullable=False),
    Column("verifier", String(128), nullable=False),
    Column("return_to", String(300), nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
)

lease = Table(
    "lease",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("holder", String(80), nullable=False),
    Column("number", BigInteger, nullable=False),  # one more with each new holder
    Column("taken_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

TRANSIENT = (web_session, attempt, binding_request, sign_on, lease)
