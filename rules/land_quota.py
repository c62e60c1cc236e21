"""R9: the land quota reward for projects that use existing land (盘活存量土地).

Clause: hz-2019-40#5.1 (annex.9).
Silent points: the size of the reward; whether a year that has passed can be made up; supplies
completed before 2019-06-06; projects that use both new and existing land; how 合规性, 可批性,
投资规模 and 亩均产值 are measured; what a major project is.
"""

from datetime import date

from rules import scheme
from rules.fact_terms import IS_MAJOR, TOTAL_INVESTMENT
from rules.fact_types import DAY, FLAG, one_of
from rules.facts import Facts, FactSpec
from rules.logic import all_of, verdict_of
from rules.major_project import weigh_major
from rules.registry import Context, RuleSpec, begin
from rules.verdict import Assessment, Findings, OpenPoint, Outcome, Verdict

REWARD_THIS_YEAR = Outcome("REWARD_THIS_YEAR", "本年度应给予新增建设用地指标奖励")
REWARD_LATER = Outcome("REWARD_LATER", "供地完成后的下一年度才给予奖励，现在还没到")
YEAR_PASSED = Outcome("YEAR_PASSED", "应给予奖励的年度已过，能否补给没有规定")
NO_REWARD = Outcome("NO_REWARD", "不属于给予奖励的情形")
CONTRADICTION = Outcome("CONTRADICTION", "所填情况前后矛盾，请核对")
REWARD_OPEN = Outcome("REWARD_OPEN", "条文没有写明，须人工认定")
FACTS_MISSING = Outcome("FACTS_MISSING", "材料不足，不能判断")

LAND_MODE = FactSpec(
    "land_mode",
    one_of(
        {
            "new": "新增建设用地",
            "stock": "盘活存量土地",
            "mixed": "新增和存量都有",
            "plant": "租购厂房",
            "none": "不用地",
        }
    ),
    "用地方式",
    "盘活存量土地",
)
SUPPLY_COMPLETED = FactSpec("supply_completed", FLAG, "项目是否已完成供地", "true")
SUPPLY_COMPLETED_ON = FactSpec(
    "supply_completed_on", DAY, "项目完成供地的日期", "2025-11-30"
).only_when("已完成供地")

SIZE_POINT = OpenPoint(
    "奖励比例", "奖励多少指标、按什么比例，条文没有规定，由市规划和自然资源局确定。", scheme.LAND
)
LATE_POINT = OpenPoint(
    "补给", "供地完成后的下一年度没有给，以后能否补给，条文没有规定。", scheme.LAND
)
MIXED_POINT = OpenPoint(
    "部分盘活", "用地一部分靠盘活存量、一部分靠新增的，算不算、怎么算，条文没有规定。", scheme.LAND
)
EARLIER_POINT = OpenPoint(
    "施行前供地", "2019年6月6日以前完成供地的项目能否享受奖励，条文没有规定。", scheme.FINAL
)


def assess_land_reward(facts: Facts, context: Context) -> Assessment:
    """Say whether the quota reward is due in the year of the day asked (盘活存量用地奖励).

    Source: hz-2019-40#5.1
    """
    findings = begin("land_reward", context)
    mode = facts.text("land_mode")
    findings.need(*facts.absent("land_mode"))
    stock = None if mode is None else mode == "stock"
    if mode not in (None, "stock", "mixed"):
        findings.because("奖励只给盘活存量土地解决用地的项目，本项目不是。", scheme.LAND)
        findings.missing.clear()
        return findings.conclude(Verdict.NO, NO_REWARD)
    major = weigh_major(facts, context, findings, scheme.LAND)
    if major is Verdict.NO:
        findings.because("奖励针对重大产业项目用地，本项目不是重大项目。", scheme.LAND)
        findings.missing.clear()
        return findings.conclude(Verdict.NO, NO_REWARD)
    if mode == "mixed":
        findings.leave_open(MIXED_POINT)
        findings.because("奖励针对盘活存量土地解决的用地，本项目只有一部分是。", scheme.LAND)
        return findings.conclude(Verdict.UNDETERMINED, REWARD_OPEN)
    return _by_year(facts, findings, all_of(major, verdict_of(stock)))


def _by_year(facts: Facts, findings: Findings, entitled: Verdict) -> Assessment:
    completed, day = facts.flag("supply_completed"), facts.day("supply_completed_on")
    if completed is False and day is not None and day <= findings.as_of:
        findings.because("填了未完成供地，又填了已过去的完成供地日期，请核对。", scheme.LAND)
        return findings.conclude(Verdict.UNDETERMINED, CONTRADICTION)
    if completed is False or (day is not None and day > findings.as_of):
        findings.because("奖励在项目完成供地后的下一年度给予，现在还没有完成供地。", scheme.LAND)
        findings.missing.clear()
        return findings.conclude(Verdict.NO, REWARD_LATER)
    if day is None:
        findings.need(*facts.absent("supply_completed", "supply_completed_on"))
        findings.because("奖励给在供地完成后的下一年度，完成供地的日期不清楚。", scheme.LAND)
        return findings.conclude(Verdict.UNDETERMINED, FACTS_MISSING)
    if day < date(2019, 6, 6):
        findings.leave_open(EARLIER_POINT)
        findings.because("完成供地在制度施行（2019年6月6日）以前。", scheme.FINAL)
        return findings.conclude(Verdict.UNDETERMINED, REWARD_OPEN)
    return _in_year(findings, entitled, day)


def _in_year(findings: Findings, entitled: Verdict, day: date) -> Assessment:
    due = day.year + 1
    findings.because(f"{day.isoformat()}完成供地，给予奖励的年度是{due}年。", scheme.LAND)
    if findings.as_of.year < due:
        findings.missing.clear()
        findings.next_steps.append(f"{due}年向市规划和自然资源局申请。")
        return findings.conclude(Verdict.NO, REWARD_LATER)
    if findings.as_of.year > due:
        findings.leave_open(LATE_POINT)
        return findings.conclude(Verdict.UNDETERMINED, YEAR_PASSED)
    if entitled is Verdict.UNDETERMINED:
        findings.because(
            "奖励针对靠盘活存量土地解决用地的重大产业项目，是否属于还不清楚。", scheme.LAND
        )
        return findings.conclude(Verdict.UNDETERMINED, FACTS_MISSING)
    findings.because("重大产业项目靠盘活存量土地解决用地的，给予指标奖励。", scheme.LAND)
    findings.leave_open(SIZE_POINT)
    findings.next_steps.append("由所在地向市规划和自然资源局申请新增建设用地指标奖励。")
    return findings.conclude(Verdict.YES, REWARD_THIS_YEAR)


LAND_REWARD = RuleSpec(
    number="R9",
    name="land_reward",
    title="盘活存量土地能否得到新增建设用地指标奖励",
    clauses=(scheme.LAND, scheme.FINAL),
    facts=(
        LAND_MODE,
        SUPPLY_COMPLETED,
        SUPPLY_COMPLETED_ON,
        IS_MAJOR,
        TOTAL_INVESTMENT.only_when("本局设定了重大项目金额"),
    ),
    outcomes=(
        REWARD_THIS_YEAR,
        REWARD_LATER,
        YEAR_PASSED,
        NO_REWARD,
        REWARD_OPEN,
        CONTRADICTION,
        FACTS_MISSING,
    ),
    assess=assess_land_reward,
)
