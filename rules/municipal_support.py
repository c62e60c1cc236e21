"""S1: whether city support is open to a project (市级政策支持).

Clauses: hz-2019-40#3.1 (off the guide: no city industrial policy support), #4.1 (violation: none of
the city's support).
Composes R1. Silent points: not being barred is not yet a claim; what support a project then gets.
"""

from rules import scheme
from rules.cautions import fair_competition_point
from rules.fact_terms import LAYOUT_REVIEW
from rules.fact_types import FLAG
from rules.facts import Facts, FactSpec
from rules.layout_conformity import LAYOUT_CONFORMITY, assess_layout_conformity
from rules.logic import all_of, negate, verdict_of
from rules.recorded import conflict, weigh
from rules.registry import Context, RuleSpec, begin
from rules.verdict import Assessment, OpenPoint, Outcome, Verdict

SUPPORT_OPEN = Outcome("SUPPORT_OPEN", "没有被排除在市级政策支持之外")
SUPPORT_BARRED = Outcome("SUPPORT_BARRED", "不得给予市级政策支持")
CONDITIONS_OPEN = Outcome("CONDITIONS_OPEN", "条件尚不清楚，不能判断")

VIOLATION_FOUND = FactSpec("violation_found", FLAG, "是否已认定违反首报首谈引进", "false")

CLAIM_POINT = OpenPoint(
    "具体支持",
    "没有被排除不等于应当给予；给什么支持看一链一策等具体政策，本制度没有写。",
    scheme.CHAIN_POLICY,
)
REVIEW_CONFLICT_POINT = OpenPoint(
    "审查结论与导引不一致",
    "已记录的审查结论与导引条目不同，由市投资促进局核对后定。",
    scheme.LAYOUT_GUIDE,
)


def assess_municipal_support(facts: Facts, context: Context) -> Assessment:
    """Say whether city support is open to a project (市级政策支持).

    UNDETERMINED, never NO, when neither a review nor a guide edition for the day is at hand.
    Source: hz-2019-40#3.1, hz-2019-40#4.1
    """
    findings = begin("municipal_support", context)
    child = assess_layout_conformity(facts, context)
    findings.adopt(child)
    review = facts.text("layout_review")
    recorded = None if review is None else review == "conform"
    conforms = weigh(recorded, child.verdict)
    violated = verdict_of(facts.flag("violation_found"))
    if conforms is Verdict.NO:
        findings.because("不符合《布局导引》，市级产业政策支持一律不给。", scheme.CHAIN_POLICY)
    if violated is Verdict.YES:
        findings.because("违反首报首谈引进，不得享受市级层面的政策支持。", scheme.FIRST_REPORT)
    verdict = all_of(conforms, negate(violated))
    if verdict is Verdict.NO:
        return findings.conclude(Verdict.NO, SUPPORT_BARRED)
    if verdict is Verdict.UNDETERMINED:
        findings.because(
            "市级支持以符合《布局导引》、没有违反首报首谈为前提，还没有结论。", scheme.CHAIN_POLICY
        )
        if conflict(recorded, child.verdict):
            findings.leave_open(REVIEW_CONFLICT_POINT)
        elif conforms is Verdict.UNDETERMINED:
            findings.inherit(child)
        findings.need(*facts.absent("violation_found"))
        return findings.conclude(Verdict.UNDETERMINED, CONDITIONS_OPEN)
    findings.because("符合《布局导引》，三（一）不排除市级支持。", scheme.CHAIN_POLICY)
    findings.because("没有违反首报首谈，四（一）不排除市级支持。", scheme.FIRST_REPORT)
    findings.leave_open(CLAIM_POINT)
    if caution := fair_competition_point(context.as_of, scheme.CHAIN_POLICY):
        findings.leave_open(caution)
    return findings.conclude(Verdict.YES, SUPPORT_OPEN)


MUNICIPAL_SUPPORT = RuleSpec(
    number="S1",
    name="municipal_support",
    title="项目能否得到市级政策支持",
    clauses=(scheme.CHAIN_POLICY, scheme.FIRST_REPORT),
    facts=(*LAYOUT_CONFORMITY.facts, VIOLATION_FOUND, LAYOUT_REVIEW),
    outcomes=(SUPPORT_OPEN, SUPPORT_BARRED, CONDITIONS_OPEN),
    assess=assess_municipal_support,
)
