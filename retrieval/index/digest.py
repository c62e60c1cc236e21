"""Read the corpus: digests in Markdown, their typed facts and the glossary in TOML.

Reads: a folder laid out as docs/corpus_format.md says.
Does not: index, search or judge; a malformed file raises DigestError naming file and place.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from retrieval.errors import DigestError
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

_HEADING = re.compile(
    r"^(#{2,4})\s+(?P<title>.+?)\s*\{#(?P<id>[A-Za-z0-9.\-]+)(?P<attrs>[^}]*)\}\s*$"
)
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_FACT_FIELDS = {
    "id", "clause", "kind", "subject", "text", "value", "unit", "period", "place", "asks", "also",
    "related",
}  # fmt: skip
_TERM_FIELDS = {field.name for field in fields(Term)} - {"ref"} | {"clause"}


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything shipped with the product: digests with facts, and the glossary."""

    documents: tuple[ParsedDocument, ...]
    terms: tuple[Term, ...]


def load_corpus(folder: Path) -> Corpus:
    """Read every `*.md` digest of folder (README.md aside) with its facts, and `glossary.toml`.

    Raises DigestError for a malformed file and FileNotFoundError for a missing folder.
    """
    paths = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    if not paths:
        raise FileNotFoundError(f"no digest (*.md) in {folder}")
    glossary = folder / "glossary.toml"
    terms = parse_glossary(glossary.read_text("utf-8")) if glossary.exists() else ()
    return Corpus(tuple(_load_document(path) for path in paths), terms)


def _load_document(path: Path) -> ParsedDocument:
    beside = [path.with_name(f"{path.stem}.{part}.toml") for part in ("facts", "asks")]
    facts, asks = (other.read_text("utf-8") if other.exists() else "" for other in beside)
    return parse_digest(path.read_text("utf-8"), facts, asks, name=path.name)


def parse_digest(
    markdown: str, facts_toml: str = "", asks_toml: str = "", *, name: str = "digest"
) -> ParsedDocument:
    """Build one document from its Markdown digest, its facts and further ways to ask for them.

    Raises DigestError.
    """
    head, body = _split_front_matter(markdown, name)
    meta = _parse_meta(head, name)
    clauses = _parse_clauses(body, meta, name)
    facts = _parse_facts(facts_toml, meta, {clause.ref.clause for clause in clauses}, name)
    facts = _add_asks(facts, asks_toml, meta, name)
    digest = hashlib.sha256(f"{markdown}\0{facts_toml}\0{asks_toml}".encode()).hexdigest()
    return ParsedDocument(meta, body, clauses, facts, source_name=name, sha256=digest)


