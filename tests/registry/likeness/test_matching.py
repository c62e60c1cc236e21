"""How two reports relate, case by case, with the reasons a reviewer reads."""

from typing import Any

import pytest

from registry.likeness.matching import (
    Comparison,
    Likeness,
    Particulars,
    Tie,
    compare,
    particulars_of,
)

BASE: dict[str, Any] = {
    "investor": "示例半导体有限公司",
    "uscc": None,
    "chain": "集成电路",
    "platform": "示例产业园",
    "yuan": 1_200_000_000,
    "title": "功率器件生产基地",
}
CODE, OTHER_CODE = "91330000609120272T", "91330100MA27X00009"


def report(**changes: Any) -> Particulars:
    return particulars_of(**{**BASE, **changes})


def compared(tie: Tie = Tie.NONE, earlier: dict[str, Any] | None = None, **new: Any) -> Comparison:
    return compare(report(**new), report(**(earlier or {})), tie)


CASES: list[tuple[str, Likeness, dict[str, Any], dict[str, Any], Tie]] = [
    ("all equal", Likeness.SAME, {}, {}, Tie.NONE),
    ("equal code, other name", Likeness.SAME,
     {"uscc": CODE, "investor": "改名后有限公司"}, {"uscc": CODE}, Tie.NONE),
    ("another chain", Likeness.POSSIBLE, {"chain": "生物医药"}, {}, Tie.NONE),
    ("nothing else in common", Likeness.POSSIBLE,
     {"title": "研发中心", "platform": "别处", "yuan": 1}, {}, Tie.NONE),
    ("second phase by its name", Likeness.EXTENSION, {"title": "功率器件生产基地二期"}, {},
     Tie.NONE),
    ("second phase by its summary", Likeness.EXTENSION, {"wording": "在原厂区扩建产线"}, {},
     Tie.NONE),
    ("earlier one is landed", Likeness.EXTENSION, {}, {"state": "LANDED"}, Tie.NONE),
    ("another legal form", Likeness.POSSIBLE, {"investor": "示例半导体股份有限公司"}, {}, Tie.NONE),
    ("equal name, other code", Likeness.POSSIBLE, {"uscc": CODE}, {"uscc": OTHER_CODE}, Tie.NONE),
    ("equal trade name, other code", Likeness.POSSIBLE,
     {"uscc": CODE, "investor": "示例半导体（杭州）有限公司"}, {"uscc": OTHER_CODE}, Tie.NONE),
    ("alike name, other code", Likeness.DIFFERENT,
     {"uscc": CODE, "investor": "海康微视有限公司"},
     {"uscc": OTHER_CODE, "investor": "海康威视有限公司"}, Tie.NONE),
    ("alias in the list", Likeness.SAME, {"investor": "另称有限公司"}, {}, Tie.ALIAS),
    ("parent in the list", Likeness.POSSIBLE, {"investor": "母公司有限公司"}, {}, Tie.PARENT),
    ("other investor", Likeness.DIFFERENT, {"investor": "无关医药有限公司"}, {}, Tie.NONE),
    ("alike name, nothing in common", Likeness.DIFFERENT,
     {"investor": "海康微视有限公司", "chain": "生物医药", "platform": "", "yuan": None,
      "title": "疫苗"}, {"investor": "海康威视有限公司"}, Tie.NONE),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "expected", "new", "earlier", "tie"), CASES, ids=lambda v: str(v)[:24]
)
def test_the_degree(
    name: str, expected: Likeness, new: dict[str, Any], earlier: dict[str, Any], tie: Tie
) -> None:
    found = compared(tie, earlier, **new)

    assert found.likeness is expected
    assert found.reasons
    assert 0 <= found.score <= 1


def test_the_reasons_say_what_agrees() -> None:
    found = compared()

    assert found.reasons == (
        "企业名称相同（不计繁简、全半角和空格）",
        "产业链相同",
        "落地平台相同",
        "投资额相近（相差不到两成）",
        "项目名称相近",
    )


@pytest.mark.parametrize(("yuan", "is_near"), [(960_000_000, True), (959_999_999, False)])
def test_amounts_are_near_within_a_fifth(yuan: int, is_near: bool) -> None:
    assert ("投资额相近（相差不到两成）" in compared(yuan=yuan).reasons) is is_near


def test_the_likest_come_first() -> None:
    same, possible = compared(), compared(chain="生物医药")

    assert sorted([possible, same], key=lambda c: c.order) == [same, possible]
    assert [likeness.label for likeness in Likeness] == ["同一", "增资或二期", "可能同一", "不同"]
