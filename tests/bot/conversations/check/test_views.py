"""What a card shows of a case."""

from bot.conversations.check.case import Case
from bot.conversations.check.judging import judge, next_question
from bot.conversations.check.views import make_view
from bot.understanding.case_facts.types import CaseReading, Said
from tests.bot.conversations.checking import TODAY, read, shipped_data, tell


def test_facts_are_read_back_with_their_words() -> None:
    case, judged = tell("滨江已经拿到首谈资格，我们能谈吗", "余杭区")

    view = make_view(case, judged, None, CaseReading())

    rows = {row.label: (row.value, row.note) for row in view.facts}
    assert rows["首谈资格持有单位"] == ("滨江区", "滨江已经拿到首谈资格")
    assert rows["本地"] == ("余杭区", "我们")


def test_answers_with_one_outcome_stand_in_one_line() -> None:
    case, judged = tell("能给多少用地指标奖励", "余杭区")
    question = next_question(case, judged, shipped_data(), TODAY)

    view = make_view(case, judged, question, CaseReading())

    assert view.branches == ("若“新增建设用地”“租购厂房”“不用地”：不属于给予奖励的情形。",)


def test_what_bears_on_nothing_is_said_to() -> None:
    case, judged = tell("没首报就引进了什么后果", "余杭区")

    view = make_view(case, judged, None, read("要是情节严重呢"))

    assert "“情节严重”不影响这项判断，结论不变。" in view.before


def test_words_that_could_not_be_used_are_named() -> None:
    case = Case(facts={"total_investment": Said("很多", "很多")}, rules=("investment_bracket",))

    view = make_view(case, judge(case, shipped_data(), TODAY), None, CaseReading())

    assert "“很多”作为“总投资”看不懂，先没有采用。" in view.before
