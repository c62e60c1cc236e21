"""Once a newer edition counts, the older one's facts answer no more; the newer one is quoted."""

from dataclasses import replace
from datetime import date

import pytest

from retrieval.answers.answering import Answerer
from retrieval.index.editions import ended_by_newer
from retrieval.intake.parsing import parse_bytes
from retrieval.types import Answer, AnswerStatus
from tests.retrieval.held_regulation import FakeTexts
from tests.retrieval.test_golden import KNOWLEDGE as SHIPPED

SCHEME = "hz-2019-40"
TODAY, BEFORE = date(2026, 11, 22), date(2025, 12, 31)
NEWER = """杭州市“一盘棋”产业链精准招商工作制度

为了做好精准招商，制订本制度。

一、总体要求
统筹全市招商。

四、加强项目统筹
（一）建立项目首报首谈制度。有明确意向的项目向示例委员会报备，经示例委员会批准后取得首谈资格。
（二）建立项目市级主谈制度。跨区域项目由示例委员会主谈。

六、其他事项
本制度自2026年1月1日起施行。
"""


def answerer() -> Answerer:
    documents = parse_bytes(NEWER.encode(), "new.txt", known=list(SHIPPED.metas.values()))
    (newer,) = documents
    assert (newer.meta.doc_id, newer.meta.edition) == (SCHEME, "2026-01-01")
    metas = {
        doc_id: ended_by_newer(meta, [meta, newer.meta]) for doc_id, meta in SHIPPED.metas.items()
    }
    texts = FakeTexts(documents)
    held = [*SHIPPED.metas.values(), newer.meta]
    texts.editions = lambda: held  # type: ignore[method-assign]
    return Answerer(replace(SHIPPED, metas=metas, all_texts=texts, prepared=SHIPPED.index))


ANSWERER = answerer()


def ask(text: str, as_of: date = TODAY) -> Answer:
    return ANSWERER.answer(text, as_of=as_of)


def said(answer: Answer) -> str:
    return "".join(sentence.text for sentence in answer.sentences)


@pytest.mark.parametrize("question", ["首报向哪个部门报备", "手报首弹归谁受理", "首报向谁报备？"])
def test_the_newer_text_is_quoted_in_place_of_the_older_facts(question: str) -> None:
    answer = ask(question)

    assert "示例委员会" in said(answer)
    assert "市投资促进局" not in said(answer)
    assert "取代" in said(answer)
    assert {citation.edition for citation in answer.citations} == {"2026-01-01"}
    assert "2019年试行文件" not in "".join(answer.notes)


def test_what_the_newer_text_has_no_clause_for_is_refused() -> None:
    answer = ask("能耗指标谁牵头")

    assert answer.status is AnswerStatus.REFUSED
    assert "市发改委" not in said(answer)


def test_until_its_day_the_older_text_answers() -> None:
    answer = ask("首报向哪个部门报备", BEFORE)

    assert "市投资促进局" in said(answer)
    assert "示例委员会" not in said(answer)


def test_a_clause_named_by_number_is_the_newer_text_s() -> None:
    assert "示例委员会主谈" in said(ask("四（二）怎么规定的"))
