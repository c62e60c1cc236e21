import shutil
from datetime import date
from pathlib import Path

import pytest

from bot import bootstrap
from bot.bootstrap import open_application, open_library
from bot.errors import BadInput
from bot.settings import Settings
from retrieval.index.embedding import StaticEmbedder
from retrieval.index.models import SHIPPED
from retrieval.types import AnswerStatus, Origin

DAY = date(2026, 11, 22)


def test_an_empty_home_is_built_and_answers(settings: Settings) -> None:
    told: list[str] = []

    application = open_application(settings, report=told.append)

    answer = application.answering.answer("新线路向哪个部门报备？", as_of=DAY)
    assert answer.status is AnswerStatus.ANSWERED
    assert "线路管理处" in answer.sentences[0].text
    assert [citation.doc_id for citation in answer.citations] == ["test-rule"]
    assert told
    application.library.close()


def test_a_second_start_builds_nothing(settings: Settings) -> None:
    open_library(settings).close()
    told: list[str] = []

    open_library(settings, report=told.append).close()

    assert told == []


def test_the_cited_clause_is_found_again(settings: Settings) -> None:
    application = open_application(settings)
    answer = application.answering.answer("新线路向哪个部门报备？", as_of=DAY)
    registry = bootstrap.open_registry(settings)
    conversation = bootstrap.make_dispatcher(application, registry)
    service = bootstrap.open_chat(application, registry, conversation)

    cited = service.cited_clause(answer.citations[0])

    assert cited.before + cited.quote + cited.after == (
        "新线路由承办单位向线路管理处报备。报备须附图纸。"
    )
    assert "线路管理处" in cited.quote
    registry.close()
    application.library.close()


def test_what_another_process_takes_in_is_answered_from(settings: Settings, corpus: Path) -> None:
    application = open_application(settings)
    first = application.answering.answer("线路更名要向谁报备？", as_of=DAY)
    facts = corpus / "test-rule.facts.toml"
    facts.write_text(
        facts.read_text("utf-8")
        + '[[fact]]\nid = "rename"\nclause = "1"\nkind = "duty"\nsubject = "线路更名"\n'
        'value = ["线路管理处"]\ntext = "线路更名也向线路管理处报备。"\n'
        'asks = ["线路更名要向谁报备"]\n',
        "utf-8",
    )

    open_library(settings).close()

    second = application.answering.answer("线路更名要向谁报备？", as_of=DAY)
    assert second.sentences[0].text != first.sentences[0].text
    assert "线路更名也向线路管理处报备" in second.sentences[0].text
    application.library.close()


def test_an_original_is_quoted_once_it_is_taken_in(settings: Settings) -> None:
    application = open_application(settings)
    (document,) = [text for text in application.library.texts() if text.meta.doc_id == "test-rule"]

    assert document.origin is Origin.DIGEST
    assert (
        application.answering.answer("新线路向哪个部门报备？", as_of=DAY).citations[0].origin
        is Origin.DIGEST
    )
    application.library.close()


def test_a_corpus_that_is_not_there_is_named(settings: Settings, tmp_path: Path) -> None:
    missing = settings.model_copy(update={"corpus": tmp_path / "gone"})

    with pytest.raises(BadInput) as caught:
        open_library(missing)

    assert caught.value.code == "no_corpus"


def test_without_a_setting_the_built_in_model_is_used(settings: Settings) -> None:
    library = open_library(settings)

    library.build_dense()

    assert library.dense_model is library.built_in.load()
    library.close()


def test_the_model_a_setting_names_is_used(settings: Settings, tmp_path: Path) -> None:
    (folder,) = SHIPPED.glob("static-*")
    model = shutil.copytree(folder, tmp_path / "own-model")
    named = settings.model_copy(update={"embedding_model": str(model)})

    library = open_library(named)
    library.build_dense()

    assert isinstance(library.dense_model, StaticEmbedder)
    assert library.dense_model.name == "own-model"
    library.close()


def test_the_first_start_says_that_it_prepares_and_the_second_is_silent(
    settings: Settings,
) -> None:
    told: list[str] = []
    open_application(settings, report=told.append).library.close()
    first, told[:] = list(told), []

    open_application(settings, report=told.append).library.close()

    assert any("问答索引" in line for line in first)
    assert told == []
