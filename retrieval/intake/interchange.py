"""Write parsed documents and front matter as plain JSON values and read them back.

Carries results out of the parsing child; a clause travels as its span, not as a copy of its text.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from retrieval.types import AuthorityTier, Clause, DocumentMeta, Origin, ParsedDocument
from rules.clauses import ClauseRef

_DATES = ("published", "effective_from", "effective_to")
_TEXTS = ("doc_id", "edition", "title", "number", "issuer", "status", "place", "notes")


def meta_to_json(meta: DocumentMeta) -> dict[str, Any]:
    """Front matter as JSON values; dates as ISO strings."""
    values: dict[str, Any] = {name: getattr(meta, name) for name in _TEXTS}
    for name in _DATES:
        day = getattr(meta, name)
        values[name] = day.isoformat() if day else None
    return values | {"tier": meta.tier.value, "short_titles": list(meta.short_titles)}


def meta_from_json(values: Mapping[str, Any]) -> DocumentMeta:
    """Read `meta_to_json` back. Raises ValueError, KeyError or TypeError on anything else."""
    fields: dict[str, Any] = {name: _text(values[name]) for name in _TEXTS}
    for name in _DATES:
        fields[name] = date.fromisoformat(values[name]) if values[name] else None
    return DocumentMeta(
        **fields,
        tier=AuthorityTier(values["tier"]),
        short_titles=tuple(map(_text, values["short_titles"])),
    )


def document_to_json(document: ParsedDocument) -> dict[str, Any]:
    """A parsed file's document as JSON values. Its clauses share the document's edition."""
    return {
        "meta": meta_to_json(document.meta),
        "text": document.text,
        "source_name": document.source_name,
        "sha256": document.sha256,
        "clauses": [
            [c.ref.clause, c.label, c.title, c.start, c.end, c.place, list(c.parents)]
            for c in document.clauses
        ],
    }


def document_from_json(values: Mapping[str, Any]) -> ParsedDocument:
    """Read `document_to_json` back, checking every span.

    Raises ValueError, KeyError or TypeError on anything else.
    """
    meta, text = meta_from_json(values["meta"]), _text(values["text"])
    clauses = tuple(_clause(row, meta, text) for row in values["clauses"])
    return ParsedDocument(
        meta,
        text,
        clauses,
        source_name=_text(values["source_name"]),
        sha256=_text(values["sha256"]),
    )


def _clause(row: list[Any], meta: DocumentMeta, text: str) -> Clause:
    clause, label, title, start, end, place, parents = row
    if not 0 <= int(start) <= int(end) <= len(text):
        raise ValueError(f"clause {clause!r} lies outside its text")
    return Clause(
        ref=ClauseRef(meta.doc_id, _text(clause)),
        edition=meta.edition,
        label=_text(label),
        title=_text(title),
        text=text[start:end],
        start=start,
        end=end,
        origin=Origin.ORIGINAL,
        place=_text(place),
        parents=tuple(map(_text, parents)),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"not text: {value!r}")
    return value
