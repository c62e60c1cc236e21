"""R7: whether a local incentive keeps under the ceiling (不得优于重点产业承载地区政策).

Clauses: hz-2019-40#3.3; hz-2019-press#3.3 words the sanction more loosely and ranks below it.
The ladder here, for incentive bidding (比拼政策): loss of eligibility for awards; only when serious
(情节严重) the retained tax goes to the city. The other ladder is rules.consequences.
Silent points: what incentive bidding is and when it is serious; how policies are compared; local
policies that are neither general nor case-by-case.
"""

from rules import scheme
from rules.cautions import fair_competition_point
from rules.fact_terms import CHAIN, LOCALITY
from rules.fact_types import FLAG, one_of
from rules.facts import Facts, FactSpec
from rules.layout_conformity import SAMPLE_NOTE
from rules.logic import any_of, negate, verdict_of
from rules.policy_terms import TERMS, PolicyTerm
from rules.recorded import conflict, weigh
from rules.registry import Context, RuleSpec, begin
from rules.verdict import Assessment, Findings, OpenPoint, Outcome, Verdict

WITHIN_CEILING = Outcome("WITHIN_CEILING", "没有优于重点产业承载地区政策")
KEY_HOST = Outcome("KEY_HOST", "本地就是重点产业承载地区，上限不针对它自己的政策")
EXCEEDS_CEILING = Outcome("EXCEEDS_CEILING", "优于重点产业承载地区政策，不允许")
DISQUALIFIED = Outcome("DISQUALIFIED", "比拼政策，取消先进评比资格")
DISQUALIFIED_RECAPTURE = Outcome(
    "DISQUALIFIED_RECAPTURE", "比拼政策且情节严重，取消先进评比资格并收回税收地方留成"
)
CEILING_UNKNOWN = Outcome("CEILING_UNKNOWN", "上限或对比材料不明，不能判断")
KIND_OPEN = Outcome("KIND_OPEN", "条文没有写到的政策类型，须人工认定")
FINDING_CONFLICT = Outcome("FINDING_CONFLICT", "比拼政策的认定与条款对比不一致")

POLICY_KIND = FactSpec(
    "policy_kind",
    one_of({"general": "普惠", "special_deal": "一事一议", "other": "其他"}),
    "政策类型",
    "general",
)
IS_KEY_HOST = FactSpec("is_key_host", FLAG, "本地是否为该链的重点产业承载地区", "false")
POLICY_TERMS = FactSpec(
    "policy_terms",
    TERMS,
    "政策条款与承载地区条款的对比",
    '[{name = "设备补助", unit = "%", offered = 10, ceiling = 8, better = "高"}]',
)
BETTER_THAN_HOST = FactSpec(
    "better_than_key_host", FLAG, "经人工对比是否优于承载地区政策", "false"
).only_when("没有逐条对比，已有人工对比结论")
BIDDING_FOUND = FactSpec("bidding_found", FLAG, "是否已被认定为比拼政策", "false").only_when(
    "已有认定"
)
IS_SERIOUS = FactSpec("is_serious", FLAG, "是否已被认定情节严重", "false").only_when(
    "已认定为比拼政策"
)

BIDDING_POINT = OpenPoint(
    "比拼政策", "是否构成比拼政策，没有定义，由监管部门认定。", scheme.POLICY_CEILING
)
SERIOUS_POINT = OpenPoint(
    "情节严重",
    "什么情形算情节严重，没有规定，由监管部门认定；不认定就不涉及税收地方留成。",
    scheme.POLICY_CEILING,
)
COMPARISON_POINT = OpenPoint(
    "对比口径",
    "有的条款更优、有的不及承载地区时，逐条比还是整体比，条文没有写。",
    scheme.POLICY_CEILING,
)
KIND_POINT = OpenPoint(
    "政策类型",
    "条文只列普惠性政策和“一事一议”政策，其他政策受不受上限约束没有写。",
    scheme.POLICY_CEILING,
)

