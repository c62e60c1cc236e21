"""The documents of the library and their clauses."""

from typing import Annotated, Any

from fastapi import Depends, Query

from bot.channels.web.api.access import Asker
from bot.channels.web.api.documenting import GUESTS_TOO, problems
from bot.channels.web.api.models import ClauseBody, ClausePage, DocumentBody
from bot.channels.web.api.parts import Parts, Served, anyone, make_router
from bot.channels.web.api.values import After, DocumentId, Limit, Name, Plain
from bot.errors import BadInput
from registry.database.pages import read_number
from registry.people.access_tokens import TokenScope
from retrieval.types import Clause, DocumentMeta

Edition = Annotated[Plain, Query(max_length=100, description="版本；不写则各版都列，旧的在前")]


router = make_router("文件库")
CorpusReader = Annotated[Asker, Depends(anyone(TokenScope.CORPUS_READ))]


@router.get(
    "/documents",
    summary="文库里的文件",
    response_model=list[DocumentBody],
    responses=problems(),
    openapi_extra=GUESTS_TOO,
)
def documents(*, parts: Served, _asker: CorpusReader) -> list[dict[str, Any]]:
    """列出文库里每份文件的每个版本。范围：corpus:read。"""
    return [_document_object(meta) for meta in parts.web.application.library.documents()]


@router.get(
    "/documents/{doc_id}/clauses",
    summary="一份文件的条款",
    response_model=ClausePage,
    responses=problems(404),
    openapi_extra=GUESTS_TOO,
)
def clauses(
    *, parts: Served, doc_id: DocumentId, _asker: CorpusReader, edition: Edition = "",
    after: After = "", limit: Limit = 50,
) -> dict[str, Any]:  # fmt: skip
    """按文件里的次序列出条款，分页。范围：corpus:read。"""
    found, start = _clauses(parts, doc_id, edition), read_number(after) or 0
    shown = found[start : start + limit]
    following = start + len(shown)
    has_more = following < len(found)
    items = [_clause_object(item) for item in shown]
    return {"items": items, "next": str(following) if has_more else ""}


@router.get(
    "/documents/{doc_id}/clauses/{clause}",
    summary="一个条款",
    response_model=ClauseBody,
    responses=problems(404),
    openapi_extra=GUESTS_TOO,
)
def clause(
    *, parts: Served, doc_id: DocumentId, clause: Name, _asker: CorpusReader, edition: Edition = ""
) -> dict[str, Any]:
    """取一个条款的全文。范围：corpus:read。"""
    for item in _clauses(parts, doc_id, edition):
        if item.ref.clause == clause:
            return _clause_object(item)
    message = f"no clause {clause!r} in {doc_id!r}"
    raise BadInput(message, code="no_clause", doc_id=doc_id, value=clause)


def _clauses(parts: Parts, doc_id: str, edition: str) -> tuple[Clause, ...]:
    shelf = parts.web.application.library
    found = tuple(shelf.clauses(doc_id, edition) if edition else shelf.clauses(doc_id))
    if not found:
        raise BadInput(f"no document {doc_id!r}", code="no_document", value=doc_id)
    return found


def _document_object(meta: DocumentMeta) -> dict[str, Any]:
    return {key: getattr(meta, key) for key in DocumentBody.model_fields}


def _clause_object(clause: Clause) -> dict[str, Any]:
    return {
        "doc_id": clause.ref.doc_id,
        "edition": clause.edition,
        "clause": clause.ref.clause,
        "label": clause.label,
        "title": clause.title,
        "text": clause.text,
        "origin": clause.origin.value,
        "place": clause.place,
    }
