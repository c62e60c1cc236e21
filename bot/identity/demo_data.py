"""The people and reports of the sample registry; every name says that it is a sample (示例)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.casework.findings import FindingKind
from registry.transactions.permissions import Role

BUREAU = "市投资促进局"
MARK = "示例"
REASON = "示例：按程序办理"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to try a role with. key: names the person here; name: as shown."""

    key: str
    unit: str
    role: Role
    name: str


@dataclass(frozen=True, slots=True)
class SampleReport:
    """A report and the steps it takes. by: key of the person who files it."""

    key: str
    by: str
    project: str
    investor: str
    chain: str
    amount: str  # 万元
    steps: tuple[str, ...] = ()


PEOPLE = (
    Person("yuhang_staff", "余杭区", Role.DISTRICT_STAFF, "余杭区经办（示例）"),
    Person("yuhang_lead", "余杭区", Role.DISTRICT_LEAD, "余杭区负责人（示例）"),
    Person("xiaoshan_staff", "萧山区", Role.DISTRICT_STAFF, "萧山区经办（示例）"),
    Person("xiaoshan_lead", "萧山区", Role.DISTRICT_LEAD, "萧山区负责人（示例）"),
    Person("binjiang_lead", "滨江区", Role.DISTRICT_LEAD, "滨江区负责人（示例）"),
    Person("reviewer", BUREAU, Role.CITY_REVIEWER, "市局审查人员（示例）"),
    Person("city_lead", BUREAU, Role.CITY_LEAD, "市局负责人（示例）"),
    Person("auditor", BUREAU, Role.AUDITOR, "审计人员（示例）"),
    Person("sysadmin", BUREAU, Role.SYSADMIN, "系统管理员（示例）"),
)

_REVIEW = ("start_review",)
_CONSULT = (*_REVIEW, "consult")
_GRANT = (*_CONSULT, "grant")

REPORTS = (
    SampleReport(
        "r1", "yuhang_staff", "示例功率器件基地", "示例一号半导体有限公司", "集成电路", "120000",
        _GRANT,
    ),
    SampleReport(
        "r2", "xiaoshan_staff", "示例功率器件二期", "示例一号半导体有限公司", "集成电路", "80000",
    ),
    SampleReport(
        "r3", "xiaoshan_lead", "示例智能装备工厂", "示例二号装备有限公司", "智能装备", "60000",
        (*_GRANT, "sign"),
    ),
    SampleReport(
        "r4", "binjiang_lead", "示例视觉算法中心", "示例三号科技有限公司", "人工智能", "35000",
        (*_GRANT, "sign", "land"),
    ),
    SampleReport(
        "r5", "yuhang_staff", "示例创新药研发中心", "示例四号医药有限公司", "生物医药", "50000",
        _REVIEW,
    ),
    SampleReport(
        "r6", "xiaoshan_staff", "示例储能电池产线", "示例五号能源有限公司", "新能源", "200000",
        _CONSULT,
    ),
    SampleReport(
        "r7", "binjiang_lead", "示例云服务总部", "示例六号云计算有限公司", "云计算", "42000",
        ("return",),
    ),
    SampleReport(
        "r8", "yuhang_lead", "示例医疗器械园", "示例七号器械有限公司", "生物医药", "18000",
        ("withdraw",),
    ),
    SampleReport(
        "r9", "binjiang_lead", "示例传感器工厂", "示例八号电子有限公司", "集成电路", "9000",
        (*_REVIEW, "reject"),
    ),
    SampleReport(
        "r10", "xiaoshan_lead", "示例新材料基地", "示例九号材料有限公司", "新材料", "150000",
        (*_GRANT, "fail"),
    ),
    SampleReport(
        "r11", "yuhang_staff", "示例机器人总部", "示例十号机器人有限公司", "智能装备", "70000",
    ),
)  # fmt: skip

# A finding that must stand before the step; bodies as registry.findings has them.
FINDINGS: Mapping[str, tuple[FindingKind, Mapping[str, Any]]] = {
    "start_review": (FindingKind.LIKENESS, {"candidates": []}),
    "consult": (
        FindingKind.GUIDE_REVIEW, {"conform": True, "edition": MARK, "note": "示例：符合"},
    ),
    "reject": (
        FindingKind.GUIDE_REVIEW, {"conform": False, "edition": MARK, "note": "示例：不符合"},
    ),
}  # fmt: skip


def content_of(report: SampleReport) -> dict[str, Any]:
    """The slots of a report."""
    return {
        "project_name": report.project,
        "investor_name": report.investor,
        "is_new_project": True,
        "chain": report.chain,
        "total_investment": {"amount": report.amount, "unit": "万元", "currency": "CNY"},
        "intent_evidence": ["示例会谈纪要"],
        "investor_contact": "示例联系人",
        "investor_phone": "0571-00000000",
        "unit_contact": "示例经办人",
        "summary": "示例数据，不是真实项目。",
    }
