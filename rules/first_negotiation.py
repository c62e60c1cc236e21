"""R3: whether the exclusive right of first negotiation (排他性首谈资格) is to be granted.

Clauses: hz-2019-40#4.1 (two conditions: review against the guide, investor's views sought); #3.1.
Composes R1 (layout_conformity) and R2 (first_report). The bureau's own recorded review counts;
where the guide table says otherwise, the difference is left to people.
Silent points: an investor's negative opinion (views are sought, consent is no stated condition);
which of two reports goes first and what a tie is; how long the right lasts; how the right stands to
talks the city leads.
"""

from rules import scheme
from rules.fact_terms import ACTIVE_HOLDER, LAYOUT_REVIEW, holder_named
from rules.fact_types import FLAG, one_of
from rules.facts import Facts, FactSpec
from rules.first_report import CITY_LED_POINT, FIRST_REPORT, assess_first_report
from rules.layout_conformity import LAYOUT_CONFORMITY, assess_layout_conformity
from rules.logic import all_of, verdict_of
from rules.parameters import Unset
from rules.recorded import conflict, weigh
from rules.registry import Context, RuleSpec, begin
from rules.same_unit import same_unit
from rules.verdict import Assessment, Findings, OpenPoint, Outcome, Verdict

GRANT = Outcome("GRANT", "具备赋予排他性首谈资格的条件")
NO_GRANT = Outcome("NO_GRANT", "不能赋予排他性首谈资格")
ALREADY_HELD = Outcome("ALREADY_HELD", "本单位已持有首谈资格，无须再赋予")
ROUTE_TRANSFER = Outcome("ROUTE_TRANSFER", "存量项目，转流转审查")
ROUTE_CITY_LED = Outcome("ROUTE_CITY_LED", "可能由市级主谈，须先定由谁主谈")
HUMAN_DECISION = Outcome("HUMAN_DECISION", "两项条件已齐，另有事项须人工决定")
CONDITIONS_OPEN = Outcome("CONDITIONS_OPEN", "条件尚未齐备，不能判断")

REPORT_ADMITTED = FactSpec("report_admitted", FLAG, "首报是否已受理", "true").only_when(
    "已有受理结论"
)
INVESTOR_CONSULTED = FactSpec(
    "investor_consulted", FLAG, "是否已征求意向投资者的意见建议并有记录", "true"
)
INVESTOR_OPINION = FactSpec(
    "investor_opinion",
    one_of({"positive": "赞成", "negative": "反对", "conditional": "有条件", "none": "未表态"}),
    "意向投资者的意见",
    "positive",
).only_when("已有回复")
RIVAL_REPORT = FactSpec(
    "rival_report",
    one_of({"none": "没有", "earlier": "在先", "tied": "并列", "later": "在后"}),
    "同一项目有没有别的单位的未决首报，先后如何",
    "none",
).only_when("查重命中")

OPINION_POINT = OpenPoint(
    "投资者意见",
    "条文只要求征求意见建议，没有写须经同意；投资者反对或附条件时怎么办，由市投资促进局决定。",
    scheme.FIRST_REPORT,
)
RIVAL_POINT = OpenPoint(
    "首报先后和并列",
    "同一项目有几份首报时谁优先、何为并列、如何裁定，文件未规定，由市投资促进局裁定。",
    scheme.FIRST_REPORT,
)
VALIDITY_POINT = OpenPoint(
    "首谈资格有效期",
    "资格多久失效、能否延期，文件未规定，本局也未设定。",
    scheme.FIRST_REPORT,
)
REVIEW_CONFLICT_POINT = OpenPoint(
    "审查结论与记录不一致",
    "已记录的结论与按材料推出的结果不同，由市投资促进局核对后定。",
    scheme.FIRST_REPORT,
)


def assess_first_negotiation(facts: Facts, context: Context) -> Assessment:
    """Say whether the exclusive right is to be granted (赋予排他性首谈资格).

    Never YES while another unit holds the right, and never YES without both stated conditions.
    Source: hz-2019-40#4.1
    """
    findings = begin("first_negotiation", context)
    conforms = _conformity(facts, context, findings)
    admitted = _admission(facts, context, findings)
    consulted = _consultation(facts, findings)
    free = _freedom(facts, context, findings)
    grant = all_of(conforms, admitted, consulted, free)
    if grant is Verdict.NO:
        findings.missing.clear()  # none of them could change a NO
        return findings.conclude(Verdict.NO, _refusal(facts, context, findings))
    if grant is Verdict.UNDETERMINED:
        return findings.conclude(Verdict.UNDETERMINED, CONDITIONS_OPEN)
    return _grant(facts, context, findings)


def _conformity(facts: Facts, context: Context, findings: Findings) -> Verdict:
    review = facts.text("layout_review")
    recorded = None if review is None else review == "conform"
    if recorded is None or "chain" in facts:
        findings.adopt(assess_layout_conformity(facts, context))
    assessed = findings.children[0].verdict if findings.children else Verdict.UNDETERMINED
    verdict = weigh(recorded, assessed)
    if conflict(recorded, assessed):
        findings.leave_open(REVIEW_CONFLICT_POINT)
        findings.because("市投资促进局的审查结论与导引条目不一致。", scheme.FIRST_REPORT)
    elif verdict is Verdict.UNDETERMINED:
        findings.inherit(findings.children[0])
        findings.because("是否符合《布局导引》还没有结论，条件之一未满足。", scheme.FIRST_REPORT)
        findings.next_steps.append("由市投资促进局作出是否符合《布局导引》的审查结论。")
    elif verdict is Verdict.YES:
        findings.because("条件一具备：符合《布局导引》。", scheme.FIRST_REPORT)
    else:
        findings.because("条件一不具备：不符合《布局导引》，不赋予首谈资格。", scheme.FIRST_REPORT)
        findings.because("不符合导引的项目，市级产业政策支持也一律不给。", scheme.CHAIN_POLICY)
    return verdict


