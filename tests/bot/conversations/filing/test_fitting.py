"""What words are for that several slots could take."""

import pytest

from bot.conversations.filing.fitting import fitted
from bot.forms.state import Form, FormNotes
from bot.understanding.types import Doubt, Found, Understood
from registry.filing.slots import Slot, SlotStatus

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


def test_where_the_investors_contact_is_told_a_further_pair_is_our_own() -> None:
    heard = fitted(pair(), _TEXT, form(investor_contact="赵总"))

    assert [(f.slot, f.value) for f in heard.found] == [("unit_contact", "李伟 13805716622")]


def test_where_both_are_told_a_further_pair_is_asked_about() -> None:
    told = form(investor_contact="赵总", unit_contact="钱工")

    assert len(fitted(pair(), _TEXT, told).doubts) == 2


def test_one_sum_in_two_currencies_is_one() -> None:
    text = "总投资1.2亿欧元，折人民币约9.3亿"
    sum_ = Found("total_investment", _SUM, "1.2亿欧元", 3, 9)
    heard = Understood((sum_,), (doubt("9.3亿", text, *_SUMS[1:], value=_SUM),))

    settled = fitted(heard, text, form())

    assert [f.raw for f in settled.found] == ["1.2亿欧元，折人民币约9.3亿"]
    assert settled.doubts == ()


def test_how_much_is_asked_and_not_of_what_while_the_total_is_open() -> None:
    both = [doubt("七八个亿", "七八个亿", *_SUMS, value=value).readings for value in ("7", "8")]
    heard = Understood(doubts=(Doubt("七八个亿", (*both[0], *both[1])),))

    settled = fitted(heard, "七八个亿", form())

    assert [r.slot for r in settled.doubts[0].readings] == ["total_investment"] * 2


@pytest.mark.parametrize(("text", "refused"), [("大概几个亿吧", ["几个亿"]), ("几万片晶圆", [])])
def test_a_sum_too_vague_is_the_total_that_cannot_stand(text: str, refused: list[str]) -> None:
    assert [one.raw for one in fitted(Understood(), text, form()).invalid] == refused


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
