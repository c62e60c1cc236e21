"""Dated parameters with their provenance."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from rules import scheme
from rules.clauses import ClauseRef
from rules.errors import ParameterError
from rules.parameters import ParameterSet, ParameterValue, Unset, parse_parameters

HEAD = 'label = "审查期限"\nprovenance = "local"\nclause = "hz-2019-40#4.1"\n'


def parse_one(body: str, *, kind: str = "int") -> ParameterSet:
    return parse_parameters(f'[review_days]\n{HEAD}type = "{kind}"\n{body}')


@pytest.mark.parametrize(
    ("day", "in_force"),
    [(date(2019, 6, 5), False), (date(2019, 6, 6), True), (date(2019, 6, 7), True)],
)
def test_the_scheme_is_in_force_from_its_first_day(
    parameters: ParameterSet, day: date, in_force: bool
) -> None:
    assert isinstance(parameters.resolve("scheme_in_force", day), ParameterValue) is in_force


def test_every_local_setting_ships_unset(parameters: ParameterSet) -> None:
    for name in parameters.names():
        if parameters.find(name).provenance == "local":
            assert isinstance(parameters.resolve(name, date(2024, 3, 1)), Unset), name


def test_a_value_set_by_a_clause_shows_the_clause(parameters: ParameterSet) -> None:
    use = parameters.resolve("scheme_in_force", date(2024, 3, 1)).use()

    assert (use.source, use.provenance) == (scheme.FINAL, "hz-2019-40#6")


def test_a_clause_parameter_without_a_value_on_the_day_still_shows_its_clause(
    parameters: ParameterSet,
) -> None:
    use = parameters.resolve("scheme_in_force", date(2019, 6, 5)).use()

    assert (use.value, use.source) == (None, ClauseRef.parse("hz-2019-40#6"))


def test_a_local_setting_shows_that_it_is_one(parameters: ParameterSet) -> None:
    changed = parameters.with_local({"review_days": 5})

    use = changed.resolve("review_days", date(2024, 3, 1)).use()

    assert (use.label, use.value, use.provenance) == ("报备审查期限", 5, "本局设定")
    unset = parameters.resolve("review_days", date(2024, 3, 1)).use()
    assert (unset.label, unset.value, unset.provenance) == ("报备审查期限", None, "本局设定")


def test_periods_are_half_open_and_may_leave_gaps() -> None:
    found = parse_one("values = [{ from = 2021-01-01, value = 3 }, { to = 2020-01-01, value = 5 }]")

    values = {
        day: found.resolve("review_days", day).use().value
        for day in (
            date(2019, 12, 31),
            date(2020, 1, 1),
            date(2020, 12, 31),
            date(2021, 1, 1),
        )
    }

    assert list(values.values()) == [5, None, None, 3]


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("int", "7", 7),
        ("int", "0", 0),
        ("decimal", "0", Decimal(0)),
        ("decimal", "1.5", Decimal("1.5")),
        ("decimal", '"0.10"', Decimal("0.10")),
        ("bool", "true", True),
        ("str", '"全部"', "全部"),
        ("texts", '["甲", "乙"]', ("甲", "乙")),
    ],
)
def test_every_type_is_read(kind: str, raw: str, value: object) -> None:
    found = parse_one(f"values = [{{ value = {raw} }}]", kind=kind)

    assert found.resolve("review_days", date(2024, 3, 1)).use().value == value


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("int", "-1"),
        ("int", "true"),
        ("int", "1.5"),
        ("decimal", '"many"'),
        ("decimal", "-0.5"),
        ("decimal", "true"),
        ("decimal", "[]"),
        ("decimal", "inf"),
        ("bool", "1"),
        ("str", '""'),
        ("str", "1"),
        ("texts", '"甲"'),
        ("texts", "[1]"),
    ],
)
def test_a_value_of_another_type_is_refused(kind: str, raw: str) -> None:
    with pytest.raises(ParameterError) as caught:
        parse_one(f"values = [{{ value = {raw} }}]", kind=kind)

    assert caught.value.code == f"not_{kind}"
    assert caught.value.fields["name"] == "review_days"


P = f'[p]\n{HEAD}type = "int"\n'
SOURCED = '[p]\nlabel = "x"\ntype = "int"\n'


@pytest.mark.parametrize(
    ("text", "code", "value"),
    [
        ("p = 1", "not_a_table", 1),
        (f'{P}source = "x"\nby = "y"', "unknown_key", ["by", "source"]),
        ('[p]\ntype = "int"', "missing_label", None),
        ("[p]\nlabel = 7", "missing_label", 7),
        ('[p]\nlabel = "x"', "missing_type", None),
        (SOURCED, "missing_provenance", None),
        (f'{SOURCED}provenance = "local"\nclause = 4', "missing_clause", 4),
        (f'[p]\n{HEAD}type = "fraction"', "unknown_type", "fraction"),
        (
            f'{SOURCED}provenance = "custom"\nclause = "a#1"',
            "bad_source",
            "'custom' is not a valid Provenance",
        ),
        (f"{P}values = 3", "values_not_a_list", 3),
        (f"{P}values = [3]", "bad_row", 3),
        (f"{P}values = [{{ until = 2, value = 3 }}]", "bad_row", {"until": 2, "value": 3}),
        (f'{P}values = [{{ from = "2020", value = 3 }}]', "bad_date", "2020"),
        (f'{P}values = [{{ to = "2020", value = 3 }}]', "bad_date", "2020"),
        (
            f"{P}values = [{{ from = 2020-01-01T00:00:00, value = 3 }}]",
            "bad_date",
            datetime(2020, 1, 1),  # noqa: DTZ001 - TOML has local times
        ),
        (
            f"{P}values = [{{ from = 2020-01-01, to = 2020-01-01, value = 1 }}]",
            "empty_period",
            date(2020, 1, 1),
        ),
        (f'{P}values = [{{ value = "1" }}]', "not_int", "1"),
        (f"{P}values = [{{ value = 1 }}, {{ value = 2 }}]", "overlap", None),
        (
            f"{P}values = [{{ to = 2020-01-02, value = 1 }}, {{ from = 2020-01-01, value = 2 }}]",
            "overlap",
            date(2020, 1, 1),
        ),
        (
            f"{P}values = [{{ from = 2019-01-01, value = 1 }}, {{ from = 2020-01-01, value = 2 }}]",
            "overlap",
            date(2020, 1, 1),
        ),
    ],
)
def test_a_malformed_file_is_refused_with_parameter_code_and_value(
    text: str, code: str, value: object
) -> None:
    with pytest.raises(ParameterError) as caught:
        parse_parameters(text)

    assert (caught.value.code, caught.value.fields) == (code, {"name": "p", "value": value})
    assert str(caught.value) == f"parameter 'p': {code} ({value!r})"


def test_a_clause_that_is_none_is_refused_with_the_reason() -> None:
    with pytest.raises(ParameterError, match="parameter 'p': bad_source") as caught:
        parse_parameters(f'{SOURCED}provenance = "local"\nclause = "4.1"')

    assert "4.1" in str(caught.value.fields["value"])


def test_what_is_no_toml_is_refused_with_the_parsers_words() -> None:
    with pytest.raises(ParameterError, match="not TOML: Expected") as caught:
        parse_parameters("[review_days")

    assert caught.value.code == "not_toml"
    assert str(caught.value.fields["value"]).startswith("Expected")


def test_a_unit_is_kept_also_with_a_local_value() -> None:
    found = parse_parameters(f'{P}unit = "个工作日"\n').with_local({"p": 5})

    assert found.find("p").unit == "个工作日"
    assert parse_parameters(P).find("p").unit == ""


def test_periods_that_touch_do_not_overlap() -> None:
    found = parse_one("values = [{ to = 2020-01-01, value = 1 }, { from = 2020-01-01, value = 2 }]")

    assert found.resolve("review_days", date(2020, 1, 1)).use().value == 2


def test_a_local_setting_cannot_change_what_a_clause_sets(parameters: ParameterSet) -> None:
    with pytest.raises(ParameterError) as caught:
        parameters.with_local({"scheme_in_force": True})

    assert caught.value.code == "set_by_clause"
    assert caught.value.fields == {"name": "scheme_in_force", "value": True}


def test_an_unknown_local_setting_is_refused(parameters: ParameterSet) -> None:
    with pytest.raises(ParameterError) as caught:
        parameters.with_local({"review_day": 5})

    assert caught.value.code == "unknown_parameter"
    assert caught.value.fields == {"name": "review_day", "value": "review_day"}


def test_a_local_setting_may_be_dated(parameters: ParameterSet) -> None:
    changed = parameters.with_local({"review_days": [{"from": date(2024, 1, 1), "value": 5}]})

    assert changed.resolve("review_days", date(2023, 12, 31)).use().value is None
    assert changed.resolve("review_days", date(2024, 1, 1)).use().value == 5


def test_a_list_of_texts_as_local_setting_is_a_value_not_rows(parameters: ParameterSet) -> None:
    changed = parameters.with_local({"key_fields": ["集成电路"]})

    assert changed.resolve("key_fields", date(2024, 1, 1)).use().value == ("集成电路",)
