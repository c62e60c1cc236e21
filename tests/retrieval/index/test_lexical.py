"""The keyword index finds words, obeys its filters and stands up after damage."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from retrieval.errors import IndexUnavailable
from retrieval.index.catalog_rows import (
    StoredClause,
    clause_key,
    document_key,
    origin_of,
    with_place,
)
from retrieval.index.lexical import IndexState, LexicalIndex, LexicalQuery
from retrieval.types import ParsedDocument
from tests.retrieval.samples import make_document, make_meta

OTHER = make_document(
    make_meta(
        "test-park",
        title="乙市公园管理规定",
        number="乙政发〔2021〕40号",
        place="乙市",
        short_titles=("公园规定",),
    ),
    {
        "1": ("第一条", "开放", "公园每日开放，节水灌溉。"),
        "2": ("第二条", "收费", "公园收费标准为35元。"),
    },
    source_name="park.md",
)


def stored(document: ParsedDocument) -> list[StoredClause]:
    meta = document.meta
    key = document_key(meta.doc_id, meta.edition, origin_of(document))
    placed = [with_place(clause, meta) for clause in document.clauses]
    return [StoredClause(clause_key(clause, meta), key, clause) for clause in placed]


def write(index: LexicalIndex, documents: Sequence[ParsedDocument], generation: int = 1) -> None:
    with index.write() as writer:
        for document in documents:
            writer.upsert((each, document.meta) for each in stored(document))
        writer.commit(IndexState("catalog-1", generation))


REFS = {s.key: str(s.clause.ref) for d in (make_document(), OTHER) for s in stored(d)}


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    index = LexicalIndex(tmp_path / "lexical")
    write(index, [make_document(), OTHER])
    return index


def found(index: LexicalIndex, text: str, **options: object) -> list[str]:
    query = LexicalQuery(text, **options)  # type: ignore[arg-type]
    return [REFS[key] for key, _ in index.search(query, 10)]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("节水归谁牵头", "test-water#2"),
        ("超计划用水每立方米加价多少", "test-water#3"),
        ("1.5元", "test-water#3"),
        ("公园收费", "test-park#2"),
        ("公园什么时候开放", "test-park#1"),
    ],
)
def test_a_question_finds_its_clause_first(index: LexicalIndex, question: str, first: str) -> None:
    assert found(index, question)[0] == first


def test_the_number_of_a_document_finds_its_clauses(index: LexicalIndex) -> None:
    assert set(found(index, "乙政发〔2021〕40号", phrases=("乙政发〔2021〕40号",))[:2]) == {
        "test-park#1",
        "test-park#2",
    }


def test_a_question_without_a_letter_finds_nothing(index: LexicalIndex) -> None:
    assert found(index, "？！😀") == []


def test_tokens_of_no_clause_find_nothing(index: LexicalIndex) -> None:
    assert found(index, "zzz") == []


def test_an_excluded_document_is_not_found(index: LexicalIndex) -> None:
    refs = found(index, "节水", excluded_documents=frozenset({"test-water@2020@digest"}))

    assert refs == ["test-park#1"]


def test_only_the_places_named_are_found(index: LexicalIndex) -> None:
    assert found(index, "节水", places=frozenset({"乙市"})) == ["test-park#1"]
    assert found(index, "节水", places=frozenset()) == []


def test_an_exact_run_of_a_dictionary_word_lifts_its_clause(tmp_path: Path) -> None:
    clauses = {
        "1": ("", "", "节用水约"),  # the same characters, another order
        "2": ("", "", "关于节约用水和其他许多事项的一段很长的话，说了许多别的事情"),
    }
    document = make_document(make_meta(title="", number="", short_titles=()), clauses)
    index = LexicalIndex(tmp_path / "lexical")
    write(index, [document])
    scores = {}
    for phrases in ((), ("节约用水",)):
        hits = dict(index.search(LexicalQuery("用水", phrases), 10))
        scores[phrases] = {s.clause.ref.clause: hits[s.key] for s in stored(document)}

    gained = {clause: scores["节约用水",][clause] - scores[()][clause] for clause in ("1", "2")}
    assert gained["1"] == 0
    assert gained["2"] > 0


def test_putting_a_clause_in_twice_holds_it_once(index: LexicalIndex) -> None:
    write(index, [make_document()], generation=2)
    index.refresh()

    assert index.count() == 5


def test_a_deleted_clause_is_not_found(index: LexicalIndex) -> None:
    keys = [each.key for each in stored(OTHER)]
    with index.write() as writer:
        writer.delete([*keys, "unknown"])
        writer.commit(IndexState("catalog-1", 2))
    index.refresh()

    assert found(index, "公园收费开放") == []
    assert index.count() == 3


def test_a_reader_elsewhere_sees_a_new_state_when_it_looks(
    index: LexicalIndex, tmp_path: Path
) -> None:
    reader = LexicalIndex(tmp_path / "lexical")
    assert reader.count() == 5
    with index.write() as writer:
        writer.delete(each.key for each in stored(OTHER))
        writer.commit(IndexState("catalog-1", 2))
    assert reader.count() == 5

    reader.refresh()

    assert reader.count() == 3


def test_there_is_one_writer_at_a_time(index: LexicalIndex, tmp_path: Path) -> None:
    with index.write(), pytest.raises(IndexUnavailable) as caught:
        LexicalIndex(tmp_path / "lexical").write()

    assert caught.value.code == "busy"
    with index.write():
        pass


def test_a_write_that_fails_leaves_the_state_before(index: LexicalIndex) -> None:
    with pytest.raises(RuntimeError), index.write() as writer:  # noqa: PT012
        writer.delete_all()
        raise RuntimeError
    index.refresh()

    assert index.count() == 5


def test_an_index_never_written_says_so(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path / "lexical")

    with pytest.raises(IndexUnavailable) as caught:
        index.search(LexicalQuery("节水"), 5)

    assert caught.value.code == "lexical_missing"
    assert index.state is None


@pytest.mark.parametrize("state", ["", "[]", '{"catalog": "c", "generation": 1, "layout": 0}'])
def test_a_state_of_another_layout_counts_as_none(
    index: LexicalIndex, tmp_path: Path, state: str
) -> None:
    (tmp_path / "lexical" / "state.json").write_text(state)

    assert index.state is None


def test_damaged_files_are_told_and_can_be_cleared(index: LexicalIndex, tmp_path: Path) -> None:
    (tmp_path / "lexical" / "engine" / "meta.json").write_text("{")
    fresh = LexicalIndex(tmp_path / "lexical")
    with pytest.raises(IndexUnavailable) as caught:
        fresh.count()
    assert caught.value.code == "lexical_damaged"

    fresh.clear()
    write(fresh, [OTHER])

    assert found(fresh, "公园收费")[0] == "test-park#2"


def test_no_file_that_held_a_cleared_text_stays_on_disk(
    index: LexicalIndex, tmp_path: Path
) -> None:
    files = tmp_path / "lexical" / "engine"
    before = {path.name for path in files.iterdir() if not path.name.endswith((".json", ".lock"))}
    assert before

    with index.write() as writer:
        writer.delete_all()
        writer.upsert((each, make_meta()) for each in stored(make_document()))
        writer.commit(IndexState("catalog-1", 2))

    assert before.isdisjoint(path.name for path in files.iterdir())
