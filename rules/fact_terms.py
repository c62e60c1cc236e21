"""Facts that several rules take: one name, one type, one meaning.

Names follow the slots of a first report where there is one.
"""

from rules.fact_types import FLAG, MONEY, TEXT, one_of
from rules.facts import FactSpec

NO_HOLDER = "无"

CHAIN = FactSpec("chain", TEXT, "项目所属产业链", "集成电路")
LOCALITY = FactSpec("locality", TEXT, "报送或行为的区、县（市）", "余杭区")
PLATFORM = FactSpec("platform", TEXT, "拟落户的产业平台", "示例平台甲")
LAYOUT_REVIEW = FactSpec(
    "layout_review",
    one_of({"conform": "符合", "nonconform": "不符合"}),
    "市投资促进局按《布局导引》审查的结论",
    "conform",
).only_when("已经审查过")

IS_NEW_PROJECT = FactSpec("is_new_project", FLAG, "是否为新项目（不是本市存量项目）", "true")
EXISTING_DISTRICT = FactSpec("existing_district", TEXT, "存量项目现在所在的区、县（市）", "滨江区")
TOTAL_INVESTMENT = FactSpec("total_investment", MONEY, "总投资", "120000万元")
CROSS_REGION = FactSpec("cross_region", FLAG, "是否需要跨区域布局", "false")
LEADER_ASSIGNED = FactSpec("leader_assigned", FLAG, "是否为省市领导交办", "false")
ACTIVE_HOLDER = FactSpec(
    "active_holder", TEXT, "当时持有该项目排他性首谈资格的单位（没有填“无”）", "萧山区"
)
IS_MAJOR = FactSpec("is_major", FLAG, "是否已被认定为重大项目", "true").only_when("已有认定")


def holder_named(value: str | None) -> str | None:
    """The holder: None when not known, an empty string when there is none (无)."""
    return "" if value == NO_HOLDER else value
