"""Numbers come from the counter alone and are shown with six places."""

import pytest

from registry.database.engine import writing
from registry.database.numbering import FILING, format_report_no, next_number
from tests.registry.building import World


def test_a_report_number_is_shown_with_its_year() -> None:
    assert format_report_no(123, 2026) == "首报-2026-000123"
    assert format_report_no(1_234_567, 2026) == "首报-2026-1234567"


class TestOnBothDatabases:
    def test_a_number_not_committed_is_given_again(self, world: World) -> None:
        engine = world.registry.store.engine

        def take_and_fail() -> None:
            with writing(engine) as connection:
                next_number(connection, FILING)
                raise LookupError

        with pytest.raises(LookupError):
            take_and_fail()

        with writing(engine) as connection:
            assert [next_number(connection, FILING) for _ in range(2)] == [1, 2]

    def test_an_unknown_counter_is_an_error_of_the_program(self, world: World) -> None:
        with pytest.raises(LookupError), writing(world.registry.store.engine) as connection:
            next_number(connection, "nothing")
