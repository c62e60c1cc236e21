"""Questions and their buttons."""

import pytest

from bot.conversations.check.case import Case
from bot.conversations.check.questions import ask_again, option_label, question_text
from bot.dialogue.messages import MOST_CHOICE_BYTES
from bot.understanding.case_facts.specs import fact_specs


@pytest.mark.parametrize("name", sorted(fact_specs()))
def test_every_fact_can_be_asked_for_in_chinese_and_passed_over(name: str) -> None:
    reply = ask_again(Case(no=1000), name)

    assert reply.text.endswith(("？", "。"))
    assert name not in reply.text
    assert {"不知道", "先看结论"} <= {choice.label for choice in reply.choices}
    assert all(len(choice.data.encode()) <= MOST_CHOICE_BYTES for choice in reply.choices)


def test_the_holder_is_asked_of_the_unit_that_was_named() -> None:
    assert question_text(Case(rival="滨江区"), "active_holder").startswith("滨江区")
    assert "有没有单位" in question_text(Case(), "active_holder")


def test_labels_of_answers() -> None:
    case = Case(rival="滨江区")

    assert option_label(case, "active_holder", "其他单位") == "滨江区持有"
    assert option_label(case, "active_holder", "无") == "没有单位持有"
    assert option_label(case, "is_new_project", False) == "存量项目"
    assert option_label(case, "is_major", True) == "是"
