"""R8: whether the move of an existing project must be jointly reviewed (存量项目流转审查).

Clauses: hz-2019-40#4.3, annex.8 (who leads); #3.3 for bidding over existing projects.
Silent points: which fields are key (重点领域); what makes a move reasonable and necessary
(合理性, 必要性); what follows a negative review; how revenue is shared.
"""

from rules import scheme
from rules.fact_terms import CHAIN, EXISTING_DISTRICT, IS_NEW_PROJECT
from rules.fact_types import FLAG, TEXT
from rules.facts import Facts, FactSpec
from rules.logic import negate, verdict_of
from rules.parameters import Unset
from rules.recorded import conflict, weigh
from rules.registry import Context, RuleSpec, begin
from rules.same_unit import same_unit
from rules.taxonomy import fold_industry
from rules.verdict import Assessment, Findings, OpenPoint, Outcome, Verdict

JOINT_REVIEW = Outcome("JOINT_REVIEW", "须经联合审查")
ROUTE_FIRST_REPORT = Outcome("ROUTE_FIRST_REPORT", "新项目，走首报首谈")
NO_MOVE = Outcome("NO_MOVE", "没有跨区、县（市）流转")
FIELD_OPEN = Outcome("FIELD_OPEN", "不属或不明是否属重点领域，条文没有写")
FACTS_MISSING = Outcome("FACTS_MISSING", "材料不足，不能判断")

TARGET_DISTRICT = FactSpec("target_district", TEXT, "拟迁入的区、县（市）", "临平区")
IS_KEY_FIELD = FactSpec("is_key_field", FLAG, "是否属于重点领域", "true")

FIELD_POINT = OpenPoint(
    "重点领域",
    "审查机制写的是重点领域；哪些是重点领域、其他领域要不要审查，制度没有规定。",
    scheme.PROJECT_TRANSFER,
)
REASONABLE_POINT = OpenPoint(
    "合理性", "流转是否合理由联合审查认定，标准没有规定。", scheme.PROJECT_TRANSFER
)
NECESSARY_POINT = OpenPoint(
    "必要性", "流转是否必要由联合审查认定，标准没有规定。", scheme.PROJECT_TRANSFER
)
SHARING_POINT = OpenPoint(
    "财政利益共享", "流转后税收等利益怎样分享，制度只说要完善，没有比例。", scheme.PROJECT_TRANSFER
)


def assess_project_transfer(facts: Facts, context: Context) -> Assessment:
    """Say whether a move needs the joint review; its result is for people (流转联合审查).

    Source: hz-2019-40#4.3, hz-2019-40#annex.8
    """
    findings = begin("project_transfer", context)
    existing = negate(verdict_of(facts.flag("is_new_project")))
    if existing is Verdict.NO:
        findings.because("流转审查针对存量项目，本项目是新项目。", scheme.PROJECT_TRANSFER)
        findings.because("新项目洽谈有明确意向后，先向市投资促进局报备。", scheme.FIRST_REPORT)
        findings.next_steps.append("按首报办理（first_report）。")
        return findings.conclude(Verdict.NO, ROUTE_FIRST_REPORT)
    origin, target = facts.text("existing_district"), facts.text("target_district")
    if origin and target and same_unit(origin, target, context) is Verdict.YES:
        findings.because(
            f"项目现在和今后都在{origin}，没有在各地之间流转。", scheme.PROJECT_TRANSFER
        )
        return findings.conclude(Verdict.NO, NO_MOVE)
    missing = facts.absent("is_new_project", "existing_district", "target_district")
    key = _key_field(facts, context, findings)
    if missing:
        findings.need(*missing)
        findings.because(
            "要知道是不是存量项目、从哪里迁到哪里，才能判断要不要审查。", scheme.PROJECT_TRANSFER
        )
        return findings.conclude(Verdict.UNDETERMINED, FACTS_MISSING)
    if key is not Verdict.YES:
        findings.because(
            "条文建立的是重点领域存量项目的流转审查；本项目是否在内没有肯定结论。",
            scheme.PROJECT_TRANSFER,
        )
        findings.leave_open(FIELD_POINT)
        findings.next_steps.append("请市投资促进局认定是否属于重点领域、要不要审查。")
        return findings.conclude(Verdict.UNDETERMINED, FIELD_OPEN)
    return _review(findings, f"从{origin}到{target}")


def _key_field(facts: Facts, context: Context, findings: Findings) -> Verdict:
    """Recorded, or by the bureau's list of key fields where one is set."""
    recorded = facts.flag("is_key_field")
    listed = context.parameters.resolve("key_fields", context.as_of)
    chain = facts.text("chain")
    by_list = Verdict.UNDETERMINED
    if not isinstance(listed, Unset):
        findings.parameters.append(listed.use())
        assert isinstance(listed.value, tuple)
        fields = {fold_industry(field) for field in listed.value}
        if chain is not None:
            by_list = verdict_of(context.taxonomy.resolve_chain(chain)[0] in fields)
    if conflict(recorded, by_list):
        findings.because("是否重点领域，填报与本局设定的清单不一致。", scheme.PROJECT_TRANSFER)
    verdict = weigh(recorded, by_list)
    if verdict is Verdict.UNDETERMINED:
        findings.need(*facts.absent("is_key_field"))
    return verdict


def _review(findings: Findings, move: str) -> Assessment:
    findings.because(
        f"重点领域的存量项目{move}流转，合理性和必要性须经联合审查。", scheme.PROJECT_TRANSFER
    )
    findings.because(
        "正文：市投资促进局会同市财政局、市审计局和相关产业主管部门审查。",
        scheme.PROJECT_TRANSFER,
    )
    findings.because(
        "附表第8项：牵头是市投资促进局、市财政局，配合是市审计局、相关产业主管部门。",
        scheme.annex(8),
    )
    for point in (REASONABLE_POINT, NECESSARY_POINT, SHARING_POINT):
        findings.leave_open(point)
    findings.next_steps.append("迁出、迁入两地报送流转信息和有关诉求，提请联合审查。")
    findings.next_steps.append("迁入地有优惠政策的，另行判断是否超过上限（policy_ceiling）。")
    return findings.conclude(Verdict.YES, JOINT_REVIEW)


PROJECT_TRANSFER = RuleSpec(
    number="R8",
    name="project_transfer",
    title="存量项目流转是否须联合审查",
    clauses=(scheme.PROJECT_TRANSFER, scheme.annex(8), scheme.FIRST_REPORT),
    facts=(
        IS_NEW_PROJECT,
        EXISTING_DISTRICT,
        TARGET_DISTRICT,
        IS_KEY_FIELD,
        CHAIN.only_when("本局设定了重点领域清单"),
    ),
    outcomes=(JOINT_REVIEW, ROUTE_FIRST_REPORT, NO_MOVE, FIELD_OPEN, FACTS_MISSING),
    assess=assess_project_transfer,
)
