"""R13 and R14: the statistical investment bracket, and Huzhou's 345+1.5 standard with its working.

Clauses: hz-2024-chain#1.1 (brackets of a statistic, no legal effect);
zaozhuang-2020-study#2.1-huzhou (Huzhou's standard as reported by visitors; not Hangzhou's).
Silent points: Hangzhou's text sets no threshold; whether Huzhou's figures are met by equality
(we read each as “not below”); which day's rate turns foreign money into yuan.
"""

from dataclasses import dataclass
from decimal import Decimal

from rules.clauses import ClauseRef
from rules.fact_terms import TOTAL_INVESTMENT
from rules.fact_types import AREA, MONEY, POSITIVE
from rules.facts import Facts, FactSpec
from rules.logic import all_of
from rules.measures import Money
from rules.quantity_values import format_money, format_plain
from rules.registry import Context, RuleSpec
from rules.verdict import Assessment, Findings, OpenPoint, Outcome, ParameterUse, Verdict

STATISTIC = ClauseRef("hz-2024-chain", "1.1")
HUZHOU = ClauseRef("zaozhuang-2020-study", "2.1-huzhou")
WAN = Decimal(10_000)
YI = Decimal(100_000_000)

BELOW_1 = Outcome("BELOW_1", "总投资1亿元以下")
FROM_1 = Outcome("FROM_1", "总投资1亿元以上、不到10亿元")
FROM_10 = Outcome("FROM_10", "总投资10亿元以上、不到50亿元")
FROM_50 = Outcome("FROM_50", "总投资50亿元以上")
AMOUNT_MISSING = Outcome("AMOUNT_MISSING", "没有总投资，不能归档")
CURRENCY_OPEN = Outcome("CURRENCY_OPEN", "外币没有当日汇率，不能折算")
_BRACKETS = ((Decimal(50), FROM_50), (Decimal(10), FROM_10), (Decimal(1), FROM_1))

STANDARD_MET = Outcome("STANDARD_MET", "四项都达到湖州标准")
STANDARD_MISSED = Outcome("STANDARD_MISSED", "有指标没有达到湖州标准")
STANDARD_OPEN = Outcome("STANDARD_OPEN", "数据不齐，不能算完")

FIXED_INVESTMENT = FactSpec("fixed_investment", MONEY, "固定资产投资", "60000万元")
ANNUAL_OUTPUT = FactSpec("annual_output", MONEY, "年产值", "75000万元")
ANNUAL_TAX = FactSpec("annual_tax", MONEY, "年税收", "4500万元")
LAND_AREA = FactSpec("land_area_mu", AREA, "用地面积", "150亩")
_WITHOUT_TOTALS = "没有总量、只有亩均数"
INVESTMENT_PER_MU = FactSpec("investment_per_mu", MONEY, "亩均投资", "420万元").only_when(
    _WITHOUT_TOTALS
)
OUTPUT_PER_MU = FactSpec("output_per_mu", MONEY, "亩均产出", "510万元").only_when(_WITHOUT_TOTALS)
TAX_PER_MU = FactSpec("tax_per_mu", MONEY, "亩均税收", "28万元").only_when(_WITHOUT_TOTALS)
PLOT_RATIO = FactSpec("plot_ratio", POSITIVE, "容积率", "1.6")

HUZHOU_NOTE = "湖州标准，非杭州规定；由外地考察报告转述。"
AT_LEAST_POINT = OpenPoint("达到的含义", "原文只列数字，没有写“不低于”；这里按不低于理解。", HUZHOU)


def rate_uses(context: Context, *amounts: Money | None) -> tuple[ParameterUse, ...]:
    """The exchange rates needed to put the amounts into yuan, each once; all 本局设定."""
    uses: dict[str, ParameterUse] = {}
    for amount in amounts:
        conversion = context.rates.to_yuan(amount, context.as_of) if amount else None
        if conversion and conversion.rate:
            rate = conversion.rate
            name = f"exchange_rate_{rate.currency.value.lower()}"
            sample = "，示例汇率" if rate.is_sample else ""
            label = f"{rate.currency.value}汇率（{rate.source}{sample}）"
            uses[name] = ParameterUse(name, label, rate.yuan_per_unit)
    return tuple(uses.values())


