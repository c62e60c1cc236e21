"""R12: how far a project is on the way to municipal equity or fund support (基金、股权直投).

Clauses: hz-2019-40#5.3, #annex.12 (direct equity), #annex.11 (sub-funds), #3.2 (the decision).
Silent points: which projects are 盯引 ones; standards of due diligence; when a recommendation is
made; sums and shares; which industries get a sub-fund.
"""

from rules import scheme
from rules.fact_types import FLAG, one_of
from rules.facts import Facts, FactSpec
from rules.logic import all_of, verdict_of
from rules.registry import Context, RuleSpec, begin
from rules.verdict import Assessment, Findings, OpenPoint, Outcome, Verdict

DUE_DILIGENCE = Outcome("DUE_DILIGENCE", "由市国资委牵头协调平台，开展尽职调查")
RECOMMENDATION = Outcome("RECOMMENDATION", "提出投资建议")
SUPPORT_DECISION = Outcome("SUPPORT_DECISION", "作为“一事一议”决策的支撑报送")
NO_INVESTMENT = Outcome("NO_INVESTMENT", "投资建议为不参与")
OUT_OF_SCOPE = Outcome("OUT_OF_SCOPE", "不是重点产业链盯引项目，不走股权直投机制")
FACTS_MISSING = Outcome("FACTS_MISSING", "材料不足，不能判断")

KEY_CHAIN = FactSpec("key_chain", FLAG, "是否属于重点产业链项目", "true")
TRACKED_PROJECT = FactSpec("tracked_project", FLAG, "是否为盯引项目", "true")
DILIGENCE_DONE = FactSpec("due_diligence_done", FLAG, "是否已完成尽职调查", "false")
RECOMMENDED = FactSpec(
    "investment_recommendation",
    one_of({"none": "尚未提出", "join": "建议参与", "decline": "建议不参与"}),
    "投资建议",
    "尚未提出",
).only_when("已完成尽职调查")

TRACKED_POINT = OpenPoint(
    "盯引项目", "哪些项目算重点产业链盯引项目，条文没有规定，由有关部门确定。", scheme.FUNDS
)
TERMS_POINT = OpenPoint(
    "投资金额和比例", "市级参与投资的金额、比例和退出，条文没有规定。", scheme.FUNDS
)


def assess_fund_equity(facts: Facts, context: Context) -> Assessment:
    """Say which step of the equity mechanism comes next (股权直投); YES: the step is settled.

    Source: hz-2019-40#5.3, hz-2019-40#annex.12
    """
    findings = begin("fund_equity", context)
    scope = all_of(verdict_of(facts.flag("key_chain")), verdict_of(facts.flag("tracked_project")))
    if scope is Verdict.NO:
        findings.because("股权直投围绕重点产业链盯引项目，本项目不是。", scheme.FUNDS)
        findings.notes.append("重点发展产业另有子基金，由市国资委牵头组建。")
        return findings.conclude(Verdict.NO, OUT_OF_SCOPE)
    findings.need(*facts.absent("key_chain", "tracked_project", "due_diligence_done"))
    if scope is Verdict.UNDETERMINED:
        findings.leave_open(TRACKED_POINT)
        findings.because("股权直投只对重点产业链盯引项目，是否属于还不清楚。", scheme.FUNDS)
        return findings.conclude(Verdict.UNDETERMINED, FACTS_MISSING)
    findings.because("重点产业链盯引项目，由市国资委会同有关部门开展。", scheme.FUNDS)
    return _next_step(facts, findings)


def _next_step(facts: Facts, findings: Findings) -> Assessment:
    diligence = facts.flag("due_diligence_done")
    if diligence is None:
        findings.because("先要弄清尽职调查是否已经完成。", scheme.FUNDS)
        return findings.conclude(Verdict.UNDETERMINED, FACTS_MISSING)
    if not diligence:
        findings.because("先协调市级股权投资平台，对项目开展尽职调查。", scheme.FUNDS)
        findings.next_steps.append("请市国资委协调市级股权投资平台开展尽职调查。")
        return findings.conclude(Verdict.YES, DUE_DILIGENCE)
    return _after_diligence(facts, findings)


def _after_diligence(facts: Facts, findings: Findings) -> Assessment:
    recommended = facts.text("investment_recommendation")
    if recommended is None:
        findings.need("investment_recommendation")
        findings.because("尽职调查已完成，是否提出过投资建议还不清楚。", scheme.annex(12))
        return findings.conclude(Verdict.UNDETERMINED, FACTS_MISSING)
    if recommended == "none":
        findings.because("尽职调查完成后提出投资建议。", scheme.annex(12))
        findings.leave_open(TERMS_POINT)
        return findings.conclude(Verdict.YES, RECOMMENDATION)
    if recommended == "decline":
        findings.because("投资建议是不参与，没有可供决策支撑的投资。", scheme.FUNDS)
        return findings.conclude(Verdict.NO, NO_INVESTMENT)
    findings.because("投资建议供市委、市政府“一事一议”决策时作支撑。", scheme.FUNDS)
    findings.because("以基金或股权直投形式给予支持的，由牵头单位研究决定。", scheme.SPECIAL_DEAL)
    findings.leave_open(TERMS_POINT)
    findings.next_steps.append("按一事一议的决策层级办理（special_deal）。")
    return findings.conclude(Verdict.YES, SUPPORT_DECISION)


FUND_EQUITY = RuleSpec(
    number="R12",
    name="fund_equity",
    title="重点产业链项目的股权直投走到哪一步",
    clauses=(scheme.FUNDS, scheme.annex(12), scheme.SPECIAL_DEAL),
    facts=(KEY_CHAIN, TRACKED_PROJECT, DILIGENCE_DONE, RECOMMENDED),
    outcomes=(
        DUE_DILIGENCE,
        RECOMMENDATION,
        SUPPORT_DECISION,
        NO_INVESTMENT,
        OUT_OF_SCOPE,
        FACTS_MISSING,
    ),
    assess=assess_fund_equity,
)
