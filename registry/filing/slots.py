"""The slots of a first report: their names, their versions, and what a finished draft says.

Clause: hz-2019-40#4.1 names no form; the list is this system's, after forms used elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from registry.database.canonical import canonical_json
from registry.errors import InvalidInput
from rules.facts import Facts
from rules.measures import Money, parse_exact_money

SLOT_NAMES = (
    "project_name", "investor_name", "uscc", "investor_country", "is_new_project",
    "existing_district", "ecosystem", "chain", "chain_stage", "platform", "total_investment",
    "fixed_investment", "land_mode", "land_area_mu", "plot_ratio", "annual_output", "annual_tax",
    "energy", "intent_evidence", "investor_contact", "investor_phone", "unit_contact",
    "cross_region", "leader_assigned", "support_requested", "policy_terms", "channel", "summary",
    "appeal",
)  # fmt: skip
REQUIRED_SLOTS = (
    "project_name", "investor_name", "is_new_project", "chain", "total_investment",
    "intent_evidence", "investor_contact", "investor_phone", "unit_contact",
)  # fmt: skip
# What makes two reports the same project; changing one of these makes another report.
IDENTITY_SLOTS = ("project_name", "investor_name", "uscc", "chain")

Content = Mapping[str, Any]  # slot name -> value, as filed


class SlotStatus(StrEnum):
    """How sure a slot is."""

    EMPTY = "empty"
    PROPOSED = "proposed"  # understood from free talk, not yet confirmed
    CONFIRMED = "confirmed"
    INVALID = "invalid"  # kept as the person said it; cannot be filed


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of a draft.

    value: JSON value without floats; money is `{amount, unit, currency}` with amount as text.
    raw: the person's own words; message_id: the message they came in.
    previous: the slot before the last change, without its own previous.
    """

    value: Any = None
    raw: str = ""
    unit: str = ""
    message_id: str = ""
    status: SlotStatus = SlotStatus.EMPTY
    previous: Mapping[str, Any] | None = None

    def replaced_by(self, new: "Slot") -> "Slot":
        """The new slot, remembering this one unless it was empty."""
        before = None if self.status is SlotStatus.EMPTY else self.as_mapping()
        if before is not None:
            before.pop("previous")
        return Slot(new.value, new.raw, new.unit, new.message_id, new.status, before)

    def as_mapping(self) -> dict[str, Any]:
        """The slot as plain JSON values."""
        return {
            "value": self.value,
            "raw": self.raw,
            "unit": self.unit,
            "message_id": self.message_id,
            "status": self.status.value,
            "previous": None if self.previous is None else dict(self.previous),
        }


def parse_slot(raw: Mapping[str, Any]) -> Slot:
    """Read a stored slot."""
    return Slot(
        raw["value"],
        raw["raw"],
        raw["unit"],
        raw["message_id"],
        SlotStatus(raw["status"]),
        raw["previous"],
    )


def check_slots(slots: Mapping[str, Slot]) -> None:
    """Raises InvalidInput: `unknown_slot`, or `bad_value` for what no database can store."""
    for name, slot in slots.items():
        if name not in SLOT_NAMES:
            raise InvalidInput(f"no slot {name!r}", code="unknown_slot", field=name)
        try:
            canonical_json(slot.as_mapping()).encode()
        except (TypeError, ValueError) as error:
            raise InvalidInput(f"{name}: {error}", code="bad_value", field=name) from error


def missing_slots(slots: Mapping[str, Slot]) -> tuple[str, ...]:
    """Required slots that are empty or invalid, in the order of the form."""
    filled = {name for name, slot in slots.items() if is_filled(slot)}
    return tuple(name for name in REQUIRED_SLOTS if name not in filled)


def is_filled(slot: Slot) -> bool:
    """Whether a slot holds a value that can be filed."""
    usable = slot.status in (SlotStatus.PROPOSED, SlotStatus.CONFIRMED)
    return usable and slot.value not in (None, "", [])


def content_of(slots: Mapping[str, Slot]) -> dict[str, Any]:
    """What a draft says: the value of every filled slot."""
    return {name: slot.value for name, slot in slots.items() if is_filled(slot)}


def money_of(value: object) -> Money | None:
    """A money slot as Money, None when it is no exact amount."""
    if isinstance(value, Mapping):
        return parse_exact_money(f"{value.get('amount', '')}{value.get('unit', '')}")
    return parse_exact_money(value) if isinstance(value, str) else None


def printable(content: Content, name: str) -> str:
    """A slot as text that every database can store in a column of its own."""
    return str(content.get(name) or "").replace("\x00", "")


def flag_of(content: Content, name: str) -> bool | None:
    """A yes/no slot, None when it is not stated."""
    value = content.get(name)
    return value if isinstance(value, bool) else None


def report_facts(content: Content, *, unit: str, unit_kind: str) -> dict[str, object]:
    """What a report tells the rules; a unit that files states preliminary talks by its evidence."""
    has_evidence = bool(content.get("intent_evidence"))
    evidence = content.get("intent_evidence") or ()
    listed = (evidence,) if isinstance(evidence, str) else tuple(str(item) for item in evidence)
    facts: dict[str, object] = {
        "report_unit_type": unit_kind,
        "locality": unit,
        "reported_to": "bureau",
        "is_new_project": flag_of(content, "is_new_project"),
        "existing_district": content.get("existing_district"),
        "preliminary_talks": True if has_evidence else None,
        "clear_intention": True if has_evidence else None,
        "intent_evidence": listed or None,
        "chain": content.get("chain"),
        "platform": content.get("platform"),
        "total_investment": money_of(content.get("total_investment")),
        "fixed_investment": money_of(content.get("fixed_investment")),
        "cross_region": flag_of(content, "cross_region"),
        "leader_assigned": flag_of(content, "leader_assigned"),
    }
    return facts


def as_facts(values: Mapping[str, object]) -> Facts:
    """Typed facts of values that already have their types."""
    return Facts(values)
