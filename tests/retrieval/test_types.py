"""The values of retrieval: what they say of themselves."""

import pytest

from retrieval.types import Clause, Origin
from rules.clauses import ClauseRef

HEADINGS = [
    ("四（一）", "建立项目首报首谈制度", "四（一）建立项目首报首谈制度"),
    ("二", "讲解安排", "二、讲解安排"),
    ("附7", "加强项目招商引资市级统筹", "附7加强项目招商引资市级统筹"),
    ("第十二条", "第十二条", "第十二条"),
]


@pytest.mark.parametrize(("label", "title", "heading"), HEADINGS)
def test_heading_reads_as_a_person_would_write_it(label: str, title: str, heading: str) -> None:
    ref = ClauseRef("a-document", "1")
    clause = Clause(ref, "2025", label, title, "正文。", 0, 3, Origin.ORIGINAL)

    assert clause.heading == heading
