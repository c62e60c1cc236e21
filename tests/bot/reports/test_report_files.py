"""A report file gives the slots of the form, in the shapes the form has."""

import pytest

from bot.errors import BadInput
from bot.reports.report_files import read_report
from registry.filing.slots import SlotStatus


def test_names_may_be_chinese_and_values_take_the_forms_shape() -> None:
    text = """
"总投资" = "１．２ 亿元"
"是否新项目" = "是"
intent_evidence = ["会谈纪要"]
"容积率" = 1.5
"产业链" = "集成电路"
""".encode()

    slots = read_report(text)

    values = {name: slot.value for name, slot in slots.items()}
    assert values == {
        "total_investment": {"amount": "1.2", "unit": "亿元", "currency": "CNY"},
        "is_new_project": True,
        "intent_evidence": ["会谈纪要"],
        "plot_ratio": "1.5",
        "chain": "集成电路",
    }
    assert slots["intent_evidence"].raw == "会谈纪要"
    assert {slot.status for slot in slots.values()} == {SlotStatus.CONFIRMED}


def test_json_is_told_by_its_suffix_or_first_character() -> None:
    text = b'{"plot_ratio": 1.5, "policy_terms": [{"name": "x", "offered": 9}]}'

    assert read_report(text) == read_report(text, ".json")
    assert read_report(text)["policy_terms"].value == [{"name": "x", "offered": 9}]


@pytest.mark.parametrize(
    ("text", "suffix", "code"),
    [
        (b"\xff\xfe", "", "report_file"),
        (b"{", ".json", "report_file"),
        (b"[1]", ".json", "report_file"),
        (b"a = ", "", "report_file"),
        (b"star = 1", "", "report_slot"),
        ('total_investment = "约一亿"'.encode(), "", "report_money"),
        (b" " * 1_000_001, "", "report_file"),
    ],
)
def test_what_cannot_be_read_is_refused(text: bytes, suffix: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_report(text, suffix)

    assert caught.value.code == code
