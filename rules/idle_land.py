"""R15: which of the five kinds of idle land (五未土地) a parcel is.

Clause: zaozhuang-2020-study#2.3-huzhou, which only lists the five names, as Huzhou's practice.
Silent points: any definition, any time limit, which kind counts when two fit, and whether Hangzhou
uses the same list. The reading of the names below is ours.
"""

from itertools import pairwise

from rules.clauses import ClauseRef
from rules.fact_types import FLAG
from rules.facts import Facts, FactSpec
from rules.registry import Context, RuleSpec
from rules.verdict import Assessment, Findings, OpenPoint, Outcome, Verdict

IDLE_KINDS = ClauseRef("zaozhuang-2020-study", "2.3-huzhou")

NOT_SUPPLIED = Outcome("NOT_SUPPLIED", "批而未供")
NOT_USED = Outcome("NOT_USED", "供而未用")
NOT_USED_UP = Outcome("NOT_USED_UP", "用而未尽")
NOT_IN_PRODUCTION = Outcome("NOT_IN_PRODUCTION", "建而未投")
BELOW_STANDARD = Outcome("BELOW_STANDARD", "投而未达标")
SEVERAL_KINDS = Outcome("SEVERAL_KINDS", "同时像两类，归哪一类没有规定")
NOT_IDLE = Outcome("NOT_IDLE", "不属于五未土地")
CONTRADICTION = Outcome("CONTRADICTION", "所填情况前后矛盾，请核对")
FACTS_MISSING = Outcome("FACTS_MISSING", "材料不足，不能归类")

APPROVED = FactSpec("land_approved", FLAG, "是否已批准用地（批）", "true")
SUPPLIED = FactSpec("land_supplied", FLAG, "是否已供地（供）", "true")
USED = FactSpec("land_used", FLAG, "是否已动工使用（用）", "true")
USED_UP = FactSpec("land_used_up", FLAG, "是否已全部用完（尽）", "true")
BUILT = FactSpec("construction_finished", FLAG, "是否已建成（建）", "true")
PRODUCING = FactSpec("in_production", FLAG, "是否已投产（投）", "true")
REACHED = FactSpec("standard_reached", FLAG, "是否已达标（达标）", "false")

_CHAIN = ("land_approved", "land_supplied", "land_used")  # each needs the one before it
_BUILDING = ("land_used", "construction_finished", "in_production")
_KINDS = (
    ("land_approved", "land_supplied", NOT_SUPPLIED),
    ("land_supplied", "land_used", NOT_USED),
    ("land_used", "land_used_up", NOT_USED_UP),
    ("construction_finished", "in_production", NOT_IN_PRODUCTION),
    ("in_production", "standard_reached", BELOW_STANDARD),
)
DEFINITION_POINT = OpenPoint(
    "五未的界定", "原文只列了五种名称，没有定义、没有期限；这里按字面归类。", IDLE_KINDS
)
ORDER_POINT = OpenPoint("归类次序", "一宗地同时像两类时归哪一类，原文没有规定。", IDLE_KINDS)


def assess_idle_land(facts: Facts, context: Context) -> Assessment:
    """Say which of Huzhou's five kinds of idle land a parcel is (五未土地); NO: none of them.

    Source: zaozhuang-2020-study#2.3-huzhou
    """
    findings = Findings("idle_land", context.as_of, notes=["湖州的分类，非杭州规定。"])
    findings.leave_open(DEFINITION_POINT)
    if _contradicts(facts):
        findings.because("后一步已经完成，前一步却填了未完成。", IDLE_KINDS)
        return findings.conclude(Verdict.UNDETERMINED, CONTRADICTION)
    kinds = [
        kind for done, undone, kind in _KINDS if facts.flag(done) and facts.flag(undone) is False
    ]
    unknown = _unknown(facts)
    for kind in kinds:
        findings.because(f"符合“{kind.text}”的字面情形。", IDLE_KINDS)
    if len(kinds) == 1 and not unknown:
        return findings.conclude(Verdict.YES, kinds[0])
    findings.need(*unknown)
    if len(kinds) > 1:
        findings.leave_open(ORDER_POINT)
        return findings.conclude(Verdict.UNDETERMINED, SEVERAL_KINDS)
    if unknown:
        findings.because("后面的环节还不清楚，不能归类。", IDLE_KINDS)
        return findings.conclude(Verdict.UNDETERMINED, FACTS_MISSING)
    findings.because("各环节没有停下来的，或者还没有批准用地。", IDLE_KINDS)
    return findings.conclude(Verdict.NO, NOT_IDLE)


def _contradicts(facts: Facts) -> bool:
    """Whether a later step is reported done although a step it needs is reported undone."""
    needed = (*pairwise(_CHAIN), *pairwise(_BUILDING))
    later = (*needed, ("land_used", "land_used_up"), ("in_production", "standard_reached"))
    return any(facts.flag(before) is False and facts.flag(after) for before, after in later)


def _unknown(facts: Facts) -> tuple[str, ...]:
    """Facts that could still make the parcel one of the kinds, or another one."""
    return tuple(
        dict.fromkeys(
            name
            for done, undone, _ in _KINDS
            if facts.flag(done) is not False
            and facts.flag(undone) is not True
            and not _stopped_before(facts, done)
            for name in facts.absent(done, undone)
        )
    )


def _stopped_before(facts: Facts, step: str) -> bool:
    """Whether an earlier step is undone, so that `step` cannot have been reached."""
    chain = ("land_approved", "land_supplied", *_BUILDING)
    return any(facts.flag(name) is False for name in chain[: chain.index(step)])


IDLE_LAND = RuleSpec(
    number="R15",
    name="idle_land",
    title="一宗地属于五未土地的哪一类（湖州分类）",
    clauses=(IDLE_KINDS,),
    facts=(APPROVED, SUPPLIED, USED, USED_UP, BUILT, PRODUCING, REACHED),
    outcomes=(
        NOT_SUPPLIED,
        NOT_USED,
        NOT_USED_UP,
        NOT_IN_PRODUCTION,
        BELOW_STANDARD,
        SEVERAL_KINDS,
        NOT_IDLE,
        CONTRADICTION,
        FACTS_MISSING,
    ),
    assess=assess_idle_land,
    in_force="",
)
