"""Terms of an incentive policy, compared with the key host's term by term (政策条款对比).

Clause: hz-2019-40#3.3.
Silent points: whether policies are compared term by term or as a whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from rules.fact_types import NUMBER, FactType, Unreadable, list_of
from rules.verdict import Verdict

_KEYS = {"name", "unit", "offered", "ceiling", "better"}
_BETTER = {"higher": "higher", "lower": "lower", "高": "higher", "低": "lower"}


class Better(StrEnum):
    """Which direction of a term is the better offer: a subsidy higher, a rent lower."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class PolicyTerm:
    """One term: what is offered and what the key host offers, both in `unit`.

    ceiling: None when the key host's figure is not known.
    """

    name: str
    unit: str
    offered: Decimal
    ceiling: Decimal | None
    better: Better

    @property
    def exceeds(self) -> Verdict:
        """Whether the offer is better than the key host's; an equal offer is not."""
        if self.ceiling is None:
            return Verdict.UNDETERMINED
        higher = self.better is Better.HIGHER
        better = self.offered > self.ceiling if higher else self.offered < self.ceiling
        return Verdict.YES if better else Verdict.NO


def _read_term(raw: object) -> object:
    if not isinstance(raw, Mapping) or set(raw) - _KEYS:
        return Unreadable("wrong_type")
    name, unit, better = raw.get("name"), raw.get("unit", ""), raw.get("better")
    if not isinstance(name, str) or not name.strip() or not isinstance(unit, str):
        return Unreadable("wrong_type")
    if not isinstance(better, str) or better not in _BETTER:
        return Unreadable("not_a_choice")
    offered = NUMBER.read(raw.get("offered"))
    ceiling = None if raw.get("ceiling") is None else NUMBER.read(raw["ceiling"])
    for value in (offered, ceiling):
        if isinstance(value, Unreadable):
            return value
    assert isinstance(offered, Decimal)
    assert ceiling is None or isinstance(ceiling, Decimal)
    return PolicyTerm(name.strip(), unit, offered, ceiling, Better(_BETTER[better]))


TERM = FactType(
    "term",
    "条款：name 名称、unit 单位、offered 本地数值、ceiling 承载地区数值、better 高或低为优",
    _read_term,
    {
        "type": "object",
        "required": ["name", "offered", "better"],
        "additionalProperties": False,
        "properties": {
            "name": {"type": "string"},
            "unit": {"type": "string"},
            "offered": {"type": ["number", "string"], "title": "本地给出的数值"},
            "ceiling": {"type": ["number", "string"], "title": "重点产业承载地区的数值"},
            "better": {"enum": list(_BETTER), "title": "数值高还是低对企业更优"},
        },
    },
)
TERMS = list_of(TERM)
