"""R17: whether a park keeps to few main industries (主导产业), as Taizhou and Hangzhou describe it.

Clauses: zaozhuang-2020-study#2.1-taizhou (one or two); hz-2019-press#2.3 (一平台一主业) and
hz-2024-chain#1.4 (一园一主业), which are press wording and not a rule.
Silent points: what counts as one main industry; any consequence of having more.
"""

from rules.clauses import ClauseRef
from rules.fact_types import TEXTS, WHOLE, one_of
from rules.facts import Facts, FactSpec
from rules.registry import Context, RuleSpec
from rules.verdict import Assessment, Findings, OpenPoint, Outcome, Verdict

TAIZHOU = ClauseRef("zaozhuang-2020-study", "2.1-taizhou")
ONE_PLATFORM = ClauseRef("hz-2019-press", "2.3")
ONE_PARK = ClauseRef("hz-2024-chain", "1.4")

FOCUSED = Outcome("FOCUSED", "主导产业数符合提法")
NOT_FOCUSED = Outcome("NOT_FOCUSED", "主导产业数不符合提法")
COUNTS_DIFFER = Outcome("COUNTS_DIFFER", "所填数量与名单不一致，请核对")
FACTS_MISSING = Outcome("FACTS_MISSING", "材料不足，不能判断")

STANDARD_PLACE = FactSpec(
    "standard_place",
    one_of({"hangzhou": "杭州", "taizhou": "泰州"}),
    "对照哪里的提法",
    "杭州",
)
MAIN_INDUSTRIES = FactSpec("main_industries", TEXTS, "平台的主导产业", "集成电路、智能机器人")
MAIN_INDUSTRY_COUNT = FactSpec("main_industry_count", WHOLE, "主导产业个数", "1").only_when(
    "没有列出主导产业名称"
)

COUNTING_POINT = OpenPoint(
    "主导产业的口径", "按产业、产业链还是环节来数，原文没有规定；也没有写不符合的后果。", ONE_PARK
)


def assess_platform_focus(facts: Facts, context: Context) -> Assessment:
    """Say whether the number of main industries fits the wording of a place (平台聚焦主业).

    Source: zaozhuang-2020-study#2.1-taizhou, hz-2019-press#2.3, hz-2024-chain#1.4
    """
    findings = Findings("platform_focus", context.as_of)
    place = facts.text("standard_place")
    named, stated = facts.several("main_industries"), facts.whole("main_industry_count")
    clause = TAIZHOU if place == "taizhou" else ONE_PARK
    if named is not None and stated is not None and len(set(named)) != stated:
        findings.because(f"列出{len(set(named))}个主导产业，个数填的是{stated}。", clause)
        return findings.conclude(Verdict.UNDETERMINED, COUNTS_DIFFER)
    count = stated if named is None else len(set(named))
    if place is None or count is None:
        findings.need(*facts.absent("standard_place"))
        if count is None:
            findings.need("main_industries", "main_industry_count")
        findings.because("要知道对照哪里的提法和主导产业个数。", clause)
        return findings.conclude(Verdict.UNDETERMINED, FACTS_MISSING)
    return _compare(findings, place, count)


def _compare(findings: Findings, place: str, count: int) -> Assessment:
    findings.leave_open(COUNTING_POINT)
    if place == "taizhou":
        findings.notes.append("泰州的要求，非杭州规定。")
        fits = 1 <= count <= 2
        findings.because(f"泰州要求每个园区明确1至2个主导产业，本平台{count}个。", TAIZHOU)
    else:
        findings.notes.append("报道中的提法，不是条文，没有规定后果。")
        fits = count == 1
        findings.because(f"“一园一主业”是一个主业，本平台{count}个。", ONE_PARK)
        findings.because("2019年解读同样突出一个平台一个主业。", ONE_PLATFORM)
    return findings.conclude(Verdict.YES if fits else Verdict.NO, FOCUSED if fits else NOT_FOCUSED)


PLATFORM_FOCUS = RuleSpec(
    number="R17",
    name="platform_focus",
    title="平台的主导产业是否聚焦",
    clauses=(TAIZHOU, ONE_PLATFORM, ONE_PARK),
    facts=(STANDARD_PLACE, MAIN_INDUSTRIES, MAIN_INDUSTRY_COUNT),
    outcomes=(FOCUSED, NOT_FOCUSED, COUNTS_DIFFER, FACTS_MISSING),
    assess=assess_platform_focus,
    in_force="",
)
