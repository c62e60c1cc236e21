"""Keep the library durably: documents, clauses, facts, terms and links, in one SQLite file.

The catalogue is the truth; every search index is a copy that names the generation it stands at and
is brought up
from `changed_since` and `gone_since`. Each write is one transaction and one new generation.
Writes: the file given to `Catalog.open` (rollback journal, synchronous EXTRA, deleted text
overwritten).
Does not: parse, search or decide what is in force.
"""

import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from retrieval.errors import IndexUnavailable
from retrieval.index import catalog_rows as rows
from retrieval.index.catalog_rows import StoredClause, StoredDocument
from retrieval.index.catalog_schema import MIGRATIONS
from retrieval.index.editions import ClauseLinks
from retrieval.types import Clause, Fact, Origin, ParsedDocument, Term
from rules.clauses import ClauseRef

BUSY_TIMEOUT_S = 10.0
_BATCH = 500
_AFTER_ANY_KEY = "g"  # keys are hexadecimal


@dataclass(frozen=True, slots=True)
class ClauseChanges:
    """What storing a document did to its clauses."""

    added: int
    kept: int
    removed: int


class Catalog:
    """The library's file. Safe for several threads of a process and several processes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.RLock()

    @classmethod
    def open(cls, path: Path, *, make_identity: Callable[[], str] = secrets.token_hex) -> Self:
        """Open or create the file and migrate it.

        Raises IndexUnavailable (`catalog_newer`, `catalog_damaged`) where the file cannot serve.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
        )
        catalog = cls(connection)
        try:
            for pragma in ("foreign_keys=ON", "synchronous=EXTRA", "secure_delete=ON"):
                connection.execute(f"PRAGMA {pragma}")
            catalog._migrate(path, make_identity)
        except sqlite3.DatabaseError as error:
            connection.close()
            message = f"{path} is not a library file: {error}"
            raise IndexUnavailable(message, code="catalog_damaged", path=str(path)) from error
        except IndexUnavailable:
            connection.close()
            raise
        return catalog

    def _migrate(self, path: Path, make_identity: Callable[[], str]) -> None:
        if self._version() == len(MIGRATIONS):
            return
        with self.transaction():
            version = self._version()
            if version > len(MIGRATIONS):
                message = f"{path} has schema {version}, this program knows {len(MIGRATIONS)}"
                raise IndexUnavailable(message, code="catalog_newer", path=str(path))
            for statement in (line for step in MIGRATIONS[version:] for line in step):
                self._connection.execute(statement)
            if version == 0:
                self._set("identity", make_identity())
                self._set("generation", "0")
            self._connection.execute(f"PRAGMA user_version={len(MIGRATIONS)}")

    def _version(self) -> int:
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the file for one write; everything inside happens, or nothing."""
        with self._lock:
            if self._connection.in_transaction:
                yield
                return
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                yield
                self._connection.execute("COMMIT")
            except sqlite3.OperationalError as error:
                self._roll_back()
                message = f"the library cannot be written to: {error}"
                raise IndexUnavailable(message, code="catalog_write") from error
            except BaseException:
                self._roll_back()
                raise

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    # settings

    @property
    def identity(self) -> str:
        """Random name of this file; an index made from another one does not fit."""
        return self.setting("identity")

    @property
    def generation(self) -> int:
        """Number of the last write."""
        return int(self.setting("generation"))

    def setting(self, name: str) -> str:
        """A stored value, empty where none is."""
        found = self._query("SELECT value FROM setting WHERE name = ?", name)
        return str(found[0][0]) if found else ""

    def set_setting(self, name: str, value: str) -> None:
        """Store a value; no new generation."""
        with self.transaction():
            self._set(name, value)

    def _set(self, name: str, value: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    def advance(self) -> int:
        """Begin a new generation inside the transaction under way and return its number."""
        generation = self.generation + 1
        self._set("generation", str(generation))
        return generation

    # documents

    def documents(self) -> tuple[StoredDocument, ...]:
        """Every text held, by key."""
        found = self._query(
            "SELECT key, meta, origin, shipped, source_name, sha256, content_hash"
            " FROM document ORDER BY key"
        )
        return tuple(
            StoredDocument(key, rows.decode_meta(meta), Origin(origin), bool(shipped), *rest)
            for key, meta, origin, shipped, *rest in found
        )

    def text(self, doc_key: str) -> str:
        """A document's full text, empty where the document is unknown."""
        found = self._query("SELECT text FROM document WHERE key = ?", doc_key)
        return str(found[0][0]) if found else ""

    def put(self, document: ParsedDocument, *, shipped: bool, generation: int) -> ClauseChanges:
        """Store one text, replacing its earlier state, inside the transaction under way.

        Clauses whose content is unchanged keep their key and generation, so no index touches them.
        """
        meta, origin = document.meta, rows.origin_of(document)
        key = rows.document_key(meta.doc_id, meta.edition, origin)
        self._connection.execute(
            "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET"
            " shipped = excluded.shipped, meta = excluded.meta, text = excluded.text,"
            " source_name = excluded.source_name, sha256 = excluded.sha256,"
            " content_hash = excluded.content_hash",
            (key, origin, shipped, rows.encode_meta(meta), document.text, document.source_name,
             document.sha256, rows.content_hash(document)),
        )  # fmt: skip
        changes = self._put_clauses(key, document, generation)
        self._connection.execute("DELETE FROM fact WHERE document = ?", (key,))
        self._connection.executemany(
            "INSERT INTO fact VALUES (?, ?, ?)",
            ((key, at, rows.encode_fact(fact)) for at, fact in enumerate(document.facts)),
        )
        return changes

    def _put_clauses(self, key: str, document: ParsedDocument, generation: int) -> ClauseChanges:
        known = {row[0] for row in self._query("SELECT key FROM clause WHERE document = ?", key)}
        keyed = {
            rows.clause_key(clause, document.meta): clause
            for clause in (rows.with_place(clause, document.meta) for clause in document.clauses)
        }
        dropped = known - keyed.keys()
        self._bury(sorted(dropped), generation)
        self._connection.executemany(
            "INSERT INTO clause VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET"
            " position = excluded.position, body = excluded.body",
            (
                (clause_key, key, str(clause.ref), clause.edition, clause.origin, position,
                 clause.place, rows.encode_clause(clause), generation)
                for position, (clause_key, clause) in enumerate(keyed.items())
            ),
        )  # fmt: skip
        added = [(clause_key,) for clause_key in keyed.keys() - known]
        self._connection.executemany("DELETE FROM gone WHERE key = ?", added)
        return ClauseChanges(len(added), len(known) - len(dropped), len(dropped))

    def drop(self, doc_keys: Sequence[str], *, generation: int) -> int:
        """Delete texts with all that hangs on them, inside the transaction under way; counts
        clauses."""
        count = 0
        for key in doc_keys:
            buried = [r[0] for r in self._query("SELECT key FROM clause WHERE document = ?", key)]
            self._bury(buried, generation)
            self._connection.execute("DELETE FROM document WHERE key = ?", (key,))
            count += len(buried)
        return count

    def _bury(self, keys: Sequence[str], generation: int) -> None:
        self._connection.executemany("DELETE FROM clause WHERE key = ?", ((k,) for k in keys))
        self._connection.executemany(
            "INSERT OR REPLACE INTO gone VALUES (?, ?)", ((key, generation) for key in keys)
        )

    # clauses and facts

    def clauses(self, keys: Sequence[str]) -> dict[str, StoredClause]:
        """The clauses of these keys; unknown keys are left out."""
        found: dict[str, StoredClause] = {}
        for start in range(0, len(keys), _BATCH):
            batch = keys[start : start + _BATCH]
            marks = ",".join("?" * len(batch))
            found |= {c.key: c for c in self._clauses(f"key IN ({marks})", *batch)}
        return found

    def clauses_of(self, doc_key: str) -> tuple[Clause, ...]:
        """A text's clauses in their order."""
        return tuple(c.clause for c in self._clauses("document = ? ORDER BY position", doc_key))

    def clause(self, doc_key: str, clause_id: str) -> Clause | None:
        """One clause by its id."""
        ref = f"{doc_key.partition('@')[0]}#{clause_id}"
        found = list(self._clauses("document = ? AND ref = ?", doc_key, ref))
        return found[0].clause if found else None

    def count_clauses(self) -> int:
        """How many clauses the library holds."""
        return int(self._query("SELECT count(*) FROM clause")[0][0])

    def count_shipped_clauses(self) -> int:
        """How many of them came with the product."""
        join = "clause JOIN document ON document.key = clause.document WHERE shipped"
        return int(self._query(f"SELECT count(*) FROM {join}")[0][0])  # noqa: S608

    def places(self) -> tuple[str, ...]:
        """Every place a clause speaks of, the empty one for clauses without."""
        return tuple(str(place) for (place,) in self._query("SELECT DISTINCT place FROM clause"))

    def changed_since(self, generation: int, until: int) -> Iterator[StoredClause]:
        """Clauses stored after one generation and up to another, read in batches."""
        last = (generation, _AFTER_ANY_KEY)
        condition = (
            "generation <= ? AND (generation, key) > (?, ?)"
            f" ORDER BY generation, key LIMIT {_BATCH}"
        )
        while batch := list(self._clauses(condition, until, *last)):
            yield from batch
            found = self._query("SELECT generation FROM clause WHERE key = ?", batch[-1].key)
            last = (int(found[0][0]) if found else last[0], batch[-1].key)

    def gone_since(self, generation: int) -> list[str]:
        """Keys of clauses deleted after a generation and not stored again."""
        found = self._query("SELECT key FROM gone WHERE generation > ? ORDER BY key", generation)
        return [str(key) for (key,) in found]

    def facts(self, doc_key: str) -> tuple[Fact, ...]:
        """A text's typed facts in their order."""
        query = "SELECT body FROM fact WHERE document = ? ORDER BY position"
        return tuple(rows.decode_fact(body) for (body,) in self._query(query, doc_key))

    def terms(self) -> tuple[Term, ...]:
        """The glossary in its order."""
        found = self._query("SELECT body FROM term ORDER BY position")
        return tuple(rows.decode_term(body) for (body,) in found)

    def put_terms(self, terms: Iterable[Term]) -> None:
        """Replace the glossary, inside the transaction under way."""
        self._connection.execute("DELETE FROM term")
        self._connection.executemany(
            "INSERT INTO term (body) VALUES (?)", ((rows.encode_term(term),) for term in terms)
        )

    # links and withdrawals

    def put_links(self, digest: str, original: str, links: ClauseLinks) -> None:
        """Store how the clauses of two texts answer to one another, inside the transaction under
        way."""
        self._connection.execute("DELETE FROM link WHERE digest = ?", (digest,))
        for towards, partners in (("original", links.to_original), ("digest", links.to_digest)):
            self._connection.executemany(
                "INSERT INTO link VALUES (?, ?, ?, ?, ?)",
                ((digest, original, towards, clause, other) for clause, other in partners.items()),
            )

    def links(self, digest: str) -> ClauseLinks:
        """The links of a digest; empty where it has no original."""
        found: Mapping[str, dict[str, str]] = {"original": {}, "digest": {}}
        query = "SELECT towards, clause, partner FROM link WHERE digest = ?"
        for towards, clause, partner in self._query(query, digest):
            found[towards][clause] = partner
        return ClauseLinks(found["original"], found["digest"])

    def withdrawn(self) -> frozenset[str]:
        """Ids of shipped documents the user removed; they stay out when the corpus is read
        again."""
        return frozenset(str(doc_id) for (doc_id,) in self._query("SELECT doc_id FROM withdrawn"))

    def withdraw(self, doc_id: str, *, out: bool = True) -> None:
        """Note that a shipped document stays out, or may come back, inside the transaction under
        way."""
        statement = (
            "INSERT OR IGNORE INTO withdrawn VALUES (?)"
            if out
            else "DELETE FROM withdrawn WHERE doc_id = ?"
        )
        self._connection.execute(statement, (doc_id,))

    # reading

    def _query(self, sql: str, *values: object) -> list[tuple[str, ...]]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def _clauses(self, condition: str, *values: object) -> Iterator[StoredClause]:
        sql = f"SELECT key, document, ref, edition, origin, body FROM clause WHERE {condition}"  # noqa: S608
        for key, doc_key, ref, edition, origin, body in self._query(sql, *values):
            clause = rows.decode_clause(ClauseRef.parse(ref), edition, Origin(origin), body)
            yield StoredClause(key, doc_key, clause)
