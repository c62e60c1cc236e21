"""R5: whether the city leads the talks (市级主谈), and what its task force needs.

Clauses: hz-2019-40#4.2 (three grounds; task force; meeting and minutes); #3.2 for special deals.
Silent points: what 重大 means; which other provisions put talks with the city; when a task force
must, not may, be formed; how city-led talks stand to a right of first negotiation.
"""

from rules import scheme
from rules.fact_terms import CROSS_REGION, IS_MAJOR, LEADER_ASSIGNED, TOTAL_INVESTMENT
from rules.fact_types import FLAG, TEXT
from rules.facts import Facts, FactSpec
from rules.logic import all_of, any_of, verdict_of
from rules.major_project import weigh_major
from rules.registry import Context, RuleSpec, begin
from rules.verdict import Assessment, Findings, OpenPoint, Outcome, Verdict

ROUTE_CITY_LED = Outcome("ROUTE_CITY_LED", "由市投资促进局牵头主谈")
NOT_CITY_LED = Outcome("NOT_CITY_LED", "不属于市级主谈")
MAJOR_OPEN = Outcome("MAJOR_OPEN", "跨区域布局，是否重大待认定")
FACTS_MISSING = Outcome("FACTS_MISSING", "材料不足，不能判断")

OTHER_RULE = FactSpec("other_rule_requires", FLAG, "是否有其他规定要求由市级主谈", "false")
OTHER_RULE_NAME = FactSpec("other_rule_name", TEXT, "该规定的名称", "某规定").only_when(
    "另有规定要求市级主谈"
)
PRE_ASSESSED = FactSpec("pre_assessed", FLAG, "是否已做项目预评估", "true").only_when(
    "要组建项目引进专项组"
)
LEADER_APPROVED = FactSpec(
    "leader_approved", FLAG, "组建专项组是否已报分管市领导批准", "true"
).only_when("要组建项目引进专项组")
SPECIAL_DEAL_INVOLVED = FactSpec(
    "special_deal_involved", FLAG, "是否涉及市级“一事一议”政策支持", "false"
).only_when("方案里有一事一议")

OTHER_RULE_POINT = OpenPoint(
    "其他规定",
    "“其他按相关规定由市级主谈”指哪些规定，制度没有列明，请附上规定名称。",
    scheme.LEAD_NEGOTIATION,
)


def assess_lead_negotiation(facts: Facts, context: Context) -> Assessment:
    """Say whether one of the three grounds puts the talks with the city (市级主谈).

    Source: hz-2019-40#4.2
    """
    findings = begin("lead_negotiation", context)
    cross = verdict_of(facts.flag("cross_region"))
    major = Verdict.UNDETERMINED
    if cross is not Verdict.NO:
        major = weigh_major(facts, context, findings, scheme.LEAD_NEGOTIATION)
    spread = all_of(cross, major)
    assigned = verdict_of(facts.flag("leader_assigned"))
    other = verdict_of(facts.flag("other_rule_requires"))
    led = any_of(spread, assigned, other)
    if led is Verdict.YES:
        _state_grounds(facts, findings, is_spread=spread is Verdict.YES)
        findings.missing.clear()
        return _steps(facts, findings)
    if led is Verdict.NO:
        findings.because(
            "既非跨区域布局的重大项目，也非省市领导交办，也没有其他规定要求，不由市级主谈。",
            scheme.LEAD_NEGOTIATION,
        )
        return findings.conclude(Verdict.NO, NOT_CITY_LED)
    findings.need(*facts.absent("cross_region", "leader_assigned", "other_rule_requires"))
    if cross is Verdict.YES:
        findings.because(
            "跨区域布局的项目还要是重大项目才由市级主谈，是否重大没有结论。",
            scheme.LEAD_NEGOTIATION,
        )
        return findings.conclude(Verdict.UNDETERMINED, MAJOR_OPEN)
    findings.because("三种市级主谈情形要逐一核实，材料还不齐。", scheme.LEAD_NEGOTIATION)
    return findings.conclude(Verdict.UNDETERMINED, FACTS_MISSING)


def _state_grounds(facts: Facts, findings: Findings, *, is_spread: bool) -> None:
    clause = scheme.LEAD_NEGOTIATION
    if is_spread:
        findings.because("情形一：需要跨区域布局的重大项目。", clause)
    else:
        findings.open_points.clear()  # 重大 no longer matters: another ground carries
    if facts.flag("leader_assigned"):
        findings.because("情形二：省市领导交办的项目。", clause)
    if facts.flag("other_rule_requires"):
        name = facts.text("other_rule_name")
        findings.because(f"情形三：按{name or '其他相关规定'}由市级主谈。", clause)
        if name is None:
            findings.leave_open(OTHER_RULE_POINT)


def _steps(facts: Facts, findings: Findings) -> Assessment:
    findings.because("由市投资促进局牵头主谈。", scheme.LEAD_NEGOTIATION)
    needs = ("pre_assessed", "leader_approved")
    ready = all_of(*(verdict_of(facts.flag(name)) for name in needs))
    if ready is Verdict.YES:
        findings.because(
            "已有预评估并经分管市领导批准，可以组建项目引进专项组。", scheme.LEAD_NEGOTIATION
        )
        findings.next_steps.append("专项组负责调查、评估和洽谈，提出项目落地方案建议。")
    else:
        findings.because(
            "组建项目引进专项组，须先有项目预评估，再报分管市领导批准。", scheme.LEAD_NEGOTIATION
        )
        if not facts.flag("pre_assessed"):
            findings.next_steps.append("市投资促进局先做项目预评估。")
        if not facts.flag("leader_approved"):
            findings.next_steps.append("报分管市领导批准后组建项目引进专项组。")
    findings.next_steps.append("落地方案建议报请分管市领导召开项目协调会研究，形成会议纪要。")
    if facts.flag("special_deal_involved"):
        findings.because("涉及市级“一事一议”的部分，按该制度的层级决策。", scheme.SPECIAL_DEAL)
        findings.next_steps.append("一事一议部分另行判断（special_deal）。")
    return findings.conclude(Verdict.YES, ROUTE_CITY_LED)


LEAD_NEGOTIATION = RuleSpec(
    number="R5",
    name="lead_negotiation",
    title="是否由市级主谈",
    clauses=(scheme.LEAD_NEGOTIATION, scheme.SPECIAL_DEAL),
    facts=(
        CROSS_REGION,
        LEADER_ASSIGNED,
        OTHER_RULE,
        IS_MAJOR,
        TOTAL_INVESTMENT.only_when("跨区域布局且本局设定了重大项目金额标准"),
        OTHER_RULE_NAME,
        PRE_ASSESSED,
        LEADER_APPROVED,
        SPECIAL_DEAL_INVOLVED,
    ),
    outcomes=(ROUTE_CITY_LED, NOT_CITY_LED, MAJOR_OPEN, FACTS_MISSING),
    assess=assess_lead_negotiation,
)
