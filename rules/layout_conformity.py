"""R1: whether a project conforms to the Layout Guide (符合《布局导引》).

Clauses: hz-2019-40#2.2, #3.1, #4.1; hz-2019-press#2.2 for the negative list.
Silent points: what follows when the guide says nothing of a chain or a place, or when no edition
is loaded for the day. Both are UNDETERMINED; the bureau's own review is what counts in law.
"""

from rules import scheme
from rules.clauses import ClauseRef
from rules.fact_terms import CHAIN, LOCALITY, PLATFORM
from rules.facts import Facts
from rules.layout_guide import GuideEdition, GuideFinding
from rules.registry import Context, RuleSpec, begin
from rules.verdict import Assessment, Findings, OpenPoint, Outcome, Verdict

NEGATIVE_LIST = ClauseRef("hz-2019-press", "2.2")

CONFORM = Outcome("CONFORM", "符合《布局导引》")
NONCONFORM = Outcome("NONCONFORM", "不符合《布局导引》")
NO_EDITION = Outcome("NO_EDITION", "当日没有可用的《布局导引》版本")
NO_ENTRY = Outcome("NO_ENTRY", "《布局导引》没有相应条目")
FACTS_MISSING = Outcome("FACTS_MISSING", "材料不足，不能判断")

SAMPLE_NOTE = (
    "本判断所用的是随程序提供的示例导引，不是市投资促进局发布的《布局导引》，不能作为依据。"
)
NO_ENTRY_POINT = OpenPoint(
    "导引无条目",
    "导引没有写到的产业链或地区算不算符合，制度未规定，由市投资促进局审查认定。",
    scheme.FIRST_REPORT,
)
UNKNOWN_CHAIN_POINT = OpenPoint(
    "产业链归类",
    "所填产业链不在已载入的产业分类里，归入哪条链由市投资促进局认定。",
    scheme.LAYOUT_GUIDE,
)
RECORDED_REVIEW_STEP = "以上是对照导引条目的结果；是否符合以市投资促进局的审查结论为准。"


def assess_layout_conformity(facts: Facts, context: Context) -> Assessment:
    """Say whether the guide of the day puts the chain at this place (布局导引符合性).

    A sample guide is named a sample in reason and note.
    Source: hz-2019-40#2.2, hz-2019-40#4.1
    """
    findings = begin("layout_conformity", context)
    findings.need(*facts.absent("chain", "locality"))
    edition = context.guide.edition_on(context.as_of)
    if edition is None:
        day = context.as_of.isoformat()
        findings.because(f"没有载入在{day}有效的《布局导引》版本，无从对照。", scheme.LAYOUT_GUIDE)
        findings.next_steps.append("请市投资促进局载入当日有效的《布局导引》。")
        return findings.conclude(Verdict.UNDETERMINED, NO_EDITION)
    if edition.is_sample:
        findings.notes.append(SAMPLE_NOTE)
    chain, locality = facts.text("chain"), facts.text("locality")
    if chain is None or locality is None:
        findings.because("对照《布局导引》需要知道项目所属产业链和落户地区。", scheme.LAYOUT_GUIDE)
        return findings.conclude(Verdict.UNDETERMINED, FACTS_MISSING)
    name, is_known = context.taxonomy.resolve_chain(chain)
    if not is_known:
        findings.leave_open(UNKNOWN_CHAIN_POINT)
    found = edition.find(name, locality, facts.text("platform"))
    place = locality + (facts.text("platform") or "")
    return _conclude(findings, edition, found, f"“{chain}”在{place}")


def _conclude(
    findings: Findings, edition: GuideEdition, found: GuideFinding, subject: str
) -> Assessment:
    guide = f"《布局导引》{edition.edition}版" + ("（示例导引）" if edition.is_sample else "")
    if not found.roles:
        findings.because(
            f"{guide}里没有{subject}的条目，不能推定符合或不符合。", scheme.LAYOUT_GUIDE
        )
        findings.leave_open(NO_ENTRY_POINT)
        findings.next_steps.append("请市投资促进局就该产业链和地区作出审查结论。")
        return findings.conclude(Verdict.UNDETERMINED, NO_ENTRY)
    words = "、".join(role.gloss for role in found.roles)
    if found.needs_platform:
        findings.because(
            f"{guide}对{subject}按平台区分（{words}），要知道落在哪个平台。", scheme.LAYOUT_GUIDE
        )
        findings.need("platform")
        return findings.conclude(Verdict.UNDETERMINED, FACTS_MISSING)
    findings.because(f"{guide}把{subject}列为“{words}”。", scheme.LAYOUT_GUIDE)
    findings.next_steps.append(RECORDED_REVIEW_STEP)
    if found.conforms:
        return findings.conclude(Verdict.YES, CONFORM)
    findings.because("报道介绍，导引同时实行产业正负面清单；该条目在负面清单一侧。", NEGATIVE_LIST)
    findings.because("不符合导引的项目拿不到首谈资格：符合导引是赋予的前提。", scheme.FIRST_REPORT)
    findings.because("不符合导引的项目，市级产业政策支持一律不给。", scheme.CHAIN_POLICY)
    return findings.conclude(Verdict.NO, NONCONFORM)


LAYOUT_CONFORMITY = RuleSpec(
    number="R1",
    name="layout_conformity",
    title="项目是否符合《布局导引》",
    clauses=(scheme.LAYOUT_GUIDE, scheme.CHAIN_POLICY, scheme.FIRST_REPORT, NEGATIVE_LIST),
    facts=(CHAIN, LOCALITY, PLATFORM.only_when("导引对该地区按平台区分")),
    outcomes=(CONFORM, NONCONFORM, NO_EDITION, NO_ENTRY, FACTS_MISSING),
    assess=assess_layout_conformity,
)
