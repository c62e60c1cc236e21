"""Which question comes next: required slots first, then what the case makes matter. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.forms.state import Form
from registry.filing.slots import REQUIRED_SLOTS, SLOT_NAMES
from rules import scheme
from rules.clauses import ClauseRef

# Asked in this order; what stands in one group is asked in one breath.
GROUPS = (
    ("project_name",),
    ("investor_name",),
    ("is_new_project",),
    ("existing_district",),
    ("chain",),
    ("total_investment",),
    ("fixed_investment",),
    ("platform",),
    ("intent_evidence",),
    ("investor_contact", "investor_phone"),
    ("unit_contact",),
    ("cross_region", "leader_assigned"),
    ("support_requested",),
)
OPTIONAL = (
    "uscc", "investor_country", "ecosystem", "chain_stage", "platform", "fixed_investment",
    "land_mode", "land_area_mu", "plot_ratio", "annual_output", "annual_tax", "energy",
    "policy_terms", "channel", "summary", "appeal",
)  # fmt: skip
# Why a slot is asked: the clause that needs it. What is absent here no clause asks for.
CLAUSES: dict[str, ClauseRef] = {
    "project_name": scheme.FIRST_REPORT,
    "investor_name": scheme.FIRST_REPORT,
    "investor_contact": scheme.FIRST_REPORT,
    "investor_phone": scheme.FIRST_REPORT,
    "intent_evidence": scheme.FIRST_REPORT,
    "unit_contact": scheme.FIRST_REPORT,
    "uscc": scheme.FIRST_REPORT,
    "is_new_project": scheme.PROJECT_TRANSFER,
    "existing_district": scheme.PROJECT_TRANSFER,
    "chain": scheme.LAYOUT_GUIDE,
    "ecosystem": scheme.LAYOUT_GUIDE,
    "chain_stage": scheme.LAYOUT_GUIDE,
    "platform": scheme.LAYOUT_GUIDE,
    "cross_region": scheme.LEAD_NEGOTIATION,
    "leader_assigned": scheme.LEAD_NEGOTIATION,
    "support_requested": scheme.SPECIAL_DEAL,
    "policy_terms": scheme.POLICY_CEILING,
    "total_investment": scheme.LAND,
    "fixed_investment": scheme.LAND,
    "land_mode": scheme.LAND,
    "land_area_mu": scheme.LAND,
    "plot_ratio": scheme.LAND,
    "annual_output": scheme.LAND,
    "annual_tax": scheme.LAND,
    "energy": scheme.ENERGY,
}
# Said with the first question for it, unasked.
SENSITIVE = frozenset({"investor_contact", "investor_phone", "uscc", "policy_terms", "annual_tax"})
MOST_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask next. slots empty: nothing is left to ask, the card is due."""

    slots: tuple[str, ...] = ()

    @property
    def is_card(self) -> bool:
        """Whether nothing is left to ask."""
        return not self.slots


def next_question(form: Form, conditional: Iterable[str]) -> Question:
    """The next thing to ask; up to three related things of somebody who writes sentences.

    conditional: slots that matter in this case though they are not required.
    What was skipped is not asked again until only skipped required slots are left.
    """
    wanted = {*form.missing, *conditional}
    open_groups = _open_groups(form, wanted - set(form.notes.skipped))
    if not open_groups:
        open_groups = _open_groups(form, set(form.missing))
    if not open_groups:
        return Question()
    required = [group for group in open_groups if set(group) & set(form.missing)]
    ordered = [*required, *(group for group in open_groups if group not in required)]
    taken = ordered[: MOST_AT_ONCE if form.notes.wordy else 1]
    return Question(tuple(name for group in taken for name in group))


def _open_groups(form: Form, wanted: set[str]) -> list[tuple[str, ...]]:
    groups = (tuple(n for n in group if n in wanted and not form.has(n)) for group in GROUPS)
    return [group for group in groups if group]


def optional_left(form: Form) -> tuple[str, ...]:
    """Optional slots still empty, in the order of the form."""
    return tuple(name for name in OPTIONAL if not form.has(name))


def step_of(form: Form) -> tuple[int, int]:
    """How many required slots are filled, and of how many."""
    return len(REQUIRED_SLOTS) - len(form.missing), len(REQUIRED_SLOTS)


assert {name for group in GROUPS for name in group} >= set(REQUIRED_SLOTS)
assert set(CLAUSES) <= set(SLOT_NAMES)
