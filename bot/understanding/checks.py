"""What the values of a form cannot all be at once, though each could stand alone.

Does not convert currencies: sums of two currencies are not compared.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.understanding.types import Invalid
from registry.filing.slots import money_of
from rules.measures import Money

NO_LAND = "不用地"
# The first may not be more than the second.
_NOT_MORE = (
    ("fixed_investment", "total_investment", "fixed_over_total"),
    ("annual_tax", "annual_output", "tax_over_output"),
)


def cross_check(values: Mapping[str, Any]) -> tuple[Invalid, ...]:
    """Contradictions between values as the form stores them, each under the slot to look at.

    Problems: `fixed_over_total tax_over_output area_without_land new_with_district`.
    """
    return (*_sums(values), *_others(values))


def _sums(values: Mapping[str, Any]) -> Iterator[Invalid]:
    for smaller, larger, problem in _NOT_MORE:
        low, high = money_of(values.get(smaller)), money_of(values.get(larger))
        if low is not None and high is not None and _exceeds(low, high):
            yield Invalid(
                smaller, _shown(values[smaller]), problem, {"limit": _shown(values[larger])}
            )


def _exceeds(low: Money, high: Money) -> bool:
    return low.currency is high.currency and low.amount > high.amount


def _others(values: Mapping[str, Any]) -> Iterator[Invalid]:
    area, district = values.get("land_area_mu"), values.get("existing_district")
    if values.get("land_mode") == NO_LAND and area:
        yield Invalid("land_area_mu", str(area), "area_without_land")
    if values.get("is_new_project") is True and district:
        yield Invalid("is_new_project", str(district), "new_with_district")


def _shown(value: Any) -> str:
    return f"{value['amount']}{value['unit']}" if isinstance(value, Mapping) else str(value)
