"""Several assessments as one card."""

import pytest

from bot.conversations.check.views import make_view
from bot.dialogue.messages import CardKind
from bot.rendering.assessment_cards import CaseView, case_card, case_text, show_value, whole_text
from bot.understanding.case_facts.types import CaseReading
from tests.bot.conversations.checking import tell


def _view(text: str, unit: str | None = None) -> CaseView:
    case, judged = tell(text, unit)
    return make_view(case, judged, None, CaseReading())


def test_the_answer_comes_first_then_conclusion_reasons_and_basis() -> None:
    lines = case_text(_view("滨江已经拿到首谈资格，我们能谈吗", "余杭区")).splitlines()

    assert lines[0] == "不能谈：去谈就违反首报首谈。"
    parts = ("结论：", "理由：", "依据：", "须人工认定：", "下一步：", "说明：")
    at = [next(n for n, line in enumerate(lines) if line.startswith(part)) for part in parts]
    assert at == sorted(at)


def test_several_rules_have_their_titles_and_share_what_is_open() -> None:
    text = case_text(_view("滨江已经拿到首谈资格，我们能谈这个生物医药项目吗", "余杭区"))

    assert text.count("【") == 2
    assert text.count("下一步：") == 1


def test_children_are_not_repeated_but_can_be_asked_for() -> None:
    view = _view(
        "导引审查符合，首报也受理了，意见征求过了，没人持有首谈资格，能给首谈资格吗", "钱塘区"
    )

    assert "其中：" not in case_text(view)
    assert "其中：" in whole_text(view.assessments)


def test_a_refusal_of_another_rule_stands_in_the_first_sentence() -> None:
    view = _view("没人持有首谈资格，我们能谈这个集成电路项目吗", "淳安县")

    assert view.headline == "可以谈，不构成违反首报首谈。另外：不符合《布局导引》。"


def test_no_machine_name_of_a_rule_is_shown() -> None:
    text = case_text(_view("企业要市里的产业基金支持，一事一议谁拍板"))

    assert "layout_conformity" not in text
    assert "一律" not in text.splitlines()[0]


def test_the_card_repeats_the_text_as_a_table() -> None:
    card = case_card(_view("滨江已经拿到首谈资格，我们能谈吗", "余杭区"))

    assert card.kind is CardKind.ASSESSMENT
    assert card.rows[0].value == "违反首报首谈，项目尚未引进"
    assert card.lines[0] == "不能谈：去谈就违反首报首谈。"


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("is_major", True, "是"),
        ("rival_report", "earlier", "在先"),
        ("support_forms", ["fund", "equity"], "产业基金、股权直投"),
        ("intent_evidence", ["会谈纪要"], "会谈纪要"),
        ("main_industry_count", 3, "3"),
    ],
)
def test_values_are_shown_in_words(name: str, value: object, shown: str) -> None:
    assert show_value(name, value) == shown
