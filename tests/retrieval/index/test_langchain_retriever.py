"""LangChain sees the library as a retriever with everything a citation needs."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from langchain_core.retrievers import BaseRetriever

from retrieval.index.langchain_retriever import LibraryRetriever
from retrieval.index.library import Library
from retrieval.types import Origin
from tests.retrieval.samples import TODAY, make_document, make_meta, write_corpus


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    corpus = write_corpus(tmp_path / "corpus", [make_document()])
    with Library.open(tmp_path / "home", corpus) as library:
        yield library


def test_a_question_gives_documents_with_their_clause(library: Library) -> None:
    retriever = LibraryRetriever(library=library, as_of=TODAY, k=1, places=("甲市",))

    [document] = retriever.invoke("节水归谁牵头")

    assert isinstance(retriever, BaseRetriever)
    assert document.id == "test-water#2@2020"
    assert document.page_content == "市水务局牵头负责节水管理，区水务站配合。"
    assert document.metadata.pop("score") > 0
    assert document.metadata == {
        "doc_id": "test-water",
        "edition": "2020",
        "title": "甲市节约用水办法",
        "number": "甲政发〔2020〕7号",
        "clause": "2",
        "clause_label": "第二条",
        "clause_title": "主管部门",
        "place": "甲市",
        "tier": "official",
        "status": "",
        "effective_from": "2020-01-01",
        "effective_to": "",
        "origin": "digest",
    }


def test_the_originals_words_come_where_there_are_any(library: Library) -> None:
    words = {"2": ("第二条", "主管部门", "市水行政主管部门牵头。")}
    library.add([make_document(clauses=words, origin=Origin.ORIGINAL)])

    [document] = LibraryRetriever(library=library, as_of=TODAY, k=1).invoke("节水归谁牵头")

    assert document.page_content == "市水行政主管部门牵头。"
    assert document.metadata["origin"] == "original"


def test_the_day_decides_the_edition(library: Library) -> None:
    undated = make_document(make_meta("test-undated", effective_from=None))
    library.add([undated])
    retriever = LibraryRetriever(library=library, as_of=date(2019, 12, 31))

    found = retriever.invoke("节水归谁牵头")

    assert {document.metadata["doc_id"] for document in found} == {"test-undated"}
    assert found[0].metadata["effective_from"] == ""