def assess_investment_bracket(facts: Facts, context: Context) -> Assessment:
    """Put a total investment into a statistical bracket (投资档次); a label without legal effect.

    Source: hz-2024-chain#1.1
    """
    findings = Findings("investment_bracket", context.as_of)
    findings.notes.append("只是统计口径，没有法律后果；制度没有定投资门槛。")
    amount = facts.money("total_investment")
    if amount is None:
        findings.need("total_investment")
        findings.because("分档看总投资，还没有填。", STATISTIC)
        return findings.conclude(Verdict.UNDETERMINED, AMOUNT_MISSING)
    conversion = context.rates.to_yuan(amount, context.as_of)
    if conversion is None:
        findings.because(f"{format_money(amount)}没有当日汇率，不能折成人民币。", STATISTIC)
        return findings.conclude(Verdict.UNDETERMINED, CURRENCY_OPEN)
    findings.parameters.extend(rate_uses(context, amount))
    label = next((o for floor, o in _BRACKETS if conversion.yuan >= floor * YI), BELOW_1)
    findings.because(f"{format_money(Money(conversion.yuan))}，归入“{label.text}”。", STATISTIC)
    return findings.conclude(Verdict.YES, label)


@dataclass(frozen=True, slots=True)
class _PerMu:
    """One figure of the standard that counts by mu: the total, the figure itself, 万元 per mu."""

    total: str
    per_mu: str
    label: str
    floor: Decimal


_PER_MU = (
    _PerMu("fixed_investment", "investment_per_mu", "亩均投资强度", Decimal(400)),
    _PerMu("annual_output", "output_per_mu", "亩均产出", Decimal(500)),
    _PerMu("annual_tax", "tax_per_mu", "亩均税收", Decimal(30)),
)
_PLOT_RATIO_FLOOR = Decimal("1.5")


def assess_huzhou_345(facts: Facts, context: Context) -> Assessment:
    """Compare a project with Huzhou's 345+1.5 (湖州标准), with the working and every gap.

    Source: zaozhuang-2020-study#2.1-huzhou
    """
    findings = Findings("huzhou_345", context.as_of, notes=[HUZHOU_NOTE])
    findings.leave_open(AT_LEAST_POINT)
    amounts = [facts.money(name) for row in _PER_MU for name in (row.total, row.per_mu)]
    findings.parameters.extend(rate_uses(context, *amounts))
    verdicts = [_per_mu(facts, context, findings, row) for row in _PER_MU]
    verdict = all_of(*verdicts, _plot_ratio(facts, findings))
    if not findings.reasons:
        findings.because("要用地面积、固定资产投资、年产值、年税收和容积率才能算。", HUZHOU)
    outcomes = {
        Verdict.YES: STANDARD_MET,
        Verdict.NO: STANDARD_MISSED,
        Verdict.UNDETERMINED: STANDARD_OPEN,
    }
    return findings.conclude(verdict, outcomes[verdict])


def _per_mu(facts: Facts, context: Context, findings: Findings, row: _PerMu) -> Verdict:
    """One figure by mu, given as such or worked out of the total; both must say the same."""
    given = _given_per_mu(facts, context, findings, row)
    if given is not None and (facts.money(row.total) is None or facts.area("land_area_mu") is None):
        return given
    worked_out = _from_total(facts, context, findings, row)
    return worked_out if given in (None, worked_out) else Verdict.UNDETERMINED


