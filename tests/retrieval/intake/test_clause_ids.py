import pytest

from retrieval.intake.clause_ids import Opened, full_label, make_clause_id, rank_of
from retrieval.intake.headings import Heading, match_heading
from rules.clauses import ClauseRef


def _heading(text: str) -> Heading:
    heading = match_heading(text)
    assert heading is not None
    return heading


ANNEX = Opened((0, 0), "annex2", "附件2", "附件2", is_annex=True)
CHAPTER = Opened((2, 0), "ch.3", "第三章", "第三章 审查")
FOUR = Opened((4, 0), "4", "四", "四、统筹")

IDS = [
    ("一、甲", (), "1"),
    ("（二）乙", (FOUR,), "4.2"),
    ("第十二条 丙", (CHAPTER,), "art.12"),
    ("第十二条之二 丙", (), "art.12b"),
    ("第三章 丁", (), "ch.3"),
    ("第二节 戊", (CHAPTER,), "ch.3.s2"),
    ("第二节 戊", (), "sec.2"),
    ("第一编 己", (), "part.1"),
    ("附件2：庚", (), "annex2"),
    ("一、辛", (ANNEX,), "annex2.1"),
    ("第一条 壬", (ANNEX,), "annex2.art.1"),
    ("1.2.3 癸", (), "1.2.3"),
]


@pytest.mark.parametrize(("text", "above", "expected"), IDS)
def test_ids_follow_the_place_in_the_outline(
    text: str, above: tuple[Opened, ...], expected: str
) -> None:
    name = make_clause_id(_heading(text), above)

    assert name == expected
    assert ClauseRef("doc", name).clause == name


def test_inner_labels_carry_the_label_above() -> None:
    assert full_label(_heading("(一)甲"), FOUR) == "四（一）"
    assert full_label(_heading("(一)甲"), None) == "（一）"
    assert full_label(_heading("一、甲"), ANNEX) == "一"


def test_decimals_rank_by_their_depth() -> None:
    assert rank_of(_heading("1.2 甲")) < rank_of(_heading("1.2.3 甲"))
