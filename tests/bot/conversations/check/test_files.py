"""A case as a file that `yipanqi check --case` judges again to the same verdict."""

import tomllib

import pytest

from bot.checks.case_files import read_case
from bot.conversations.check.case import Case
from bot.conversations.check.files import case_file
from bot.understanding.case_facts.reader import Said
from rules.catalog import assess_raw
from tests.bot.conversations.checking import TODAY, shipped_data, tell
from tests.bot.understanding.case_facts.test_reader import CASES


@pytest.mark.parametrize("told", CASES, ids=lambda case: case["text"][:30])
def test_the_exported_case_is_judged_the_same(told: dict[str, str]) -> None:
    case, judged = tell(told["text"], told.get("unit"))

    for assessment in judged.assessments:
        file = case_file(case, judged, assessment)
        again = read_case(file.content, ".toml")
        assert again.rule == assessment.rule
        assert again.as_of == assessment.as_of
        context = shipped_data().context(assessment.as_of)
        verdict = assess_raw(assessment.rule, again.facts, context)
        assert verdict.outcome == assessment.outcome
        assert verdict.reasons == assessment.reasons


def test_words_and_parameters_stand_in_comments() -> None:
    case, judged = tell("企业在西湖区有厂，现在要挪到临平，能直接搬吗")

    text = case_file(case, judged, judged.assessments[0]).content.decode()

    assert "# 判断日 2026-11-22" in text
    assert "# 原话：在西湖区有厂" in text


def test_no_word_of_the_person_breaks_out_of_its_place() -> None:
    case, judged = tell("集成电路项目放在淳安符合布局导引吗")
    nasty = 'x"\n[facts]\nrule = "y\\'
    bad = Case(facts={**case.facts, "chain": Said(nasty, nasty)}, rules=case.rules)
    from bot.conversations.check.judging import judge

    judged = judge(bad, shipped_data(), TODAY)

    table = tomllib.loads(case_file(bad, judged, judged.assessments[0]).content.decode())
    assert table["facts"]["chain"] == nasty