def _split_front_matter(markdown: str, name: str) -> tuple[Mapping[str, Any], str]:
    parts = markdown.split("+++\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise DigestError(f"{name}: front matter between two '+++' lines is missing")
    try:
        return tomllib.loads(parts[1]), parts[2]
    except tomllib.TOMLDecodeError as error:
        raise DigestError(f"{name}: front matter is not TOML: {error}") from error


def _parse_meta(head: Mapping[str, Any], name: str) -> DocumentMeta:
    known = {field.name for field in fields(DocumentMeta)}
    data = {("doc_id" if key == "id" else key): value for key, value in head.items()}
    unknown = sorted(set(data) - known)
    if unknown:
        raise DigestError(f"{name}: unknown front matter {unknown!r}")
    for key in ("doc_id", "title", "edition", "tier"):
        if not data.get(key):
            raise DigestError(f"{name}: front matter lacks {key!r}")
    for key in ("published", "effective_from", "effective_to"):
        if key in data and not isinstance(data[key], date):
            raise DigestError(f"{name}: {key!r} must be a TOML date")
    if data["tier"] not in set(AuthorityTier):
        raise DigestError(f"{name}: tier {data['tier']!r} is not one of {[*AuthorityTier]}")
    data["tier"] = AuthorityTier(data["tier"])
    data["short_titles"] = tuple(data.get("short_titles", ()))
    return DocumentMeta(**data)


def _parse_clauses(body: str, meta: DocumentMeta, name: str) -> tuple[Clause, ...]:
    headings = [(match, offset) for line, offset in _lines(body) if (match := _HEADING.match(line))]
    if not headings:
        raise DigestError(f"{name}: no heading with a clause id, such as '## 四（一） … {{#4.1}}'")
    clauses: list[Clause] = []
    trail: list[tuple[int, str]] = []
    for position, (match, offset) in enumerate(headings):
        depth, heading = len(match[1]), match["title"]
        trail = [(level, title) for level, title in trail if level < depth]
        parents = tuple(title for _, title in trail)
        trail.append((depth, heading))
        stop = headings[position + 1][1] if position + 1 < len(headings) else len(body)
        raw = body[offset + len(match[0]) : stop]
        start = offset + len(match[0]) + len(raw) - len(raw.lstrip())
        text = raw.strip()
        if not text:
            continue  # a heading that only groups others
        attributes = dict(_ATTRIBUTE.findall(match["attrs"]))
        label, _, title = heading.partition(" ")
        clauses.append(
            Clause(
                ref=ClauseRef(meta.doc_id, match["id"]),
                edition=meta.edition,
                label=label,
                title=title.strip() or label,
                text=text,
                start=start,
                end=start + len(text),
                origin=Origin.DIGEST,
                place=attributes.get("place", meta.place),
                parents=parents,
            )
        )
    _refuse_duplicates((clause.ref.clause for clause in clauses), f"{name}: clause id")
    return tuple(clauses)


def _lines(body: str) -> Iterable[tuple[str, int]]:
    offset = 0
    for line in body.splitlines(keepends=True):
        yield line.rstrip("\n"), offset
        offset += len(line)


def _parse_facts(
    toml: str, meta: DocumentMeta, clause_ids: set[str], name: str
) -> tuple[Fact, ...]:
    try:
        rows = tomllib.loads(toml).get("fact", [])
    except tomllib.TOMLDecodeError as error:
        raise DigestError(f"{name}: facts are not TOML: {error}") from error
    facts = tuple(_parse_fact(row, meta, clause_ids, name) for row in rows)
    _refuse_duplicates((fact.id for fact in facts), f"{name}: fact id")
    return facts


def _add_asks(
    facts: tuple[Fact, ...], toml: str, meta: DocumentMeta, name: str
) -> tuple[Fact, ...]:
    try:
        further = tomllib.loads(toml).get("asks", {})
    except tomllib.TOMLDecodeError as error:
        raise DigestError(f"{name}: asks are not TOML: {error}") from error
    known = {fact.id.removeprefix(f"{meta.doc_id}/") for fact in facts}
    if unknown := sorted(set(further) - known):
        raise DigestError(f"{name}: asks for facts that do not exist: {unknown!r}")
    _refuse_non_lists(further, further, f"{name}: asks")
    return tuple(
        replace(fact, asks=tuple(dict.fromkeys([*fact.asks, *more])))
        if (more := further.get(fact.id.removeprefix(f"{meta.doc_id}/")))
        else fact
        for fact in facts
    )


def _parse_fact(row: Mapping[str, Any], meta: DocumentMeta, ids: set[str], name: str) -> Fact:
    where = f"{name}: fact {row.get('id')!r}"
    for key in ("id", "clause", "kind", "subject", "text"):
        if not row.get(key):
            raise DigestError(f"{where}: lacks {key!r}")
    if unknown := sorted(set(row) - _FACT_FIELDS):
        raise DigestError(f"{where}: unknown field {unknown!r}")
    _refuse_non_lists(row, ("value", "asks", "also", "related"), where)
    if row["clause"] not in ids:
        raise DigestError(f"{where}: clause {row['clause']!r} has no heading in the digest")
    if row["kind"] not in set(FactKind):
        raise DigestError(f"{where}: kind {row['kind']!r} is not one of {[*FactKind]}")
    try:
        also = tuple(ClauseRef.parse(text) for text in row.get("also", ()))
    except ValueError as error:
        raise DigestError(f"{where}: {error}") from error
    return Fact(
        id=f"{meta.doc_id}/{row['id']}",
        ref=ClauseRef(meta.doc_id, row["clause"]),
        kind=FactKind(row["kind"]),
        subject=row["subject"],
        text=row["text"].strip(),
        value=tuple(row.get("value", ())),
        unit=row.get("unit", ""),
        period=row.get("period", ""),
        place=row.get("place", meta.place),
        asks=tuple(row.get("asks", ())),
        also=also,
        related=tuple(row.get("related", ())),
    )


def parse_glossary(toml: str) -> tuple[Term, ...]:
    """Read `[[term]]` tables. Raises DigestError."""
    try:
        rows = tomllib.loads(toml).get("term", [])
    except tomllib.TOMLDecodeError as error:
        raise DigestError(f"glossary.toml is not TOML: {error}") from error
    terms = tuple(_parse_term(row) for row in rows)
    _refuse_duplicates((term.term for term in terms), "glossary.toml: term")
    return terms


def _parse_term(row: Mapping[str, Any]) -> Term:
    if not row.get("term"):
        raise DigestError(f"glossary.toml: an entry lacks 'term': {dict(row)!r}")
    if unknown := sorted(set(row) - _TERM_FIELDS):
        raise DigestError(f"glossary.toml: term {row['term']!r}: unknown field {unknown!r}")
    where = f"glossary.toml: term {row['term']!r}"
    _refuse_non_lists(row, ("variants", "colloquial", "slips"), where)
    try:
        ref = ClauseRef.parse(row["clause"]) if row.get("clause") else None
    except ValueError as error:
        raise DigestError(f"{where}: {error}") from error
    return Term(
        term=row["term"],
        variants=tuple(row.get("variants", ())),
        colloquial=tuple(row.get("colloquial", ())),
        slips=tuple(row.get("slips", ())),
        category=row.get("category", ""),
        definition=row.get("definition", ""),
        ref=ref,
    )


def _refuse_non_lists(row: Mapping[str, Any], keys: Iterable[str], where: str) -> None:
    """A bare string would pass for a list of its characters."""
    for key in keys:
        value = row.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise DigestError(f"{where}: {key!r} must be a list of strings, not {value!r}")


def _refuse_duplicates(names: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise DigestError(f"{what} {name!r} stands twice")
        seen.add(name)
