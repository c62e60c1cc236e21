"""A small library of made-up rules for the tests of stores and search: builders that are valid by
default."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from retrieval.index.embedding import Vectors, normalise_rows
from retrieval.index.library import Library
from retrieval.index.static_model import count_pieces, make_tokenizer, write_static_model
from retrieval.language.tokenizing import tokenize
from retrieval.types import Clause, DocumentMeta, Fact, FactKind, Origin, ParsedDocument, Term
from rules.clauses import ClauseRef

TODAY = date(2026, 11, 22)

WATER = {
    "1": ("第一条", "目的", "为了节约用水，保护水源，制定本办法。"),
    "2": ("第二条", "主管部门", "市水务局牵头负责节水管理，区水务站配合。"),
    "3": ("第三条", "水价", "超计划用水按每立方米35元加价，基准水价为1.5元。"),
}


def make_meta(doc_id: str = "test-water", **changes: object) -> DocumentMeta:
    """Front matter of a made-up rule in force since 2020."""
    meta = DocumentMeta(
        doc_id,
        edition="2020",
        title="甲市节约用水办法",
        number="甲政发〔2020〕7号",
        effective_from=date(2020, 1, 1),
        place="甲市",
        short_titles=("节水办法",),
    )
    return replace(meta, **changes)  # type: ignore[arg-type]


def make_document(
    meta: DocumentMeta | None = None,
    clauses: dict[str, tuple[str, str, str]] | None = None,
    *,
    origin: Origin = Origin.DIGEST,
    facts: Sequence[Fact] = (),
    source_name: str = "water.md",
) -> ParsedDocument:
    """A parsed document whose clauses are given as id -> (label, title, text)."""
    meta = meta or make_meta()
    text, built = "", []
    for clause_id, (label, title, words) in (clauses or WATER).items():
        text += f"{label} {title}\n"
        ref = ClauseRef(meta.doc_id, clause_id)
        built.append(
            Clause(
                ref, meta.edition, label, title, words, len(text), len(text) + len(words), origin
            )
        )
        text += f"{words}\n"
    return ParsedDocument(meta, text, tuple(built), tuple(facts), source_name, f"sha-{source_name}")


def make_fact(doc_id: str = "test-water", clause: str = "2") -> Fact:
    """Who leads on water."""
    return Fact(
        f"{doc_id}/lead",
        ClauseRef(doc_id, clause),
        FactKind.LEAD,
        "节水",
        "市水务局牵头负责节水管理。",
        value=("市水务局",),
        asks=("节水归谁管",),
    )


WATER_TERM = Term("节约用水", colloquial=("省水",), slips=("洁水",), category="other")


def write_corpus(folder: Path, documents: Sequence[ParsedDocument]) -> Path:
    """Write digests, their facts left out, as the corpus format has them."""
    folder.mkdir(parents=True, exist_ok=True)
    for document in documents:
        meta = document.meta
        head = [f'id = "{meta.doc_id}"', f'edition = "{meta.edition}"', f'title = "{meta.title}"']
        head += [f'number = "{meta.number}"', f'tier = "{meta.tier}"', f'place = "{meta.place}"']
        if meta.effective_from:
            head.append(f"effective_from = {meta.effective_from.isoformat()}")
        body = [
            f"## {c.label} {c.title} {{#{c.ref.clause}}}\n\n{c.text}\n" for c in document.clauses
        ]
        page = "+++\n" + "\n".join(head) + "\n+++\n" + "\n".join(body)
        (folder / f"{meta.doc_id}.md").write_text(page, "utf-8")
    return folder


class HashedEmbedder:
    """Bag of hashed tokens: the same words, the same vector; no model, no file."""

    weight = 0.25

    def __init__(self, name: str = "hashed", dimension: int = 64) -> None:
        self.name = name
        self.dimension = dimension
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Count tokens into buckets by their code points."""
        self.asked += texts
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for token in tokenize(text):
                vectors[row, sum(map(ord, token)) % self.dimension] += 1.0
        return normalise_rows(vectors)


def find(library: Library, query: str, **options: object) -> list[str]:
    """The references found for a question, best first."""
    options.setdefault("as_of", TODAY)
    return [str(hit.clause.ref) for hit in library.search(query, **options)]  # type: ignore[arg-type]


def write_hashed_model(texts: Sequence[str], root: Path, dimension: int = 6) -> Path:
    """A static model whose vectors are those of HashedEmbedder; its folder under root."""
    pieces = count_pieces(texts)
    rows = HashedEmbedder(dimension=dimension).embed(["", *pieces])
    return write_static_model(root, make_tokenizer(pieces), rows)
