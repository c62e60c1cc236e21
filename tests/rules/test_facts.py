"""Facts of a case: all errors at once, a missing fact never one, typed access, JSON schema."""

from datetime import date
from decimal import Decimal

import pytest
from jsonschema import Draft202012Validator

from rules.catalog import RULES, schema_of
from rules.errors import FactErrors
from rules.fact_terms import CHAIN, LOCALITY, TOTAL_INVESTMENT
from rules.fact_types import AREA, DAY, FLAG, NUMBER, POSITIVE, TEXTS, WHOLE, one_of
from rules.facts import Facts, FactSpec, Need, json_schema, parse_as_of, parse_facts
from rules.measures import Area, Money

SPECS = (
    CHAIN,
    LOCALITY.only_when("有地区"),
    TOTAL_INVESTMENT,
    FactSpec("cross_region", FLAG, "是否跨区域", "true"),
    FactSpec("jobs", WHOLE, "岗位数", "100", unit="个"),
    FactSpec("output", NUMBER, "产值", "1"),
    FactSpec("plot_ratio", POSITIVE, "容积率", "1.5"),
    FactSpec("land", AREA, "用地", "200亩"),
    FactSpec("signed_on", DAY, "签约日", "2024-03-01"),
    FactSpec("evidence", TEXTS, "佐证", "会谈纪要"),
    FactSpec("policy_kind", one_of({"general": "普惠"}), "政策类型", "普惠"),
)


def test_every_type_is_read_and_read_back() -> None:
    facts = parse_facts(
        SPECS,
        {
            "chain": "集成电路",
            "total_investment": "1亿元",
            "cross_region": "是",
            "jobs": 5,
            "output": 1.5,
            "plot_ratio": 2,
            "land": "2亩",
            "signed_on": "2024-03-01",
            "evidence": ["甲"],
            "policy_kind": "普惠",
        },
    )

    assert facts.text("chain") == "集成电路"
    assert facts.money("total_investment") == Money(Decimal(100000000))
    assert facts.flag("cross_region") is True
    assert facts.whole("jobs") == 5
    assert facts.number("output") == Decimal("1.5")
    assert facts.area("land") == Area(Decimal(2))
    assert facts.day("signed_on") == date(2024, 3, 1)
    assert facts.several("evidence") == ("甲",)
    assert facts.text("policy_kind") == "general"
    assert "locality" not in facts
    assert facts.names()[:2] == ("chain", "total_investment")


def test_an_absent_fact_reads_as_none_whatever_its_type() -> None:
    facts = Facts({"chain": None})
    readers = (
        facts.flag,
        facts.text,
        facts.whole,
        facts.number,
        facts.money,
        facts.area,
        facts.day,
        facts.several,
    )

    assert [read("chain") for read in readers] == [None] * len(readers)
    assert facts.absent("chain", "locality") == ("chain", "locality")


@pytest.mark.parametrize(
    "reader", ["flag", "text", "whole", "number", "money", "area", "day", "several"]
)
def test_asking_for_another_type_than_declared_is_a_programming_error(reader: str) -> None:
    with pytest.raises(TypeError, match="fact 'odd' was declared with another type than object"):
        getattr(Facts({"odd": object()}), reader)("odd")


def test_a_flag_is_not_a_whole_number() -> None:
    with pytest.raises(TypeError):
        Facts({"cross_region": True}).whole("cross_region")


def test_all_errors_of_a_case_come_at_once_in_its_order() -> None:
    raw = {
        "chian": "集成电路",
        "total_investment": "-5万元",
        "plot_ratio": 0,
        "signed_on": "1900-01-01",
        "policy_kind": "特殊",
    }

    with pytest.raises(FactErrors) as caught:
        parse_facts(SPECS, raw)

    assert [(error.field, error.code) for error in caught.value.errors] == [
        ("chian", "unknown_fact"),
        ("total_investment", "negative"),
        ("plot_ratio", "zero"),
        ("signed_on", "out_of_range"),
        ("policy_kind", "not_a_choice"),
    ]
    assert caught.value.fields["errors"] == caught.value.errors
    assert str(caught.value).startswith("unreadable facts: chian: unknown_fact (")
    assert "); total_investment: negative ('-" in str(caught.value)


