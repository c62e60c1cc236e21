"""Chosen facts become a reply: presupposition first, then sentences, sums and differences."""

from dataclasses import replace

import pytest

from retrieval.answers.composing import Reply
from retrieval.answers.fact_replies import reply_with_facts
from retrieval.facts.knowledge import Knowledge
from retrieval.types import AnswerStatus, Fact, FactKind
from rules.clauses import ClauseRef
from tests.retrieval.fact_hits import KNOWLEDGE, analyse, fact_of, make_hit
from tests.retrieval.small_library import make_knowledge

DIFFERENCE = fact_of(
    "energy-lead",
    id="hz-2019-40/energy-difference",
    kind=FactKind.DIFFERENCE,
    text="附10的能耗由市发改委牵头，正文未写。",
    value=(),
)
LEAD = fact_of("energy-lead", related=(DIFFERENCE.id,))


def reply_to(text: str, *facts: Fact, knowledge: Knowledge = KNOWLEDGE) -> Reply:
    hits = [replace(make_hit(), fact=fact) for fact in facts]
    reply = reply_with_facts(analyse(text), hits, knowledge)
    assert reply is not None
    return reply


def said(reply: Reply) -> list[str]:
    return [bound.text for bound in reply.bound]


OPENINGS = [
    ("an open question", "能耗谁牵头", "能耗由"),
    ("a right presupposition", "能耗是市发改委牵头吗", "是的。能耗由"),
    ("a wrong presupposition", "能耗是市经信局牵头吗", "不是。能耗由"),
]


@pytest.mark.parametrize(
    ("text", "opening"), [case[1:] for case in OPENINGS], ids=[case[0] for case in OPENINGS]
)
def test_what_the_question_presupposes_is_answered_first(text: str, opening: str) -> None:
    assert said(reply_to(text, fact_of("energy-lead")))[0].startswith(opening)


def test_a_sum_follows_the_figures_and_rests_on_their_citations() -> None:
    reply = reply_to("湖州固投强度提高了多少", fact_of("intensity"))

    assert "67.5万元" in said(reply)[-1]
    assert reply.bound[-1].citations == reply.bound[0].citations != ()


def test_a_reply_carries_on_what_a_follow_up_needs() -> None:
    reply = reply_to("首报首谈的流程", fact_of("steps"))

    assert reply.topic == "首报首谈"
    assert reply.values == fact_of("steps").value
    assert reply.context == {"hz-2019-40#4.1"}


STATUSES = [
    ("facts answer", ["energy-lead", "energy-cooperate"], AnswerStatus.ANSWERED, ()),
    ("open points refuse", ["validity"], AnswerStatus.REFUSED, ("首谈资格有效期",)),
    ("both together", ["penalty", "validity"], AnswerStatus.PARTLY, ("首谈资格有效期",)),
]


@pytest.mark.parametrize(
    ("names", "status", "missing"),
    [case[1:] for case in STATUSES],
    ids=[case[0] for case in STATUSES],
)
def test_the_status_says_how_far_the_facts_go(
    names: list[str], status: AnswerStatus, missing: tuple[str, ...]
) -> None:
    reply = reply_to("首谈资格怎么样", *map(fact_of, names))

    assert (reply.status, reply.missing) == (status, missing)
    assert bool(reply.nearest) is (status is AnswerStatus.REFUSED)


def test_facts_whose_clause_bears_nothing_out_give_no_reply() -> None:
    hit = replace(make_hit(), fact=fact_of("report", text="罚款30万元。"))

    assert reply_with_facts(analyse("首报向谁报"), [hit], KNOWLEDGE) is None


def test_a_fact_without_its_clause_leaves_the_word_to_the_others() -> None:
    gone = fact_of("report", ref=ClauseRef("hz-2019-40", "9.9"))

    assert said(reply_to("能耗谁牵头", gone, fact_of("energy-lead"))) == ["能耗由市发改委牵头。"]


def test_where_the_texts_differ_on_what_was_answered_it_is_said() -> None:
    knowledge = make_knowledge(facts=[*KNOWLEDGE.facts, DIFFERENCE])

    assert said(reply_to("能耗谁牵头", LEAD, knowledge=knowledge))[-1] == DIFFERENCE.text


SILENT = [
    ("on another subject", "能耗谁牵头", LEAD, replace(DIFFERENCE, subject="首报")),
    ("a related fact that is no difference", "能耗谁牵头", LEAD,
     replace(DIFFERENCE, kind=FactKind.QUANTITY)),
    ("when not who or what follows was asked", "能耗什么时候出台",
     fact_of("energy-deadline", related=(DIFFERENCE.id,)), DIFFERENCE),
    ("in a comparison", "能耗由谁牵头，两处有什么不同", LEAD, DIFFERENCE),
    ("when it is not in the library", "能耗谁牵头", LEAD, replace(DIFFERENCE, id="hz-2019-40/x")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "fact", "difference"), [case[1:] for case in SILENT], ids=[case[0] for case in SILENT]
)
def test_no_difference_is_told(text: str, fact: Fact, difference: Fact) -> None:
    knowledge = make_knowledge(facts=[*KNOWLEDGE.facts, difference])

    assert DIFFERENCE.text not in said(reply_to(text, fact, knowledge=knowledge))


def test_a_difference_among_the_facts_is_said_once() -> None:
    knowledge = make_knowledge(facts=[*KNOWLEDGE.facts, DIFFERENCE])

    assert (
        said(reply_to("能耗谁牵头", LEAD, DIFFERENCE, knowledge=knowledge)).count(DIFFERENCE.text)
        == 1
    )
