"""What the rules say about a draft while it is being filled, and figures that do not fit. Pure.

Clauses: by rules.layout_conformity, rules.project_transfer, rules.lead_negotiation.
Does not look at other reports, and stops nobody: filing asks the rules again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.understanding.checks import cross_check
from registry.filing.slots import Content, flag_of, money_of
from rules.catalog import assess
from rules.facts import Facts
from rules.layout_conformity import FACTS_MISSING, LAYOUT_CONFORMITY, NO_EDITION
from rules.lead_negotiation import LEAD_NEGOTIATION
from rules.project_transfer import PROJECT_TRANSFER
from rules.registry import Context
from rules.verdict import Assessment, Verdict

_MAKES = (
    "制造", "生产", "产线", "工厂", "厂房", "封测", "封装", "加工", "组装", "总装", "量产", "智造",
    "生产线", "晶圆", "装备", "整机", "零部件",
)  # fmt: skip
_MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be said once. key: what makes it the same remark again.

    kind: `layout`, `transfer`, `city_led`, or a key of the wording for figures that do not fit.
    """

    key: str
    kind: str
    assessment: Assessment | None = None


def remarks(content: Content, unit: str, context: Context) -> tuple[Remark, ...]:
    """All remarks a draft calls for. unit: of the filer; empty when not known."""
    found = [*_layout(content, unit, context), *_transfer(content, unit, context)]
    return (*found, *_city_led(content, context), *_figures(content))


def conditional_slots(content: Content, unit: str, context: Context) -> tuple[str, ...]:
    """Slots that matter in this case though a report may be filed without them."""
    wanted = ["cross_region", "leader_assigned", "support_requested"]
    if flag_of(content, "is_new_project") is False:
        wanted.append("existing_district")
    if is_making(content):
        wanted.append("fixed_investment")
    if "platform" in _guide(content, unit, context).missing_facts:
        wanted.append("platform")
    return tuple(wanted)


def is_making(content: Content) -> bool:
    """Whether the words of the report speak of making things, so that plant and land matter."""
    names = ("project_name", "chain", "chain_stage", "summary")
    words = "".join(str(content.get(name) or "") for name in names)
    return any(word in words for word in _MAKES)


def _guide(content: Content, unit: str, context: Context) -> Assessment:
    facts = Facts(
        {
            "chain": content.get("chain") or None,
            "locality": unit or None,
            "platform": content.get("platform") or None,
        }
    )
    return assess(LAYOUT_CONFORMITY, facts, context)


def _layout(content: Content, unit: str, context: Context) -> Iterator[Remark]:
    if not content.get("chain") or not unit:
        return
    found = _guide(content, unit, context)
    if found.outcome in (FACTS_MISSING, NO_EDITION):
        return
    where = f"{content['chain']}:{unit}:{content.get('platform') or ''}"
    yield Remark(f"layout:{found.outcome.code}:{where}", "layout", found)


def _transfer(content: Content, unit: str, context: Context) -> Iterator[Remark]:
    if flag_of(content, "is_new_project") is not False:
        return
    facts = Facts(
        {
            "is_new_project": False,
            "existing_district": content.get("existing_district") or None,
            "target_district": unit or None,
            "chain": content.get("chain") or None,
        }
    )
    found = assess(PROJECT_TRANSFER, facts, context)
    origin = content.get("existing_district") or ""
    yield Remark(f"transfer:{found.outcome.code}:{origin}", "transfer", found)


def _city_led(content: Content, context: Context) -> Iterator[Remark]:
    cross, assigned = flag_of(content, "cross_region"), flag_of(content, "leader_assigned")
    if not (cross or assigned):
        return
    facts = Facts(
        {
            "cross_region": cross,
            "leader_assigned": assigned,
            "total_investment": money_of(content.get("total_investment")),
        }
    )
    found = assess(LEAD_NEGOTIATION, facts, context)
    yield Remark(f"city_led:{found.outcome.code}:{cross}:{assigned}", "city_led", found)


def _figures(content: Content) -> Iterator[Remark]:
    """Values that cannot all be so, though each could stand alone."""
    for problem in cross_check(content):
        key = f"{problem.problem}:{problem.raw}:{problem.detail.get('limit', '')}"
        yield Remark(key, problem.problem)
    people = content.get("investor_contact"), content.get("unit_contact")
    if people[0] and people[0] == people[1]:
        yield Remark(f"same_person:{people[0]}", "same_person")


def reasons_of(assessment: Assessment) -> tuple[str, ...]:
    """The reasons worth saying in passing: all of a refusal, else the first."""
    texts = tuple(reason.text for reason in assessment.reasons)
    return texts[:_MOST_REASONS] if assessment.verdict is Verdict.NO else texts[:1]
