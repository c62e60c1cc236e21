"""Notice the signals of a stretch of text and of where the conversation stands. Pure."""

from bot.routing.tables import load_signals
from bot.routing.types import Standing

SHORT = 16  # characters: said without a sentence around it
NAMED = frozenset({"project_name", "investor_name", "investor_contact", "unit_contact", "platform"})
# What is answered in a sentence of one's own: in a form, in a review, about a project.
TOLD = frozenset(
    {
        "intent_evidence", "summary", "appeal", "channel", "policy_terms",
        "reason", "point", "instruction", "opinion", "asked_on", "conform", "existing_district",
        "is_major_manufacturing", "rival_no", "new_report_no", "favoured_no", "same_as",
        "project", "due",
    }
)  # fmt: skip


def notice(folded: str) -> frozenset[str]:
    """The names of all signals in a folded text."""
    signals = load_signals()
    bare = folded.strip(" ,，。.!~\n")
    found = {name for name, pattern in signals.patterns if pattern.search(bare)}
    if "?" in folded:
        found.add("question_mark")
    if len(bare) <= SHORT:
        found.add("@short")
    found |= {name for name, any_of in signals.any_of if found & any_of}
    return frozenset(found)


def notice_standing(standing: Standing) -> frozenset[str]:
    """What the standing says, as signals that begin with @."""
    found = {f"@floor:{standing.floor}" if standing.floor else "@free"}
    told = {
        "@awaits": bool(standing.floor and standing.awaits),
        "@confirm": bool(standing.floor) and standing.awaits.startswith("confirm"),
        "@named": standing.awaits in NAMED,
        "@told": standing.awaits in TOLD,
        "@draft": standing.has_draft,
        "@bureau": standing.is_bureau,
        "@asked": standing.has_asked,
    }
    if standing.spoke:
        found.add(f"@spoke:{standing.spoke}")
    return frozenset(found | {name for name, is_so in told.items() if is_so})
