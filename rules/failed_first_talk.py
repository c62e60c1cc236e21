"""R16: what follows when the first host cannot land a major manufacturing project (首谈地落不了地).

Clause: hz-2024-chain#3.3, an article of 2024-08-29 on practice; the scheme of 2019 is silent on it.
Silent points: what 无法落地 is and who finds it; the list of 山区县（市）; how far it goes;
whether the first host's right ends; what a major manufacturing project is. Nothing is automatic.
"""

from datetime import date
from decimal import Decimal

from rules import scheme
from rules.clauses import ClauseRef
from rules.currency import Conversion
from rules.fact_terms import TOTAL_INVESTMENT
from rules.fact_types import FLAG, TEXT
from rules.facts import Facts, FactSpec
from rules.logic import all_of, verdict_of
from rules.parameters import Unset
from rules.recorded import conflict, weigh
from rules.registry import Context, RuleSpec
from rules.same_unit import same_unit
from rules.verdict import Assessment, Findings, OpenPoint, Outcome, Verdict

FAILED_TALK = ClauseRef("hz-2024-chain", "3.3")
REPORTED_ON = date(2024, 8, 29)  # the article; it does not say since when
WAN = Decimal(10_000)

CITY_COORDINATION = Outcome("CITY_COORDINATION", "加强市级统筹，去向由人工决定")
TILT = Outcome("TILT", "加强市级统筹，可向该山区县（市）倾斜，由人工决定")
NOT_COVERED = Outcome("NOT_COVERED", "不属于报道所说的情形")
NOT_YET_REPORTED = Outcome("NOT_YET_REPORTED", "当日还没有这一做法的报道")
FACTS_MISSING = Outcome("FACTS_MISSING", "材料不足，不能判断")

MAJOR_MANUFACTURING = FactSpec("is_major_manufacturing", FLAG, "是否为重大制造业项目", "true")
FIRST_HOST_TALKED = FactSpec("first_host_talked", FLAG, "是否经首谈地洽谈过", "true")
UNABLE_TO_LAND = FactSpec("unable_to_land", FLAG, "首谈地是否确认无法落地", "true")
CANDIDATE = FactSpec("candidate_locality", TEXT, "拟承接的县（市）", "淳安县").only_when(
    "有承接意向"
)
MEETS_NEEDS = FactSpec("meets_project_needs", FLAG, "承接地是否符合项目需求", "true").only_when(
    "有承接意向"
)

NEVER_AUTOMATIC = OpenPoint(
    "承接地",
    "由谁承接、倾斜到什么程度，由市级统筹决定，不自动转移；文件没有规定程序。",
    FAILED_TALK,
)
END_OF_RIGHT_POINT = OpenPoint(
    "原首谈资格", "首谈失败后原首谈资格何时终止，制度没有规定。", scheme.FIRST_REPORT
)
MAJOR_POINT = OpenPoint("重大制造业项目", "怎样算重大制造业项目，没有规定标准。", FAILED_TALK)
LIST_POINT = OpenPoint(
    "山区县（市）", "哪些属于山区县（市），报道没有列出，本局也未设定。", FAILED_TALK
)


def assess_failed_first_talk(facts: Facts, context: Context) -> Assessment:
    """Say whether the city takes over the coordination after failed first talks (市级统筹).

    Source: hz-2024-chain#3.3
    """
    findings = Findings("failed_first_talk", context.as_of)
    findings.notes.append("依据是2024年8月29日的报道，不是制度条文；2019年制度没有写。")
    if context.as_of < REPORTED_ON:
        findings.because("这一做法见于2024年8月29日的报道，此前何时开始没有写。", FAILED_TALK)
        return findings.conclude(Verdict.UNDETERMINED, NOT_YET_REPORTED)
    covered = all_of(
        _is_major(facts, context, findings),
        verdict_of(facts.flag("first_host_talked")),
        verdict_of(facts.flag("unable_to_land")),
    )
    if covered is Verdict.NO:
        findings.missing.clear()
        findings.because(
            "报道说的是经首谈地洽谈无法落地的重大制造业项目，本项目不是。", FAILED_TALK
        )
        return findings.conclude(Verdict.NO, NOT_COVERED)
    findings.need(*facts.absent("first_host_talked", "unable_to_land"))
    if covered is Verdict.UNDETERMINED:
        findings.because("是否为经首谈地洽谈无法落地的重大制造业项目，还不清楚。", FAILED_TALK)
        return findings.conclude(Verdict.UNDETERMINED, FACTS_MISSING)
    return _coordinate(facts, context, findings)


