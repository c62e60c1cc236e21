"""Lists of companies and opportunities: whole or not at all, with every wrong cell named."""

from collections.abc import Sequence

import pytest

from registry.errors import Forbidden, InvalidInput, NotFound
from registry.likeness.lists import NameRelation, RowError, RowProblem
from tests.registry.building import World

HEADER = ["企业名称", "简称", "曾用名", "统一社会信用代码", "母公司", "备注"]
ROW = ["示例半导体有限公司", "示芯", "旧名有限公司", "91330000609120272T", "示例集团", "重点"]
OPPORTUNITIES = [
    ["线索名称", "投资方", "投资额", "意向地区"],
    ["功率器件扩产", "示例半导体有限公司", "1.2亿元", "余杭区"],
    [None, "  ", None, None],
]


class TestOnBothDatabases:
    def test_a_report_is_matched_with_both_lists(self, world: World) -> None:
        lists = world.registry.lists
        lists.import_targets(world.reviewer, "重点企业", [HEADER, ROW])
        done = lists.import_opportunities(world.reviewer, "机会", OPPORTUNITIES)
        filed = world.file()

        found = lists.matches(world.reviewer, filed.report_no)

        assert done.rows == 1
        assert [(m.kind, m.list_name, m.relation) for m in found] == [
            ("target", "重点企业", NameRelation.NAME),
            ("opportunity", "机会", NameRelation.NAME),
        ]

    @pytest.mark.parametrize(
        ("investor", "uscc", "relation"),
        [
            ("旧名有限公司", None, NameRelation.ALIAS),
            ("示例集团", None, NameRelation.PARENT),
            ("改名以后有限公司", "91330000609120272T", NameRelation.NAME),
        ],
    )
    def test_other_names_and_the_code_match_too(
        self, world: World, investor: str, uscc: str | None, relation: NameRelation
    ) -> None:
        world.registry.lists.import_targets(world.reviewer, "重点企业", [HEADER, ROW])
        filed = world.file(investor_name=investor, uscc=uscc)

        found = world.registry.lists.matches(world.reviewer, filed.report_no)

        assert [match.relation for match in found] == [relation]

    def test_a_list_of_the_same_name_is_replaced(self, world: World) -> None:
        take = world.registry.lists.import_targets
        take(world.reviewer, "重点企业", [HEADER, ROW])

        again = take(world.reviewer, "重点企业", [["企业名称"], ["别家有限公司"]])
        filed = world.file()

        assert (again.rows, again.replaced) == (1, 1)
        assert world.registry.lists.matches(world.reviewer, filed.report_no) == ()

    def test_every_wrong_cell_is_named_and_nothing_is_stored(self, world: World) -> None:
        rows: list[Sequence[object]] = [
            HEADER,
            ROW,
            ["", "简称"],
            ["丙有限公司", None, None, "123"],
            ROW,
        ]

        with pytest.raises(InvalidInput) as caught:
            world.registry.lists.import_targets(world.reviewer, "重点企业", rows)

        assert caught.value.fields["errors"] == (
            RowError(3, "name", RowProblem.EMPTY, ""),
            RowError(4, "uscc", RowProblem.BAD_USCC, "123"),
            RowError(5, "name", RowProblem.TWICE, "示例半导体有限公司"),
        )
        filed = world.file()
        assert world.registry.lists.matches(world.reviewer, filed.report_no) == ()


def test_an_amount_that_cannot_be_read_is_named(sqlite_world: World) -> None:
    with pytest.raises(InvalidInput) as caught:
        sqlite_world.registry.lists.import_opportunities(
            sqlite_world.reviewer, "机会", [["线索名称", "投资额"], ["甲", "约一个亿吧"]]
        )

    assert caught.value.fields["errors"] == (
        RowError(2, "amount", RowProblem.BAD_AMOUNT, "约一个亿吧"),
    )


@pytest.mark.parametrize(
    ("name", "rows", "code"),
    [("重点", [], "no_header"), ("重点", [["备注"]], "no_header"), (" ", [HEADER, ROW], "empty")],
)
def test_a_list_has_a_name_and_columns(
    sqlite_world: World, name: str, rows: list[Sequence[object]], code: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        sqlite_world.registry.lists.import_targets(sqlite_world.reviewer, name, rows)

    assert caught.value.code == code


def test_districts_neither_write_nor_read_lists(sqlite_world: World) -> None:
    filed, who = sqlite_world.file(), sqlite_world.district()

    with pytest.raises(Forbidden):
        sqlite_world.registry.lists.import_targets(who, "重点", [HEADER, ROW])
    with pytest.raises((Forbidden, NotFound)):
        sqlite_world.registry.lists.matches(who, filed.report_no)
