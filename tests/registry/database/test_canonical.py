"""One value, one text, one digest; and instants that sort as text."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.database.canonical import canonical_json, salted_digest
from registry.database.column_types import format_instant, parse_instant

NAMES = st.text(max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | NAMES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
INSTANTS = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(st.dictionaries(NAMES, VALUES, max_size=6))
def test_the_order_of_keys_does_not_matter(value: dict[str, object]) -> None:
    assert canonical_json(dict(reversed(list(value.items())))) == canonical_json(value)


@pytest.mark.parametrize("value", [1.0, [1.5], {"a": {"b": 0.1}}, {1: 2}, object()])
def test_what_has_no_one_spelling_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


def test_a_salt_hides_a_guessable_text() -> None:
    assert salted_digest(b"a" * 16, "名称") != salted_digest(b"b" * 16, "名称")


@given(INSTANTS, INSTANTS)
def test_instants_sort_as_text_and_come_back(a: datetime, b: datetime) -> None:
    assert (format_instant(a) < format_instant(b)) == (a < b)
    assert parse_instant(format_instant(a)) == a


def test_an_instant_is_stored_in_utc() -> None:
    shanghai = datetime(2026, 11, 22, 9, tzinfo=timezone(timedelta(hours=8)))

    assert format_instant(shanghai) == "2026-11-22T01:00:00.000000Z"
    with pytest.raises(ValueError, match="naive"):
        format_instant(datetime(2026, 1, 1))  # noqa: DTZ001
