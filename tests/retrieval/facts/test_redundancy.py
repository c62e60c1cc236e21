"""Nothing is said twice: repeated facts go, a fuller one stands for what it holds."""

import pytest

from retrieval.facts.redundancy import adds_nothing, distinct, is_fuller, repeats
from retrieval.types import FactKind
from tests.retrieval.fact_hits import fact_of, make_hit

TOLD = "2024年1—7月，杭州落地亿元以上项目220个，完成年度目标的73.3%。"
CASES = [
    ("the same in fewer words", "杭州落地亿元以上项目220个。", True),
    ("another figure", "杭州落地亿元以上项目38个。", False),
    ("another matter", "开发区集聚度进一步显现，配套更齐。", False),
    ("where it is from does not count", "据2024年的报道，亿元以上项目220个（非杭州数据）。", True),
    ("nothing to compare", "220", False),
]


@pytest.mark.parametrize(
    ("text", "is_borne"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_text_adds_nothing_where_its_words_and_figures_were_said(
    text: str, is_borne: bool
) -> None:
    assert adds_nothing(text, TOLD) is is_borne


def test_of_two_alike_the_first_is_said() -> None:
    first = make_hit(fact=fact_of("report", id="a", text=TOLD, value=()))
    again = make_hit(fact=fact_of("report", id="b", text="亿元以上项目220个。", value=()))

    assert distinct([first, again]) == (first,)


def test_a_fuller_fact_takes_the_place_of_one_it_holds() -> None:
    short = make_hit(fact=fact_of("report", id="a", text="亿元以上项目220个。", value=()))
    other = make_hit(fact=fact_of("report", id="b", text="能耗指标由市发改委统筹。", value=()))
    full = make_hit(fact=fact_of("report", id="c", text=TOLD, value=()))

    assert distinct([short, other, full]) == (full, other)
    assert is_fuller(full.fact, short.fact)
    assert not is_fuller(short.fact, full.fact)


def test_an_open_point_is_not_borne_by_a_fact_of_the_same_words() -> None:
    fact = make_hit(fact=fact_of("report", id="a", text=TOLD, value=()))
    silent = fact_of("report", id="b", text=TOLD, value=(), kind=FactKind.OPEN_POINT)

    assert len(distinct([fact, make_hit(fact=silent)])) == 2


def test_a_fact_whose_members_were_all_said_repeats() -> None:
    said = fact_of("report", text="三方是甲方、乙方、丙方。", value=("甲方", "乙方", "丙方"))
    less = fact_of("report", id="b", subject="别的", text="有甲方和乙方。", value=("甲方", "乙方"))

    assert repeats(less, said)
    assert not repeats(said, less)
