"""R6: which body decides a case-by-case deal (一事一议).

Clauses: hz-2019-40#3.2 (ladder of three); #3.1 (no support off the guide); #3.3 (ceiling).
Silent points: what 更大支持 is; when the executive meeting finds it necessary (必要) to go further;
who decides where no city money is involved; what counts as a major investment project.
"""

from rules import scheme
from rules.cautions import fair_competition_point
from rules.fact_types import FLAG, list_of, one_of
from rules.facts import Facts, FactSpec
from rules.registry import Context, RuleSpec, begin
from rules.verdict import Assessment, Findings, OpenPoint, Outcome, Verdict

LEAD_UNIT = Outcome("LEAD_UNIT", "由基金或股权直投的牵头单位按议事规则决定")
EXECUTIVE_MEETING = Outcome("EXECUTIVE_MEETING", "提交市政府常务会议决定")
FINANCIAL_COMMISSION = Outcome("FINANCIAL_COMMISSION", "提交市委财经委员会决定")
NO_CITY_MONEY = Outcome("NO_CITY_MONEY", "不涉及市级财政支持，条文没有规定由谁决定")
FORM_OPEN = Outcome("FORM_OPEN", "支持形式是否属于更大支持，须人工认定")
FACTS_MISSING = Outcome("FACTS_MISSING", "材料不足，不能判断")

CITY_FUNDS = FactSpec("city_funds", FLAG, "是否涉及市级财政支持", "true")
SUPPORT_FORMS = FactSpec(
    "support_forms",
    list_of(
        one_of(
            {
                "fund": "政府产业基金",
                "equity": "股权直投",
                "performance_award": "经营性绩效奖励",
                "greater": "更大支持",
                "other": "其他形式",
            }
        )
    ),
    "要求的市级支持形式",
    "政府产业基金、经营性绩效奖励",
)
MEETING_REFERS = FactSpec(
    "executive_meeting_refers", FLAG, "市政府常务会议是否认为有必要提交市委财经委员会", "false"
).only_when("已经市政府常务会议研究")

NECESSITY_POINT = OpenPoint(
    "必要性",
    "要不要再提交市委财经委员会，由市政府常务会议判断有无必要，标准没有规定。",
    scheme.SPECIAL_DEAL,
)
FORM_POINT = OpenPoint(
    "更大支持",
    "基金、股权直投和经营性绩效奖励以外的形式算不算更大支持，条文没有写明。",
    scheme.SPECIAL_DEAL,
)
NO_CITY_MONEY_POINT = OpenPoint(
    "不涉及市级财政的一事一议",
    "三层决策只写了涉及市级财政支持的事项；不涉及的由谁决定，条文没有规定。",
    scheme.SPECIAL_DEAL,
)
MAJOR_DEAL_POINT = OpenPoint(
    "重大",
    "一事一议针对重大招商引资项目，本项目是否重大、是否符合议事条件，由有权机关认定。",
    scheme.SPECIAL_DEAL,
)


def assess_special_deal(facts: Facts, context: Context) -> Assessment:
    """Say which body decides the deal (一事一议的决策层级); YES means the level is settled.

    Source: hz-2019-40#3.2
    """
    findings = begin("special_deal", context)
    if caution := fair_competition_point(context.as_of, scheme.SPECIAL_DEAL):
        findings.leave_open(caution)
    city_funds = facts.flag("city_funds")
    if city_funds is None:
        findings.need(*facts.absent("city_funds", "support_forms"))
        findings.because("决策层级取决于是否涉及市级财政支持，尚不清楚。", scheme.SPECIAL_DEAL)
        return findings.conclude(Verdict.UNDETERMINED, FACTS_MISSING)
    if not city_funds:
        return _without_city_money(findings)
    forms = facts.several("support_forms")
    if not forms:
        findings.need(*facts.absent("support_forms"))
        findings.next_steps.append("写明要求的市级支持形式。")
        findings.because(
            "涉及市级财政支持，决策层级取决于支持形式，尚不清楚。", scheme.SPECIAL_DEAL
        )
        return findings.conclude(Verdict.UNDETERMINED, FACTS_MISSING)
    return _ladder(facts, findings, forms)


def _without_city_money(findings: Findings) -> Assessment:
    findings.because(
        "三层决策的前提是涉及市级财政支持，本事项不涉及，不适用这三层。", scheme.SPECIAL_DEAL
    )
    findings.because(
        "各地自己的“一事一议”政策仍受上限约束：不得优于重点产业承载地区的政策。",
        scheme.POLICY_CEILING,
    )
    findings.leave_open(NO_CITY_MONEY_POINT)
    findings.next_steps.append("对照政策上限判断（policy_ceiling）。")
    return findings.conclude(Verdict.UNDETERMINED, NO_CITY_MONEY)


def _ladder(facts: Facts, findings: Findings, forms: tuple[object, ...]) -> Assessment:
    findings.leave_open(MAJOR_DEAL_POINT)
    findings.next_steps.append(
        "先确认项目符合《布局导引》：不符合的不得给予市级产业政策支持（layout_conformity）。"
    )
    if "performance_award" in forms or "greater" in forms:
        return _executive_meeting(facts, findings)
    if "other" in forms:
        findings.because(
            "支持形式不止基金和股权直投，是否属于须上常务会议的更大支持，条文没有写明。",
            scheme.SPECIAL_DEAL,
        )
        findings.leave_open(FORM_POINT)
        return findings.conclude(Verdict.UNDETERMINED, FORM_OPEN)
    findings.because(
        "市级支持以产业基金或股权直投为主，由相应牵头单位按议事规则研究决定。",
        scheme.SPECIAL_DEAL,
    )
    findings.next_steps.append("送基金或股权直投的牵头单位。")
    return findings.conclude(Verdict.YES, LEAD_UNIT)


def _executive_meeting(facts: Facts, findings: Findings) -> Assessment:
    findings.because(
        "要求经营性绩效奖励或更大支持的，须由市政府常务会议研究决定。", scheme.SPECIAL_DEAL
    )
    refers = facts.flag("executive_meeting_refers")
    if refers:
        findings.because("常务会议认为有必要，再提交市委财经委员会决定。", scheme.SPECIAL_DEAL)
        findings.next_steps.append("提交市委财经委员会。")
        return findings.conclude(Verdict.YES, FINANCIAL_COMMISSION)
    if refers is None:
        findings.leave_open(NECESSITY_POINT)
    findings.next_steps.append("提交市政府常务会议。")
    return findings.conclude(Verdict.YES, EXECUTIVE_MEETING)


SPECIAL_DEAL = RuleSpec(
    number="R6",
    name="special_deal",
    title="一事一议由哪一级决定",
    clauses=(scheme.SPECIAL_DEAL, scheme.CHAIN_POLICY, scheme.POLICY_CEILING),
    facts=(CITY_FUNDS, SUPPORT_FORMS.only_when("涉及市级财政支持"), MEETING_REFERS),
    outcomes=(
        LEAD_UNIT,
        EXECUTIVE_MEETING,
        FINANCIAL_COMMISSION,
        NO_CITY_MONEY,
        FORM_OPEN,
        FACTS_MISSING,
    ),
    assess=assess_special_deal,
)
