"""R4: whether the rules of first report and first negotiation were violated, and what follows.

Clauses: hz-2019-40#4.1 (ban and consequences); hz-2019-press#4.1 (assessment of places).
The ladder here has no 情节严重 condition: no city support AND retained tax to the city. The other
ladder, for incentive bidding (比拼政策, hz-2019-40#3.3), is rules.policy_ceiling.
Does not impose anything: a violation is found by the bureau, the tax measure carried out by the
city finance bureau.
Silent points: what counts as interference; what follows when a violating place lands no project.
"""

from datetime import date

from rules import scheme
from rules.cautions import fair_competition_point
from rules.clauses import ClauseRef
from rules.fact_terms import ACTIVE_HOLDER, LOCALITY, holder_named
from rules.fact_types import DAY, FLAG
from rules.facts import Facts, FactSpec
from rules.logic import all_of, any_of, negate, verdict_of
from rules.parameters import Unset
from rules.registry import Context, RuleSpec, begin
from rules.same_unit import same_unit
from rules.verdict import Assessment, Findings, OpenPoint, Outcome, Verdict

ASSESSMENT_OF_PLACES = ClauseRef("hz-2019-press", "4.1")

SANCTIONS_APPLY = Outcome("SANCTIONS_APPLY", "违反首报首谈，两项后果并处")
VIOLATION_NOT_LANDED = Outcome("VIOLATION_NOT_LANDED", "违反首报首谈，项目尚未引进")
VIOLATION_LANDING_OPEN = Outcome("VIOLATION_LANDING_OPEN", "违反首报首谈，项目是否引进待查")
NO_VIOLATION = Outcome("NO_VIOLATION", "不构成违反首报首谈")
CONDUCT_BEFORE_SCHEME = Outcome("CONDUCT_BEFORE_SCHEME", "行为发生在制度施行之前")
FACTS_MISSING = Outcome("FACTS_MISSING", "材料不足，不能判断")

NEGOTIATED = FactSpec("negotiated", FLAG, "本单位是否与投资者洽谈了该项目", "true")
INTERFERED = FactSpec("interfered", FLAG, "本单位是否干扰了持有单位的谈判", "false")
LANDED = FactSpec("landed", FLAG, "本单位是否已引进该项目", "false")
WAS_REPORTED = FactSpec("was_reported", FLAG, "本单位引进前是否已首报该项目", "true")
CONDUCT_ON = FactSpec("conduct_on", DAY, "行为发生日", "2024-03-01").only_when("与判断日不同")

INTERFERENCE_POINT = OpenPoint(
    "干扰谈判", "怎样算干扰谈判，制度没有规定，由市投资促进局认定。", scheme.FIRST_REPORT
)
DIVISION_POINT = OpenPoint(
    "区划调整",
    "持有单位后来拆分或合并，首谈资格由谁承继，制度没有规定，由市投资促进局认定。",
    scheme.FIRST_REPORT,
)
NOT_LANDED_POINT = OpenPoint(
    "未引进时的后果",
    "两项后果都针对引进的项目；违规但没有引进的怎么处理，条文没有写。",
    scheme.FIRST_REPORT,
)


def assess_violation(facts: Facts, context: Context) -> Assessment:
    """Say whether a unit violated 首报首谈 and which consequences the text attaches.

    Two ways: dealing in a project whose right another unit holds; landing one never reported.
    Source: hz-2019-40#4.1
    """
    findings = begin("violation", context)
    day = facts.day("conduct_on")
    if day is not None and isinstance(context.parameters.resolve("scheme_in_force", day), Unset):
        return _before_scheme(findings, day)
    encroached = _encroachment(facts, context, findings)
    unreported = _landing_without_report(facts, findings)
    violated = any_of(encroached, unreported)
    if violated is Verdict.YES:
        findings.missing.clear()
        return _consequences(facts, context, findings)
    if violated is Verdict.NO:
        findings.missing.clear()
        findings.because(
            "受禁止的是在别的单位持有首谈资格时洽谈、干扰或引进，以及未经首报就引进；本单位没有。",
            scheme.FIRST_REPORT,
        )
        return findings.conclude(Verdict.NO, NO_VIOLATION)
    findings.because(
        "判断是否违反，要知道谁持有首谈资格、本单位做了什么、引进前有没有首报。",
        scheme.FIRST_REPORT,
    )
    return findings.conclude(Verdict.UNDETERMINED, FACTS_MISSING)


