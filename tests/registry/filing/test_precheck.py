"""The pre-check says one bit, and the same whatever it rests on."""

import pytest
from sqlalchemy import select

from registry.database import tables
from registry.database.engine import reading
from registry.errors import Forbidden, InvalidInput, QuotaExceeded
from registry.filing.precheck import ALERTING_HITS, FLOOR_S, PRECHECKS_A_DAY, PreCheck
from registry.filing.report_service import ReportService
from tests.registry.building import CONTENT, World, open_world, rulebook
from tests.registry.walking import take

CODE = "91330000609120272T"
NAME = CONTENT["investor_name"]


class TestOnBothDatabases:
    def test_an_investor_nobody_reported_may_be_filed(self, world: World) -> None:
        world.file("余杭区")

        found = world.registry.reports.precheck(
            world.district("萧山区"), investor_name="无人报过有限公司"
        )

        assert found is PreCheck.MAY_FILE

    @pytest.mark.parametrize("asked", [{"investor_name": NAME}, {"uscc": CODE},
                                       {"investor_name": f" {NAME}\u200b"}])  # fmt: skip
    def test_an_open_report_of_another_unit_asks_for_the_city(
        self, world: World, asked: dict[str, str]
    ) -> None:
        world.file("余杭区", uscc=CODE)

        assert (
            world.registry.reports.precheck(world.district("萧山区"), **asked) is PreCheck.ASK_CITY
        )
        assert (
            world.registry.reports.precheck(world.district("余杭区"), **asked) is PreCheck.MAY_FILE
        )

    def test_a_report_that_ended_counts_no_more(self, world: World) -> None:
        filed = world.file("余杭区")
        take(world, filed.report_no, "withdraw")

        found = world.registry.reports.precheck(world.district("萧山区"), investor_name=NAME)

        assert found is PreCheck.MAY_FILE

    @pytest.mark.parametrize("asked", [{}, {"investor_name": "示例半导体"}, {"uscc": "913"}])
    def test_a_guess_is_not_answered(self, world: World, asked: dict[str, str]) -> None:
        with pytest.raises(InvalidInput):
            world.registry.reports.precheck(world.district("萧山区"), **asked)

    def test_the_days_number_is_limited(self, world: World) -> None:
        who, precheck = world.district("萧山区"), world.registry.reports.precheck
        for _ in range(PRECHECKS_A_DAY):
            precheck(who, investor_name=NAME)

        with pytest.raises(QuotaExceeded):
            precheck(who, investor_name=NAME)

    def test_the_bureau_hears_of_many_hits(self, world: World) -> None:
        world.file("余杭区")
        who = world.district("萧山区")
        for _ in range(ALERTING_HITS + 1):
            world.registry.reports.precheck(who, investor_name=NAME)

        sent = [m for m in world.registry.mail.due() if m.kind == "precheck_alert"]

        assert [m.body["account"] for m in sent] == [who.account]

    def test_every_precheck_is_on_record_without_its_words(self, world: World) -> None:
        world.registry.reports.precheck(world.district("萧山区"), investor_name=NAME)

        with reading(world.registry.store.engine) as connection:
            query = select(tables.ledger.c.body).where(tables.ledger.c.kind == "prechecked")
            body = connection.execute(query).scalar_one()
        assert NAME not in body

    def test_the_bureau_itself_does_not_precheck(self, world: World) -> None:
        with pytest.raises(Forbidden):
            world.registry.reports.precheck(world.reviewer, investor_name=NAME)

    def test_a_likeness_counts_as_a_match(self, world: World, tmp_path: object) -> None:
        engine = world.registry.store.engine
        url = engine.url.render_as_string(hide_password=False)
        world.registry.close()
        from pathlib import Path

        opened = open_world(url, Path(str(tmp_path)), likeness=lambda c, inquiry: True)

        found = opened.registry.reports.precheck(opened.district(), investor_name="像的有限公司")

        assert found is PreCheck.ASK_CITY
        opened.registry.close()


def test_both_answers_take_the_same_time(sqlite_world: World) -> None:
    world, waits = sqlite_world, list[float]()
    reports = ReportService(world.registry.store, rulebook(), None, waits.append)
    world.file("余杭区")

    for unit, expected in (("萧山区", PreCheck.ASK_CITY), ("余杭区", PreCheck.MAY_FILE)):
        asked = reports.precheck(world.district(unit), investor_name=NAME)
        assert asked is expected

    assert waits == [FLOOR_S, FLOOR_S]


def test_an_answer_that_took_long_waits_no_longer(sqlite_world: World) -> None:
    world, waits = sqlite_world, list[float]()

    def slow(*_: object) -> bool:
        world.clock.elapsed += 0.4
        return False

    reports = ReportService(world.registry.store, rulebook(), slow, waits.append)
    reports.precheck(world.district(), investor_name=NAME)
    assert waits == [pytest.approx(FLOOR_S - 0.4)]


def test_every_channel_gets_a_registry_that_waits() -> None:
    import inspect

    from bot import bootstrap

    assert "wait: Callable[[float], None] | None = time.sleep" in inspect.getsource(bootstrap)
