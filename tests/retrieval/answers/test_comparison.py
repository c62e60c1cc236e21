"""Both sides of a comparison, where no single fact sets them side by side."""

from dataclasses import replace

from retrieval.answers.comparison import answer_comparison
from retrieval.facts.matching import FactHit
from retrieval.types import AnswerStatus, FactKind
from tests.retrieval.fact_hits import KNOWLEDGE, analyse, fact_of, make_hit

HUZHOU = make_hit("intensity", conflicts=("place:杭州",))
AT_HOME = replace(
    make_hit("report"),
    fact=fact_of("report", text="杭州的首报向市投资促进局报备。", place="杭州"),
    conflicts=("place:湖州",),
)


def compare(text: str, *hits: FactHit) -> tuple[AnswerStatus, list[str], tuple[str, ...]] | None:
    reply = answer_comparison(analyse(text), hits, KNOWLEDGE)
    return reply and (reply.status, [bound.text for bound in reply.bound], reply.missing)


def test_both_places_are_told_in_the_order_asked() -> None:
    reply = compare("湖州和杭州有什么不同", AT_HOME, HUZHOU)

    assert reply is not None
    status, said, missing = reply
    assert status is AnswerStatus.ANSWERED
    assert said[0].startswith("湖州")
    assert said[1].startswith("杭州")
    assert missing == ()


def test_a_third_side_that_nothing_tells_of_is_named_as_missing() -> None:
    reply = compare("湖州和杭州和深圳有什么不同", AT_HOME, HUZHOU)

    assert reply is not None
    assert reply[0] is AnswerStatus.PARTLY
    assert reply[2] == ("深圳的这项内容",)


def test_one_side_alone_is_no_comparison() -> None:
    assert compare("湖州和深圳有什么不同", HUZHOU) is None


def test_what_compares_nothing_is_left_to_others() -> None:
    assert compare("湖州固投强度是多少", HUZHOU) is None
    assert compare("湖州有什么不同", HUZHOU) is None


def test_a_difference_that_is_stated_answers_itself() -> None:
    difference = replace(make_hit(), fact=fact_of("report", kind=FactKind.DIFFERENCE))

    assert compare("湖州和杭州有什么不同", difference, HUZHOU, AT_HOME) is None


def test_a_fact_that_speaks_of_both_answers_itself() -> None:
    both = replace(make_hit(), fact=fact_of("report", text="杭州报备，湖州把关。"))

    assert compare("湖州和杭州有什么不同", both, HUZHOU, AT_HOME) is None


def test_a_fact_that_fits_too_badly_is_no_side() -> None:
    weak = replace(HUZHOU, score=0.05)

    assert compare("湖州和杭州有什么不同", AT_HOME, weak) is None


def test_a_fact_of_another_year_is_no_side() -> None:
    other_year = replace(HUZHOU, conflicts=("year:2031",))

    assert compare("湖州和杭州有什么不同", AT_HOME, other_year) is None


def test_years_are_compared() -> None:
    early = make_hit("intensity")
    late = replace(
        make_hit("energy-deadline"),
        fact=fact_of("energy-deadline", text="能耗制度2019年要出台。", period="2018年"),
    )
    late = replace(late, fact=replace(late.fact, text="能耗制度7月要出台。"))

    reply = compare("2019年和2018年分别怎么样", early, late)

    assert reply is not None
    assert reply[1] == [early.fact.text, late.fact.text]


def test_mechanisms_are_compared() -> None:
    energy = make_hit("energy-lead")
    penalty = replace(make_hit("penalty"), fact=fact_of("penalty", subject="首报首谈"))

    reply = compare("能耗和首报首谈有什么区别", penalty, energy)

    assert reply is not None
    assert reply[1][0] == "能耗由市发改委牵头。"
