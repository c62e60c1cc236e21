"""What words are for that several slots could take."""

import pytest

from bot.conversations.file_report_fitting import fitted
from bot.forms.state import Form, FormNotes
from bot.understanding.types import Doubt, Found, Understood
from registry.slots import Slot, SlotStatus

_TEXT = "李伟，13805716622"
_SUM = {"amount": "93000", "unit": "万元", "currency": "CNY"}
_SUMS = ("total_investment", "fixed_investment", "annual_output")


def form(*asking: str, **filled: str) -> Form:
    slots = {n: Slot(v, v, "", "m", SlotStatus.CONFIRMED) for n, v in filled.items()}
    return Form(slots, FormNotes(asking=asking))


def doubt(raw: str, text: str, *slots: str, value: object = None) -> Doubt:
    start = text.index(raw)
    end = start + len(raw)
    return Doubt(raw, tuple(Found(slot, value or raw, raw, start, end) for slot in slots))


def pair() -> Understood:
    return Understood(
        doubts=(
            doubt("李伟", _TEXT, "investor_contact", "unit_contact"),
            doubt("13805716622", _TEXT, "investor_phone", "unit_contact"),
        )
    )


def test_a_name_and_the_number_beside_it_are_the_investors() -> None:
    heard = fitted(pair(), _TEXT, form("intent_evidence"))

    assert [(f.slot, f.value) for f in heard.found] == [
        ("investor_contact", "李伟"),
        ("investor_phone", "13805716622"),
    ]
    assert heard.doubts == ()


def test_where_the_investors_contact_is_told_a_further_pair_is_asked_about() -> None:
    assert len(fitted(pair(), _TEXT, form(investor_contact="赵总")).doubts) == 2


def test_of_several_slots_the_one_asked_for_is_meant() -> None:
    sums = Understood(doubts=(doubt("9.3亿", "9.3亿", *_SUMS, value=_SUM),))

    heard = fitted(sums, "9.3亿", form("chain", "annual_output"))

    assert [f.slot for f in heard.found] == ["annual_output"]


@pytest.mark.parametrize(
    ("text", "filled", "slot"),
    [
        ("差不多9.3亿", {}, "total_investment"),
        ("那就9.3亿人民币", {"total_investment": "5亿"}, "total_investment"),
        ("9.3亿", {"total_investment": "5亿"}, ""),
        ("厂房9.3亿", {"total_investment": "5亿"}, ""),
    ],
)
def test_a_sum_nobody_named_is_the_total_while_that_is_open_or_settled_anew(
    text: str, filled: dict[str, str], slot: str
) -> None:
    slots = _SUMS[1:] if filled else _SUMS
    heard = fitted(
        Understood(doubts=(doubt("9.3亿", text, *slots, value=_SUM),)), text, form(**filled)
    )

    assert [f.slot for f in heard.found] == ([slot] if slot else [])


def test_a_lone_sum_beside_a_total_may_be_the_total_too() -> None:
    sums = Understood(doubts=(doubt("9.3亿", "9.3亿", *_SUMS[1:], value=_SUM),))

    heard = fitted(sums, "9.3亿", form(total_investment="5亿"))

    assert [r.slot for r in heard.doubts[0].readings] == [*_SUMS]