DISPUTED_POINT = OpenPoint(
    "材料不一致",
    "填报的结论与导引或逐条对比不同，由市投资促进局核对后定。",
    scheme.POLICY_CEILING,
)


def assess_policy_ceiling(facts: Facts, context: Context) -> Assessment:
    """Say whether a local policy keeps under the key host's (政策上限).

    YES: not better, or the place is the key host itself. NO: better, or found to be bidding.
    Source: hz-2019-40#3.3
    """
    findings = begin("policy_ceiling", context)
    if caution := fair_competition_point(context.as_of, scheme.POLICY_CEILING):
        findings.leave_open(caution)
    kind = facts.text("policy_kind")
    is_host = _key_host(facts, context, findings)
    exceeds = _comparison(facts, findings)
    limited = verdict_of(None if kind in (None, "other") else True)
    kept = any_of(is_host, negate(exceeds))
    if limited is not Verdict.YES:
        kept = any_of(is_host, Verdict.UNDETERMINED)
    if facts.flag("bidding_found"):
        return _sanction(facts, findings, kept)
    if kept is Verdict.YES:
        return _kept(findings, is_host)
    if kept is Verdict.NO:
        findings.missing.clear()
        findings.because("本地两类政策都不得优于承载地区政策，本政策更优。", scheme.POLICY_CEILING)
        findings.leave_open(BIDDING_POINT)
        findings.leave_open(SERIOUS_POINT)
        findings.next_steps.append("调整条款，不优于承载地区；送市投资促进局监管。")
        return findings.conclude(Verdict.NO, EXCEEDS_CEILING)
    return _undecided(facts, findings, kind)


def _key_host(facts: Facts, context: Context, findings: Findings) -> Verdict:
    """Recorded, or found in the guide of the day for this chain and place."""
    recorded = facts.flag("is_key_host")
    by_guide = Verdict.UNDETERMINED
    chain, place = facts.text("chain"), facts.text("locality")
    edition = context.guide.edition_on(context.as_of)
    if edition is not None and chain is not None and place is not None:
        found = edition.find(context.taxonomy.resolve_chain(chain)[0], place, None)
        by_guide = verdict_of(found.is_key)
        if found.roles:
            sample = "（示例导引）" if edition.is_sample else ""
            findings.notes.extend([SAMPLE_NOTE] if edition.is_sample else [])
            words = "、".join(role.gloss for role in found.roles)
            findings.because(
                f"《布局导引》{edition.edition}版{sample}里，{place}对“{chain}”是{words}。",
                scheme.LAYOUT_GUIDE,
            )
    if conflict(recorded, by_guide):
        findings.because("是否承载地区，填报与导引不一致，须核实。", scheme.LAYOUT_GUIDE)
        findings.leave_open(DISPUTED_POINT)
    verdict = weigh(recorded, by_guide)
    if verdict is Verdict.UNDETERMINED:
        findings.need(*facts.absent("is_key_host"))
    return verdict


def _comparison(facts: Facts, findings: Findings) -> Verdict:
    """Whether the policy is better than the key host's; a single better term is enough."""
    terms = [term for term in facts.several("policy_terms") or () if isinstance(term, PolicyTerm)]
    by_terms = any_of(*(term.exceeds for term in terms)) if terms else Verdict.UNDETERMINED
    for term in terms:
        if term.exceeds is not Verdict.UNDETERMINED:
            better = term.exceeds is Verdict.YES
            findings.because(
                f"{term.name}：本地{term.offered}{term.unit}，承载地区{term.ceiling}{term.unit}，"
                f"{'更优' if better else '没有更优'}。",
                scheme.POLICY_CEILING,
            )
    if len({term.exceeds for term in terms}) > 1 and by_terms is Verdict.YES:
        findings.leave_open(COMPARISON_POINT)
    recorded = facts.flag("better_than_key_host")
    if conflict(recorded, by_terms):
        findings.because("人工对比结论与逐条对比不一致，须核实。", scheme.POLICY_CEILING)
        findings.leave_open(DISPUTED_POINT)
    verdict = weigh(recorded, by_terms)
    if verdict is Verdict.UNDETERMINED:
        findings.need(*facts.absent("policy_terms"))
    return verdict


