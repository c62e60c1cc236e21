"""A chain is hinted at by a form's own words, and only where none is filled."""

import pytest

from bot.forms.state import Form
from bot.forms.suggesting import suggested_chain
from registry.filing.slots import Slot, SlotStatus


def _form(**values: str) -> Form:
    slots = {n: Slot(v, v, "", "m1", SlotStatus.CONFIRMED) for n, v in values.items()}
    return Form(slots)


@pytest.mark.parametrize(
    ("project", "chain"),
    [
        ("储能电池生产线", "新型储能"),
        ("功率芯片测试线", "集成电路"),
        ("抗体药物产业化基地", "生物医药"),
        ("精密减速器生产基地", "智能机器人"),
    ],
)
def test_words_of_a_project_hint_at_a_chain(project: str, chain: str) -> None:
    suggestion = suggested_chain(_form(project_name=project))
    assert suggestion is not None
    assert suggestion.chain == chain
    assert suggestion.words in project


def test_the_project_says_more_than_the_investor() -> None:
    form = _form(project_name="光刻机零部件项目", investor_name="示例储能有限公司")
    suggestion = suggested_chain(form)
    assert suggestion is not None
    assert suggestion.chain == "集成电路"


def test_nothing_is_suggested_where_a_chain_stands_or_nothing_hints_at_one() -> None:
    assert suggested_chain(_form(project_name="储能电池生产线", chain="智能制造")) is None
    assert suggested_chain(_form(project_name="示例总部")) is None
    assert suggested_chain(Form({})) is None
