"""The fields of a first report as forms lay them out, and the names that are offered to pick.

What is offered is never binding: a name the lists do not know may be typed as well.
"""

from collections.abc import Mapping, Sequence

from bot.channels.web.frame.elements import box
from registry.service import Registry

GROUPS = (
    ("项目", ("project_name", "is_new_project", "existing_district", "ecosystem", "chain",
             "chain_stage", "platform", "summary")),
    ("投资方", ("investor_name", "uscc", "investor_country", "investor_contact",
              "investor_phone", "intent_evidence", "channel")),
    ("投资与用地", ("total_investment", "fixed_investment", "land_mode", "land_area_mu",
               "plot_ratio", "annual_output", "annual_tax", "energy")),
    ("本单位与支持", ("unit_contact", "cross_region", "leader_assigned", "support_requested",
                "policy_terms", "appeal")),
)  # fmt: skip
FLAGS = {
    "is_new_project": ("是", "否"),
    "cross_region": ("是", "否"),
    "leader_assigned": ("是", "否"),
}
PASSAGES = frozenset({"summary", "appeal", "intent_evidence", "policy_terms"})
OFFERED = ("ecosystem", "chain", "chain_stage", "platform", "existing_district")


def known_names(registry: Registry) -> Mapping[str, Sequence[str]]:
    """Names to pick, by slot: of the taxonomy, of the places, and of today's Layout Guide."""
    today = registry.store.clock.today()
    context = registry.rules.context_on(today)
    guide = context.guide.edition_on(today)
    taxonomy = context.taxonomy
    platforms = () if guide is None else [row.platform for row in guide.entries if row.platform]
    return {
        "ecosystem": [entry.name for entry in taxonomy.entries("ecosystems")],
        "chain": [entry.name for entry in taxonomy.entries("chains")],
        "chain_stage": [entry.name for entry in taxonomy.entries("stages")],
        "platform": sorted(set(platforms)),
        "existing_district": [place.name for place in context.localities.places],
    }


def offer_names(registry: Registry) -> None:
    """Lists that fields named in OFFERED point at by `known-SLOT`."""
    for slot, names in known_names(registry).items():
        with box("datalist", id=f"known-{slot}"):
            for name in dict.fromkeys(names):
                box("option", value=name)
