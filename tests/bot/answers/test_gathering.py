"""What is kept between starts, and whose vectors match."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.answers.answering import LiveAnswering
from bot.answers.gathering import Shelved, digests, gather_knowledge
from bot.bootstrap import open_library
from bot.settings import Settings
from retrieval.errors import EmbeddingUnavailable
from retrieval.evaluation.golden import load_cases
from retrieval.index.catalog import Catalog
from retrieval.index.embedding import Vectors
from retrieval.index.library import Library
from retrieval.types import Origin
from tests.retrieval.held_regulation import TODAY, regulation
from tests.retrieval.samples import HashedEmbedder, make_document

ROOT = Path(__file__).parents[3]
QUESTION = "新线路向哪个部门报备？"


@pytest.fixture
def library(settings: Settings) -> Iterator[Library]:
    library = open_library(settings)
    yield library
    library.close()


def stored(library: Library) -> dict[str, bytes]:
    """Names and bytes of what is kept."""
    return {path.name: path.read_bytes() for path in sorted(library.facts_folder.glob("*"))}


def test_only_documents_with_facts_are_gathered(library: Library) -> None:
    library.add(regulation())

    knowledge = gather_knowledge(library, digests(library))

    assert set(knowledge.metas) == {"test-rule"}
    assert {clause.ref.doc_id for clause in knowledge.clauses.values()} == {"test-rule"}
    assert knowledge.has_more_texts


def test_an_original_taken_in_is_what_is_quoted(library: Library) -> None:
    (digest,) = digests(library)
    words = {"1": ("第一条", "报备", "新的线路，应当报线路管理处备案。")}
    library.add([make_document(digest, words, origin=Origin.ORIGINAL)])

    knowledge = gather_knowledge(library, digests(library))

    quoted = knowledge.quotable("test-rule#1")
    assert quoted is not None
    assert quoted.origin is Origin.ORIGINAL
    assert knowledge.clauses["test-rule#1"].origin is Origin.DIGEST


def test_the_stored_index_of_the_shipped_corpus_answers_as_a_fresh_one(tmp_path: Path) -> None:
    golden = load_cases(sorted((ROOT / "bench" / "golden").glob("*.toml")))[::8]
    library = open_library(Settings(_env_file=None, home=tmp_path))  # type: ignore[call-arg]
    fresh, stored = LiveAnswering(library), LiveAnswering(library)
    fresh.prepare(TODAY)

    for case in golden:
        day = case.as_of or TODAY
        answers = [a.answer(case.question, as_of=day) for a in (fresh, stored)]
        assert answers[0] == answers[1]
    library.close()


def test_taking_in_a_document_without_facts_builds_nothing_anew(library: Library) -> None:
    LiveAnswering(library).prepare(TODAY)
    before = stored(library)

    library.add(regulation())
    LiveAnswering(library).answer(QUESTION, as_of=TODAY)

    assert before
    assert stored(library) == before


def test_changed_facts_leave_only_the_new_table(settings: Settings, corpus: Path) -> None:
    first = open_library(settings)
    LiveAnswering(first).prepare(TODAY)
    names = set(stored(first))
    first.close()
    facts = corpus / "test-rule.facts.toml"
    facts.write_text(facts.read_text("utf-8").replace("线路报备找谁", "线路报备归谁管"), "utf-8")

    second = open_library(settings)
    LiveAnswering(second).prepare(TODAY)

    assert len(stored(second)) == len(names)
    assert names.isdisjoint(stored(second))
    second.close()


def test_an_index_read_from_disk_answers_as_the_one_that_was_built(library: Library) -> None:
    built = LiveAnswering(library).answer(QUESTION, as_of=TODAY)

    read = LiveAnswering(library).answer(QUESTION, as_of=TODAY)

    assert read == built


def test_a_damaged_index_is_built_anew(library: Library) -> None:
    whole = LiveAnswering(library).answer(QUESTION, as_of=TODAY)
    sound = stored(library)
    for path in library.facts_folder.glob("*"):
        path.write_bytes(b"damaged")

    again = LiveAnswering(library).answer(QUESTION, as_of=TODAY)

    assert again == whole
    assert set(stored(library)) == set(sound)
    assert all(data != b"damaged" for data in stored(library).values())


class ConfiguredModel(HashedEmbedder):
    """A model that says how often forms were embedded, and may fail."""

    def __init__(self, *, fails: bool = False) -> None:
        super().__init__("own/model")
        self.fails = fails

    def embed(self, texts: Sequence[str]) -> Vectors:
        if self.fails:
            raise EmbeddingUnavailable("no", code="load_failed")
        return super().embed(texts)


def library_with(settings: Settings, model: ConfiguredModel) -> Library:
    library = Library.open(settings.home, settings.corpus, embedder=lambda: model)
    library.build_dense()
    return library


def test_the_configured_model_matches_once_its_vectors_are_made(settings: Settings) -> None:
    model = ConfiguredModel()
    library = library_with(settings, model)
    answering = LiveAnswering(library)

    answering.answer(QUESTION, as_of=TODAY)
    answering.wait_vectors()
    model.asked.clear()
    answering.answer(QUESTION, as_of=TODAY)

    assert len(model.asked) == 1  # the question; its forms were embedded in the background
    assert answering.answer(QUESTION, as_of=TODAY).citations
    library.close()


def test_the_configured_models_vectors_are_kept_for_the_next_start(settings: Settings) -> None:
    first = library_with(settings, ConfiguredModel())
    answering = LiveAnswering(first)
    answering.answer(QUESTION, as_of=TODAY)
    answering.wait_vectors()
    first.close()
    model = ConfiguredModel()
    second = library_with(settings, model)
    model.asked.clear()

    LiveAnswering(second).answer(QUESTION, as_of=TODAY)

    assert len(model.asked) == 1
    second.close()


def test_a_model_that_fails_leaves_the_built_in_one_at_work(settings: Settings) -> None:
    model = ConfiguredModel()
    library = library_with(settings, model)
    model.fails = True
    answering = LiveAnswering(library)
    first = answering.answer(QUESTION, as_of=TODAY)

    answering.wait_vectors()

    assert answering.answer(QUESTION, as_of=TODAY) == first
    assert answering.answer(QUESTION, as_of=TODAY) == first
    library.close()


def test_vectors_are_made_batch_by_batch(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.answers.gathering._BATCH", 2)
    model = ConfiguredModel()
    library = library_with(settings, model)
    shelved = Shelved(library)
    knowledge = shelved.with_index(gather_knowledge(library, digests(library)))

    assert shelved.with_model(knowledge, model) is None
    shelved.wait()
    better = shelved.with_model(knowledge, model)

    assert better is not None
    question = knowledge.analyst.analyse(QUESTION)
    rows = model.embed(knowledge.index.forms)
    by_form = rows @ model.embed([question.content])[0]
    assert np.argmax(better.index.similarities(question)) == (
        np.argmax(knowledge.index.similarities(question))
    )
    assert len(by_form) == len(better.index.forms)
    library.close()


def test_without_a_readable_model_facts_are_found_by_characters(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "retrieval.index.models.default_embedder.__defaults__", (tmp_path / "none",)
    )
    library = open_library(settings)
    shelved = Shelved(library)

    assert shelved.built_in_name == ""
    knowledge = shelved.with_index(gather_knowledge(library, digests(library)))
    question = knowledge.analyst.analyse(QUESTION)
    assert knowledge.index.similarities(question).max() > 0.5
    library.close()


def test_an_empty_library_has_no_facts(tmp_path: Path) -> None:
    Catalog.open(tmp_path / "library.sqlite").close()
    library = Library.open(tmp_path)
    shelved = Shelved(library)

    knowledge = shelved.with_index(gather_knowledge(library, digests(library)))
    assert knowledge.index.facts == ()
    library.close()