def _admission(facts: Facts, context: Context, findings: Findings) -> Verdict:
    recorded = facts.flag("report_admitted")
    child = assess_first_report(facts, context)
    findings.adopt(child)
    verdict = weigh(recorded, child.verdict)
    if conflict(recorded, child.verdict):
        findings.leave_open(REVIEW_CONFLICT_POINT)
        findings.because("首报的受理记录与按材料推出的结果不一致。", scheme.FIRST_REPORT)
    elif verdict is Verdict.UNDETERMINED:
        findings.inherit(child)
        findings.because("首报能否受理还没有结论，首谈以首报为前提。", scheme.FIRST_REPORT)
    elif verdict is Verdict.YES:
        findings.because("已经首报：项目先向市投资促进局报备。", scheme.FIRST_REPORT)
    else:
        findings.because("首报不成立，没有可以赋予首谈资格的报备。", scheme.FIRST_REPORT)
        findings.next_steps.extend(child.next_steps)
    return verdict


def _consultation(facts: Facts, findings: Findings) -> Verdict:
    consulted = facts.flag("investor_consulted")
    if consulted:
        findings.because("条件二具备：已征求意向投资者的意见建议。", scheme.FIRST_REPORT)
    elif consulted is False:
        findings.because("条件二不具备：还没有征求意向投资者的意见建议。", scheme.FIRST_REPORT)
        findings.next_steps.append("征求意向投资者的意见建议并留下记录。")
    else:
        findings.need("investor_consulted")
    return verdict_of(consulted)


def _freedom(facts: Facts, context: Context, findings: Findings) -> Verdict:
    """Whether no other unit holds the right; a unit that holds it itself needs no second grant."""
    holder = holder_named(facts.text("active_holder"))
    if holder is None:
        findings.need("active_holder")
        return Verdict.UNDETERMINED
    if not holder:
        return Verdict.YES
    owner = "本单位" if _is_own(holder, facts, context) else holder
    findings.because(
        f"该项目的首谈资格现由{owner}持有，资格具有排他性，不能再赋予。", scheme.FIRST_REPORT
    )
    return Verdict.NO


def _is_own(holder: str, facts: Facts, context: Context) -> bool:
    unit = facts.text("locality")
    return unit is not None and same_unit(holder, unit, context) is Verdict.YES


def _refusal(facts: Facts, context: Context, findings: Findings) -> Outcome:
    holder = holder_named(facts.text("active_holder"))
    if holder and _is_own(holder, facts, context):
        return ALREADY_HELD
    if holder:
        findings.next_steps.append(f"停止与投资者洽谈该项目，不干扰{holder}的谈判。")
    return ROUTE_TRANSFER if facts.flag("is_new_project") is False else NO_GRANT


def _grant(facts: Facts, context: Context, findings: Findings) -> Assessment:
    """All stated conditions hold; what the text leaves to people may still stand in the way."""
    if facts.flag("leader_assigned") or facts.flag("cross_region"):
        findings.leave_open(CITY_LED_POINT)
        findings.because("省市领导交办或跨区域的重大项目由市级主谈。", scheme.LEAD_NEGOTIATION)
        findings.next_steps.append("先判断是否由市级主谈（lead_negotiation）。")
        return findings.conclude(Verdict.UNDETERMINED, ROUTE_CITY_LED)
    if facts.text("investor_opinion") in ("negative", "conditional"):
        findings.leave_open(OPINION_POINT)
    if facts.text("rival_report") in ("earlier", "tied"):
        findings.leave_open(RIVAL_POINT)
        window = context.parameters.resolve("tie_window_minutes", context.as_of)
        findings.parameters.append(window.use())
    if findings.open_points:
        return findings.conclude(Verdict.UNDETERMINED, HUMAN_DECISION)
    validity = context.parameters.resolve("validity_days", context.as_of)
    findings.parameters.append(validity.use())
    if isinstance(validity, Unset):
        findings.leave_open(VALIDITY_POINT)
    else:
        findings.notes.append(f"本局设定的首谈资格有效期为{validity.value}天，制度本身没有规定。")
    findings.next_steps.append("由市投资促进局赋予资格并通知其他区、县（市）和平台。")
    return findings.conclude(Verdict.YES, GRANT)


FIRST_NEGOTIATION = RuleSpec(
    number="R3",
    name="first_negotiation",
    title="能否赋予排他性首谈资格",
    clauses=(scheme.FIRST_REPORT, scheme.CHAIN_POLICY, scheme.LEAD_NEGOTIATION),
    facts=(
        *LAYOUT_CONFORMITY.facts,
        *FIRST_REPORT.facts,
        INVESTOR_CONSULTED,
        ACTIVE_HOLDER,
        LAYOUT_REVIEW,
        REPORT_ADMITTED,
        INVESTOR_OPINION,
        RIVAL_REPORT,
    ),
    outcomes=(
        GRANT,
        NO_GRANT,
        ALREADY_HELD,
        ROUTE_TRANSFER,
        ROUTE_CITY_LED,
        HUMAN_DECISION,
        CONDITIONS_OPEN,
    ),
    assess=assess_first_negotiation,
)
