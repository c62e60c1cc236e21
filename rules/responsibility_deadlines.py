"""R18: which duties of the annex a question concerns, and whether their last day has passed.

Clauses: hz-2019-40#annex.1 to #annex.12 and #6. Reads: Context.duties.
Silent points: what has been done (the table only says by when); what follows from delay; whether
`12月前` includes December.
"""

from rules import scheme
from rules.fact_types import FLAG, TEXT
from rules.facts import Facts, FactSpec
from rules.registry import Context, RuleSpec, begin
from rules.responsibilities import Deadline, Duty, assisted_by, find_by_item, led_by
from rules.verdict import Assessment, Findings, OpenPoint, Outcome, Verdict

PAST = Outcome("PAST", "有完成时限已过")
NOT_PAST = Outcome("NOT_PAST", "完成时限都没有过")
NO_DATE = Outcome("NO_DATE", "没有写明日期，是常态化或按年度的工作")
DONE = Outcome("DONE", "时限已过，所填为已完成")
DELAYED = Outcome("DELAYED", "时限已过而没有完成")
NOT_FOUND = Outcome("NOT_FOUND", "附表里没有这样的事项")
NOT_LOADED = Outcome("NOT_LOADED", "责任分解表没有载入")
FACTS_MISSING = Outcome("FACTS_MISSING", "要说明事项或部门")

DUTY_ITEM = FactSpec("duty_item", TEXT, "事项（序号或名称）", "7")
DEPARTMENT = FactSpec("department", TEXT, "部门", "市投促局").only_when("按部门查，没有指明事项")
COMPLETED = FactSpec("completed", FLAG, "该事项是否已完成", "false").only_when("只查一个事项")

RESULT_POINT = OpenPoint(
    "是否完成", "附表只写时限，是否已经完成要另行核实；逾期的后果没有规定。", scheme.FINAL
)


def assess_responsibility_deadlines(facts: Facts, context: Context) -> Assessment:
    """Say whether a duty's time limit has passed on the day (完成时限); YES: at least one has.

    Source: hz-2019-40#annex.1 to hz-2019-40#annex.12
    """
    findings = begin("responsibility_deadlines", context)
    item, department = facts.text("duty_item"), facts.text("department")
    if not context.duties:
        findings.because("责任分解表没有载入，无法查。", scheme.FINAL)
        return findings.conclude(Verdict.UNDETERMINED, NOT_LOADED)
    if item is None and department is None:
        findings.need("duty_item", "department")
        findings.because("按事项或按部门查，还没有说明。", scheme.FINAL)
        return findings.conclude(Verdict.UNDETERMINED, FACTS_MISSING)
    if item is not None:
        duties = find_by_item(context.duties, item)
    else:
        assert department is not None  # one of the two is given here
        duties = (*led_by(context.duties, department), *assisted_by(context.duties, department))
    if not duties:
        findings.because("附表12项里没有相符的事项。", scheme.FINAL)
        return findings.conclude(Verdict.NO, NOT_FOUND)
    for duty in duties:
        _describe(duty, findings)
    return _conclude(facts, findings, duties)


def _describe(duty: Duty, findings: Findings) -> None:
    lead, cooperate = "、".join(duty.lead), "、".join(duty.cooperate)
    limits = "；".join(_limit(deadline, findings) for deadline in duty.deadlines)
    findings.because(
        f"附{duty.number}“{duty.item}”：牵头{lead}，配合{cooperate}；{limits}。", duty.clause
    )


def _limit(deadline: Deadline, findings: Findings) -> str:
    if deadline.note:
        findings.notes.append(deadline.note)
    if deadline.by is None:
        return f"{deadline.text}（没有截止日）"
    state = "已过" if deadline.is_past(findings.as_of) else "未过"
    return f"{deadline.text}（到{deadline.by.isoformat()}，{state}）"


def _conclude(facts: Facts, findings: Findings, duties: tuple[Duty, ...]) -> Assessment:
    dated = any(deadline.by for duty in duties for deadline in duty.deadlines)
    past = any(duty.past_deadlines(findings.as_of) for duty in duties)
    if not dated:
        return findings.conclude(Verdict.NO, NO_DATE)
    if not past:
        return findings.conclude(Verdict.NO, NOT_PAST)
    completed = facts.flag("completed") if len(duties) == 1 else None
    if completed is not None:
        return findings.conclude(Verdict.YES, DONE if completed else DELAYED)
    findings.leave_open(RESULT_POINT)
    findings.need(*(facts.absent("completed") if len(duties) == 1 else ()))
    return findings.conclude(Verdict.YES, PAST)


RESPONSIBILITY_DEADLINES = RuleSpec(
    number="R18",
    name="responsibility_deadlines",
    title="附表事项由谁负责、完成时限是否已过",
    clauses=(*(scheme.annex(row) for row in range(1, 13)), scheme.FINAL),
    facts=(DUTY_ITEM, DEPARTMENT, COMPLETED),
    outcomes=(
        PAST,
        NOT_PAST,
        NO_DATE,
        DONE,
        DELAYED,
        NOT_FOUND,
        NOT_LOADED,
        FACTS_MISSING,
    ),
    assess=assess_responsibility_deadlines,
)
