"""Whether a project is a major one (重大项目), which the scheme names but does not define.

Clauses: hz-2019-40#4.2 and others use the word. A recorded finding counts; a local threshold is
shown as 本局设定; without either the question stays open.
Silent points: any threshold. The statistical brackets of 1, 10 and 50 亿元 have no legal effect.
"""

from rules.clauses import ClauseRef
from rules.facts import Facts
from rules.parameters import Unset
from rules.recorded import conflict, weigh
from rules.registry import Context
from rules.thresholds import meets_minimum
from rules.verdict import Findings, OpenPoint, Verdict


def major_point(clause: ClauseRef) -> OpenPoint:
    """The open point on 重大 for the clause that uses the word."""
    return OpenPoint(
        "重大", "怎样算重大项目，制度没有定标准，由市投资促进局等有权机关认定。", clause
    )


def weigh_major(facts: Facts, context: Context, findings: Findings, clause: ClauseRef) -> Verdict:
    """YES, NO or UNDETERMINED from `is_major` and, where set, the local threshold.

    Reads facts `is_major` and `total_investment`; adds the parameter used and the open point.
    """
    by_size = _by_threshold(facts, context, findings)
    recorded = facts.flag("is_major")
    verdict = weigh(recorded, by_size)
    if conflict(recorded, by_size):
        findings.because("已有的重大项目认定与本局设定的金额标准不一致。", clause)
    if verdict is Verdict.UNDETERMINED:
        findings.leave_open(major_point(clause))
        sized = ("total_investment",) if findings.parameters else ()
        findings.need(*facts.absent("is_major", *sized))
    return verdict


def _by_threshold(facts: Facts, context: Context, findings: Findings) -> Verdict:
    minimum = context.parameters.resolve("major_project_min_investment_wan", context.as_of)
    if isinstance(minimum, Unset):
        return Verdict.UNDETERMINED
    findings.parameters.append(minimum.use())
    amount = facts.money("total_investment")
    if amount is None:
        return Verdict.UNDETERMINED
    return meets_minimum(amount, minimum, context, findings)
