"""R11: whether the city coordinates the energy quota of a project (能耗指标市级统筹).

Clauses: hz-2019-40#5.2 and #annex.10, which name the body differently: 市能耗管理部门 and 市发改委.
Silent points: how much quota and by what procedure; what 竞争性利用 means for one project; projects
that are not major ones; what a major project is.
"""

from rules import scheme
from rules.fact_terms import IS_MAJOR, TOTAL_INVESTMENT
from rules.fact_types import FLAG
from rules.facts import Facts, FactSpec
from rules.major_project import weigh_major
from rules.registry import Context, RuleSpec, begin
from rules.verdict import Assessment, OpenPoint, Outcome, Verdict

CITY_COORDINATED = Outcome("CITY_COORDINATED", "能耗指标由市级统筹")
NOT_COVERED = Outcome("NOT_COVERED", "市级统筹只写了重大产业项目")
NOT_NEEDED = Outcome("NOT_NEEDED", "项目不要能耗指标")
FACTS_MISSING = Outcome("FACTS_MISSING", "是否重大产业项目不清楚，不能判断")

NEEDS_ENERGY_QUOTA = FactSpec("needs_energy_quota", FLAG, "项目是否需要能耗指标", "true")

PROCEDURE_POINT = OpenPoint(
    "能耗指标的数量和程序",
    "统筹多少、怎样申请、竞争性利用怎么操作，条文没有规定，附表要求另行制定制度。",
    scheme.ENERGY,
)


def assess_energy(facts: Facts, context: Context) -> Assessment:
    """Say whether the city coordinates the project's energy quota (能耗指标市级统筹).

    Source: hz-2019-40#5.2, hz-2019-40#annex.10
    """
    findings = begin("energy_quota", context)
    if facts.flag("needs_energy_quota") is False:
        findings.because("市级统筹的对象是能耗指标，本项目不需要。", scheme.ENERGY)
        return findings.conclude(Verdict.NO, NOT_NEEDED)
    major = weigh_major(facts, context, findings, scheme.ENERGY)
    if major is Verdict.NO:
        findings.because("条文对重大产业项目的能耗指标实行市级统筹，本项目不是。", scheme.ENERGY)
        return findings.conclude(Verdict.NO, NOT_COVERED)
    findings.need(*facts.absent("needs_energy_quota"))
    if major is Verdict.UNDETERMINED:
        findings.because("只有重大产业项目的能耗指标实行市级统筹。", scheme.ENERGY)
        return findings.conclude(Verdict.UNDETERMINED, FACTS_MISSING)
    if facts.flag("needs_energy_quota") is None:
        findings.because("项目是否需要能耗指标还不清楚。", scheme.ENERGY)
        return findings.conclude(Verdict.UNDETERMINED, FACTS_MISSING)
    findings.because("重大产业项目的能耗指标实行市级统筹，由市能耗管理部门负责。", scheme.ENERGY)
    findings.because("附表写的牵头单位是市发改委，配合单位有市经信局等。", scheme.annex(10))
    findings.leave_open(PROCEDURE_POINT)
    findings.next_steps.append("向市能耗管理部门提出能耗指标需求。")
    return findings.conclude(Verdict.YES, CITY_COORDINATED)


ENERGY_QUOTA = RuleSpec(
    number="R11",
    name="energy_quota",
    title="项目的能耗指标是否由市级统筹",
    clauses=(scheme.ENERGY, scheme.annex(10)),
    facts=(
        NEEDS_ENERGY_QUOTA,
        IS_MAJOR,
        TOTAL_INVESTMENT.only_when("本局设定了重大项目金额"),
    ),
    outcomes=(CITY_COORDINATED, NOT_COVERED, NOT_NEEDED, FACTS_MISSING),
    assess=assess_energy,
)