def _before_scheme(findings: Findings, day: date) -> Assessment:
    findings.because(
        f"行为发生在{day.isoformat()}，制度自2019年6月6日起施行，不能据此追究当时的行为。",
        scheme.FINAL,
    )
    return findings.conclude(Verdict.UNDETERMINED, CONDUCT_BEFORE_SCHEME)


def _encroachment(facts: Facts, context: Context, findings: Findings) -> Verdict:
    """Another unit holds the right, and this one negotiated, interfered or landed the project."""
    holder, unit = holder_named(facts.text("active_holder")), facts.text("locality")
    other = Verdict.NO if holder == "" else Verdict.UNDETERMINED
    if holder and unit is not None:
        other = negate(same_unit(holder, unit, context))
        if other is Verdict.UNDETERMINED:
            findings.leave_open(DIVISION_POINT)
    acts = ("negotiated", "interfered", "landed")
    acted = any_of(*(verdict_of(facts.flag(act)) for act in acts))
    verdict = all_of(other, acted)
    if verdict is Verdict.UNDETERMINED:
        unknown = other is Verdict.UNDETERMINED
        findings.need(*(facts.absent("active_holder", "locality") if unknown else ()))
        findings.need(*(facts.absent(*acts) if acted is Verdict.UNDETERMINED else ()))
    if verdict is Verdict.YES:
        words = {"negotiated": "洽谈", "interfered": "干扰谈判", "landed": "引进"}
        done = "、".join(word for act, word in words.items() if facts.flag(act))
        findings.because(
            f"{holder}持有排他性首谈资格期间，{unit}有下列行为：{done}。", scheme.FIRST_REPORT
        )
        if facts.flag("interfered"):
            findings.leave_open(INTERFERENCE_POINT)
    return verdict


def _landing_without_report(facts: Facts, findings: Findings) -> Verdict:
    landed, reported = facts.flag("landed"), facts.flag("was_reported")
    verdict = all_of(verdict_of(landed), negate(verdict_of(reported)))
    if verdict is Verdict.YES:
        findings.because("项目没有向市投资促进局首报就引进了。", scheme.FIRST_REPORT)
    elif verdict is Verdict.UNDETERMINED:
        findings.need(*facts.absent("landed", "was_reported"))
    return verdict


def _consequences(facts: Facts, context: Context, findings: Findings) -> Assessment:
    findings.next_steps.append("是否违反由市投资促进局核实认定，系统不自动作出处理。")
    findings.notes.append("与三（三）“比拼政策”的惩戒不同：这里不以情节严重为前提。")
    landed = facts.flag("landed")
    if landed is None:
        findings.need("landed")
        findings.because("两项后果都落在引进的项目上，项目是否引进还不清楚。", scheme.FIRST_REPORT)
        return findings.conclude(Verdict.YES, VIOLATION_LANDING_OPEN)
    findings.because(
        "报道介绍，还会在评价考核、政策支持等方面惩戒违规的地方和平台。", ASSESSMENT_OF_PLACES
    )
    if not landed:
        findings.leave_open(NOT_LANDED_POINT)
        findings.next_steps.append("停止洽谈，不再干扰。")
        return findings.conclude(Verdict.YES, VIOLATION_NOT_LANDED)
    findings.because("后果一：该项目不得享受市级层面的政策支持。", scheme.FIRST_REPORT)
    findings.because(
        "后果二：该项目税收的地方留成部分收归市级，由市财政局执行；两项并处。",
        scheme.FIRST_REPORT,
    )
    if caution := fair_competition_point(context.as_of, scheme.FIRST_REPORT):
        findings.leave_open(caution)
    return findings.conclude(Verdict.YES, SANCTIONS_APPLY)


VIOLATION = RuleSpec(
    number="R4",
    name="violation",
    title="是否违反首报首谈、有什么后果",
    clauses=(scheme.FIRST_REPORT, ASSESSMENT_OF_PLACES, scheme.FINAL),
    facts=(ACTIVE_HOLDER, LOCALITY, NEGOTIATED, INTERFERED, LANDED, WAS_REPORTED, CONDUCT_ON),
    outcomes=(
        SANCTIONS_APPLY,
        VIOLATION_NOT_LANDED,
        VIOLATION_LANDING_OPEN,
        NO_VIOLATION,
        CONDUCT_BEFORE_SCHEME,
        FACTS_MISSING,
    ),
    assess=assess_violation,
)
