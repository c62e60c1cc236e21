"""An assessment as Chinese text: 结论 · 理由 · 依据条款 · 缺少的材料 · 待人工认定 · 参数来源.

Does not decide or leave out anything: every reason, open point and parameter is shown.
"""

from collections.abc import Callable, Iterable

from rules.clauses import ClauseRef
from rules.facts import FactSpec
from rules.scheme import SCHEME
from rules.verdict import Assessment, ParameterUse, Verdict

VERDICT_WORDS = {
    Verdict.YES: "是",
    Verdict.NO: "否",
    Verdict.UNDETERMINED: "待人工认定或补充材料",
}
_DOCUMENTS = {
    SCHEME: "一盘棋制度（2019年试行）",
    "hz-2019-press": "2019年报道解读",
    "hz-2023-practice": "2023年杭州做法",
    "hz-2024-chain": "2024年案例报道",
    "zaozhuang-2020-study": "枣庄考察报告（2020年）",
}
_NUMERALS = "零一二三四五六七八九十"


def clause_label(clause: ClauseRef) -> str:
    """A clause as staff cite it: `一盘棋制度（2019年试行）四（一）`."""
    document = _DOCUMENTS.get(clause.doc_id, clause.doc_id)
    return f"{document}{_number(clause)}"


def _number(clause: ClauseRef) -> str:
    first, _, second = clause.clause.partition(".")
    if clause.doc_id == SCHEME and first == "annex":
        return f"附{second}"
    if clause.doc_id == SCHEME and first.isdigit() and (not second or second.isdigit()):
        part = f"（{_NUMERALS[int(second)]}）" if second else ""
        return f"{_NUMERALS[int(first)]}{part}"
    return f" {clause.clause}"


def assessment_text(
    assessment: Assessment,
    specs: Iterable[FactSpec] = (),
    *,
    label: Callable[[ClauseRef], str] = clause_label,
) -> str:
    """The whole assessment as lines for a person; specs explain the missing facts."""
    known = {spec.name: spec for spec in specs}
    lines = [
        f"结论：{assessment.outcome.text}（{VERDICT_WORDS[assessment.verdict]}）",
        f"判断日：{assessment.as_of.isoformat()}",
        "理由：",
        *(f"  {n}. {r.text}〔{label(r.clause)}〕" for n, r in enumerate(assessment.reasons, 1)),
        "依据条款：" + "；".join(label(clause) for clause in assessment.clauses),
    ]
    lines += _section("缺少的材料：", [_missing(name, known) for name in assessment.missing_facts])
    lines += _section(
        "制度未规定、需人工认定的事项：",
        [
            f"{point.topic}：{point.text}〔{label(point.clause)}〕"
            for point in assessment.open_points
        ],
    )
    lines += _section("下一步：", assessment.next_steps)
    lines += _section("参数来源：", [parameter_text(use, label) for use in assessment.parameters])
    lines += _section("说明：", assessment.notes)
    for child in assessment.children:
        inner = assessment_text(child, known.values(), label=label)
        lines.append("其中：")
        lines += [f"  {line}" for line in inner.splitlines()]
    return "\n".join(lines)


def parameter_text(use: ParameterUse, label: Callable[[ClauseRef], str] = clause_label) -> str:
    """A parameter with its value and where the value comes from."""
    source = use.provenance if use.source is None else label(use.source)
    if use.value is None:
        return f"{use.label}：未设定（来源：{source}）"
    if isinstance(use.value, tuple):
        value = "、".join(use.value)
    elif isinstance(use.value, bool):
        value = "是" if use.value else "否"
    else:
        value = str(use.value)
    return f"{use.label}：{value}（来源：{source}）"


def _missing(name: str, known: dict[str, FactSpec]) -> str:
    spec = known.get(name)
    return f"{spec.gloss}（{name}，例如 {spec.example}）" if spec else name


def _section(title: str, rows: Iterable[str]) -> list[str]:
    listed = list(rows)
    return [title, *(f"  - {row}" for row in listed)] if listed else []
