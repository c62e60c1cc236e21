"""Answers on a real library: editions, removal, what other processes do, stored indexes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.answers.answering import LiveAnswering
from bot.bootstrap import Application, open_application, open_library
from bot.settings import Settings
from retrieval.types import Answer, AnswerStatus
from tests.bot.conftest import DIGEST, FACTS
from tests.retrieval.held_regulation import BEFORE_BOTH, OLD_DAY, TODAY, regulation

QUESTION = "在绿道上骑行电动车罚多少钱"
SECRET = "骑行电动车"  # words that stand in the regulation alone


@pytest.fixture
def application(settings: Settings) -> Iterator[Application]:
    application = open_application(settings)
    application.library.add(regulation())
    yield application
    application.library.close()


def said(answer: Answer) -> str:
    return "".join(sentence.text for sentence in answer.sentences)


@pytest.mark.parametrize(
    ("day", "words", "edition"),
    [
        (TODAY, "处二百元罚款", "2023-03-01"),
        (date(2023, 3, 1), "处二百元罚款", "2023-03-01"),
        (date(2023, 2, 28), "处五十元罚款", "2019-01-01"),
        (OLD_DAY, "处五十元罚款", "2019-01-01"),
    ],
)
@pytest.mark.parametrize("question", [QUESTION, "甲市公共绿道管理办法第三条"])
def test_the_edition_of_the_day_answers(
    application: Application, question: str, day: date, words: str, edition: str
) -> None:
    answer = application.answering.answer(question, as_of=day)

    assert answer.status is AnswerStatus.ANSWERED
    assert words in said(answer)
    assert {citation.edition for citation in answer.citations} == {edition}


@pytest.mark.parametrize("question", [QUESTION, "甲市公共绿道管理办法第三条"])
def test_before_all_editions_that_days_text_is_said_to_be_missing(
    application: Application, question: str
) -> None:
    answer = application.answering.answer(question, as_of=BEFORE_BOTH)

    assert answer.status is AnswerStatus.REFUSED
    assert "2018年5月1日有效的《甲市公共绿道管理办法》文本不在资料库中" in said(answer)
    assert answer.citations == ()
    assert answer.nearest == ()


def test_which_document_and_what_there_is_know_documents_without_facts(
    application: Application,
) -> None:
    ask = application.answering.answer

    assert "甲政发〔2022〕30号" in said(ask("哪份文件讲绿道", as_of=TODAY))
    assert "现有文件3份" in said(ask("资料库有哪些文件", as_of=TODAY))


def files_holding(home: Path, words: str) -> list[str]:
    """Files whose bytes hold words in any of the encodings our stores use."""
    forms = [words.encode("utf-8"), " ".join(words).encode("utf-8")]
    held = (path for path in home.rglob("*") if path.is_file())
    return [path.name for path in held if any(form in path.read_bytes() for form in forms)]


def test_a_removed_document_never_comes_back(application: Application, settings: Settings) -> None:
    library, ask = application.library, application.answering.answer
    library.build_dense()
    assert SECRET in said(ask(QUESTION, as_of=TODAY))
    assert files_holding(settings.home, SECRET)

    library.remove(regulation()[0].meta.doc_id)

    for day in (TODAY, OLD_DAY, BEFORE_BOTH):
        for question in (QUESTION, "甲市公共绿道管理办法第三条", "哪份文件讲绿道"):
            answer = ask(question, as_of=day)
            assert answer.status is AnswerStatus.REFUSED
            assert "罚款" not in said(answer)
            assert (answer.citations, answer.nearest) == ((), ())
    assert "甲市" not in said(ask("甲市公共绿道管理办法还有效吗", as_of=TODAY))
    assert files_holding(settings.home, SECRET) == []


def test_a_removed_digest_leaves_no_facts_behind(settings: Settings) -> None:
    application = open_application(settings)
    ask = application.answering.answer
    assert "线路管理处" in said(ask("新线路向哪个部门报备？", as_of=TODAY))

    application.library.remove("test-rule")

    assert not application.library.facts_folder.exists()
    answer = ask("新线路向哪个部门报备？", as_of=TODAY)
    assert answer.status is AnswerStatus.REFUSED
    assert "线路管理处" not in said(answer)
    assert files_holding(application.library.facts_folder, "线路管理处") == []
    application.library.close()


def test_a_cold_process_answers_as_a_warm_one(settings: Settings) -> None:
    questions = ["新线路向哪个部门报备？", "试运行多长时间", "试运行由谁牵头", "红烧肉怎么做"]
    warm = open_application(settings)
    first = [warm.answering.answer(q, as_of=TODAY) for q in questions]
    again = [warm.answering.answer(q, as_of=TODAY) for q in questions]
    warm.library.close()

    cold = open_application(settings)

    assert [cold.answering.answer(q, as_of=TODAY) for q in questions] == first == again
    cold.library.close()


def test_two_editions_of_a_digest_each_answer_for_their_days(
    settings: Settings, corpus: Path
) -> None:
    digest = DIGEST.replace('edition = "2019"', 'edition = "2022"')
    digest = digest.replace("2019-06-06", "2022-01-01").replace("线路管理处", "线网中心")
    (corpus / "test-rule-2022.md").write_text(digest, "utf-8")
    facts = FACTS.replace("线路管理处", "线网中心")
    (corpus / "test-rule-2022.facts.toml").write_text(facts, "utf-8")
    application = open_application(settings)
    ask = application.answering.answer

    now = ask("新线路向哪个部门报备？", as_of=date(2022, 1, 1))
    then = ask("新线路向哪个部门报备？", as_of=date(2021, 12, 31))
    before = ask("新线路向哪个部门报备？", as_of=date(2019, 6, 5))

    assert "线网中心" in said(now)
    assert "线路管理处" not in said(now)
    assert "线路管理处" in said(then)
    assert {citation.edition for citation in then.citations} == {"2019"}
    assert before.status is AnswerStatus.REFUSED
    assert "2019年6月6日" in said(before)
    application.library.close()


def test_prepare_builds_once_and_says_so(settings: Settings) -> None:
    library = open_library(settings)
    told: list[str] = []

    LiveAnswering(library).prepare(TODAY, told.append)
    LiveAnswering(library).prepare(TODAY, told.append)
    LiveAnswering(library).prepare(TODAY)

    assert len(told) == 1
    library.close()


def test_an_emptied_library_refuses(settings: Settings) -> None:
    application = open_application(settings)
    application.library.remove("test-rule")

    answer = application.answering.answer("新线路向哪个部门报备？", as_of=TODAY)

    assert answer.status is AnswerStatus.REFUSED
    application.library.close()


def test_a_regulation_taken_in_later_is_answered_from_at_once(settings: Settings) -> None:
    application = open_application(settings)
    other = open_library(settings)
    ask = application.answering.answer
    assert ask(QUESTION, as_of=TODAY).status is AnswerStatus.REFUSED

    other.add([replace(regulation()[1])])

    assert "二百元" in said(ask(QUESTION, as_of=TODAY))
    other.close()
    application.library.close()
