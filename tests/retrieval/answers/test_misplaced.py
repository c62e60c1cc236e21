"""What is of another place is put back there, or said not to be held."""

from dataclasses import replace

import pytest

from retrieval.answers import wording
from retrieval.answers.misplaced import correct_place, refuse_period, refuse_unknown_place
from retrieval.facts.matching import FactHit
from retrieval.types import AnswerStatus, FactKind
from rules.clauses import ClauseRef
from tests.retrieval.fact_hits import KNOWLEDGE, analyse, fact_of, make_hit

MISPLACED = make_hit("standard", conflicts=("place:杭州",))


def test_a_practice_is_put_back_where_it_belongs() -> None:
    reply = correct_place(analyse("杭州345标准"), [MISPLACED], [], KNOWLEDGE)

    assert reply is not None
    assert reply.status is AnswerStatus.PARTLY
    assert reply.bound[0].text == wording.NOT_OF_PLACE.format(asked="杭州", place="浙江湖州")
    assert reply.bound[1].text == fact_of("standard").text
    assert reply.missing == ("杭州的这项内容",)


def test_whether_a_practice_is_of_another_place_is_answered_no() -> None:
    reply = correct_place(analyse("345标准是不是杭州的"), [MISPLACED], [], KNOWLEDGE)

    assert reply is not None
    assert reply.status is AnswerStatus.ANSWERED
    assert reply.bound[0].text.startswith(wording.NO)
    assert reply.missing == ()


NOT_MISPLACED = [
    ("no place was asked about", "345标准", MISPLACED, []),
    ("nothing contradicts", "杭州345标准", make_hit("standard"), []),
    ("the year contradicts too", "杭州345标准",
     make_hit("standard", conflicts=("place:杭州", "year:2031")), []),
    ("the words are too far off", "杭州345标准", replace(MISPLACED, similarity=0.4), []),
    ("a chosen fact is as close", "杭州345标准", MISPLACED, [make_hit(similarity=0.75)]),
    ("it says little of what is asked", "杭州345标准", replace(MISPLACED, coverage=0.2), []),
    ("an open point", "杭州345标准",
     replace(MISPLACED, fact=fact_of("standard", kind=FactKind.OPEN_POINT)), []),
    ("its clause bears nothing out", "杭州345标准",
     replace(MISPLACED, fact=fact_of("standard", text="每亩70万元。")), []),
    ("its clause was taken out", "杭州345标准",
     replace(MISPLACED, fact=fact_of("standard", ref=ClauseRef("huzhou-report", "9"))), []),
    ("the fact belongs to no place", "杭州345标准",
     replace(MISPLACED, fact=fact_of("standard", place="")), []),
    ("the home city's rule for a stranger", "深圳首报",
     make_hit(conflicts=("place:深圳",)), []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "hit", "chosen"),
    [case[1:] for case in NOT_MISPLACED],
    ids=[case[0] for case in NOT_MISPLACED],
)
def test_what_is_not_misplaced_is_left_alone(
    text: str, hit: FactHit, chosen: list[FactHit]
) -> None:
    assert correct_place(analyse(text), [hit], chosen, KNOWLEDGE) is None


@pytest.mark.parametrize("text", ["深圳有没有首报首谈制度", "深圳的首报怎么报"])
def test_another_place_s_own_rule_that_is_not_held_is_refused(text: str) -> None:
    reply = refuse_unknown_place(analyse(text), KNOWLEDGE)

    assert reply is not None
    assert "没有收录深圳" in reply.bound[0].text


@pytest.mark.parametrize("text", ["首报怎么报", "杭州的首报怎么报"])
def test_the_home_city_s_rule_is_not_refused_as_another_place_s(text: str) -> None:
    assert refuse_unknown_place(analyse(text), KNOWLEDGE) is None


def test_a_claim_whose_figures_are_of_another_period_is_put_right() -> None:
    figure = make_hit("intensity", conflicts=("period:2020年全年",))
    claim = f"湖州是{figure.fact.value[0]}{figure.fact.unit}，2020年全年的吧"

    reply = refuse_period(analyse(claim), [figure], [], KNOWLEDGE)
    silent = refuse_period(analyse("湖州是77777万元，2020年全年的吧"), [figure], [], KNOWLEDGE)

    assert reply is not None
    assert reply.status is AnswerStatus.ANSWERED
    assert reply.bound[0].text.startswith(wording.NO)
    assert silent is None or silent.status is AnswerStatus.REFUSED
