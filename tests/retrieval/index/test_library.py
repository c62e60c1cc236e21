"""The library as its users see it: open, take in, take out, find; two processes; a cold start
stays light."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from retrieval.errors import IndexUnavailable
from retrieval.index.library import Library, RemovalReport
from retrieval.types import AuthorityTier, Origin
from rules.clauses import ClauseRef
from tests.retrieval.samples import (
    TODAY,
    WATER,
    HashedEmbedder,
    find,
    make_document,
    make_fact,
    make_meta,
    write_corpus,
)

ROOT = Path(__file__).parents[3]
ORIGINAL = make_document(
    make_meta(effective_from=None),
    WATER | {"3": ("第三条", "水价", "超出计划用水部分，每立方米加收三十五元。")},
    origin=Origin.ORIGINAL,
    source_name="办法.docx",
)
PARK = make_document(
    make_meta("test-park", title="公园规定", place="乙市", tier=AuthorityTier.OTHER_PLACE),
    {"1": ("第一条", "开放", "公园每日开放。")},
    source_name="park.txt",
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus", [make_document()])


@pytest.fixture
def library(tmp_path: Path, corpus: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "home", corpus, embedder=HashedEmbedder) as library:
        yield library


def test_an_empty_home_is_built_from_the_corpus(tmp_path: Path, corpus: Path) -> None:
    told: list[int] = []

    with Library.open(tmp_path / "home", corpus, progress=told.append) as library:
        assert find(library, "节水归谁牵头")[0] == "test-water#2"
        assert [meta.doc_id for meta in library.documents()] == ["test-water"]

    assert told == [3]


def test_a_second_opening_builds_nothing(tmp_path: Path, corpus: Path, library: Library) -> None:
    told: list[int] = []

    with Library.open(tmp_path / "home", corpus, progress=told.append) as second:
        assert find(second, "节水")

    assert told == []


def test_a_changed_corpus_is_taken_in_at_the_next_opening(
    tmp_path: Path, corpus: Path, library: Library
) -> None:
    write_corpus(corpus, [make_document(clauses={"2": ("第二条", "主管", "市水利局牵头。")})])

    with Library.open(tmp_path / "home", corpus) as second:
        assert find(second, "牵头", dense=False) == ["test-water#2"]
        assert len(second.clauses("test-water")) == 1


def test_taking_in_the_same_file_again_changes_nothing(library: Library) -> None:
    assert library.add([PARK]).added == ("test-park@2020@digest",)
    generation = library.generation

    report = library.add([PARK])

    assert report.unchanged == ("test-park@2020@digest",)
    assert library.generation == generation
    assert find(library, "公园开放").count("test-park#1") == 1


def test_a_changed_file_replaces_its_words(library: Library) -> None:
    library.add([PARK])
    text = ("第一条", "闭园", "公园周一闭园。")

    library.add([replace(make_document(PARK.meta, {"1": text}), source_name="park.txt")])

    hits = library.search("公园每日开放", as_of=TODAY, places=["乙市"])
    assert [hit.clause.text for hit in hits] == ["公园周一闭园。"]


def test_the_original_is_quoted_and_the_digest_understood(library: Library) -> None:
    library.add([ORIGINAL])

    hits = library.search("超计划用水加价", as_of=TODAY)

    assert [str(hit.clause.ref) for hit in hits].count("test-water#3") == 1
    assert hits[0].clause.origin is Origin.DIGEST
    assert hits[0].original is not None
    assert hits[0].original.text == "超出计划用水部分，每立方米加收三十五元。"
    start, end = hits[0].original.start, hits[0].original.end
    text = library.text_of("test-water", "2020", Origin.ORIGINAL)
    assert text[start:end] == hits[0].original.text
    assert library.original_of(ClauseRef("test-water", "3"), "2020") == hits[0].original


def test_removing_the_original_restores_the_digest(library: Library) -> None:
    library.add([ORIGINAL])

    report = library.remove("test-water")

    assert [text.origin for text in report.documents] == [Origin.ORIGINAL]
    assert library.original_of(ClauseRef("test-water", "3"), "2020") is None
    [hit, *_] = library.search("加收三十五元", as_of=TODAY)
    assert hit.clause.origin is Origin.DIGEST
    assert hit.original is None


@pytest.mark.parametrize("target", ["test-park", "park.txt", "sha-park.txt"])
def test_a_removed_document_is_nowhere(library: Library, tmp_path: Path, target: str) -> None:
    library.add([PARK])
    library.start_dense()
    assert library.wait_dense(60)
    assert find(library, "公园每日开放")[0] == "test-park#1"

    report = library.remove(target)

    assert (report.clauses, report.vectors_pending) == (1, False)
    assert "test-park#1" not in find(library, "公园每日开放")
    assert find(library, "公园开放", dense=False) == []
    assert library.editions_of("test-park") == ()
    assert library.clauses("test-park") == ()
    assert "公园每日开放".encode() not in (tmp_path / "home" / "library.sqlite").read_bytes()
    assert len(library._dense.search("公园每日开放", 9)) == len(WATER)


def test_a_removed_document_leaves_the_vectors_of_a_process_that_never_used_them(
    tmp_path: Path, corpus: Path
) -> None:
    home = tmp_path / "home"
    with Library.open(home, corpus, embedder=HashedEmbedder) as library:
        library.add([PARK])
        library.build_dense()
    with Library.open(home, corpus, embedder=HashedEmbedder) as library:
        assert not library.remove("test-park").vectors_pending

    with Library.open(home, corpus, embedder=HashedEmbedder) as library:
        library.build_dense()
        assert len(library._dense.search("公园", 9)) == 3


def test_a_shipped_document_stays_removed_until_restored(
    tmp_path: Path, corpus: Path, library: Library
) -> None:
    library.remove("test-water")
    assert find(library, "节水") == []
    write_corpus(corpus, [make_document(clauses=dict(list(WATER.items())[:2]))])
    with Library.open(tmp_path / "home", corpus) as second:
        assert second.documents() == ()

    library.restore("test-water", corpus)

    assert find(library, "节水")


def test_removing_what_is_not_there_says_so(library: Library) -> None:
    assert library.remove("nothing") == RemovalReport()


def test_removal_can_be_narrowed_to_one_edition_or_origin(library: Library) -> None:
    library.add([ORIGINAL, make_document(make_meta(edition="2010"), origin=Origin.ORIGINAL)])

    library.remove("test-water", edition="2010")
    assert {text.key for text in library.texts()} == {
        "test-water@2020@digest",
        "test-water@2020@original",
    }

    library.remove("test-water", origin=Origin.DIGEST)
    assert [text.origin for text in library.texts()] == [Origin.ORIGINAL]


@pytest.mark.parametrize(
    ("day", "editions"),
    [
        (date(2019, 12, 31), ["2010"]),
        (date(2020, 1, 1), ["2020"]),
        (date(2020, 1, 2), ["2020"]),
        (date(2009, 12, 31), []),
    ],
)
def test_a_question_is_answered_by_the_edition_of_the_day(
    library: Library, day: date, editions: list[str]
) -> None:
    library.add([make_document(make_meta(edition="2010", effective_from=date(2010, 1, 1)))])

    hits = library.search("节水归谁牵头", as_of=day, limit=1)

    assert [hit.meta.edition for hit in hits] == editions
    assert [meta.edition for meta in library.in_force(day)] == editions
    assert [meta.edition for meta in library.editions_of("test-water")] == ["2010", "2020"]


def test_superseded_editions_are_found_only_on_request(library: Library) -> None:
    library.add([make_document(make_meta(edition="2010", effective_from=date(2010, 1, 1)))])

    hits = library.search("节水归谁牵头", as_of=TODAY, include_superseded=True)

    assert {hit.meta.edition for hit in hits} == {"2010", "2020"}


def test_a_law_of_tomorrow_is_not_found_today(library: Library) -> None:
    tomorrow = make_meta("test-new", effective_from=TODAY + timedelta(days=1))
    library.add([make_document(tomorrow)])

    assert not any(ref.startswith("test-new") for ref in find(library, "节水"))
    refs = find(library, "节水", as_of=TODAY + timedelta(days=1))
    assert any(ref.startswith("test-new") for ref in refs)


def test_places_and_tiers_narrow_the_search(library: Library) -> None:
    library.add([PARK])

    assert find(library, "公园 节水", places=["乙市"]) == ["test-park#1"]
    assert find(library, "公园 节水", tiers=[AuthorityTier.OTHER_PLACE]) == ["test-park#1"]
    assert "test-park#1" not in find(library, "公园 节水", tiers=[AuthorityTier.OFFICIAL])


def test_clauses_facts_and_terms_are_at_hand(library: Library) -> None:
    library.add([make_document(make_meta("test-other"), facts=[make_fact("test-other")])])

    assert [fact.id for fact in library.facts("test-other", "2020")] == ["test-other/lead"]
    assert [clause.ref.clause for clause in library.clauses("test-water", "2020")] == list(WATER)
    clause = library.clause(ClauseRef("test-water", "2"), "2020")
    assert clause is not None
    assert clause.label == "第二条"
    assert library.clause(ClauseRef("test-water", "2"), "1999") is None
    assert library.terms() == ()


def test_vectors_and_words_are_fused_once_both_serve(library: Library) -> None:
    library.build_dense()
    assert library.dense_ready

    [hit, *_] = library.search("超计划用水加价", as_of=TODAY)

    assert (hit.lexical_rank, hit.dense_rank) == (1, 1)


def test_a_problem_with_the_vectors_leaves_the_words(tmp_path: Path, library: Library) -> None:
    library.build_dense()
    with Library.open(tmp_path / "home", embedder=HashedEmbedder) as second:
        with pytest.raises(IndexUnavailable):
            second.build_dense()

        assert find(second, "节水归谁牵头")[0] == "test-water#2"
        assert second.dense_problem is not None
        assert second.dense_problem.code == "owned"
        assert second.remove("test-water").vectors_pending


def test_what_another_process_takes_in_is_found_at_the_next_question(
    tmp_path: Path, library: Library
) -> None:
    library.start_dense()
    library.wait_dense(60)
    with Library.open(tmp_path / "home", embedder=HashedEmbedder) as other:
        other.add([PARK])

    assert find(library, "公园开放")[0] == "test-park#1"
    assert library.wait_dense(60)
    [hit, *_] = library.search("公园每日开放", as_of=TODAY)
    assert hit.dense_rank == 1

    with Library.open(tmp_path / "home", embedder=HashedEmbedder) as other:
        other.remove("test-park")

    assert "test-park#1" not in find(library, "公园开放")


def test_an_ingest_killed_after_the_catalogue_is_finished_by_whoever_asks_next(
    library: Library, tmp_path: Path
) -> None:
    state = tmp_path / "home" / "index" / "lexical" / "state.json"
    before = state.read_text()
    library.add([PARK])
    state.write_text(before)

    assert find(library, "公园开放")[0] == "test-park#1"


@pytest.mark.parametrize("lost", ["index/lexical", "index/lexical/engine", "index"])
def test_a_lost_index_is_built_again_at_opening(tmp_path: Path, corpus: Path, lost: str) -> None:
    import shutil

    Library.open(tmp_path / "home", corpus).close()
    shutil.rmtree(tmp_path / "home" / lost)

    with Library.open(tmp_path / "home", corpus) as library:
        assert find(library, "节水归谁牵头")[0] == "test-water#2"


def test_the_model_fitted_to_the_library_serves_where_none_is_set(
    tmp_path: Path, corpus: Path
) -> None:
    with Library.open(tmp_path / "home", corpus) as library:
        library.start_dense()

        assert library.wait_dense(60)
        [hit, *_] = library.search("节水归谁牵头", as_of=TODAY)
        assert hit.dense_rank is not None


_COLD = """
import sys
from datetime import date
from pathlib import Path
from retrieval.index.library import Library
with Library.open(Path(sys.argv[1]), Path(sys.argv[2])) as library:
    hits = library.search("节水", as_of=date(2026, 11, 22))
    library.facts("test-water", "2020")
    assert hits
heavy = {"chromadb", "langchain_core", "langchain_chroma", "torch", "numpy", "tokenizers",
         "sentence_transformers", "safetensors"}
print(sorted(heavy & set(sys.modules)))
"""


def test_a_cold_question_imports_nothing_heavy(
    tmp_path: Path, corpus: Path, library: Library
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _COLD, str(tmp_path / "home"), str(corpus)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=True,
    )

    assert done.stdout.strip() == "[]"