def _kept(findings: Findings, is_host: Verdict) -> Assessment:
    findings.missing.clear()
    if is_host is Verdict.YES:
        findings.because(
            "上限以重点产业承载地区的政策为准，约束的是其他地方。", scheme.POLICY_CEILING
        )
        findings.notes.append("承载地区的政策仍受监管，同样不得比拼政策。")
        return findings.conclude(Verdict.YES, KEY_HOST)
    findings.because("没有优于承载地区政策，相同也不算优于。", scheme.POLICY_CEILING)
    return findings.conclude(Verdict.YES, WITHIN_CEILING)


def _sanction(facts: Facts, findings: Findings, kept: Verdict) -> Assessment:
    findings.missing.clear()
    findings.notes.append("与四（一）违反首报首谈的后果不同：那里不以情节严重为前提。")
    findings.because(
        "已认定为比拼政策：取消产业投资促进目标考核的先进评比资格。", scheme.POLICY_CEILING
    )
    if kept is Verdict.YES or DISPUTED_POINT in findings.open_points:
        found = "按条款对比没有超过上限" if kept is Verdict.YES else "材料前后不一致"
        findings.because(f"但{found}，认定与材料要核对。", scheme.POLICY_CEILING)
        findings.leave_open(BIDDING_POINT)
        return findings.conclude(Verdict.UNDETERMINED, FINDING_CONFLICT)
    serious = facts.flag("is_serious")
    if serious:
        findings.because(
            "已认定情节严重：项目税收的地方留成部分收归市级，由市财政局执行。",
            scheme.POLICY_CEILING,
        )
        return findings.conclude(Verdict.NO, DISQUALIFIED_RECAPTURE)
    if serious is None:
        findings.leave_open(SERIOUS_POINT)
    return findings.conclude(Verdict.NO, DISQUALIFIED)


def _undecided(facts: Facts, findings: Findings, kind: str | None) -> Assessment:
    if kind == "other":
        findings.because(
            "上限针对普惠性政策和“一事一议”政策，本政策不在这两类。", scheme.POLICY_CEILING
        )
        findings.leave_open(KIND_POINT)
        return findings.conclude(Verdict.UNDETERMINED, KIND_OPEN)
    findings.need(*facts.absent("policy_kind"))
    findings.because(
        "要对照上限，须知道政策类型、本地是否承载地区、与承载地区条款的对比。",
        scheme.POLICY_CEILING,
    )
    findings.next_steps.append("向市投资促进局了解该链重点产业承载地区的政策。")
    return findings.conclude(Verdict.UNDETERMINED, CEILING_UNKNOWN)


POLICY_CEILING = RuleSpec(
    number="R7",
    name="policy_ceiling",
    title="本地优惠政策是否超过上限",
    clauses=(scheme.POLICY_CEILING, scheme.LAYOUT_GUIDE),
    facts=(
        POLICY_KIND,
        IS_KEY_HOST,
        POLICY_TERMS,
        BETTER_THAN_HOST,
        CHAIN.only_when("由导引判断是否承载地区"),
        LOCALITY.only_when("由导引判断是否承载地区"),
        BIDDING_FOUND,
        IS_SERIOUS,
    ),
    outcomes=(
        WITHIN_CEILING,
        KEY_HOST,
        EXCEEDS_CEILING,
        DISQUALIFIED,
        DISQUALIFIED_RECAPTURE,
        CEILING_UNKNOWN,
        KIND_OPEN,
        FINDING_CONFLICT,
    ),
    assess=assess_policy_ceiling,
)
