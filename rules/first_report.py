"""R2: whether a first report (首报) can be accepted for review.

Clauses: hz-2019-40#4.1; #4.3 for existing projects; hz-2019-press#4.1 says 新项目 in so many words.
Silent points: what clear intent (明确意向) is and how it is shown; whether an expansion or a second
phase is a new project; any threshold and any number of days for the review (local settings only);
whether a project whose talks the city leads still goes through the first report.
"""

from rules import scheme
from rules.clauses import ClauseRef
from rules.fact_terms import (
    CROSS_REGION,
    EXISTING_DISTRICT,
    IS_NEW_PROJECT,
    LEADER_ASSIGNED,
    TOTAL_INVESTMENT,
)
from rules.fact_types import FLAG, MONEY, TEXTS, one_of
from rules.facts import Facts, FactSpec
from rules.logic import all_of, verdict_of
from rules.parameters import Unset
from rules.registry import Context, RuleSpec, begin
from rules.thresholds import meets_minimum
from rules.verdict import Assessment, Findings, OpenPoint, Outcome, Verdict

NEW_PROJECTS = ClauseRef("hz-2019-press", "4.1")

ADMIT = Outcome("ADMIT", "可以受理首报（受理不等于取得首谈资格）")
RETURN = Outcome("RETURN", "退回，不符合首报条件")
ROUTE_TRANSFER = Outcome("ROUTE_TRANSFER", "存量项目，转流转审查")
FACTS_MISSING = Outcome("FACTS_MISSING", "材料不足，不能判断")
CURRENCY_OPEN = Outcome("CURRENCY_OPEN", "外币金额无法折算，不能对照本局设定的下限")

UNIT_TYPE = FactSpec(
    "report_unit_type",
    one_of(
        {
            "locality": "区、县（市）",
            "development_zone": "开发区",
            "platform": "产业平台",
            "municipal_department": "市级部门",
            "enterprise": "企业",
            "intermediary": "中介机构",
            "individual": "个人",
        }
    ),
    "报送单位类型",
    "locality",
)
REPORTED_TO = FactSpec(
    "reported_to",
    one_of({"bureau": "市投资促进局", "other": "其他单位"}),
    "报备的受理单位",
    "bureau",
)
PRELIMINARY_TALKS = FactSpec("preliminary_talks", FLAG, "是否已与投资者初步洽谈", "true")
CLEAR_INTENTION = FactSpec("clear_intention", FLAG, "投资者是否有明确意向", "true")
INTENT_EVIDENCE = FactSpec(
    "intent_evidence", TEXTS, "明确意向的佐证（考察、会谈纪要、意向书等）", "会谈纪要"
).only_when("有佐证材料")
FIXED_INVESTMENT = FactSpec("fixed_investment", MONEY, "固定资产投资", "60000万元")

_LOCALITIES = ("locality", "development_zone", "platform")
_QUESTIONS = ("report_unit_type", "is_new_project", "preliminary_talks", "clear_intention")
_THRESHOLDS = (
    ("admission_min_investment_wan", "total_investment", "总投资"),
    ("admission_min_fixed_investment_wan", "fixed_investment", "固定资产投资"),
)

INTENT_POINT = OpenPoint(
    "明确意向",
    "怎样才算有明确意向、要什么材料佐证，制度没有规定，由市投资促进局认定。",
    scheme.FIRST_REPORT,
)
REVIEW_DAYS_POINT = OpenPoint(
    "审查期限", "报备后多少天内审查完，制度没有规定，本局也未设定。", scheme.FIRST_REPORT
)
EXPANSION_POINT = OpenPoint(
    "增资和二期",
    "本市已有企业的增资、扩建、二期算新项目还是存量项目，制度没有规定。",
    scheme.PROJECT_TRANSFER,
)
CITY_LED_POINT = OpenPoint(
    "首报与市级主谈的衔接",
    "由市级主谈的项目还要不要走首报首谈，制度没有写明，由市投资促进局决定。",
    scheme.LEAD_NEGOTIATION,
)


def assess_first_report(facts: Facts, context: Context) -> Assessment:
    """Say whether a report can be accepted for review (首报受理); not whether a right follows.

    Source: hz-2019-40#4.1, hz-2019-40#4.3
    """
    findings = begin("first_report", context)
    findings.need(*facts.absent(*_QUESTIONS, "reported_to"))
    conditions = all_of(
        _is_locality(facts, findings),
        _is_new(facts, findings),
        _has_intention(facts, findings),
        _reaches_bureau(facts, findings),
        *(_meets_threshold(facts, context, findings, *row) for row in _THRESHOLDS),
    )
    if conditions is Verdict.YES:
        return _admit(facts, context, findings)
    if conditions is Verdict.NO:
        findings.missing.clear()  # none of them could change a NO
        is_existing = facts.flag("is_new_project") is False
        return findings.conclude(Verdict.NO, ROUTE_TRANSFER if is_existing else RETURN)
    if findings.missing or not findings.reasons:
        findings.because(
            "受理首报要弄清报送单位、是否新项目、是否洽谈有明确意向、向谁报备，材料还不齐。",
            scheme.FIRST_REPORT,
        )
        return findings.conclude(Verdict.UNDETERMINED, FACTS_MISSING)
    return findings.conclude(Verdict.UNDETERMINED, CURRENCY_OPEN)


