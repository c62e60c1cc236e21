"""Builders of forms and events for the reducer's tests."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.forms.events import Asked, Event, Outcome, Told
from bot.forms.reducer import reduce
from bot.forms.state import Form
from bot.understanding.types import Doubt, Found, Invalid, Understood


def wan(amount: int) -> dict[str, str]:
    """An amount of money as a slot stores it."""
    return {"amount": str(amount), "unit": "万元", "currency": "CNY"}


def told(message_id: str = "m1", **values: Any) -> Told:
    """A message that gives values; keywords of Told go through as they are."""
    options = {name: values.pop(name) for name in _OPTIONS if name in values}
    found = tuple(
        Found(name, value, f"{name} {value}", position * 100, position * 100 + 1)
        for position, (name, value) in enumerate(values.items())
    )
    doubts = tuple(options.pop("doubts", ()))
    invalid = tuple(options.pop("invalid", ()))
    named = tuple(options.pop("named", ()))
    return Told(Understood(found, doubts, invalid, named), message_id, **options)


_OPTIONS = (
    "edits", "adds", "removes", "corrects", "guessed", "wordy", "raw", "mentioned", "doubts",
    "invalid", "named",
)  # fmt: skip


def doubt(raw: str, *readings: tuple[str, Any]) -> Doubt:
    """Doubtful words with what they may mean."""
    return Doubt(raw, tuple(Found(slot, value, raw, 0, len(raw)) for slot, value in readings))


def invalid(slot: str, raw: str = "无效") -> Invalid:
    """Words that cannot be a slot's value."""
    return Invalid(slot, raw, "amount_zero")


def walk(events: Iterable[Event], form: Form | None = None) -> tuple[Form, Outcome]:
    """The form after events, and what the last one came to; versions grow as a draft's do."""
    from dataclasses import replace

    form, outcome = form or Form(), Outcome()
    for event in events:
        form, outcome = reduce(form, event)
        if outcome.changes:
            notes = replace(form.notes, version=form.notes.version + 1)
            form = replace(form, notes=notes)
    return form, outcome


def values_of(form: Form) -> Mapping[str, Any]:
    """What a form holds."""
    return {name: form.slot(name).value for name in form.filled}


def act(name: str, **more: Any) -> Asked:
    """A command."""
    from bot.forms.events import Act

    return Asked(Act(name), **more)
