"""The text of a clause named by its number, in the edition of the day."""

from datetime import date

import pytest

from retrieval.clause_lookups import answer_clause, named_documents
from retrieval.composing import Reply
from retrieval.types import AnswerStatus, Origin
from tests.retrieval.fact_hits import KNOWLEDGE, TODAY, analyse
from tests.retrieval.samples import make_document
from tests.retrieval.small_library import make_knowledge

SECOND = "取水单位应当安装计量设施。\n下列情形除外：\n（一）应急；\n（二）救灾。"
LAW = make_document(
    clauses={
        "art.1": ("第一条", "第一条", "为了节约用水，制定本办法。"),
        "art.2": ("第二条", "第二条", SECOND),
        "art.2-1": ("第二条", "第二条", "前款由市水务局解释。"),
        "art.3": ("第三条", "第三条", ""),
    },
    origin=Origin.ORIGINAL,
)
LIBRARY = make_knowledge(
    metas={**KNOWLEDGE.metas, LAW.meta.doc_id: LAW.meta},
    clauses={**KNOWLEDGE.clauses, **{str(clause.ref): clause for clause in LAW.clauses}},
)


def look_up(text: str, day: date = TODAY) -> Reply | None:
    return answer_clause(LIBRARY.analyst.analyse(text), LIBRARY, day)


def said(text: str, day: date = TODAY) -> str:
    reply = look_up(text, day)
    assert reply is not None
    return "".join(bound.text for bound in reply.bound)


QUOTED = [
    ("a number without a title is the scheme's", "四（一）写了什么", "先向市投资促进局报备"),
    ("a row of the annex", "附件第10项", "牵头：市发改委"),
    ("an article of a named law", "节水办法第一条", "制定本办法"),
    ("all parts of an article", "节水办法第二条", "前款由市水务局解释"),
    ("two articles", "节水办法第一条和第二条", "救灾"),
]


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in QUOTED], ids=[case[0] for case in QUOTED]
)
def test_the_text_is_given_word_for_word(text: str, expected: str) -> None:
    reply = look_up(text)

    assert reply is not None
    assert reply.status is AnswerStatus.ANSWERED
    assert expected in said(text)
    for bound in reply.bound:
        (citation,) = bound.citations
        clause = LIBRARY.clauses[f"{citation.doc_id}#{citation.clause}"]
        assert clause.text[citation.start : citation.end] == citation.quote


PIECES = [
    ("the first paragraph", "节水办法第二条第一款", ["取水单位应当安装计量设施。"]),
    ("a paragraph with its items", "节水办法第二条第二款",
     ["下列情形除外：", "（一）应急；", "（二）救灾。"]),
    ("an item of a paragraph", "节水办法第二条第二款第（二）项", ["（二）救灾。"]),
    ("an item of the article", "节水办法第二条第（一）项", ["（一）应急；"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "quotes"), [case[1:] for case in PIECES], ids=[case[0] for case in PIECES]
)
def test_a_paragraph_or_item_is_quoted_alone(text: str, quotes: list[str]) -> None:
    reply = look_up(text)

    assert reply is not None
    assert [bound.citations[0].quote for bound in reply.bound] == quotes


REFUSED = [
    ("an article the law does not have", "节水办法第九十九条", TODAY, "没有第99条"),
    ("a paragraph the article does not have", "节水办法第二条第九款", TODAY, "没有第2条第9款"),
    ("a day before the edition", "节水办法第一条", date(2019, 12, 31), "不在资料库中"),
    ("an article without any text", "节水办法第三条", TODAY, "没有第3条"),
]


@pytest.mark.parametrize(
    ("text", "day", "expected"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_what_the_library_does_not_hold_is_refused(text: str, day: date, expected: str) -> None:
    reply = look_up(text, day)

    assert reply is not None
    assert reply.status is AnswerStatus.REFUSED
    assert reply.missing
    assert expected in said(text, day)


UNANSWERED = [
    ("no clause is named", "能耗谁牵头", TODAY),
    ("the scheme has no such clause", "四（九）写了什么", TODAY),
    ("no document has articles", "《杭州试行制度》第九十九条", TODAY),
    ("the scheme was not in force", "四（一）写了什么", date(2019, 6, 5)),
]


@pytest.mark.parametrize(
    ("text", "day"), [case[1:] for case in UNANSWERED], ids=[case[0] for case in UNANSWERED]
)
def test_the_rest_is_left_to_others(text: str, day: date) -> None:
    assert look_up(text, day) is None


def test_a_document_is_named_by_title_short_title_or_number() -> None:
    for name in ("《杭州试行制度》", "一盘棋制度", "杭政办函〔2019〕40号"):
        assert named_documents(analyse(f"{name}第三条"), KNOWLEDGE) == ("hz-2019-40",)
