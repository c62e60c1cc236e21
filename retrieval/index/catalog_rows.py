"""Turn documents, clauses, facts and terms into the catalogue's rows and back, and name clauses by
content.

Does not: touch a database; the row text is JSON in UTF-8, not escaped.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from retrieval.types import (
    AuthorityTier,
    Clause,
    DocumentMeta,
    Fact,
    FactKind,
    Origin,
    ParsedDocument,
    Term,
)
from rules.clauses import ClauseRef


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """One edition of a document as the library holds it, without its text.

    key: `doc_id@edition@origin`; shipped: it came with the product, not from `ingest`.
    sha256: of the source's bytes; content_hash: of everything parsed from it.
    """

    key: str
    meta: DocumentMeta
    origin: Origin
    shipped: bool
    source_name: str
    sha256: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class StoredClause:
    """A clause with its content-derived key and the key of its document."""

    key: str
    doc_key: str
    clause: Clause


def document_key(doc_id: str, edition: str, origin: Origin) -> str:
    """Name one text of one edition."""
    return f"{doc_id}@{edition}@{origin}"


def split_document_key(key: str) -> tuple[str, str, Origin]:
    """Document id, edition and origin of a text's name."""
    doc_id, _, rest = key.partition("@")
    edition, _, origin = rest.rpartition("@")
    return doc_id, edition, Origin(origin)


def origin_of(document: ParsedDocument) -> Origin:
    """Whose words a parsed document holds."""
    return document.clauses[0].origin if document.clauses else Origin.ORIGINAL


def with_place(clause: Clause, meta: DocumentMeta) -> Clause:
    """The clause with its document's place where it names none of its own."""
    return clause if clause.place else replace(clause, place=meta.place)


def clause_key(clause: Clause, meta: DocumentMeta) -> str:
    """Name a clause by all that is searched in it, 32 hex digits; where it stands in the file does
    not count."""
    parts = (
        str(clause.ref), clause.edition, clause.origin, clause.label, clause.title, clause.text,
        clause.place, *clause.parents, meta.title, meta.number, *meta.short_titles,
    )  # fmt: skip
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def content_hash(document: ParsedDocument) -> str:
    """Fingerprint of a parsed document: metadata, text, clauses and facts."""
    parts = [encode_meta(document.meta), document.text, document.source_name, document.sha256]
    parts += [f"{clause.ref}{encode_clause(clause)}" for clause in document.clauses]
    parts += [encode_fact(fact) for fact in document.facts]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def terms_hash(terms: Iterable[Term]) -> str:
    """Fingerprint of a glossary."""
    return hashlib.sha256("\0".join(encode_term(term) for term in terms).encode()).hexdigest()


def encode_meta(meta: DocumentMeta) -> str:
    """Front matter as JSON text."""
    return _dump(asdict(meta))


def decode_meta(text: str) -> DocumentMeta:
    """Front matter from its JSON text."""
    data = json.loads(text)
    for name in ("published", "effective_from", "effective_to"):
        data[name] = date.fromisoformat(data[name]) if data[name] else None
    data["tier"] = AuthorityTier(data["tier"])
    data["short_titles"] = tuple(data["short_titles"])
    return DocumentMeta(**data)


def encode_clause(clause: Clause) -> str:
    """What a clause's row does not hold in columns of its own, as JSON text."""
    return _dump([clause.label, clause.title, clause.text, clause.start, clause.end, clause.place,
                  clause.parents])  # fmt: skip


def decode_clause(ref: ClauseRef, edition: str, origin: Origin, body: str) -> Clause:
    """A clause from its row."""
    label, title, text, start, end, place, parents = json.loads(body)
    return Clause(ref, edition, label, title, text, start, end, origin, place, tuple(parents))


def encode_fact(fact: Fact) -> str:
    """A fact as JSON text."""
    data = asdict(fact)
    data["ref"] = str(fact.ref)
    data["also"] = [str(ref) for ref in fact.also]
    return _dump(data)


def decode_fact(text: str) -> Fact:
    """A fact from its JSON text."""
    data = json.loads(text)
    data["ref"] = ClauseRef.parse(data["ref"])
    data["kind"] = FactKind(data["kind"])
    data["also"] = tuple(ClauseRef.parse(ref) for ref in data["also"])
    for name in ("value", "asks", "related"):
        data[name] = tuple(data[name])
    return Fact(**data)


def encode_term(term: Term) -> str:
    """A glossary entry as JSON text."""
    return _dump(asdict(term) | {"ref": str(term.ref) if term.ref else None})


def decode_term(text: str) -> Term:
    """A glossary entry from its JSON text."""
    data = json.loads(text)
    data["ref"] = ClauseRef.parse(data["ref"]) if data["ref"] else None
    for name in ("variants", "colloquial", "slips"):
        data[name] = tuple(data[name])
    return Term(**data)


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)
