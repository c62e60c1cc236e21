"""What a reviewer is shown of earlier reports, and the one bit a pre-check may have."""

from pathlib import Path

import pytest
from sqlalchemy import select

from registry.casework.findings import FindingKind
from registry.database import tables
from registry.database.engine import reading
from registry.errors import Forbidden, NotFound
from registry.filing.precheck import PreCheck
from registry.likeness.finding import resembles_open_report
from registry.likeness.matching import Likeness
from tests.registry.building import CONTENT, World, open_world
from tests.registry.walking import take

TARGETS = [
    ["企业名称", "简称", "母公司", "统一社会信用代码"],
    ["示例半导体有限公司", "示芯、某芯科技有限公司", "示例控股集团有限公司", None],
]


class TestOnBothDatabases:
    def test_an_earlier_report_of_the_same_project_is_shown_with_reasons(
        self, world: World
    ) -> None:
        first = world.file("余杭区")
        second = world.file("萧山区", investor_name="示例半导体股份有限公司")

        found = world.registry.likeness.check(world.reviewer, second.report_no)

        assert [c.report_no for c in found.candidates] == [first.report_no]
        assert found.candidates[0].comparison.likeness is Likeness.POSSIBLE
        assert found.candidates[0].comparison.reasons

    def test_later_reports_are_no_candidates(self, world: World) -> None:
        first = world.file("余杭区")
        world.file("萧山区")

        assert world.registry.likeness.check(world.reviewer, first.report_no).candidates == ()

    def test_the_result_is_a_finding_and_rejects_nothing(self, world: World) -> None:
        world.file("余杭区")
        second = world.file("萧山区")
        found = world.registry.likeness.check(world.reviewer, second.report_no)

        world.registry.reviews.record(
            world.reviewer, second.report_no, FindingKind.LIKENESS, found.as_finding()
        )

        assert found.as_finding()["candidates"][0]["likeness"] == "same"
        view = world.registry.reports.view(world.reviewer, second.report_no)
        assert view.state == "SUBMITTED"

    def test_a_look_is_an_audit_event(self, world: World) -> None:
        filed = world.file()

        world.registry.likeness.check(world.reviewer, filed.report_no)

        with reading(world.registry.store.engine) as connection:
            kinds = connection.execute(select(tables.ledger.c.kind)).scalars().all()
        assert kinds[-1] == "likeness_viewed"

    def test_names_the_list_ties_together_are_candidates(self, world: World) -> None:
        world.registry.lists.import_targets(world.reviewer, "目标企业", TARGETS)
        earlier = {
            name: world.file(unit, investor_name=name).report_no
            for unit, name in (
                ("余杭区", "某芯科技有限公司"),
                ("滨江区", "示例控股集团有限公司"),
                ("临平区", "无关医药有限公司"),
            )
        }
        new = world.file("萧山区")

        found = world.registry.likeness.check(world.reviewer, new.report_no).candidates

        shown = {c.report_no: c.comparison.likeness for c in found}
        assert shown[earlier["某芯科技有限公司"]] is Likeness.SAME
        assert shown[earlier["示例控股集团有限公司"]] is Likeness.POSSIBLE
        assert earlier["无关医药有限公司"] not in shown

    def test_a_district_is_told_nothing(self, world: World) -> None:
        world.file("余杭区")
        own = world.file("萧山区")

        with pytest.raises(Forbidden):
            world.registry.likeness.check(world.district("萧山区"), own.report_no)
        with pytest.raises(NotFound):
            world.registry.likeness.check(world.district("余杭区"), own.report_no)

    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            ("示例半导体（杭州）有限公司", PreCheck.ASK_CITY),
            ("某芯科技有限公司", PreCheck.ASK_CITY),
            ("示例控股集团有限公司", PreCheck.MAY_FILE),
            ("无关医药有限公司", PreCheck.MAY_FILE),
        ],
    )
    def test_the_pre_check_knows_variants_and_aliases(
        self, migrated_url: str, tmp_path: Path, asked: str, expected: PreCheck
    ) -> None:
        world = open_world(migrated_url, tmp_path, likeness=resembles_open_report)
        world.registry.lists.import_targets(world.reviewer, "目标企业", TARGETS)
        world.file("余杭区")

        answers = [
            world.registry.reports.precheck(world.district(unit), investor_name=asked)
            for unit in ("萧山区", "余杭区")
        ]

        assert answers == [expected, PreCheck.MAY_FILE]
        world.registry.close()

    def test_a_report_that_ended_is_not_met(self, migrated_url: str, tmp_path: Path) -> None:
        world = open_world(migrated_url, tmp_path, likeness=resembles_open_report)
        filed = world.file("余杭区")
        take(world, filed.report_no, "withdraw")

        found = world.registry.reports.precheck(
            world.district("萧山区"), investor_name="示例半导体（杭州）有限公司"
        )

        assert found is PreCheck.MAY_FILE
        world.registry.close()


def test_a_second_phase_is_told_apart(sqlite_world: World) -> None:
    world = sqlite_world
    world.file("余杭区", uscc="91330000609120272T")
    title = f"{CONTENT['project_name']}二期"
    new = world.file("余杭区", uscc="91330000609120272T", project_name=title)

    found = world.registry.likeness.check(world.reviewer, new.report_no).candidates

    assert [c.comparison.likeness for c in found] == [Likeness.EXTENSION]
