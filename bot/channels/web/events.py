"""What the browser's events carry."""

from nicegui.events import GenericEventArguments

PRESS = "(event) => emit(yipanqi.pressed(event))"


def id_of(event: GenericEventArguments) -> str:
    """The message id the browser gave, the same for every press of one button."""
    return str(event.args.get("id") or "") if isinstance(event.args, dict) else ""


def value_of(event: GenericEventArguments) -> str:
    """What a field holds."""
    return str(event.args.get("value") or "") if isinstance(event.args, dict) else ""
