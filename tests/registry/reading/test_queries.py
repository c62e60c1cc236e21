"""Lists: cut to the caller, by page, in order, and on record for the bureau."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from registry.casework.progress import NoteKind
from registry.database import tables
from registry.database.engine import reading
from registry.database.pages import Page
from registry.errors import Forbidden, InvalidInput, NotFound
from registry.filing.claims import Claim
from registry.reading.report_lines import RegisterFilter, ReportLine
from registry.transactions.permissions import Role
from tests.registry.building import NOW, World
from tests.registry.walking import filed_in, take

TODAY = NOW.date()
NOTE = NoteKind.NOTE


def numbers(page: Page[ReportLine]) -> list[int]:
    return [line.seq for line in page.rows]


def file_many(world: World, count: int, unit: str = "余杭区") -> None:
    for n in range(count):
        world.file(unit, investor_name=f"示例{n}号有限公司")


class TestOnBothDatabases:
    def test_pages_join_up_without_gap_or_repetition(self, world: World) -> None:
        file_many(world, 5)
        who, seen, after = world.district(), [], ""

        for _ in range(3):
            page = world.registry.queries.mine(who, after=after, limit=2)
            seen += numbers(page)
            after = page.next

        assert seen == [5, 4, 3, 2, 1]
        assert after == ""

    def test_staff_see_their_own_and_a_lead_the_units(self, world: World) -> None:
        staff = world.person("余杭区", Role.DISTRICT_STAFF)
        own = world.file("余杭区", caller=staff)
        world.file("余杭区", investor_name="另一家有限公司")
        world.file("萧山区")

        assert numbers(world.registry.queries.mine(staff)) == [own.seq]
        assert numbers(world.registry.queries.mine(world.district())) == [2, 1]

    def test_the_register_is_filtered_and_for_the_bureau(self, world: World) -> None:
        world.file("余杭区")
        world.file("萧山区", chain="生物医药", investor_name="无关医药有限公司")
        asked = world.registry.queries.register

        assert numbers(asked(world.reviewer, RegisterFilter())) == [2, 1]
        assert numbers(asked(world.reviewer, RegisterFilter(unit="萧山区"))) == [2]
        assert numbers(asked(world.reviewer, RegisterFilter(chain="集成电路"))) == [1]
        assert numbers(asked(world.reviewer, RegisterFilter(investor="无关 医药有限公司"))) == [2]
        tomorrow = RegisterFilter(from_day=TODAY + timedelta(days=1))
        assert numbers(asked(world.reviewer, tomorrow)) == []
        assert numbers(asked(world.reviewer, RegisterFilter(to_day=TODAY))) == [2, 1]
        for words, found in (("医药 萧山", [2]), ("000001", [1]), ("医药 余杭", []), ("_", [])):
            assert numbers(asked(world.reviewer, RegisterFilter(words=words))) == found
        with pytest.raises(Forbidden):
            asked(world.district(), RegisterFilter())

    def test_what_waits_is_counted_for_whom_it_waits(self, world: World) -> None:
        queries = world.registry.queries
        file_many(world, 3)
        world.file("萧山区")
        assert queries.queue_size(world.reviewer) == 4
        assert queries.queue_size(world.reviewer, most=2) == 2
        assert queries.to_correct(world.district()) == 0
        own = queries.mine(world.district(), asked=RegisterFilter(words="示例1号")).rows

        take(world, own[0].report_no, "return")

        assert queries.queue_size(world.reviewer) == 3
        assert queries.to_correct(world.district()) == 1
        with pytest.raises(Forbidden):
            queries.queue_size(world.district())

    def test_a_page_of_the_register_is_on_record(self, world: World) -> None:
        file_many(world, 2)

        world.registry.queries.register(world.reviewer, RegisterFilter())

        with reading(world.registry.store.engine) as connection:
            query = select(tables.ledger.c.kind, tables.ledger.c.body)
            kind, body = (
                connection.execute(query.order_by(tables.ledger.c.seq.desc())).first() or ""
            )
        assert kind == "register_viewed"
        assert '"shown":[2,1]' in body

    def test_the_queue_is_in_acceptance_order_over_all_states(self, world: World) -> None:
        filed_in(world, "CONSULTING")
        world.file("萧山区", chain="生物医药")
        filed_in(world, "UNDER_REVIEW", investor_name="第三家有限公司")
        filed_in(world, "EXCLUSIVE", investor_name="第四家有限公司")
        waiting = world.file("滨江区")
        asked = world.registry.queries.review_queue

        first = asked(world.reviewer, limit=2)

        assert numbers(first) == [1, 2]
        assert numbers(asked(world.reviewer, limit=2, after=first.next)) == [3]
        assert numbers(asked(world.reviewer, waiting=True)) == [waiting.seq]

    def test_idle_counts_from_the_units_own_last_act(self, world: World) -> None:
        idle, noted, ended = (
            world.file(investor_name=f"示例{n}号有限公司").report_no for n in range(3)
        )
        world.clock.advance(timedelta(days=20))
        world.registry.progress.add_note(world.district(), noted, NOTE, "已走访")
        world.registry.progress.add_note(world.reviewer, idle, NOTE, "市局已催办")
        take(world, ended, "withdraw")
        world.clock.advance(timedelta(days=20))

        page = world.registry.queries.idle(world.district(), days=30)
        both = world.registry.queries.idle(world.reviewer, days=20, limit=1)

        assert [(line.report_no, line.idle_days) for line in page.rows] == [(idle, 40)]
        rest = world.registry.queries.idle(world.reviewer, days=20, limit=1, after=both.next)
        assert [line.report_no for line in (*both.rows, *rest.rows)] == [idle, noted]

    def test_overdue_is_what_was_due_before_today(self, world: World) -> None:
        late, today = (world.file(investor_name=f"示例{n}号有限公司").report_no for n in range(2))
        for report_no, days in ((late, -1), (today, 0)):
            world.registry.progress.follow_up(
                world.district(), report_no, next_step="签约", due_on=TODAY + timedelta(days=days)
            )

        page = world.registry.queries.overdue(world.district())

        assert [line.report_no for line in page.rows] == [late]
        assert page.rows[0].next_step == "签约"

    def test_the_holder_as_of_a_day(self, world: World) -> None:
        granted = filed_in(world, "EXCLUSIVE")
        world.clock.advance(timedelta(days=10))
        take(world, granted.report_no, "withdraw")
        world.clock.advance(timedelta(days=10))

        def holders(day: date) -> list[str]:
            found = world.registry.queries.holders(
                world.reviewer, investor_name="示例半导体有限公司", on=day
            )
            return [holder.unit for holder in found]

        assert holders(TODAY - timedelta(days=1)) == []
        assert holders(TODAY) == ["余杭区"]
        assert holders(TODAY + timedelta(days=9)) == ["余杭区"]
        assert holders(TODAY + timedelta(days=10)) == []

    def test_a_holder_of_an_unknown_investor_is_not_found(self, world: World) -> None:
        with pytest.raises(NotFound):
            world.registry.queries.holders(world.reviewer, investor_name="无", on=TODAY)

    def test_the_timeline_of_a_filer_is_silent_on_rivals(self, world: World) -> None:
        world.file("余杭区")
        own = filed_in_conflict(world)

        told = world.registry.queries.timeline(world.district("萧山区"), own)
        full = world.registry.queries.timeline(world.reviewer, own)

        assert [event.kind for event in told] == ["filed"]
        assert [event.n for event in told] == [1]
        assert len(full) > len(told)

    def test_a_filers_line_says_nothing_of_the_queue(self, world: World) -> None:
        world.file("余杭区")
        world.file("萧山区")

        own = world.registry.queries.mine(world.district("萧山区")).rows[0]
        seen = world.registry.queries.register(world.reviewer, RegisterFilter()).rows[0]

        assert (own.claim, own.disputed) == (None, None)
        assert (seen.claim, seen.disputed) == (Claim.WAITING, False)


def filed_in_conflict(world: World) -> str:
    """A second report of one project, whose timeline speaks of the first."""
    return world.file("萧山区").report_no


@pytest.mark.parametrize("after", ["x", "１", "-1", "9" * 19, "2026-01-01", "2026-01-01~x", "~1"])
def test_a_position_nobody_was_given_is_refused(sqlite_world: World, after: str) -> None:
    queries, who = sqlite_world.registry.queries, sqlite_world.district()

    with pytest.raises(InvalidInput):
        queries.mine(who, after=after)
    if after != "2026-01-01~x":
        with pytest.raises(InvalidInput):
            queries.idle(who, days=1, after=after)


@pytest.mark.parametrize("limit", [0, 201])
def test_a_page_has_a_size(sqlite_world: World, limit: int) -> None:
    with pytest.raises(InvalidInput):
        sqlite_world.registry.queries.mine(sqlite_world.district(), limit=limit)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SYSADMIN])
def test_who_sees_no_report_lists_none(sqlite_world: World, role: Role) -> None:
    who = sqlite_world.person("市投资促进局", role)

    with pytest.raises(Forbidden):
        sqlite_world.registry.queries.mine(who)
    with pytest.raises(Forbidden):
        sqlite_world.registry.queries.idle(who, days=1)


class TestLookup:
    def test_a_word_finds_reports_by_name_chain_unit_or_number(self, world: World) -> None:
        world.file("余杭区", project_name="先进封测基地", investor_name="云岭有限公司")
        world.file("滨江区", investor_name="青禾有限公司", chain="生物医药")
        find = world.registry.queries.lookup

        found = [
            [line.seq for line in find(world.reviewer, (word,))]
            for word in ("封测", "青禾", "生物医药", "余杭", "首报-2026-000002", "没有的", "%")
        ]

        assert found == [[1], [2], [2], [1], [2], [], []]

    def test_a_district_finds_its_own_only(self, world: World) -> None:
        world.file("余杭区", investor_name="云岭有限公司")
        world.file("滨江区", investor_name="青禾有限公司")
        find, who = world.registry.queries.lookup, world.district("余杭区")

        assert find(who, ("青禾", "首报-2026-000002", "滨江")) == ()
        assert [line.seq for line in find(who, ("有限",))] == [1]

    def test_no_word_finds_nothing_and_the_newest_come_first(self, world: World) -> None:
        file_many(world, 3)
        find = world.registry.queries.lookup

        assert find(world.reviewer, ()) == ()
        assert find(world.reviewer, ("",)) == ()
        assert [line.seq for line in find(world.reviewer, ("示例",), limit=2)] == [3, 2]
