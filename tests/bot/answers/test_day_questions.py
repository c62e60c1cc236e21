"""Cases as data: tests/bot/computed_questions.toml."""

import pytest

from bot.answers.day_questions import DayQuestions
from tests.bot.computed import Case, cases_of, check, shipped_duties


@pytest.mark.parametrize("case", cases_of("days"), ids=str)
def test_question_comes_out_as_the_case_says(case: Case) -> None:
    check(DayQuestions(shipped_duties()), case)
