"""Offer the library to LangChain: a retriever whose documents carry clause, edition, place and
tier.

Reads: the library. Does not: import anything of LangChain's for whoever does not import this
module.
"""

from datetime import date
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from retrieval.index.library import Library
from retrieval.index.search import Hit
from retrieval.types import AuthorityTier


class LibraryRetriever(BaseRetriever):
    """Search the editions in force on a day.

    as_of: calendar day in Asia/Shanghai; k: most documents per question; the rest as in
    `Library.search`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, frozen=True)

    library: Library
    as_of: date
    k: int = 5
    places: tuple[str, ...] | None = None
    tiers: tuple[AuthorityTier, ...] | None = None
    include_superseded: bool = False
    dense: bool = True

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 — LangChain passes it by name
    ) -> list[Document]:
        hits = self.library.search(
            query,
            as_of=self.as_of,
            limit=self.k,
            places=self.places,
            tiers=self.tiers,
            include_superseded=self.include_superseded,
            dense=self.dense,
        )
        return [to_document(hit) for hit in hits]


def to_document(hit: Hit) -> Document:
    """A hit as LangChain knows it; the text is the original's where there is one."""
    quoted = hit.original or hit.clause
    return Document(
        id=f"{hit.clause.ref}@{hit.clause.edition}",
        page_content=quoted.text,
        metadata=_metadata(hit) | {"origin": str(quoted.origin), "score": hit.score},
    )


def _metadata(hit: Hit) -> dict[str, Any]:
    meta, clause = hit.meta, hit.clause
    return {
        "doc_id": meta.doc_id,
        "edition": meta.edition,
        "title": meta.title,
        "number": meta.number,
        "clause": clause.ref.clause,
        "clause_label": clause.label,
        "clause_title": clause.title,
        "place": clause.place or meta.place,
        "tier": str(meta.tier),
        "status": meta.status,
        "effective_from": meta.effective_from.isoformat() if meta.effective_from else "",
        "effective_to": meta.effective_to.isoformat() if meta.effective_to else "",
    }