def _is_major(facts: Facts, context: Context, findings: Findings) -> Verdict:
    """The recorded finding and, where set, the local threshold together."""
    by_size = _by_threshold(facts, context, findings)
    recorded = facts.flag("is_major_manufacturing")
    verdict = weigh(recorded, by_size)
    if conflict(recorded, by_size):
        findings.because("已有的认定与本局设定的金额标准不一致。", FAILED_TALK)
    if verdict is Verdict.UNDETERMINED:
        findings.leave_open(MAJOR_POINT)
        findings.need(*facts.absent("is_major_manufacturing"))
    return verdict


def _by_threshold(facts: Facts, context: Context, findings: Findings) -> Verdict:
    name = "major_manufacturing_min_investment_wan"
    minimum = context.parameters.resolve(name, context.as_of)
    if isinstance(minimum, Unset):
        return Verdict.UNDETERMINED
    findings.parameters.append(minimum.use())
    amount = facts.money("total_investment")
    conversion: Conversion | None = None
    if amount is not None:
        conversion = context.rates.to_yuan(amount, context.as_of)
    if conversion is None:
        findings.need(*facts.absent("total_investment"))
        return Verdict.UNDETERMINED
    assert isinstance(minimum.value, Decimal)
    return verdict_of(conversion.yuan >= minimum.value * WAN)


def _coordinate(facts: Facts, context: Context, findings: Findings) -> Assessment:
    findings.because("经首谈地洽谈无法落地的重大制造业项目，加强市级统筹。", FAILED_TALK)
    findings.leave_open(NEVER_AUTOMATIC)
    findings.leave_open(END_OF_RIGHT_POINT)
    findings.next_steps.append("报市投资促进局统筹，由市级决定去向。")
    if _is_tilted(facts, context, findings):
        findings.because("向符合项目需求的山区县（市）予以一定倾斜。", FAILED_TALK)
        return findings.conclude(Verdict.YES, TILT)
    return findings.conclude(Verdict.YES, CITY_COORDINATION)


def _is_tilted(facts: Facts, context: Context, findings: Findings) -> bool:
    """Whether the candidate is on the local list of mountain places and meets the needs."""
    listed = context.parameters.resolve("mountain_localities", context.as_of)
    if isinstance(listed, Unset):
        findings.leave_open(LIST_POINT)
        return False
    findings.parameters.append(listed.use())
    candidate = facts.text("candidate_locality")
    findings.need(*facts.absent("candidate_locality", "meets_project_needs"))
    assert isinstance(listed.value, tuple)
    known = candidate is not None and any(
        same_unit(candidate, name, context) is Verdict.YES for name in listed.value
    )
    return known and facts.flag("meets_project_needs") is True


FAILED_FIRST_TALK = RuleSpec(
    number="R16",
    name="failed_first_talk",
    title="首谈地无法落地的重大制造业项目怎么办",
    clauses=(FAILED_TALK, scheme.FIRST_REPORT),
    facts=(
        MAJOR_MANUFACTURING,
        FIRST_HOST_TALKED,
        UNABLE_TO_LAND,
        CANDIDATE,
        MEETS_NEEDS,
        TOTAL_INVESTMENT.only_when("本局设定了重大制造业项目金额"),
    ),
    outcomes=(CITY_COORDINATION, TILT, NOT_COVERED, NOT_YET_REPORTED, FACTS_MISSING),
    assess=assess_failed_first_talk,
    in_force="",
)
