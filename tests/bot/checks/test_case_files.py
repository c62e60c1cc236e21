"""Cases are read from TOML, JSON, JSON Lines and sheets; what cannot be read says why."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checks.case_files import MAX_CASE_BYTES, lines_as_rows, make_case, read_case
from bot.errors import BadInput


@pytest.mark.parametrize("suffix", ["", ".json"])
def test_json_numbers_stay_exact(suffix: str) -> None:
    case = read_case(b'{"rule": "R14", "facts": {"plot_ratio": 1.10}}', suffix)

    assert (case.rule, case.facts) == ("R14", {"plot_ratio": Decimal("1.10")})


def test_toml_numbers_stay_exact() -> None:
    assert read_case(b"[facts]\nplot_ratio = 1.10").facts == {"plot_ratio": Decimal("1.10")}


def test_a_byte_order_mark_is_no_part_of_the_case() -> None:
    assert read_case('\ufeffrule = "R1"'.encode()).rule == "R1"


def test_a_case_of_the_test_folder_can_be_checked_as_it_is() -> None:
    case = make_case({"rule": "R1", "name": "x", "expect": {}, "id": 3})

    assert (case.rule, case.id, case.facts) == ("R1", 3, {})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"\xff", "case_encoding"),
        (b"{", "case_syntax"),
        (b"[" * 100_000, "case_syntax"),
        (b'{"a":' * 100_000, "case_syntax"),
        (b"facts = 1", "case_form"),
        (b"rule = 1", "case_form"),
        (b"more = 1", "case_key"),
        (b" " * (MAX_CASE_BYTES + 1), "case_size"),
    ],
)
def test_what_cannot_be_read_says_why(text: bytes, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_case(text)

    assert caught.value.code == code


def test_a_line_that_cannot_be_read_is_a_row_with_its_problem() -> None:
    rows = list(lines_as_rows([b'{"rule": "R1"}\n', b" \n", b"x\n"]))

    assert [(row.number, row.problem) for row in rows] == [(1, ""), (3, "case_syntax")]


@given(st.binary(max_size=200), st.sampled_from(["", ".json", ".toml"]))
def test_any_bytes_are_a_case_or_bad_input(text: bytes, suffix: str) -> None:
    codes = []
    try:
        read_case(text, suffix)
    except BadInput as error:
        codes.append(error.code)

    assert all(code.startswith("case_") for code in codes)
