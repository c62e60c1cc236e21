"""One thing of one's own report: who is to be called, how much is invested, until when it runs.

Reads: the report as its reader may see it. Does not: say anything the report does not.
"""

from collections.abc import Sequence

from bot.conversations import own_projects
from bot.conversations.status.answers import project_of
from bot.conversations.status.lists import line_of
from bot.conversations.status.reading import ENDS, GRANTED_ON, NUMBER, OWNER, RECEIVED, asked_field
from bot.dialogue.messages import Reply
from bot.dialogue.talk import Step, Turn
from bot.rendering.drafts import display_of, label_of
from bot.rendering.reports import show_time, state_label
from bot.wording import say
from registry.filing.reports import ReportView
from registry.service import Registry


def show_field(registry: Registry, turn: Turn, report_no: str) -> Step:
    """Answer with what the report says of it. Raises NotFound, ReadOnly."""
    view = registry.reports.view(turn.caller, report_no)
    fields = asked_field(own_projects.fold(turn.text)) or ()
    said = field_text(registry, turn, view, fields)
    text = say("status.field", project=project_of(view), said=said)
    talk = own_projects.speaking_of(turn.talk, report_no)
    return Step(talk, (Reply(text),), report_no=report_no)


def field_text(
    registry: Registry, turn: Turn, view: ReportView, fields: Sequence[str]
) -> str:  # fmt: skip
    """What a report says of these fields."""
    return "；".join(_said(registry, turn, view, name) for name in fields)


def _said(registry: Registry, turn: Turn, view: ReportView, name: str) -> str:
    if name == ENDS:
        return _ends(view)
    if name == GRANTED_ON:
        return _granted(view)
    if name == RECEIVED:
        return say("status.field_received", at=show_time(view.received_at)[:16])
    if name == NUMBER:
        return view.report_no
    if name == OWNER:
        return _owner(registry, turn, view)
    shown = display_of(name, view.content.get(name)) or say("status.amend_empty")
    return say("status.field_value", label=label_of(name), value=shown)


def _granted(view: ReportView) -> str:
    if view.granted_at is None:
        return say("status.field_not_granted", state=state_label(view.state))
    return say("status.field_granted", at=show_time(view.granted_at)[:16])


def _ends(view: ReportView) -> str:
    if view.granted_at is None:
        return say("status.field_no_right", state=state_label(view.state))
    if view.expires_on is None:
        return say("status.field_no_end", at=show_time(view.granted_at)[:10])
    return say("status.field_ends", day=view.expires_on.isoformat())


def _owner(registry: Registry, turn: Turn, view: ReportView) -> str:
    line = line_of(registry, turn, view.report_no)
    found = registry.staff.find(line.owner) if line is not None and line.owner else None
    contact = display_of("unit_contact", view.content.get("unit_contact"))
    parts = [say("status.field_owner", name=found.name)] if found else []
    if contact:
        parts.append(say("status.field_value", label=label_of("unit_contact"), value=contact))
    return "，".join(parts) or say("status.field_no_owner")
