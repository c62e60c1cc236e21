"""What has happened to a report, as JSON: events, notes, findings, steps, likeness."""

from typing import TYPE_CHECKING, Any

from bot.rendering.report_labels import GUARD_LABELS, STEP_LABELS
from bot.rendering.reports import as_json_time, state_label

if TYPE_CHECKING:
    from registry.casework.adjudication import OpenStep
    from registry.casework.findings import Finding
    from registry.casework.progress import Note
    from registry.likeness.finding import Candidate
    from registry.reading.history import TimelineEvent


def event_object(event: "TimelineEvent") -> dict[str, Any]:
    """An event of a timeline."""
    return {
        "n": event.n,
        "at": as_json_time(event.at),
        "kind": event.kind,
        "step": event.step,
        "step_label": STEP_LABELS.get(event.step, ""),
        "state": event.state,
        "state_label": state_label(event.state) if event.state else "",
        "unit": event.unit,
        "reason": event.reason,
        "clause": event.clause,
    }


def note_object(note: "Note") -> dict[str, Any]:
    """A note of a project's progress."""
    return {
        "id": note.id,
        "kind": note.kind.value,
        "on": note.happened_on.isoformat(),
        "note": note.note,
        "account": note.account,
    }


def step_object(step: "OpenStep") -> dict[str, Any]:
    """A step that may come next, with what is still missing for it."""
    return {
        "step": step.name,
        "label": STEP_LABELS.get(step.name, step.name),
        "to": step.target,
        "clause": step.clause,
        "local": step.is_local,
        "open_guards": [
            {"name": guard, "label": GUARD_LABELS.get(guard, guard)} for guard in step.open_guards
        ],
    }


def finding_object(finding: "Finding") -> dict[str, Any]:
    """A finding of the bureau."""
    return {
        "n": finding.n,
        "kind": finding.kind.value,
        "body": dict(finding.body),
        "account": finding.account,
        "at": as_json_time(finding.recorded_at),
    }


def candidate_object(candidate: "Candidate") -> dict[str, Any]:
    """An earlier report that may be of the same project; for the bureau."""
    found = candidate.comparison
    return {
        "report_no": candidate.report_no,
        "unit": candidate.unit,
        "state": candidate.state,
        "likeness": found.likeness.value,
        "label": found.likeness.label,
        "score": round(found.score, 3),
        "reasons": list(found.reasons),
    }