def _given_per_mu(
    facts: Facts, context: Context, findings: Findings, row: _PerMu
) -> Verdict | None:
    amount = facts.money(row.per_mu)
    if amount is None:
        return None
    conversion = context.rates.to_yuan(amount, context.as_of)
    if conversion is None:
        return _no_rate(amount, findings, row)
    wan = conversion.yuan / WAN
    working = f"{row.label}：{format_plain(wan)}万元/亩"
    if wan >= row.floor:
        findings.because(f"{working}，达到{row.floor}万元/亩。", HUZHOU)
        return Verdict.YES
    gap = format_plain(row.floor - wan)
    findings.because(f"{working}，未达到{row.floor}万元/亩，每亩还差{gap}万元。", HUZHOU)
    return Verdict.NO


def _no_rate(amount: Money, findings: Findings, row: _PerMu) -> Verdict:
    findings.because(f"{row.label}：{format_money(amount)}没有当日汇率，不能折算。", HUZHOU)
    return Verdict.UNDETERMINED


def _from_total(facts: Facts, context: Context, findings: Findings, row: _PerMu) -> Verdict:
    """Compared by multiplication, so that no rounding decides."""
    amount, land = facts.money(row.total), facts.area("land_area_mu")
    findings.need(*facts.absent("land_area_mu", row.total))
    if amount is None or land is None:
        return Verdict.UNDETERMINED
    conversion = context.rates.to_yuan(amount, context.as_of)
    if conversion is None:
        return _no_rate(amount, findings, row)
    wan, required = conversion.yuan / WAN, row.floor * land.mu
    shown = Decimal(f"{wan / land.mu:.2f}")  # for show; format never raises, whatever the size
    is_exact = shown * land.mu == wan
    share = f"{format_plain(wan)}万元÷{format_plain(land.mu)}亩"
    working = f"{row.label}：{share}{'＝' if is_exact else '≈'}{format_plain(shown)}万元/亩"
    if wan >= required:
        findings.because(f"{working}，达到{row.floor}万元/亩。", HUZHOU)
        return Verdict.YES
    gap = f"总量还差{format_plain(required - wan)}万元"
    if is_exact:
        gap = f"每亩还差{format_plain(row.floor - shown)}万元，{gap}"
    findings.because(f"{working}，未达到{row.floor}万元/亩，{gap}。", HUZHOU)
    return Verdict.NO


def _plot_ratio(facts: Facts, findings: Findings) -> Verdict:
    ratio = facts.number("plot_ratio")
    if ratio is None:
        findings.need("plot_ratio")
        return Verdict.UNDETERMINED
    if ratio >= _PLOT_RATIO_FLOOR:
        findings.because(f"容积率：{format_plain(ratio)}，达到1.5。", HUZHOU)
        return Verdict.YES
    gap = format_plain(_PLOT_RATIO_FLOOR - ratio)
    findings.because(f"容积率：{format_plain(ratio)}，未达到1.5，还差{gap}。", HUZHOU)
    return Verdict.NO


INVESTMENT_BRACKET = RuleSpec(
    number="R13",
    name="investment_bracket",
    title="总投资落在哪个统计档次",
    clauses=(STATISTIC,),
    facts=(TOTAL_INVESTMENT,),
    outcomes=(BELOW_1, FROM_1, FROM_10, FROM_50, AMOUNT_MISSING, CURRENCY_OPEN),
    assess=assess_investment_bracket,
    in_force="",
)
HUZHOU_345 = RuleSpec(
    number="R14",
    name="huzhou_345",
    title="对照湖州“345+1.5”标准测算（非杭州规定）",
    clauses=(HUZHOU,),
    facts=(
        LAND_AREA,
        FIXED_INVESTMENT,
        ANNUAL_OUTPUT,
        ANNUAL_TAX,
        PLOT_RATIO,
        INVESTMENT_PER_MU,
        OUTPUT_PER_MU,
        TAX_PER_MU,
    ),
    outcomes=(STANDARD_MET, STANDARD_MISSED, STANDARD_OPEN),
    assess=assess_huzhou_345,
    in_force="",
)