def _is_locality(facts: Facts, findings: Findings) -> Verdict:
    unit = facts.text("report_unit_type")
    if unit is None:
        return Verdict.UNDETERMINED
    if unit in _LOCALITIES:
        findings.because("首报由各地承担，报送单位属于各地（含平台）。", scheme.FIRST_REPORT)
        return Verdict.YES
    findings.because("首报由各地承担，报送单位不是区、县（市）或平台。", scheme.FIRST_REPORT)
    findings.next_steps.append("请由项目所在或拟落户的区、县（市）、平台来报备。")
    return Verdict.NO


def _is_new(facts: Facts, findings: Findings) -> Verdict:
    is_new = facts.flag("is_new_project")
    if is_new:
        findings.because("首报首谈针对新项目，本项目填报为新项目。", NEW_PROJECTS)
    elif is_new is False:
        origin = facts.text("existing_district")
        where = f"（现在{origin}）" if origin else ""
        findings.because(f"首报首谈针对新项目，本项目是本市存量项目{where}。", NEW_PROJECTS)
        findings.because("存量项目在市内流转，走流转审查，不走首报。", scheme.PROJECT_TRANSFER)
        findings.leave_open(EXPANSION_POINT)
        findings.next_steps.append("改按存量项目流转审查办理（project_transfer）。")
    return verdict_of(is_new)


def _has_intention(facts: Facts, findings: Findings) -> Verdict:
    talks, intention = facts.flag("preliminary_talks"), facts.flag("clear_intention")
    verdict = all_of(verdict_of(talks), verdict_of(intention))
    if verdict is Verdict.YES:
        findings.because("已经初步洽谈并有明确意向，报备义务成立。", scheme.FIRST_REPORT)
    elif verdict is Verdict.NO:
        lack = "还没有初步洽谈" if talks is False else "还没有明确意向"
        findings.because(f"报备的前提是初步洽谈后有明确意向，本项目{lack}。", scheme.FIRST_REPORT)
        findings.next_steps.append("继续洽谈，意向明确后再报备。")
    return verdict


def _reaches_bureau(facts: Facts, findings: Findings) -> Verdict:
    receiver = facts.text("reported_to")
    if receiver is None:
        return Verdict.UNDETERMINED
    if receiver == "bureau":
        return Verdict.YES
    findings.because("首报要首先报到市投资促进局，报给其他单位不算首报。", scheme.FIRST_REPORT)
    findings.next_steps.append("向市投资促进局报备。")
    return Verdict.NO


def _meets_threshold(
    facts: Facts, context: Context, findings: Findings, parameter: str, *fact: str
) -> Verdict:
    """A local minimum in 万元, where the bureau has set one; the scheme has none."""
    name, label = fact
    minimum = context.parameters.resolve(parameter, context.as_of)
    if isinstance(minimum, Unset):
        return Verdict.YES
    findings.parameters.append(minimum.use())
    amount = facts.money(name)
    if amount is None:
        findings.need(name)
        return Verdict.UNDETERMINED
    enough = meets_minimum(amount, minimum, context, findings)
    words = {
        Verdict.YES: f"{label}达到",
        Verdict.NO: f"{label}低于",
        Verdict.UNDETERMINED: f"{label}是外币，没有当日汇率，不能对照",
    }
    findings.because(
        f"{words[enough]}本局设定的受理下限{minimum.value}万元（制度本身没有门槛）。",
        scheme.FIRST_REPORT,
    )
    return enough


def _admit(facts: Facts, context: Context, findings: Findings) -> Assessment:
    findings.leave_open(INTENT_POINT)
    if not facts.several("intent_evidence"):
        findings.next_steps.append("附上明确意向的佐证，便于市投资促进局认定。")
    days = context.parameters.resolve("review_days", context.as_of)
    if isinstance(days, Unset):
        findings.leave_open(REVIEW_DAYS_POINT)
    else:
        findings.parameters.append(days.use())
    if facts.flag("cross_region") or facts.flag("leader_assigned"):
        findings.leave_open(CITY_LED_POINT)
        findings.next_steps.append("同时判断是否由市级主谈（lead_negotiation）。")
    findings.next_steps.append("由市投资促进局审查是否符合《布局导引》，并征求意向投资者意见。")
    return findings.conclude(Verdict.YES, ADMIT)


FIRST_REPORT = RuleSpec(
    number="R2",
    name="first_report",
    title="首报能否受理",
    clauses=(scheme.FIRST_REPORT, scheme.PROJECT_TRANSFER, NEW_PROJECTS),
    facts=(
        UNIT_TYPE,
        IS_NEW_PROJECT,
        PRELIMINARY_TALKS,
        CLEAR_INTENTION,
        REPORTED_TO,
        INTENT_EVIDENCE,
        EXISTING_DISTRICT.only_when("是存量项目"),
        TOTAL_INVESTMENT.only_when("本局设定了总投资下限"),
        FIXED_INVESTMENT.only_when("本局设定了固定资产投资下限"),
        CROSS_REGION.only_when("需要跨区域布局"),
        LEADER_ASSIGNED.only_when("省市领导交办"),
    ),
    outcomes=(ADMIT, RETURN, ROUTE_TRANSFER, FACTS_MISSING, CURRENCY_OPEN),
    assess=assess_first_report,
)
