"""What the browser's events carry, and what the chat page's script is told."""

import json

from nicegui import ui
from nicegui.events import GenericEventArguments

PRESS = "(event) => emit(yipanqi.pressed(event))"


def id_of(event: GenericEventArguments) -> str:
    """The message id the browser gave, the same for every press of one button."""
    return str(event.args.get("id") or "") if isinstance(event.args, dict) else ""


def value_of(event: GenericEventArguments) -> str:
    """What a field holds."""
    return str(event.args.get("value") or "") if isinstance(event.args, dict) else ""


def call(function: str, *values: str | bool) -> None:
    """Call a function of chat.js; JSON is JavaScript, and `<` never ends a script element."""
    arguments = ", ".join(json.dumps(value).replace("<", "\\u003c") for value in values)
    ui.run_javascript(f"yipanqi.{function}({arguments})")
