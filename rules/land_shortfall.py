"""R10: which way a major project goes when its new construction land quota does not suffice.

Clause: hz-2019-40#5.1 (annex.9). The order is the text's: the quota the province has allocated, the
province's reward quota for major industry, then what the planning bureau wins from the province.
Silent points: how 合规性 and 可批性 are judged and the weight of the factors; how long each
step takes; what happens when the province gives nothing; what a major project is.
"""

from rules import scheme
from rules.fact_terms import IS_MAJOR, TOTAL_INVESTMENT
from rules.fact_types import FLAG
from rules.facts import Facts, FactSpec
from rules.logic import all_of, verdict_of
from rules.major_project import weigh_major
from rules.registry import Context, RuleSpec, begin
from rules.verdict import Assessment, Findings, OpenPoint, Outcome, Verdict

USE_ALLOCATION = Outcome("USE_ALLOCATION", "先由所在地在省下达指标中优先安排")
APPLY_REWARD_QUOTA = Outcome("APPLY_REWARD_QUOTA", "申请使用省重大产业奖励指标")
SEEK_FROM_PROVINCE = Outcome("SEEK_FROM_PROVINCE", "由市规划和自然资源局向省里争取指标")
NO_GAP = Outcome("NO_GAP", "指标没有缺口，不用走下一步")
NO_PRIORITY = Outcome("NO_PRIORITY", "不属于优先保障的情形")
FACTS_MISSING = Outcome("FACTS_MISSING", "材料不足，不能判断")

QUOTA_GAP = FactSpec("quota_gap", FLAG, "新增建设用地计划指标是否仍有缺口", "true")
COMPLIANT = FactSpec("compliant", FLAG, "项目是否具备合规性", "true")
APPROVABLE = FactSpec("approvable", FLAG, "项目是否具备可批性", "true")
ALLOCATION_USED = FactSpec(
    "allocation_used", FLAG, "省下达的新增建设用地计划指标是否已用于本项目", "true"
)
REWARD_QUOTA_USED = FactSpec(
    "reward_quota_used", FLAG, "是否已申请使用省重大产业奖励指标", "false"
).only_when("省下达指标已用上仍不足")

PRIORITY_POINT = OpenPoint(
    "优先次序",
    "按投资规模、亩均产值等因素优先，各因素怎么量化、怎么排序，条文没有规定。",
    scheme.LAND,
)
APPROVABLE_POINT = OpenPoint(
    "合规性和可批性", "合规性和可批性由有审批权的机关认定，条文没有规定标准。", scheme.LAND
)


def assess_land_shortfall(facts: Facts, context: Context) -> Assessment:
    """Say which step comes next when land quota is short (用地指标不足); YES: the step is settled.

    Source: hz-2019-40#5.1
    """
    findings = begin("land_shortfall", context)
    if facts.flag("quota_gap") is False:
        findings.because("指标已经够用，条文的补充途径针对指标不足。", scheme.LAND)
        return findings.conclude(Verdict.NO, NO_GAP)
    preconditions = _preconditions(facts, context, findings)
    if preconditions is Verdict.NO:
        findings.missing.clear()
        return findings.conclude(Verdict.NO, NO_PRIORITY)
    findings.need(*facts.absent("quota_gap", "allocation_used"))
    step = _step(facts, findings)
    if all_of(preconditions, verdict_of(facts.flag("quota_gap"))) is Verdict.UNDETERMINED:
        findings.because("前提（合规、可批、重大项目、有缺口）还没有全部查明。", scheme.LAND)
        return findings.conclude(Verdict.UNDETERMINED, FACTS_MISSING)
    if step is None:
        return findings.conclude(Verdict.UNDETERMINED, FACTS_MISSING)
    return findings.conclude(Verdict.YES, step)


def _preconditions(facts: Facts, context: Context, findings: Findings) -> Verdict:
    """Compliant, approvable and major, each in its own reason."""
    lawful = all_of(verdict_of(facts.flag("compliant")), verdict_of(facts.flag("approvable")))
    findings.need(*facts.absent("compliant", "approvable"))
    if lawful is Verdict.NO:
        findings.because("优先保障以合规性和可批性为前提，本项目不具备。", scheme.LAND)
        return lawful
    if lawful is Verdict.UNDETERMINED:
        findings.leave_open(APPROVABLE_POINT)
    major = weigh_major(facts, context, findings, scheme.LAND)
    if major is Verdict.NO:
        findings.because("优先保障针对重大产业项目，本项目不是重大项目。", scheme.LAND)
    return all_of(lawful, major)


def _step(facts: Facts, findings: Findings) -> Outcome | None:
    allocated, rewarded = facts.flag("allocation_used"), facts.flag("reward_quota_used")
    if allocated is None:
        findings.because("先要弄清省下达的指标是否已经用上。", scheme.LAND)
        return None
    if not allocated:
        findings.because("分配使用省下达指标时，优先保障重大产业项目。", scheme.LAND)
        findings.leave_open(PRIORITY_POINT)
        findings.next_steps.append("由所在地在省下达的新增建设用地计划指标中优先安排。")
        return USE_ALLOCATION
    if rewarded is None:
        findings.need("reward_quota_used")
        findings.because("接着要弄清是否申请使用过省重大产业奖励指标。", scheme.LAND)
        return None
    if not rewarded:
        findings.because("省下达指标不足的，申请使用省重大产业奖励指标。", scheme.LAND)
        findings.next_steps.append("申请使用省重大产业奖励指标。")
        return APPLY_REWARD_QUOTA
    findings.because(
        "用了省重大产业奖励指标仍不足的，由市规划和自然资源局向省里争取。", scheme.LAND
    )
    findings.next_steps.append("请市规划和自然资源局向省里争取指标支持。")
    return SEEK_FROM_PROVINCE


LAND_SHORTFALL = RuleSpec(
    number="R10",
    name="land_shortfall",
    title="重大产业项目用地指标不足时下一步找谁",
    clauses=(scheme.LAND,),
    facts=(
        QUOTA_GAP,
        COMPLIANT,
        APPROVABLE,
        ALLOCATION_USED,
        REWARD_QUOTA_USED,
        IS_MAJOR,
        TOTAL_INVESTMENT.only_when("本局设定了重大项目金额"),
    ),
    outcomes=(
        USE_ALLOCATION,
        APPLY_REWARD_QUOTA,
        SEEK_FROM_PROVINCE,
        NO_GAP,
        NO_PRIORITY,
        FACTS_MISSING,
    ),
    assess=assess_land_shortfall,
)