def test_an_unknown_name_gets_the_nearest_known_one_and_its_example() -> None:
    with pytest.raises(FactErrors) as caught:
        parse_facts(SPECS, {"localty": "余杭区"})

    (error,) = caught.value.errors
    assert (error.suggestion, error.example) == ("locality", "余杭区")
    assert (error.value, error.expected) == ("余杭区", "本规则的事实名")


def test_an_unknown_name_far_from_all_gets_no_suggestion() -> None:
    with pytest.raises(FactErrors) as caught:
        parse_facts(SPECS, {"zzz": 1})

    (error,) = caught.value.errors
    assert (error.suggestion, error.example) == ("", "")


def test_a_chinese_name_of_a_fact_is_pointed_to_its_key() -> None:
    with pytest.raises(FactErrors) as caught:
        parse_facts(SPECS, {"容积率": 1})

    assert caught.value.errors[0].suggestion == "plot_ratio"


def test_an_error_says_what_was_expected_and_gives_a_valid_example() -> None:
    with pytest.raises(FactErrors) as caught:
        parse_facts(SPECS, {"plot_ratio": 0})

    (error,) = caught.value.errors
    assert error.value == "0"
    assert error.expected == "容积率：大于0的数"
    assert (error.example, error.suggestion) == ("1.5", "")


def test_a_choice_nearly_hit_is_suggested() -> None:
    with pytest.raises(FactErrors) as caught:
        parse_facts(SPECS, {"policy_kind": "generl"})

    assert caught.value.errors[0].suggestion == "general"


def test_none_and_empty_text_count_as_missing_not_as_errors() -> None:
    assert parse_facts(SPECS, {"chain": None, "land": ""}).names() == ()
    assert parse_facts(SPECS, {"chain": None, "land": "", "jobs": 5}).names() == ("jobs",)


def test_every_example_of_every_rule_is_valid() -> None:
    for rule in RULES:
        for spec in rule.facts:
            if spec.type.name != "list" or "{" not in spec.example:
                assert spec.name in parse_facts([spec], {spec.name: spec.example}), spec


def test_one_fact_name_has_one_type_and_one_meaning_in_all_rules() -> None:
    meanings: dict[str, tuple[object, str]] = {}
    for rule in RULES:
        names = [spec.name for spec in rule.facts]
        assert len(names) == len(set(names)), rule.name
        for spec in rule.facts:
            known = meanings.setdefault(spec.name, (spec.type, spec.gloss))
            assert known == (spec.type, spec.gloss), (rule.name, spec.name)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_schema_of_a_rule_is_valid_and_says_how_much_each_fact_is_needed(rule) -> None:
    schema = schema_of(rule.name)

    Draft202012Validator.check_schema(schema)
    properties = schema["properties"]
    assert list(properties) == [spec.name for spec in rule.facts]
    for spec in rule.facts:
        assert properties[spec.name]["x-need"] == spec.need
        assert ("x-when" in properties[spec.name]) == (spec.need is Need.CONDITIONAL), spec


def test_a_schema_names_unit_and_case_where_there_are_any() -> None:
    properties = json_schema("试", SPECS)["properties"]

    assert properties["jobs"]["x-unit"] == "个"
    assert properties["locality"]["x-when"] == "有地区"


def test_a_schema_is_closed_and_says_what_each_fact_is() -> None:
    schema = json_schema("试", [CHAIN])

    assert {key: value for key, value in schema.items() if key != "properties"} == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "试",
        "type": "object",
        "additionalProperties": False,
    }
    entry = schema["properties"]["chain"]
    assert entry["title"] == CHAIN.gloss
    assert entry["description"] == CHAIN.type.expected
    assert entry["examples"] == [CHAIN.example]


def test_the_day_of_judgement_is_read() -> None:
    assert parse_as_of("2019-06-06") == date(2019, 6, 6)


@pytest.mark.parametrize("raw", ["1900-01-01", "2019-13-01", 5])
def test_a_faulty_day_of_judgement_is_a_fact_error(raw: object) -> None:
    with pytest.raises(FactErrors) as caught:
        parse_as_of(raw)

    (error,) = caught.value.errors
    assert (error.field, error.value, error.example) == ("as_of", str(raw), "2019-06-06")
    assert error.expected == f"判断日期：{DAY.expected}"
