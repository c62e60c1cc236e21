"""Cases as data: tests/bot/computed_questions.toml."""

import pytest

from bot.answers.standard_questions import StandardQuestions
from tests.bot.computed import Case, cases_of, check


@pytest.mark.parametrize("case", cases_of("standard"), ids=str)
def test_question_comes_out_as_the_case_says(case: Case) -> None:
    check(StandardQuestions(), case)
