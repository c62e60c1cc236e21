"""A filed report kept up: its fields as they were typed, and who follows it up.

Words are read as in the form of a draft. Writes: registry.reviews.amend.
Does not: change what identifies the project, or decide who may change; the registry does.
"""

from collections.abc import Mapping
from typing import Any

from bot.conversations.filing.reading import Ears
from bot.conversations.filing.typed import typed
from bot.forms.state import Form
from bot.rendering.drafts import display_of
from bot.understanding.types import Vocabulary
from registry.errors import Forbidden, InvalidInput
from registry.filing.reports import ReportView
from registry.filing.slots import IDENTITY_SLOTS, REQUIRED_SLOTS, SLOT_NAMES, Slot, SlotStatus
from registry.service import Registry
from registry.transactions.members import Caller, Member
from rules.registry import Context

AMENDABLE_SLOTS = tuple(name for name in SLOT_NAMES if name not in IDENTITY_SLOTS)


def amend(
    registry: Registry, caller: Caller, view: ReportView, given: Mapping[str, str], *, reason: str
) -> int:
    """Change fields of a report as they were typed; how many differ from what it said.

    Raises InvalidInput naming the field, and what registry.reviews.amend raises.
    """
    context = registry.rules.context_on(registry.store.clock.today())
    member = registry.staff.find(caller.account)
    changes = read_changes(given, view.content, context, me=member.name if member else "")
    if changes:
        registry.reviews.amend(caller, view.report_no, changes, reason=reason)
    return len(changes)


def followers(registry: Registry, caller: Caller, member: Member, owner: str) -> dict[str, str]:
    """Who of one's unit may follow a report up, account -> name, and who does so now.

    owner: who does, empty for nobody. Only oneself beside them for who sees no list of people.
    """
    try:
        people: tuple[Member, ...] = registry.staff.list(caller)
    except Forbidden:
        people = (member,)
    found = registry.staff.find(owner) if owner else None
    now = {} if found is None else {found.account: found.name}
    return now | {one.account: one.name for one in people if one.unit == member.unit and one.active}


def read_changes(
    given: Mapping[str, str], content: Mapping[str, Any], context: Context, *, me: str
) -> dict[str, Slot]:
    """What differs from the report as it stands, read into values.

    given: slot -> what its field holds; a field that shows what the report says changes nothing.
    me: the name of who writes.
    Raises InvalidInput (`empty` for a required field emptied, `bad_value`) naming the field.
    """
    ears = Ears(Vocabulary(context.taxonomy, context.localities, context.guide), "", me)
    changes = {}
    for name in AMENDABLE_SLOTS:
        text = given.get(name, "").strip()
        if name in given and text != display_of(name, content.get(name)):
            changes[name] = _read(name, text, ears)
    return changes


def _read(name: str, text: str, ears: Ears) -> Slot:
    if not text:
        if name in REQUIRED_SLOTS:
            raise InvalidInput(f"{name} is required", code="empty", field=name)
        return Slot(None, "", status=SlotStatus.CONFIRMED)
    understood = typed(name, text, Form(), ears).understood
    if understood.invalid or len(understood.found) != 1:
        raise InvalidInput(f"{name}: not understood", code="bad_value", field=name)
    (found,) = understood.found
    return Slot(found.value, text, found.unit, status=SlotStatus.CONFIRMED)
