"""Cases as data: tests/bot/computed_questions.toml."""

import pytest

from bot.answers.duty_questions import DutyQuestions
from tests.bot.computed import Case, cases_of, check, shipped_duties


@pytest.mark.parametrize("case", cases_of("duties"), ids=str)
def test_question_comes_out_as_the_case_says(case: Case) -> None:
    check(DutyQuestions(shipped_duties()), case)
