"""Hold a sum against a local minimum in 万元 (本局设定的下限); the scheme itself has none.

Reads: the exchange rates in the context, for foreign money; without a rate there is no answer.
"""

from decimal import Decimal

from rules.logic import verdict_of
from rules.measures import Money
from rules.parameters import ParameterValue
from rules.registry import Context
from rules.verdict import Findings, Verdict

WAN = Decimal(10_000)


def meets_minimum(
    amount: Money, minimum: ParameterValue, context: Context, findings: Findings
) -> Verdict:
    """YES at or above the minimum; UNDETERMINED for foreign money without a rate for the day.

    minimum: a decimal parameter in 万元. Notes the rate a foreign sum was converted at.
    """
    limit = minimum.value
    assert isinstance(limit, Decimal)
    converted = context.rates.to_yuan(amount, context.as_of)
    if converted is None:
        return Verdict.UNDETERMINED
    if converted.rate is not None:
        rate = converted.rate
        sample = "，示例汇率" if rate.is_sample else ""
        findings.notes.append(
            f"外币按1{rate.currency}={rate.yuan_per_unit}元折算（{rate.source}{sample}）。"
        )
    return verdict_of(converted.yuan >= limit * WAN)
